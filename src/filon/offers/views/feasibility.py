"""Whose opinion an offer needs: asked in one click, answered, taken over, printed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.http import UserRequest
from filon.accounts.models import DepartmentKind
from filon.accounts.policies import can_see_cost
from filon.accounts.services import company
from filon.coordination.models import Consultation
from filon.coordination.selectors.tones import consultation_badge
from filon.coordination.views.consultations import answer_facts
from filon.deals.views.pages import form_page
from filon.directory.models import Organization
from filon.documents.http import pdf_response
from filon.documents.rendering import render_document
from filon.documents.selectors import company_header
from filon.journal.http import once
from filon.kernel import clock, units
from filon.kernel.errors import DomainError
from filon.offers import policies, services
from filon.offers.forms.feasibility import FeasibilityRuleForm, TakeForm
from filon.offers.models import FeasibilityRule, OfferLine, OfferRevision
from filon.offers.selectors.adequacy import rows_of
from filon.offers.selectors.feasibility import (
    QUESTIONS,
    default_rules,
    is_outdated,
    lead_time_path,
    proposals,
    questions_about,
    rule_of,
    rule_words,
    stage_words,
)
from filon.offers.selectors.feasibility_sheet import feasibility_sheet
from filon.offers.selectors.policy import offer_policy
from filon.offers.selectors.requests import ending_prices, price_requests
from filon.offers.selectors.snapshot import lead_time, lines_of
from filon.offers.views.page import revision_or_404
from filon.web.access import scoped, with_right


@scoped(policies.can_read)
@require_safe
def page(request: UserRequest, pk: int) -> HttpResponse:
    """Show what the rules ask for, what was answered and how long it takes in all."""
    return _page(request, revision_or_404(request, pk))


def _page(
    request: UserRequest, revision: OfferRevision, error: str = ""
) -> HttpResponse:
    today = clock.today()
    lines = lines_of(revision)
    may_edit = policies.can_edit(request.user, revision)
    asked = questions_about(revision)
    path = lead_time_path(asked, lines)
    promised = lead_time(revision, lines)
    context = {
        "revision": revision,
        "offer": revision.offer,
        "may_edit": may_edit,
        "error": error,
        "missing": (
            proposals(revision, lines, rows_of(revision), on=today, asked=asked)
            if may_edit
            else []
        ),
        "asked": [
            {
                "row": row,
                "badge": consultation_badge(row, today),
                "facts": answer_facts(row, sees_cost=can_see_cost(request.user)),
                "is_outdated": is_outdated(row, today),
                "ends_early": bool(
                    row.answer_valid_until
                    and revision.valid_until
                    and row.answer_valid_until < revision.valid_until
                ),
                "taken_at": getattr(getattr(row, "of_offer", None), "taken_at", None),
                "may_take": may_edit
                and row.status == Consultation.Status.ANSWERED
                and row.verdict != Consultation.Verdict.NO,
            }
            for row in asked
        ],
        "requests": price_requests(revision),
        "ending": ending_prices(revision, lines),
        "stages": [(name, _days(count)) for name, count in stage_words(path)],
        "total": _days(path.total),
        "promised": _days(promised),
        "is_short": (
            promised is not None and path.total is not None and promised < path.total
        ),
        "trail": [
            (_("Offers"), reverse("offers:list")),
            (revision.offer.title, reverse("offers:revision", args=[revision.pk])),
        ],
    }
    status = 422 if error else 200
    return render(request, "offers/feasibility.html", context, status=status)


def _days(count: int | None) -> str:
    return "" if count is None else units.days(count)


@scoped(policies.can_create)
@require_POST
@once
def opinions_ask(request: UserRequest, pk: int) -> HttpResponse:
    """Put every question that the rules call for."""
    revision = revision_or_404(request, pk)
    try:
        asked = services.opinions_ask(
            revision=revision, actor=request.user, now=clock.now()
        )
    except DomainError as refusal:
        return _page(request, revision, error=str(refusal))
    text = ngettext(
        "%(count)s question is on its way.",
        "%(count)s questions are on their way.",
        len(asked),
    )
    messages.success(request, text % {"count": len(asked)})
    return redirect("offers:feasibility", pk)


@scoped(policies.can_create)
@once
def answer_take(request: UserRequest, pk: int, consultation_pk: int) -> HttpResponse:
    """Choose what of an answer enters the offer."""
    revision = revision_or_404(request, pk)
    answer = next(
        (row for row in questions_about(revision) if row.pk == consultation_pk), None
    )
    if answer is None:
        raise Http404
    sees_cost = can_see_cost(request.user)
    form = TakeForm(
        request.POST or None,
        initial=_initial(revision, answer),
        lines=OfferLine.objects.filter(
            revision=revision, kind=OfferLine.Kind.ITEM
        ).order_by("position", "pk"),
        sees_cost=sees_cost,
        serves=bool(answer.topic),
    )

    def act() -> HttpResponse:
        services.answer_take(
            revision=revision,
            answer=answer,
            taken=form.taken(),
            actor=request.user,
            now=clock.now(),
        )
        return redirect("offers:feasibility", pk)

    return form_page(
        request,
        form,
        act,
        title=_("Take over the answer of %(name)s") % {"name": answer.answered_by_name},
        subtitle=revision.offer.title,
        cancel_url=reverse("offers:feasibility", args=[pk]),
    )


def _initial(revision: OfferRevision, answer: Consultation) -> dict[str, Any]:
    """Return what the answer proposes; a shorter lead time changes nothing."""
    days = answer.lead_time_days
    known = lead_time(revision, lines_of(revision))
    is_ours = answer.currency == company().currency
    return {
        "reserve": answer.conditions,
        "lead_time_days": days if days is not None and days > (known or 0) else None,
        "risk": answer.risk,
        "unit_cost": answer.cost if is_ours else None,
        "is_verified": True,
    }


@scoped(policies.can_read)
@require_safe
def sheet_pdf(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give the feasibility sheet: who reviewed what, when, with which answer."""
    revision = revision_or_404(request, pk)
    with translation.override(revision.language):
        document = feasibility_sheet(
            revision,
            lines_of(revision),
            questions_about(revision),
            on=clock.today(),
            sees_cost=can_see_cost(request.user),
        )
    content = render_document(
        document, language=revision.language, company=company_header()
    )
    name = f"{revision.offer.number or revision.offer_id}-{revision.letter}"
    return pdf_response(content, f"{name}-{_('feasibility')}.pdf")


