"""Call guides and their questions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.models import scope_of
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.deals.views.pages import form_page
from filon.files.http import list_response
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.plans.models import PlanAction
from filon.prospecting import policies, selectors, services
from filon.prospecting.forms import GuideForm, QuestionForm, language_name
from filon.prospecting.lifecycle import PLANS_AT_WORK
from filon.prospecting.models import CallGuide, GuideQuestion
from filon.prospecting.services.tools import SCOPES
from filon.prospecting.views.tabs import tabs
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec


@scoped(can_read_sales)
def guide_list(request: UserRequest) -> HttpResponseBase:
    """Show the call guides."""
    create = reverse("prospecting:guide-create")
    may_write = policies.can_plan(request.user)
    spec = ListSpec(
        title=_("Call guides"),
        rows=selectors.guides(request.user),
        columns=[
            Column(_("Guide"), lambda g: Cell(g.title)),
            Column(_("Language"), lambda g: language_name(g.language)),
            Column(
                _("Questions"),
                lambda g: str(g.size),
                value=lambda g: g.size,
                align="end",
            ),
            Column(_("Owner"), lambda g: str(g.owner or "")),
        ],
        url=lambda guide: reverse("prospecting:guide-detail", args=[guide.pk]),
        actions=[(_("New guide"), create, "plus", True)] if may_write else [],
        empty=(
            _("No guide yet"),
            _("A guide holds what to ask, what to argue and how to answer."),
            create if may_write else "",
            _("New guide"),
        ),
        file_name="guides",
    )
    return list_response(
        request,
        spec,
        template="prospecting/list.html",
        context={"tabs": tabs("guides")},
    )


@scoped(can_read_sales)
def guide_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one guide with its questions."""
    try:
        sheet = selectors.guide_sheet(user=request.user, pk=pk)
    except CallGuide.DoesNotExist:
        raise Http404 from None
    facts = [
        (_("Language"), language_name(sheet.guide.language)),
        (_("Families of products"), ", ".join(sheet.families)),
        (_("Market segments"), ", ".join(sheet.segments)),
        (_("Actions of plans"), ", ".join(sheet.actions)),
    ]
    context = {
        "sheet": sheet,
        "guide": sheet.guide,
        "facts": facts,
        "in_english": sheet.guide.language == "en",
        "may_edit": policies.can_edit(request.user, sheet.guide),
        "trail": [(_("Call guides"), reverse("prospecting:guides"))],
    }
    return render(request, "prospecting/guide.html", context)


@scoped(can_write_sales)
@once
def guide_create(request: UserRequest) -> HttpResponse:
    """Write a guide."""
    form = GuideForm(request.POST or None, actions=_actions(request))

    def act() -> HttpResponse:
        values, scopes = _split(form.cleaned_data)
        guide = services.guide_create(
            values=values, scopes=scopes, actor=request.user, now=clock.now()
        )
        messages.success(request, _("Add its questions now."))
        return redirect("prospecting:guide-detail", pk=guide.pk)

    return form_page(
        request,
        form,
        act,
        title=_("New guide"),
        cancel_url=reverse("prospecting:guides"),
    )


@scoped(can_write_sales)
def guide_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a guide and what it is meant for."""
    guide = _guide(request, pk)
    initial = {
        name: list(getattr(guide, name).all())
        if name in SCOPES
        else getattr(guide, name)
        for name in GuideForm.base_fields
    }
    form = GuideForm(request.POST or None, initial=initial, actions=_actions(request))

    def act() -> HttpResponse:
        values, scopes = _split(form.cleaned_data)
        services.guide_update(
            guide=guide,
            values=values,
            scopes=scopes,
            actor=request.user,
            now=clock.now(),
        )
        return redirect("prospecting:guide-detail", pk=pk)

    return form_page(
        request,
        form,
        act,
        title=guide.title,
        cancel_url=reverse("prospecting:guide-detail", args=[pk]),
    )


@scoped(can_write_sales)
@once
def question_add(request: UserRequest, pk: int) -> HttpResponse:
    """Add a question."""
    guide = _guide(request, pk)
    form = QuestionForm(request.POST or None)

    def act() -> HttpResponse:
        services.question_add(
            guide=guide, values=form.cleaned_data, actor=request.user, now=clock.now()
        )
        return redirect("prospecting:guide-detail", pk=pk)

    return _question_page(request, form, act, _("New question"), guide)


@scoped(can_write_sales)
def question_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a question."""
    question = _question(request, pk)
    initial = {name: getattr(question, name) for name in QuestionForm.base_fields}
    form = QuestionForm(request.POST or None, initial=initial)

    def act() -> HttpResponse:
        services.question_update(
            question=question,
            values=form.cleaned_data,
            actor=request.user,
            now=clock.now(),
        )
        return redirect("prospecting:guide-detail", pk=question.guide_id)

    return _question_page(request, form, act, _("Question"), question.guide)


@scoped(can_write_sales)
@require_POST
def question_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Remove a question that nobody has answered."""
    question = _question(request, pk)
    try:
        services.question_remove(question=question, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("prospecting:guide-detail", pk=question.guide_id)


def _question_page(
    request: UserRequest, form: QuestionForm, act: Any, title: str, guide: CallGuide
) -> HttpResponse:
    return form_page(
        request,
        form,
        act,
        title=title,
        subtitle=guide.title,
        cancel_url=reverse("prospecting:guide-detail", args=[guide.pk]),
    )


def _split(cleaned: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    values = {k: v for k, v in cleaned.items() if k not in SCOPES}
    return values, {k: list(cleaned[k]) for k in SCOPES}


def _actions(request: UserRequest) -> QuerySet[PlanAction]:
    rows = PlanAction.objects.filter(
        scope_of(request.user, "plan__"), plan__status__in=PLANS_AT_WORK
    )
    return rows.order_by("start_on", "pk")


def _guide(request: UserRequest, pk: int) -> CallGuide:
    guide: CallGuide = get_object_or_404(
        CallGuide.objects.visible_to(request.user), pk=pk
    )
    return guide


def _question(request: UserRequest, pk: int) -> GuideQuestion:
    guides = CallGuide.objects.visible_to(request.user)
    rows = GuideQuestion.objects.select_related("guide")
    return get_object_or_404(rows, pk=pk, guide__in=guides)
