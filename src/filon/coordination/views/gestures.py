"""The forms that start a gesture about any record."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from filon.accounts.http import UserRequest
from filon.coordination import policies, services
from filon.coordination.forms.asking import (
    ApproveForm,
    CiteForm,
    ConsultForm,
    SignalForm,
    TransmitForm,
)
from filon.coordination.models import Participant, Transmission
from filon.coordination.views.targets import (
    Page,
    answer_form,
    kept_upload,
    target_or_404,
)
from filon.journal.http import once
from filon.kernel import clock
from filon.web.access import scoped

GENERAL_STEP = "GENERAL"


@scoped(policies.can_start)
@require_http_methods(["GET", "POST"])
@once
def consult(request: UserRequest, kind: str, pk: int) -> HttpResponseBase:
    """Ask an expert, a department or somebody outside."""
    target = target_or_404(request.user, kind, pk)
    form = ConsultForm(
        request.POST or None,
        user=request.user,
        today=clock.today(),
        initial={"topic": request.GET.get("topic", "")},
    )

    def act() -> str:
        asked = services.consultation_ask(
            target=target,
            question=form.asked(),
            addressee=form.addressee(),
            actor=request.user,
            now=clock.now(),
        )
        return _("Question sent to %(name)s.") % {"name": asked.addressee_name}

    page = Page(
        _("Ask for an opinion"),
        _("Send the question"),
        "send",
        fieldsets=(
            (
                _("Question"),
                ("kind", "topic", "question", "due_on", "blocks_sending"),
            ),
            (
                _("To one of these"),
                ("person", "department", "name", "email", "supplier", "language"),
            ),
        ),
    )
    return answer_form(request, target, form, page, act)


@scoped(policies.can_start)
@require_http_methods(["GET", "POST"])
@once
def approve(request: UserRequest, kind: str, pk: int) -> HttpResponseBase:
    """Submit a record to somebody's decision."""
    target = target_or_404(request.user, kind, pk)
    form = ApproveForm(request.POST or None, user=request.user)

    def act() -> str:
        values = dict(form.cleaned_data)
        approval = services.approval_request(
            target=target,
            approver=values.pop("approver"),
            terms=services.ApprovalTerms(GENERAL_STEP, **values),
            actor=request.user,
            now=clock.now(),
        )
        return _("Submitted to %(name)s.") % {"name": approval.approver}

    page = Page(_("Submit for approval"), _("Submit"), "stamp")
    return answer_form(request, target, form, page, act)


@scoped(policies.can_start)
@require_http_methods(["GET", "POST"])
@once
def transmit(request: UserRequest, kind: str, pk: int) -> HttpResponseBase:
    """Plan a transmission; an e-mail leaves at once unless it is only planned."""
    target = target_or_404(request.user, kind, pk)
    form = TransmitForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        initial=_people_to_inform(kind, pk),
    )

    def act() -> str:
        is_mail = form.cleaned_data["channel"] == Transmission.Channel.EMAIL
        is_sent = is_mail and "plan" not in request.POST
        share = services.transmission_share if is_sent else services.transmission_plan
        share(
            target=target,
            plan=form.plan(
                kept_upload(form.cleaned_data["document"], actor=request.user)
            ),
            actor=request.user,
            now=clock.now(),
        )
        return _("Sent.") if is_sent else _("Planned: it waits in your inbox.")

    page = Page(
        _("Transmit"), _("Send"), "send", template="coordination/transmit_form.html"
    )
    return answer_form(request, target, form, page, act)


@scoped(policies.can_start)
@require_http_methods(["GET", "POST"])
@once
def signal(request: UserRequest, kind: str, pk: int) -> HttpResponseBase:
    """Tell the right person about a delay or a difficulty."""
    target = target_or_404(request.user, kind, pk)
    form = SignalForm(request.POST or None, user=request.user)

    def act() -> str:
        raised = services.signal_raise(
            target=target, **form.cleaned_data, actor=request.user, now=clock.now()
        )
        return _("%(name)s has been told.") % {"name": raised.addressee}

    page = Page(_("Signal a difficulty"), _("Signal"), "siren")
    return answer_form(request, target, form, page, act)


@scoped(policies.can_start)
@require_http_methods(["GET", "POST"])
@once
def cite(request: UserRequest, kind: str, pk: int) -> HttpResponseBase:
    """Say how a text of the company is taken into account."""
    target = target_or_404(request.user, kind, pk)
    form = CiteForm(request.POST or None, user=request.user, today=clock.today())

    def act() -> str:
        services.policy_cite(
            target=target, **form.cleaned_data, actor=request.user, now=clock.now()
        )
        return _("The text is cited.")

    page = Page(_("Cite a text of the company"), _("Cite"), "scale")
    return answer_form(request, target, form, page, act)


def _people_to_inform(kind: str, pk: int) -> dict[str, Any]:
    """Return the participants to inform as the first choice of recipients."""
    rows = Participant.objects.filter(
        target_kind=kind, target_id=pk, is_to_inform=True
    ).order_by("pk")
    people = list(rows)
    return {
        "people": [row.user_id for row in people if row.user_id],
        "departments": [row.department_id for row in people if row.department_id],
        "others": "\n".join(
            f"{row.name} <{row.email}>" if row.email else row.name
            for row in people
            if row.name
        ),
    }