@scoped(policies.can_read)
@require_safe
def rules(request: UserRequest) -> HttpResponse:
    """Show when whom is asked what, whoever reads offers."""
    is_default = not offer_policy().has_own_feasibility
    shown: list[dict[str, Any]] = [
        {
            "pk": None,
            "when": rule_words(rule),
            "who": DepartmentKind(rule.department).label,
            "question": rule.question,
            "days": units.days(rule.days),
            "is_mandatory": False,
        }
        for rule in default_rules()
    ]
    if not is_default:
        rows = FeasibilityRule.objects.select_related("family", "supplier")
        shown = [
            {
                "pk": row.pk,
                "when": rule_words(rule_of(row), family=str(row.family or "")),
                "who": row.get_department_kind_display() or str(row.supplier),
                "question": row.question,
                "days": units.days(row.days),
                "is_mandatory": row.is_mandatory,
            }
            for row in rows.order_by("trigger", "pk")
        ]
    context = {
        "rules": shown,
        "is_default": is_default,
        "may_set": policies.can_set_rules(request.user),
        "trail": [(_("Offers"), reverse("offers:list"))],
    }
    return render(request, "offers/feasibility_rules.html", context)


@with_right(policies.can_set_rules)
@once
def rule_create(request: UserRequest) -> HttpResponse:
    """Write a rule."""
    return _rule(request, None)


@with_right(policies.can_set_rules)
@once
def rule_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a rule."""
    return _rule(request, get_object_or_404(FeasibilityRule, pk=pk))


def _rule(request: UserRequest, row: FeasibilityRule | None) -> HttpResponse:
    names = FeasibilityRuleForm.base_fields
    initial: dict[str, Any] = {"question": QUESTIONS[DepartmentKind.ENGINEERING]}
    if row is not None:
        initial = {name: getattr(row, name) for name in names}
    suppliers = Organization.objects.visible_to(request.user).filter(is_supplier=True)
    form = FeasibilityRuleForm(
        request.POST or None,
        initial=initial,
        suppliers=suppliers.order_by("name", "pk"),
    )

    def act() -> HttpResponse:
        services.feasibility_rule_set(
            rule=row,
            values=form.cleaned_data,
            actor=request.user,
            now=clock.now(),
        )
        return redirect("offers:feasibility-rules")

    return form_page(
        request,
        form,
        act,
        title=_("Feasibility rule"),
        cancel_url=reverse("offers:feasibility-rules"),
    )


@with_right(policies.can_set_rules)
@require_POST
def rule_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take a rule away."""
    row = get_object_or_404(FeasibilityRule, pk=pk)
    services.feasibility_rule_remove(rule=row, actor=request.user, now=clock.now())
    return redirect("offers:feasibility-rules")


@with_right(policies.can_set_rules)
@require_POST
def rules_adopt(request: UserRequest) -> HttpResponse:
    """Make the default set the company's own, to change it."""
    services.feasibility_rules_adopt(actor=request.user, now=clock.now())
    return redirect("offers:feasibility-rules")


@with_right(policies.can_set_rules)
@require_POST
def rules_reset(request: UserRequest) -> HttpResponse:
    """Put the default set in force again."""
    services.feasibility_rules_reset(actor=request.user, now=clock.now())
    messages.success(request, _("The default rules are in force again."))
    return redirect("offers:feasibility-rules")
