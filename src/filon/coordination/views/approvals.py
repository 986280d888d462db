"""The approvals, and the page of one, where it is decided."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.http import UserRequest
from filon.accounts.models import User
from filon.coordination import kinds, policies, selectors, services
from filon.coordination.forms.answering import DecideForm
from filon.coordination.forms.filters import ApprovalFilters
from filon.coordination.models import Approval
from filon.coordination.selectors.tones import approval_badge
from filon.coordination.views.inbox import gesture_tabs
from filon.coordination.views.targets import Facts, known, link_to
from filon.files.http import list_response
from filon.journal.http import once
from filon.journal.selectors import timeline
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day, money


@scoped(policies.can_coordinate)
@require_safe
def approval_list(request: UserRequest) -> HttpResponseBase:
    """Show the approvals that this person may read."""
    filters = ApprovalFilters(request.GET)
    rows = Approval.objects.visible_to(request.user)
    if status := filters.value("status"):
        rows = rows.filter(status=status)
    spec = ListSpec(
        title=_("Approvals"),
        rows=rows.select_related("approver", "created_by"),
        columns=_columns(clock.today()),
        url=lambda row: reverse("coordination:approval-detail", args=[row.pk]),
        search=lambda text: Q(title__icontains=text) | Q(reason__icontains=text),
        filters=filters,
        empty=(
            _("No approval yet"),
            _("What you submit to a manager, and what they decide, appears here."),
            "",
            "",
        ),
        file_name="approvals",
    )
    tabs = gesture_tabs(request.user, "approval-list")
    return list_response(
        request, spec, template="coordination/list.html", context={"tabs": tabs}
    )


@scoped(policies.can_coordinate)
@require_safe
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show what is submitted and the form to decide, or the page of its own app."""
    row = _fetched(request.user, pk)
    kind = kinds.kind(row.target_kind)
    if kind is not None and kind.approval_url and row.step.startswith(kind.steps):
        return redirect(kind.approval_url, pk)
    return _page(request, row, DecideForm())


@scoped(policies.can_coordinate)
@require_POST
@once
def decide(request: UserRequest, pk: int) -> HttpResponse:
    """Approve or refuse."""
    row = _fetched(request.user, pk)
    form = DecideForm(request.POST)
    decision = request.POST.get("decision", "")
    if not form.is_valid() or decision not in {"approve", "refuse"}:
        return _page(request, row, form, status=422)
    try:
        services.approval_decide(
            approval=row,
            is_approved=decision == "approve",
            comment=form.cleaned_data["comment"],
            actor=request.user,
            now=clock.now(),
        )
    except DomainError as refusal:
        return _page(request, row, form, error=str(refusal), status=422)
    messages.success(request, str(row.get_status_display()))
    return redirect("coordination:approval-detail", pk)


def _fetched(user: User, pk: int) -> Approval:
    row = selectors.fetch_gesture(Approval, user, pk, "approver", "decided_by")
    if row is None:
        raise Http404
    return row


def _page(
    request: UserRequest,
    row: Approval,
    form: DecideForm,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    if error:
        row.refresh_from_db()
    badge, tone = approval_badge(row, clock.today())
    context = {
        "approval": row,
        "badge": badge,
        "tone": tone,
        "facts": known(_facts(row)),
        "form": form,
        "error": error,
        "can_decide": policies.can_decide(request.user, row),
        "has_changed": _has_changed(row),
        "target_url": link_to(request.user, row.target_kind, row.target_id),
        "history": timeline(row),
        "trail": [(_("Approvals"), reverse("coordination:approval-list"))],
    }
    return render(request, "coordination/approval.html", context, status=status)


def _has_changed(row: Approval) -> bool:
    """Whether the content is no longer the submitted one, as far as it can be told."""
    if row.status != Approval.Status.PENDING or not row.content_hash:
        return False
    target = kinds.row_of(row.target_kind, row.target_id)
    return target is not None and kinds.digest_of(target) != row.content_hash


def _facts(row: Approval) -> Facts:
    amount = money(row.amount, row.currency) if row.amount is not None else ""
    return [
        (_("Approver"), row.approver),
        (_("Submitted by"), row.created_by or ""),
        (_("Submitted on"), day(row.created_at)),
        (_("Wanted by"), day(row.due_on) if row.due_on else ""),
        (_("Amount at stake"), amount),
        (_("Decided by"), row.decided_by or ""),
        (_("Decided on"), day(row.decided_at) if row.decided_at else ""),
    ]


def _columns(today: date) -> list[Column]:
    return [
        Column(_("About"), lambda row: Cell(row.title, sub=row.reason[:120])),
        Column(_("Approver"), lambda row: str(row.approver)),
        Column(_("Status"), lambda row: _badge(row, today)),
        Column(
            _("Amount at stake"),
            lambda row: money(row.amount, row.currency),
            value=lambda row: row.amount,
            align="end",
        ),
        Column(
            _("Wanted by"),
            lambda row: day(row.due_on),
            value=lambda row: row.due_on,
        ),
        Column(_("Submitted by"), lambda row: str(row.created_by or "")),
        Column(
            _("Decided on"),
            lambda row: day(row.decided_at),
            value=lambda row: row.decided_at,
        ),
    ]


def _badge(row: Approval, today: date) -> Cell:
    text, tone = approval_badge(row, today)
    return Cell(text, badge=tone)
