"""The page of a revision, whichever form on it was sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.accounts.http import UserRequest
from filon.accounts.services import company
from filon.coordination.selectors import gestures_of
from filon.kernel import clock, units
from filon.offers import policies
from filon.offers.forms import (
    AdequacyForm,
    CheckForm,
    ExclusionForm,
    OutlineForm,
    TermsForm,
    VocabularyChoiceForm,
    WordsForm,
)
from filon.offers.models import ConformityCheck, OfferRevision
from filon.offers.selectors import sheet as sheets
from filon.offers.selectors import suggestions
from filon.offers.selectors.approval_words import level_name
from filon.offers.selectors.document.build import payment_terms
from filon.offers.selectors.matrix import MatrixRow, matrix
from filon.offers.selectors.offers import revision_title, revisions
from filon.offers.selectors.outlines import (
    LAYOUTS,
    company_outline,
    outline_of,
    section_rows,
)
from filon.offers.selectors.policy import house, offer_policy
from filon.offers.selectors.readiness import Readiness
from filon.offers.selectors.requests import ending_prices
from filon.offers.selectors.risks import register, reserve_name, reserves_of
from filon.offers.selectors.rivals import arguments_of, comparison, objections_of
from filon.offers.selectors.sheets import buyer_sheets
from filon.offers.selectors.vocabularies import vocabularies
from filon.offers.selectors.words import marked
from filon.web.templatetags.filon import day

TONES = {
    "DRAFT": "neutral",
    "SENT": "info",
    "SUPERSEDED": "neutral",
    "ACCEPTED": "good",
    "REFUSED": "bad",
    "EXPIRED": "warn",
}
WORDS = (
    "introduction",
    "technical_argument",
    "financial_argument",
    "service_argument",
    "recommendation",
    "reserves",
)


def revision_or_404(request: UserRequest, pk: int) -> OfferRevision:
    """Return a revision that this person may read.

    :raises Http404: if it is absent or out of their scope.
    """
    found = revisions(request.user).select_related(*sheets.RELATED).filter(pk=pk)
    revision = found.first()
    if revision is None:
        raise Http404
    return revision


def back_to(
    revision: OfferRevision, tab: str = "", anchor: str = ""
) -> HttpResponseRedirect:
    """Lead to a tab of the page of a revision."""
    query = f"?tab={tab}" if tab else ""
    url = reverse("offers:revision", args=[revision.pk])
    return redirect(f"{url}{query}{anchor}")


def render_page(
    request: UserRequest,
    revision: OfferRevision,
    *,
    tab: str = "lines",
    error: str = "",
    form: Any = None,
) -> HttpResponse:
    """Show a revision again; with an error, as a refusal that keeps what was typed."""
    found = sheets.revisions_of(request.user, revision=revision.pk)
    return show(request, found, pk=revision.pk, tab=tab, error=error, form=form)


def show(
    request: UserRequest,
    found: list[OfferRevision],
    *,
    pk: int | None = None,
    tab: str = "lines",
    error: str = "",
    form: Any = None,
) -> HttpResponse:
    """Show one of the revisions of an offer, by default the current one."""
    current = next((row for row in found if pk is None or row.pk == pk), None)
    if current is None:
        raise Http404
    shows_lines = tab not in _CONTENT
    page = sheets.sheet(request.user, found, current, with_last=shows_lines)
    context = {
        "sheet": page,
        "revision": current,
        "offer": current.offer,
        "tab": tab,
        "error": error,
        "tone": TONES[current.status],
        "may_edit": policies.can_edit(request.user, current),
        "may_answer": policies.can_answer(request.user, current),
        "may_revise": policies.can_revise(request.user, current),
        "may_create": policies.can_create(request.user),
        "tabs": _tabs(current, tab),
        "facts": _facts(page),
        "buyer_sheets": buyer_sheets(current) if tab in _WITH_SHEETS else [],
        "trail": [(_("Offers"), reverse("offers:list"))],
    }
    context |= _CONTENT.get(tab, _lines)(request, page, form)
    return render(
        request, "offers/detail.html", context, status=422 if error or form else 200
    )


def _tabs(revision: OfferRevision, tab: str) -> list[dict[str, Any]]:
    rows = [("lines", _("Lines"))]
    if revision.offer.need_id is not None:
        rows.append(("adequacy", _("Adequacy")))
    rows += [
        ("terms", pgettext("of an offer", "Terms")),
        ("words", _("Arguments")),
        ("rivals", _("Rivals and arguments")),
        ("risks", _("Reserves and risks")),
        ("document", _("Document")),
        ("checks", _("Checks and sending")),
        ("history", _("History")),
    ]
    url = reverse("offers:revision", args=[revision.pk])
    return [
        {"label": label, "url": f"{url}?tab={code}", "active": code == tab}
        for code, label in rows
    ]


def _facts(page: sheets.Sheet) -> list[tuple[str, Any]]:
    revision, offer = page.revision, page.revision.offer
    days = page.lead_time
    facts: list[tuple[str, Any]] = [
        (
            _("Customer"),
            _link("desk:company", offer.organization_id, offer.organization),
        ),
        (_("Deal"), _link("desk:deal", offer.deal_id, offer.deal)),
        (_("Form"), offer.get_form_display()),
        (_("Contact"), str(offer.contact or "")),
        (_("Customer’s reference"), offer.customer_reference),
        (_("Valid until"), day(revision.valid_until)),
        (_("Lead time"), units.days(days) if days else ""),
        (_("Payment"), payment_terms(revision)),
        (_("Terms of sale"), str(revision.terms_of_sale or "")),
        (_("Owner"), str(offer.owner or "")),
    ]
    if offer.need is not None:
        facts.insert(2, (_("Need"), _link("needs:detail", offer.need.pk, offer.need)))
    if revision.reason:
        facts.append((_("Why this revision"), revision.reason))
    if revision.refusal_reason:
        facts.append((_("Why it was refused"), revision.refusal_reason))
    return facts


def _link(name: str, pk: int, text: object) -> str:
    return format_html(
        '<a class="link" href="{}">{}</a>', reverse(name, args=[pk]), text
    )


def _lines(_request: UserRequest, _page: sheets.Sheet, _form: Any) -> dict[str, Any]:
    return {}


def _adequacy(request: UserRequest, page: sheets.Sheet, _form: Any) -> dict[str, Any]:
    revision = page.revision
    lines = [row.line for row in page.lines]
    found = matrix(revision, lines, on=clock.today())
    may_edit = policies.can_edit(request.user, revision)
    return {
        "matrix": found,
        "matrix_rows": [
            (row, _answer_form(row, found.words) if may_edit else None)
            for row in found.rows
        ],
        "vocabulary": revision.offer.vocabulary,
        "vocabulary_form": VocabularyChoiceForm(
            initial={"vocabulary": revision.offer.vocabulary},
            vocabularies=vocabularies(request.user),
        ),
    }


def _answer_form(row: MatrixRow, words: Mapping[str, str]) -> AdequacyForm:
    return AdequacyForm(
        initial={
            "verdict": row.row.verdict,
            "offered": row.offered,
            "comment": row.row.comment,
        },
        prefix=f"r{row.row.pk}",
        words=words,
        form_id=f"answer-{row.row.pk}",
    )


def _terms(_request: UserRequest, page: sheets.Sheet, form: Any) -> dict[str, Any]:
    revision = page.revision
    initial = {name: getattr(revision, name) for name in TermsForm.base_fields}
    return {"form": form or TermsForm(initial=initial)}


def _words(_request: UserRequest, page: sheets.Sheet, form: Any) -> dict[str, Any]:
    revision = page.revision
    initial = {name: getattr(revision, name) for name in WORDS}
    lines = [row.line for row in page.lines]
    terms = suggestions.vocabulary(suggestions.families_of(lines))
    labels = {name: WordsForm.base_fields[name].label for name in WORDS}
    return {
        "form": form or WordsForm(initial=initial),
        "marked_words": [
            (labels[name], marked(getattr(revision, name), terms, revision.language))
            for name in WORDS
            if getattr(revision, name)
        ],
        "term_count": len(terms),
        "bids": sheets.bids(revision),
    }


def _document(request: UserRequest, page: sheets.Sheet, form: Any) -> dict[str, Any]:
    return document_context(request, page.revision, form)


def document_context(
    request: UserRequest, revision: OfferRevision, form: Any = None
) -> dict[str, Any]:
    """Return what the tab of the document shows; one query."""
    policy = offer_policy()
    outline = outline_of(revision, policy)
    return {
        "sections": section_rows(outline),
        "layout": LAYOUTS[outline.layout],
        "form": form
        or OutlineForm(
            outline=outline, initial={"accuracy_percent": revision.accuracy_percent}
        ),
        "may_set_rules": policies.can_set_rules(request.user),
        "is_usual": revision.outline is None,
        "is_company": outline == company_outline(revision.offer.form, policy),
    }


def _checks(request: UserRequest, page: sheets.Sheet, _form: Any) -> dict[str, Any]:
    if not page.revision.is_draft:
        return {"recipients": list(page.revision.recipients.order_by("pk"))}
    request.company = house()
    state = sheets.readiness_of(page, company=request.company)
    return {
        **_levels(state),
        "state": state,
        "ending": ending_prices(page.revision, state.lines),
        "recipients": state.recipients,
        "checks": [
            (row, CheckForm(initial=_initial(row.check), prefix=f"c{row.check.pk}"))
            for row in state.checks
        ],
        "check_tones": {"OPEN": "warn", "OK": "good", "WAIVED": "info"},
        "can_prefill": any(
            row.is_answered and row.check.status == ConformityCheck.Status.OPEN
            for row in state.checks
        ),
    }


def _risks(_request: UserRequest, page: sheets.Sheet, form: Any) -> dict[str, Any]:
    revision = page.revision
    currency = company().currency
    return {
        "reserves": [(r, reserve_name(r)) for r in reserves_of(revision)],
        "exclusion_form": form or ExclusionForm(),
        "register": register(revision, currency=currency),
        "company_currency": currency,
    }


def _rivals(_request: UserRequest, page: sheets.Sheet, _form: Any) -> dict[str, Any]:
    revision = page.revision
    return {
        "comparison": comparison(revision),
        "arguments": arguments_of(revision.offer),
        "objections": objections_of(revision.offer),
    }


def _levels(state: Readiness) -> dict[str, Any]:
    """Return where the decision of each level stands that must decide."""
    return {
        "approval_levels": [(level_name(one.level), one) for one in state.levels],
        "approval_tones": {"APPROVED": "good", "PENDING": "info", "REFUSED": "bad"},
    }


def _initial(check: ConformityCheck) -> dict[str, str]:
    return {"status": check.status, "reason": check.reason}


def _history(request: UserRequest, page: sheets.Sheet, _form: Any) -> dict[str, Any]:
    revision = page.revision
    if request.GET.get("part") == "others":
        title = revision_title(revision)
        return {
            "part": "others",
            "panel": gestures_of(request.user, revision, title=title),
        }
    return {"part": "past", "past": sheets.history_page(page)}


_WITH_SHEETS = frozenset({"lines", "adequacy"})
_CONTENT = {
    "adequacy": _adequacy,
    "terms": _terms,
    "words": _words,
    "document": _document,
    "checks": _checks,
    "risks": _risks,
    "rivals": _rivals,
    "history": _history,
}
