"""The first page of the watch, and the sorting of entries."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.watch import policies, services
from filon.watch.models import Heading, WatchItem
from filon.watch.selectors import lists
from filon.watch.selectors.home import overdue, watch_home
from filon.watch.views.sections import tabs, watch_list
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import moment

TONES = {"NEW": "info", "KEPT": "good", "DISMISSED": "neutral"}


@scoped(can_read_sales)
def home(request: UserRequest) -> HttpResponse:
    """Show what awaits sorting, what was found, and what to review."""
    sheet = watch_home(request.user)
    today = clock.today()
    context = {
        "sheet": sheet,
        "tabs": tabs("home"),
        "coverage": [
            (str(h.label), sheet.headings.get(h, 0), h.value) for h in Heading
        ],
        "topics": [(topic, overdue(topic, today)) for topic in sheet.topics],
        "briefs": [
            (b, b.due_on is not None and b.due_on < today) for b in sheet.briefs
        ],
        "may_write": policies.can_watch(request.user),
    }
    return render(request, "watch/home.html", context)


@scoped(can_read_sales)
def item_list(request: UserRequest) -> HttpResponseBase:
    """Show all entries of the sources, sorted or not."""
    rows = lists.items(request.user)
    if request.GET.get("status") in WatchItem.Status.values:
        rows = rows.filter(status=request.GET["status"])
    spec = ListSpec(
        title=_("Entries of the sources"),
        rows=rows,
        columns=[
            Column(_("Title"), lambda i: Cell(i.title, sub=i.summary[:160])),
            Column(_("Source"), lambda i: i.source.name),
            Column(
                _("State"),
                lambda i: Cell(i.get_status_display(), badge=TONES[i.status]),
            ),
            Column(
                _("Fetched at"),
                lambda i: moment(i.fetched_at),
                value=lambda i: i.fetched_at,
                sort="fetched_at",
            ),
        ],
        url=lambda i: reverse("watch:item-detail", args=[i.pk]),
        default_sort="-fetched_at",
        search=lists.searched("title", "summary"),
        empty=(
            _("No entry yet"),
            _("Add a web feed: what it publishes comes here to be sorted."),
            reverse("watch:source-create"),
            _("Add a source"),
        ),
        file_name="watch-entries",
    )
    return watch_list(request, spec, "home")


@scoped(can_read_sales)
def item_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one entry, and let it be sorted."""
    context = {
        "item": _item(request, pk),
        "may_write": policies.can_watch(request.user),
        "trail": [(_("Watch"), reverse("watch:home"))],
    }
    return render(request, "watch/item_detail.html", context)


@scoped(policies.can_watch)
@require_POST
@once
def item_keep(request: UserRequest, pk: int) -> HttpResponse:
    """Turn an entry into a finding."""
    item = _item(request, pk)
    try:
        finding = services.item_keep(item=item, actor=request.user, now=clock.now())
    except DomainError as refusal:
        return _refused(request, item, refusal)
    if request.POST.get("then") == "finding":
        return redirect("watch:finding-edit", pk=finding.pk)
    return redirect("watch:home")


@scoped(policies.can_watch)
@require_POST
@once
def item_dismiss(request: UserRequest, pk: int) -> HttpResponse:
    """Put an entry aside."""
    item = _item(request, pk)
    try:
        services.item_dismiss(item=item, actor=request.user, now=clock.now())
    except DomainError as refusal:
        return _refused(request, item, refusal)
    return redirect("watch:home")


@scoped(policies.can_watch)
@require_POST
@once
def item_restore(request: UserRequest, pk: int) -> HttpResponse:
    """Undo the sorting of an entry."""
    item = _item(request, pk)
    try:
        services.item_restore(item=item, actor=request.user, now=clock.now())
    except DomainError as refusal:
        return _refused(request, item, refusal)
    messages.success(request, _("The entry is back among those to sort."))
    return redirect("watch:item-detail", pk=pk)


def _item(request: UserRequest, pk: int) -> WatchItem:
    rows = lists.items(request.user).select_related("finding", "sorted_by")
    return get_object_or_404(rows, pk=pk)


def _refused(
    request: UserRequest, item: WatchItem, refusal: DomainError
) -> HttpResponse:
    item.refresh_from_db()
    context = {
        "item": item,
        "error": str(refusal),
        "may_write": True,
        "trail": [(_("Watch"), reverse("watch:home"))],
    }
    return render(request, "watch/item_detail.html", context, status=422)
