"""A plan's figures: now, frozen, commented."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.http import UserRequest
from filon.accounts.policies import (
    can_read_sales,
    can_see_margin,
    can_write_sales,
)
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.measure.documents import figure
from filon.measure.forms import CheckpointForm, CommentForm, SnapshotForm
from filon.measure.models import Snapshot
from filon.measure.selectors.sheets import plan_figures
from filon.measure.services import checkpoints, snapshots
from filon.measure.views.home import bar
from filon.plans.models import ActionPlan, Checkpoint
from filon.web.access import scoped


@scoped(can_read_sales)
@once
def plan_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a plan's figures; freeze them on a day."""
    margin = can_see_margin(request.user)
    try:
        sheet = plan_figures(
            user=request.user, pk=pk, on=clock.today(), with_margin=margin
        )
    except ActionPlan.DoesNotExist:
        raise Http404 from None
    form = SnapshotForm(request.POST or None, initial={"as_of": clock.today()})
    may_write = can_write_sales(request.user)
    if may_write and request.method == "POST" and form.is_valid():
        try:
            snapshots.snapshot_take(
                plan=sheet.plan,
                as_of=form.cleaned_data["as_of"],
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("measure:plan", pk=pk)
    context = {
        "sheet": sheet,
        "bars": [bar(row, sheet.currency) for row in sheet.rows],
        "frozen": [(s, _shown(s, sheet.currency)) for s in sheet.snapshots],
        "form": form if may_write else None,
        "trail": [(str(sheet.plan), reverse("plans:detail", args=[pk]))],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "measure/plan.html", context, status=status)


def _shown(snapshot: Snapshot, currency: str) -> dict[str, str]:
    return {
        "value": figure(snapshot.value, snapshot.unit, currency),
        "target": figure(snapshot.target, snapshot.unit, currency),
    }


@scoped(can_write_sales)
@once
def snapshot_comment(request: UserRequest, pk: int) -> HttpResponse:
    """Comment a frozen figure."""
    plans = ActionPlan.objects.visible_to(request.user)
    snapshot = get_object_or_404(
        Snapshot.objects.select_related("indicator", "plan"), pk=pk, plan__in=plans
    )
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        snapshots.snapshot_comment(
            snapshot=snapshot,
            **form.cleaned_data,
            actor=request.user,
            now=clock.now(),
        )
        return redirect("measure:plan", pk=snapshot.plan_id)
    context = {
        "title": _("Comment an indicator"),
        "subtitle": str(snapshot.indicator),
        "form": form,
        "cancel_url": reverse("measure:plan", args=[snapshot.plan_id]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


@scoped(can_write_sales)
@once
def checkpoint(request: UserRequest, pk: int) -> HttpResponse:
    """Hold a checkpoint: the figures are filled in and frozen, three answers typed."""
    plans = ActionPlan.objects.visible_to(request.user)
    point = get_object_or_404(
        Checkpoint.objects.select_related("plan"), pk=pk, plan__in=plans
    )
    form = CheckpointForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            checkpoints.checkpoint_freeze(
                checkpoint=point,
                answers=checkpoints.Answers(**form.cleaned_data),
                actor=request.user,
                now=clock.now(),
            )
            return redirect("measure:plan", pk=point.plan_id)
        except DomainError as refusal:
            error = str(refusal)
    sheet = plan_figures(
        user=request.user,
        pk=point.plan_id,
        on=clock.today(),
        with_margin=can_see_margin(request.user),
    )
    context = {
        "point": point,
        "bars": [bar(row, sheet.currency) for row in sheet.rows],
        "form": form,
        "error": error,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "measure/checkpoint.html", context, status=status)
