"""The lines of a draft: added, changed, moved; the page comes back priced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_see_cost
from filon.journal.http import once
from filon.journal.services import EditConflict
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers import policies, services
from filon.offers.forms import LineAddForm, LineForm, LineQuickForm, PasteForm
from filon.offers.models import OfferLine, OfferRevision
from filon.offers.selectors import sheet as sheets
from filon.offers.selectors import suggestions
from filon.offers.selectors.sheet import why_of
from filon.offers.selectors.words import past_sentences
from filon.offers.views.page import back_to, render_page, revision_or_404
from filon.web.access import scoped
from filon.web.templatetags.filon import price

_ALTERNATIVE = OfferLine.Inclusion.ALTERNATIVE
_HEADS = frozenset({OfferLine.Kind.TITLE, OfferLine.Kind.SUBTOTAL})


def line_or_404(request: UserRequest, pk: int) -> OfferLine:
    """Return a line of a revision that this person may read."""
    line = OfferLine.objects.select_related("item").filter(pk=pk).first()
    if line is None:
        raise Http404
    line.revision = revision_or_404(request, line.revision_id)
    return line


def seen_version(request: UserRequest) -> int | None:
    """Return the version that the page showed when the form was filled."""
    # Without JavaScript a row says by itself what was seen.
    text = request.POST.get("version") or request.POST.get("seen", "")
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
        return _refused(request, revision, sentence)
    try:
        written = services.line_add(
            revision=revision,
            entry=form.entry(),
            actor=request.user,
            now=clock.now(),
            expected_version=seen_version(request),
        )
    except EditConflict as refusal:
        return render_page(request, revision, error=str(refusal))
    except DomainError as refusal:
        return _refused(request, revision, str(refusal))
    for notice in written.notices:
        messages.info(request, notice)
    if not request.htmx or len(written.priced.lines) == 1:
        return back_to(revision, anchor="#add")
    return changes(
        request, revision, written.priced, inserted=written.line.pk, is_new=True
    )


@scoped(policies.can_create)
@require_POST
def line_quick(request: UserRequest, pk: int) -> HttpResponse:
    """Change quantity, discount or inclusion in the row itself."""
    line = line_or_404(request, pk)
    revision = line.revision
    form = LineQuickForm(request.POST)
    if not form.is_valid():
        sentence = _("A quantity is above zero, a discount between 0 and 100 %.")
        return _refused(request, revision, sentence)
    typed, inclusion = form.values(line), line.inclusion
    try:
        written = services.line_update(line=line, values=typed, **_by(request))
    except EditConflict as refusal:
        return render_page(request, revision, error=str(refusal))
    except DomainError as refusal:
        return _refused(request, revision, str(refusal))
    for notice in written.notices:
        messages.info(request, notice)
    # What stands in the fields must be what was stored, and alternatives name each
    # other: then the whole sheet comes back.
    is_as_typed = line.quantity == form.cleaned_data["quantity"]
    if not request.htmx or not is_as_typed or line.inclusion != inclusion:
        return back_to(revision)
    return changes(request, revision, written.priced)


@scoped(policies.can_create)
@require_POST
def line_delete(request: UserRequest, pk: int) -> HttpResponse:
    """Take a line out."""
    line = line_or_404(request, pk)
    return _apply(request, line, services.line_delete, removed=pk)


@scoped(policies.can_create)
@require_POST
def line_move(request: UserRequest, pk: int) -> HttpResponse:
    """Put a line one place up or down."""
    line = line_or_404(request, pk)
    step = -1 if request.POST.get("to") == "up" else 1
    act = partial(services.line_move, position=line.position + step)
    return _apply(request, line, act, removed=pk, inserted=pk)


@scoped(policies.can_create)
@require_POST
def line_copy(request: UserRequest, pk: int) -> HttpResponse:
    """Put a copy of a line below it."""
    line = line_or_404(request, pk)
    return _apply(request, line, services.line_duplicate)


@scoped(policies.can_create)
@require_POST
def lines_group(request: UserRequest, pk: int) -> HttpResponse:
    """Put the checked lines under a title of their own."""
    revision = revision_or_404(request, pk)
    ids = {int(text) for text in request.POST.getlist("lines") if text.isdecimal()}
    act = partial(
        services.lines_group, line_ids=ids, title=request.POST.get("title", "")
    )
    return _whole(request, revision, act)


@scoped(policies.can_create)
@require_POST
def undo(request: UserRequest, pk: int) -> HttpResponse:
    """Take the last change of the lines back."""
    return _whole(request, revision_or_404(request, pk), services.step_undo)


@scoped(policies.can_read)
@require_safe
def line_why(request: UserRequest, pk: int) -> HttpResponse:
    """Say why the price of a line is what it is."""
    line = line_or_404(request, pk)
    context = {"line": line, "revision": line.revision, "sentences": why_of(line)}
    part = "#sentences" if request.GET.get("part") else ""
    return render(request, f"offers/why.html{part}", context)


def _whole(
    request: UserRequest,
    revision: OfferRevision,
    act: Callable[..., services.Priced],
) -> HttpResponse:
    """Do one thing with many lines and show them all."""
    try:
        act(revision=revision, **_by(request))
    except EditConflict as refusal:
        return render_page(request, revision, error=str(refusal))
    except DomainError as refusal:
        return _refused(request, revision, str(refusal))
    return back_to(revision)


def _refused(
    request: UserRequest, revision: OfferRevision, sentence: str
) -> HttpResponse:
    """Say why; a page that listens keeps every field as somebody is typing it."""
    if not request.htmx:
        return render_page(request, revision, error=sentence)
    context = {"error": sentence, "revision": revision}
    response = render(request, "offers/_changes.html", context, status=422)
    return reswap(response, "none")


def changes(
    request: UserRequest,
    revision: OfferRevision,
    priced: services.Priced,
    *,
    inserted: int | None = None,
    removed: int | None = None,
    is_new: bool = False,
) -> HttpResponse:
    """Give the cells, totals and version that a change altered, each for its place.

    :param inserted: key of a line to put in its place; removed: to take out of the
        one it had.
    :param is_new: somebody typed it and will type the next one.
    """
    shown = priced.changed | frozenset({inserted} if inserted else ())
    page = sheets.sheet(
        request.user, [revision], revision, lines=priced.lines, only=shown
    )
    context = {
        "sheet": page,
        "revision": revision,
        "rows": [r for r in page.lines if r.line.pk not in {inserted, removed}],
        "inserted": [r for r in page.lines if r.line.pk == inserted],
        "place": _place(priced.lines, inserted),
        "removed": removed,
        "has_new": is_new,
        "may_edit": True,
    }
    return reswap(render(request, "offers/_changes.html", context), "none")


def _place(lines: Sequence[OfferLine], key: int | None) -> str:
    """Return where a line goes in the table, as htmx says it."""
    before = None
    for line in lines:
        if line.pk == key:
            break
        before = line.pk
    return f"afterend:#line-{before}" if before else "afterbegin:#lines"


def _by(request: UserRequest) -> dict[str, Any]:
    return {
        "actor": request.user,
        "now": clock.now(),
        "expected_version": seen_version(request),
    }


def _apply(
    request: UserRequest,
    line: OfferLine,
    act: Callable[..., services.LineWritten | services.Priced],
    *,
    inserted: int | None = None,
    removed: int | None = None,
) -> HttpResponse:
    """Do one thing with a line and show what became of the offer."""
    revision = line.revision
    try:
        done = act(line=line, **_by(request))
    except DomainError as refusal:
        return render_page(request, revision, error=str(refusal))
    if isinstance(done, services.LineWritten):
        inserted, done = done.line.pk, done.priced
    # The first of alternatives is the default, which the others say too; a title or
    # subtotal that moves changes what stands under it.
    is_simple = line.kind not in _HEADS and all(
        row.inclusion != _ALTERNATIVE for row in done.lines
    )
    if not request.htmx or not is_simple or not done.lines:
        return back_to(revision)
    return changes(request, revision, done, inserted=inserted, removed=removed)


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
    revision = revision_or_404(request, pk)
    found = suggestions.suggest(request.user, request.GET.get("text", ""))
    past = suggestions.past_prices(
        organization=revision.offer.organization,
        item_ids={item.pk for item in found},
        but=revision,
    )
    options = []
    for item in found:
        known = item.price is not None
        worth = price(item.price, item.currency) if known else _("price unknown")
        before = past_sentences(past[item.pk]) if item.pk in past else []
        options.append((item.reference, " · ".join([item.name, worth, *before])))
    return render(request, "offers/_options.html", {"options": options})
