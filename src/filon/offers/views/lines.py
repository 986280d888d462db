"""The lines of a draft: added, changed, moved; the page comes back priced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_see_cost
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers import policies, services
from filon.offers.forms import LineAddForm, LineForm, LineQuickForm, PasteForm
from filon.offers.models import OfferLine
from filon.offers.selectors import suggestions
from filon.offers.views.page import back_to, render_page, revision_or_404
from filon.web.access import scoped
from filon.web.templatetags.filon import price


def line_or_404(request: UserRequest, pk: int) -> OfferLine:
    """Return a line of a revision that this person may read."""
    line = OfferLine.objects.select_related("item").filter(pk=pk).first()
    if line is None:
        raise Http404
    line.revision = revision_or_404(request, line.revision_id)
    return line


def seen_version(request: UserRequest) -> int | None:
    """Return the version that the page showed when the form was filled."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None


@scoped(policies.can_create)
@require_POST
@once
def line_add(request: UserRequest, pk: int) -> HttpResponse:
    """Add a line."""
    revision = revision_or_404(request, pk)
    form = LineAddForm(request.POST)
    if not form.is_valid():
        sentence = _("Type a reference or words, and a quantity above zero.")
        return render_page(request, revision, error=sentence)
    try:
        written = services.line_add(
            revision=revision,
            entry=form.entry(),
            actor=request.user,
            now=clock.now(),
            expected_version=seen_version(request),
        )
    except DomainError as refusal:
        return render_page(request, revision, error=str(refusal))
    for notice in written.notices:
        messages.info(request, notice)
    return back_to(revision, anchor="#add")


@scoped(policies.can_create)
@require_POST
def line_quick(request: UserRequest, pk: int) -> HttpResponse:
    """Change quantity, discount or inclusion in the row itself."""
    line = line_or_404(request, pk)
    form = LineQuickForm(request.POST)
    if not form.is_valid():
        sentence = _("A quantity is above zero, a discount between 0 and 100 %.")
        return render_page(request, line.revision, error=sentence)
    return _apply(
        request,
        line,
        lambda: services.line_update(
            line=line,
            values=form.values(line),
            actor=request.user,
            now=clock.now(),
            expected_version=seen_version(request),
        ),
    )


@scoped(policies.can_create)
@require_POST
def line_delete(request: UserRequest, pk: int) -> HttpResponse:
    """Take a line out."""
    line = line_or_404(request, pk)
    return _apply(
        request,
        line,
        lambda: services.line_delete(line=line, **_by(request)),
    )


@scoped(policies.can_create)
@require_POST
def line_move(request: UserRequest, pk: int) -> HttpResponse:
    """Put a line one place up or down."""
    line = line_or_404(request, pk)
    step = -1 if request.POST.get("to") == "up" else 1
    return _apply(
        request,
        line,
        lambda: services.line_move(
            line=line, position=line.position + step, **_by(request)
        ),
    )


@scoped(policies.can_create)
@require_POST
def line_copy(request: UserRequest, pk: int) -> HttpResponse:
    """Put a copy of a line below it."""
    line = line_or_404(request, pk)
    return _apply(
        request,
        line,
        lambda: services.line_duplicate(line=line, **_by(request)),
    )


def _by(request: UserRequest) -> dict[str, Any]:
    return {
        "actor": request.user,
        "now": clock.now(),
        "expected_version": seen_version(request),
    }


def _apply(
    request: UserRequest, line: OfferLine, act: Callable[[], object]
) -> HttpResponse:
    """Do one thing with a line and show the offer again."""
    try:
        done = act()
    except DomainError as refusal:
        return render_page(request, line.revision, error=str(refusal))
    for notice in getattr(done, "notices", ()):
        messages.info(request, notice)
    return back_to(line.revision)


@scoped(policies.can_create)
def line_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change all that can be said of a line."""
    line = line_or_404(request, pk)
    form = LineForm(
        request.POST or None,
        line=line,
        sees_cost=can_see_cost(request.user),
        initial=_initial(line),
    )
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            written = services.line_update(
                line=line,
                values=form.values(),
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            for notice in written.notices:
                messages.info(request, notice)
            return back_to(line.revision, anchor=f"#line-{line.pk}")
    context = {
        "title": line.designation or str(line.get_kind_display()),
        "form": form,
        "error": error,
        "breaks_url": reverse("offers:breaks", args=[pk])
        if line.kind == OfferLine.Kind.ITEM
        else "",
        "cancel_url": reverse("offers:revision", args=[line.revision_id]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "offers/line.html", context, status=status)


def _initial(line: OfferLine) -> dict[str, Any]:
    names = set(LineForm.base_fields)
    initial = {n: getattr(line, n) for n in names if hasattr(line, n)}
    cascade = [*line.discounts, {}, {}]
    initial["discount"] = cascade[0].get("percent")
    initial["discount_reason"] = cascade[0].get("reason", "")
    initial["second_discount"] = cascade[1].get("percent")
    if line.cost_source != OfferLine.CostSource.MANUAL:
        initial["unit_cost"] = None
    return initial


@scoped(policies.can_create)
@once
def lines_paste(request: UserRequest, pk: int) -> HttpResponse:
    """Add the rows of a table."""
    revision = revision_or_404(request, pk)
    form = PasteForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.lines_paste(
                revision=revision,
                text=form.cleaned_data["text"],
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return back_to(revision)
    context = {
        "title": _("Paste lines"),
        "subtitle": revision.offer.title,
        "form": form,
        "error": error,
        "submit_label": _("Add the lines"),
        "cancel_url": reverse("offers:revision", args=[revision.pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


@scoped(policies.can_create)
@require_safe
def item_suggestions(request: UserRequest, pk: int) -> HttpResponse:
    """Give the items that a reference or words may mean, as choices of a list."""
    revision_or_404(request, pk)
    found = suggestions.suggest(request.user, request.GET.get("text", ""))
    options = [
        (
            item.reference,
            f"{item.name} · {price(item.price, item.currency)}"
            if item.price is not None
            else f"{item.name} · {_('price unknown')}",
        )
        for item in found
    ]
    return render(request, "offers/_options.html", {"options": options})
