"""The trash, from where anything can be taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.models import OwnedRecord
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.coordination import kinds
from filon.desk.selectors.trash import trashed, trashed_record
from filon.desk.trashing import take_back, throw_away
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped


@scoped(can_read_sales)
def trash(request: UserRequest) -> HttpResponse:
    """Show what lies in the trash."""
    return render(request, "desk/trash.html", {"rows": trashed(request.user)})


@scoped(can_write_sales)
@require_POST
def restore(request: UserRequest, kind: str, pk: int) -> HttpResponse:
    """Take a record back."""
    row = trashed_record(request.user, kind, pk)
    if row is None:
        raise Http404
    try:
        take_back(kind, row, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:trash")
    messages.success(request, _("The record is back."))
    return redirect(kinds.url_of(kind, pk) or "desk:trash")


@scoped(can_write_sales)
@require_POST
def throw(request: UserRequest, kind: str, pk: int) -> HttpResponse:
    """Put a record in the trash."""
    row = kinds.fetch(request.user, kind, pk)
    if not isinstance(row, OwnedRecord):
        raise Http404
    try:
        throw_away(kind, row, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("In the trash; it can be restored from there."))
    return redirect("desk:trash")
