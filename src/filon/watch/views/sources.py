"""Sources: feeds that are fetched, places one goes to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.watch import policies, services
from filon.watch.forms.records import SourceForm
from filon.watch.models import WatchSource, WatchTopic
from filon.watch.selectors import lists
from filon.watch.selectors.sheets import SourceSheet, source_sheet
from filon.watch.views.home import TONES
from filon.watch.views.sections import asked, trail, visible, watch_list
from filon.web.access import scoped, with_right
from filon.web.form_pages import form_page
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import moment


@scoped(can_read_sales)
def source_list(request: UserRequest) -> HttpResponseBase:
    """Show the sources."""
    create = reverse("watch:source-create")
    may_write = policies.can_watch(request.user)
    spec = ListSpec(
        title=_("Sources"),
        rows=lists.sources(request.user),
        columns=[
            Column(_("Source"), lambda s: Cell(s.name, sub=s.url[:80]), sort="name"),
            Column(_("Kind"), lambda s: s.get_kind_display()),
            Column(_("State"), _state),
            Column(_("To sort"), lambda s: str(s.waiting), align="end"),
            Column(_("Reliability"), lambda s: s.get_reliability_display()),
            Column(_("Last fetch"), lambda s: moment(s.last_checked_at)),
        ],
        url=lambda s: reverse("watch:source-detail", args=[s.pk]),
        default_sort="name",
        search=lists.searched("name", "url"),
        actions=[(_("New source"), create, "plus", True)] if may_write else [],
        empty=(
            _("No source yet"),
            _("Add a web feed that Filon fetches, or a show, a paper, a supplier."),
            create if may_write else "",
            _("New source"),
        ),
        file_name="watch-sources",
    )
    return watch_list(request, spec, "source-list")


def _state(source: WatchSource) -> Cell:
    if not source.is_active:
        return Cell(_("Switched off"), badge="neutral")
    if source.last_error:
        return Cell(_("In error"), badge="bad", sub=source.last_error[:120])
    return Cell(_("Followed"), badge="good")


@scoped(can_read_sales)
def source_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a source with its latest entries."""
    return _page(request, pk)


@with_right(policies.can_watch)
@once
def source_create(request: UserRequest) -> HttpResponse:
    """Add a source."""

    def save(values: dict[str, Any]) -> str:
        source = services.source_create(
            values=values, actor=request.user, now=clock.now()
        )
        return reverse("watch:source-detail", args=[source.pk])

    topic = asked(WatchTopic, request.user, request.GET.get("topic"))
    return form_page(
        request,
        SourceForm(
            request.POST or None,
            initial={"topics": [topic] if topic else []},
            user=request.user,
        ),
        title=_("New source"),
        save=save,
        cancel_url=reverse("watch:source-list"),
    )


@scoped(policies.can_watch)
@once
def source_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a source."""
    source = visible(WatchSource, request.user, pk)
    initial = {name: getattr(source, name) for name in SourceForm.base_fields}
    initial["topics"] = source.topics.all()
    page = reverse("watch:source-detail", args=[pk])

    def save(values: dict[str, Any]) -> str:
        services.source_update(
            source=source,
            values=values,
            expected_version=form.expected_version,
            actor=request.user,
            now=clock.now(),
        )
        return page

    form = SourceForm(
        request.POST or None,
        initial=initial,
        user=request.user,
        version=source.version,
    )
    return form_page(request, form, title=source.name, save=save, cancel_url=page)


@scoped(policies.can_watch)
@require_POST
def source_check(request: UserRequest, pk: int) -> HttpResponse:
    """Fetch a source now; asking twice does no harm, so no form token is needed."""
    source = visible(WatchSource, request.user, pk)
    try:
        outcome = services.source_fetch(
            source=source, actor=request.user, now=clock.now()
        )
    except DomainError as refusal:
        return _page(request, pk, error=str(refusal))
    if outcome.error:
        return _page(request, pk, error=outcome.error)
    messages.success(request, outcome.sentence)
    return redirect("watch:source-detail", pk=pk)


def _page(request: UserRequest, pk: int, error: str = "") -> HttpResponse:
    try:
        sheet = source_sheet(user=request.user, pk=pk)
    except WatchSource.DoesNotExist:
        raise Http404 from None
    source = sheet.source
    may_write = policies.can_edit(request.user, source)
    context = {
        "sheet": sheet,
        "facts": _facts(sheet),
        "tones": TONES,
        "error": error,
        "may_write": may_write,
        "may_check": may_write
        and source.is_active
        and source.kind == WatchSource.Kind.FEED,
        "trail": trail(_("Sources"), "source-list"),
    }
    return render(
        request, "watch/source_detail.html", context, status=422 if error else 200
    )


def _facts(sheet: SourceSheet) -> list[tuple[str, str]]:
    source = sheet.source
    facts = [
        (_("Kind"), source.get_kind_display()),
        (_("Reliability"), source.get_reliability_display()),
        (_("Why this source"), source.reason),
        (_("Topics"), ", ".join(topic.title for topic in sheet.topics)),
    ]
    if source.kind == WatchSource.Kind.FEED:
        facts += [
            (_("Last fetch"), moment(source.last_checked_at)),
            (_("Next fetch"), moment(source.next_check_at) if source.is_active else ""),
        ]
    return facts
