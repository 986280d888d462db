"""The one screen of whoever approves an offer."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_see_cost, can_see_margin
from filon.coordination.models import Approval
from filon.coordination.policies import can_coordinate, can_decide, can_start
from filon.coordination.selectors.tones import approval_badge
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers import policies, services
from filon.offers.forms import AskForm, DecideForm
from filon.offers.models import OfferApproval
from filon.offers.selectors.adequacy import rows_of
from filon.offers.selectors.approval_words import level_name
from filon.offers.selectors.content import content_hash, content_of
from filon.offers.selectors.offers import revisions
from filon.offers.selectors.risks import reserve_name, reserves_of
from filon.offers.selectors.snapshot import lines_of
from filon.offers.selectors.waterfall import similar_offers, waterfall
from filon.web.access import scoped

LIMIT_LIFE = timedelta(days=30)


@scoped(can_coordinate)
@require_safe
def approval(request: UserRequest, pk: int) -> HttpResponse:
    """Show what is submitted, with all that the decision needs."""
    return _page(request, _fetched(request, pk))


@scoped(can_coordinate)
@require_POST
@once
def decide(request: UserRequest, pk: int) -> HttpResponse:
    """Approve, approve down to a limit, or refuse."""
    row = _fetched(request, pk)
    form = DecideForm(request.POST)
    decision = request.POST.get("decision", "")
    if not form.is_valid() or decision not in {"approve", "refuse"}:
        return _page(request, row, form=form, status=422)
    data = form.cleaned_data
    limit = None
    if decision == "approve" and data["limit_percent"] is not None:
        limit = services.Limit(data["limit_percent"], data["limit_until"])
    try:
        services.offer_approval_decide(
            record_of=row,
            is_approved=decision == "approve",
            comment=data["comment"],
            limit=limit,
            actor=request.user,
            now=clock.now(),
        )
    except DomainError as refusal:
        return _page(request, row, form=form, error=str(refusal), status=422)
    row.approval.refresh_from_db()
    messages.success(request, str(row.approval.get_status_display()))
    return redirect("offers:approval", pk)


@scoped(can_coordinate)
@require_POST
@once
def ask(request: UserRequest, pk: int) -> HttpResponse:
    """Put a question to whoever submitted the offer."""
    row = _fetched(request, pk)
    if not can_decide(request.user, row.approval):
        raise Http404
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(request, row, ask_form=form, status=422)
    try:
        services.approver_asks(
            record_of=row,
            question=form.cleaned_data["question"],
            actor=request.user,
            now=clock.now(),
        )
    except DomainError as refusal:
        return _page(request, row, error=str(refusal), status=422)
    messages.success(request, _("Your question has left."))
    return redirect("offers:approval", pk)


def _fetched(request: UserRequest, pk: int) -> OfferApproval:
    """Return the approval if this person decides it, asked for it or reads it."""
    mine = Q(approval__in=Approval.objects.visible_to(request.user))
    mine |= Q(revision__in=revisions(request.user))
    row = (
        OfferApproval.objects.filter(mine, approval_id=pk)
        .select_related(
            "approval__approver",
            "approval__created_by",
            "approval__decided_by",
            "approval__substitute",
            "revision__offer__organization",
            "revision__offer__owner",
            "revision__offer__deal",
            "revision__previous",
        )
        .first()
    )
    if row is None:
        raise Http404
    return row


def _page(
    request: UserRequest,
    row: OfferApproval,
    *,
    form: DecideForm | None = None,
    ask_form: AskForm | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    if error:
        row.approval.refresh_from_db()
    revision, found = row.revision, row.approval
    on = clock.today()
    lines, adequacy = lines_of(revision), rows_of(revision)
    reserves = reserves_of(revision)
    sees_margin = can_see_margin(request.user)
    digest = revision.content_hash
    if revision.is_draft:
        digest = content_hash(content_of(revision, lines, adequacy, reserves))
    badge, tone = approval_badge(found, on)
    context = {
        "row": row,
        "approval": found,
        "revision": revision,
        "offer": revision.offer,
        "level": level_name(row.level),
        "badge": badge,
        "tone": tone,
        "error": error,
        "has_changed": found.status == Approval.Status.PENDING
        and digest != found.content_hash,
        "sees_margin": sees_margin,
        "steps": waterfall(revision, lines, sees_cost=can_see_cost(request.user))
        if sees_margin
        else [],
        "lines": lines,
        "similar": similar_offers(request.user, revision, on=on),
        "reserves": [(reserve_name(one), one.words) for one in reserves],
        "may_decide": can_decide(request.user, found),
        "may_ask": can_decide(request.user, found)
        and can_start(request.user)
        and found.created_by_id != request.user.pk,
        "may_open": policies.can_read(request.user),
        "form": form or DecideForm(initial={"limit_until": on + LIMIT_LIFE}),
        "ask_form": ask_form or AskForm(),
        "trail": [(_("Approvals"), reverse("coordination:approval-list"))],
    }
    return render(request, "offers/approval.html", context, status=status)
