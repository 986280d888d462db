"""The consultations, and the page of one, where the expert answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.http import UserRequest
from filon.accounts.models import User
from filon.accounts.policies import can_see_cost
from filon.accounts.services import company
from filon.coordination import policies, selectors, services
from filon.coordination.forms.answering import AnswerForm
from filon.coordination.forms.filters import ConsultationFilters
from filon.coordination.models import Consultation
from filon.coordination.selectors.tones import consultation_badge
from filon.coordination.views.inbox import gesture_tabs
from filon.coordination.views.targets import Facts, known, link_to
from filon.files.http import list_response
from filon.journal.http import once
from filon.journal.selectors import timeline
from filon.kernel import clock, units
from filon.kernel.errors import DomainError
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day, money


@scoped(policies.can_coordinate)
@require_safe
def consultation_list(request: UserRequest) -> HttpResponseBase:
    """Show the questions that this person may read."""
    filters = ConsultationFilters(request.GET)
    rows = Consultation.objects.visible_to(request.user).select_related("created_by")
    if status := filters.value("status"):
        rows = rows.filter(status=status)
    today = clock.today()
    spec = ListSpec(
        title=_("Opinions"),
        rows=rows,
        columns=[
            Column(_("About"), lambda row: Cell(row.title, sub=row.question[:120])),
            Column(_("Asked of"), lambda row: row.addressee_name),
            Column(_("Status"), lambda row: _badge(row, today)),
            Column(
                _("Wanted by"),
                lambda row: day(row.due_on),
                value=lambda row: row.due_on,
                sort="due_on",
            ),
            Column(_("Asked by"), lambda row: str(row.created_by or "")),
            Column(
                _("Answered on"),
                lambda row: day(row.answered_at),
                value=lambda row: row.answered_at,
            ),
        ],
        url=lambda row: reverse("coordination:consultation-detail", args=[row.pk]),
        search=lambda text: Q(title__icontains=text) | Q(question__icontains=text),
        filters=filters,
        empty=(
            _("No question yet"),
            _("Ask an expert from the page of a need, an offer or a plan."),
            "",
            "",
        ),
        file_name="consultations",
    )
    tabs = gesture_tabs(request.user, "consultation-list")
    return list_response(
        request, spec, template="coordination/list.html", context={"tabs": tabs}
    )


@scoped(policies.can_coordinate)
@require_safe
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a question and its answer, or the form to give it."""
    row = fetched(request.user, pk)
    return _page(request, row, answer_form_of(row))


@scoped(policies.can_coordinate)
@require_POST
@once
def answer(request: UserRequest, pk: int) -> HttpResponse:
    """Answer, signed in."""
    row = fetched(request.user, pk)
    form = answer_form_of(row, request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        services.consultation_answer(
            consultation=row,
            answer=form.answer(),
            actor=request.user,
            now=clock.now(),
        )
    except DomainError as refusal:
        return _page(request, row, form, error=str(refusal), status=422)
    messages.success(request, _("Your answer is on its way."))
    return redirect("coordination:consultation-detail", pk)


@scoped(policies.can_coordinate)
@require_POST
def cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Take a question back."""
    row = fetched(request.user, pk)
    try:
        services.consultation_cancel(
            consultation=row, actor=request.user, now=clock.now()
        )
    except DomainError as refusal:
        return _page(request, row, answer_form_of(row), error=str(refusal), status=422)
    messages.success(request, _("The question is taken back."))
    return redirect("coordination:consultation-detail", pk)


def fetched(user: User, pk: int) -> Consultation:
    """Return a consultation that this person may read."""
    row = selectors.fetch_gesture(
        Consultation, user, pk, "department", "person", "supplier", "link"
    )
    if row is None:
        raise Http404
    return row


def answer_form_of(row: Consultation, data: Any = None) -> AnswerForm:
    """Return the form of an answer, in the company's currency at first."""
    return AnswerForm(data, kind=row.kind, currency=company().currency)


def answer_facts(row: Consultation, *, sees_cost: bool = True) -> Facts:
    """Return what an answer says, absent values left out.

    :param sees_cost: the right to see costs, or having given the answer.
    """
    lead_time = ""
    if row.lead_time_days is not None:
        lead_time = units.days(row.lead_time_days)
    cost = money(row.cost, row.currency) if row.cost is not None else ""
    facts: Facts = [
        (_("Changes or conditions"), row.conditions),
        (_("What may go wrong"), row.risk),
        (_("Cost"), cost if sees_cost else ""),
        (_("Lead time"), lead_time),
        (
            _("Valid until"),
            day(row.answer_valid_until) if row.answer_valid_until else "",
        ),
        (_("Answered by"), row.answered_by_name),
        (_("Answered on"), day(row.answered_at) if row.answered_at else ""),
    ]
    return known(facts)


def _page(
    request: UserRequest,
    row: Consultation,
    form: AnswerForm,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    if error:
        row.refresh_from_db()
    badge, tone = consultation_badge(row, clock.today())
    context = {
        "consultation": row,
        "badge": badge,
        "tone": tone,
        "facts": known(_facts(row)),
        "answer_facts": answer_facts(
            row,
            sees_cost=can_see_cost(request.user)
            or policies.was_asked(request.user, row),
        ),
        "form": form,
        "error": error,
        "can_answer": policies.can_answer(request.user, row),
        "can_cancel": policies.can_cancel(request.user, row),
        "target_url": link_to(request.user, row.target_kind, row.target_id),
        "history": timeline(row),
        "trail": [(_("Opinions"), reverse("coordination:consultation-list"))],
    }
    return render(request, "coordination/consultation.html", context, status=status)


def _facts(row: Consultation) -> Facts:
    topic = Consultation.Topic(row.topic).label if row.topic in TOPICS else row.topic
    return [
        (_("Asked of"), row.addressee_name),
        (_("Supplier"), row.supplier or ""),
        (_("Asked by"), row.created_by or ""),
        (_("Asked on"), day(row.created_at)),
        (_("Wanted by"), day(row.due_on)),
        (_("What is asked for"), row.get_kind_display()),
        (_("Verification it serves"), topic),
    ]


TOPICS = frozenset(Consultation.Topic.values)


def _badge(row: Consultation, today: Any) -> Cell:
    text, tone = consultation_badge(row, today)
    return Cell(text, badge=tone)
