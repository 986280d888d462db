"""Briefs: the synthesis of a period, frozen and transmitted by its due day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.coordination.selectors.panel import gestures_of
from filon.documents.http import pdf_response
from filon.documents.rendering import render_document
from filon.documents.selectors import company_header
from filon.files.services import read_bytes
from filon.journal.http import once
from filon.journal.selectors import timeline
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.watch import policies, services
from filon.watch.brief_document import brief_document
from filon.watch.forms.syntheses import BriefContentForm, BriefForm
from filon.watch.models import Axis, Brief, Heading, WatchTopic
from filon.watch.selectors import lists
from filon.watch.selectors.briefs import brief_content
from filon.watch.views.insights import KIND_TONES
from filon.watch.views.sections import Tab, asked, trail, visible, watch_list
from filon.web.access import scoped, with_right
from filon.web.form_pages import form_page
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day


@scoped(can_read_sales)
def brief_list(request: UserRequest) -> HttpResponseBase:
    """Show the briefs."""
    create = reverse("watch:brief-create")
    may_write = policies.can_watch(request.user)
    spec = ListSpec(
        title=_("Briefs"),
        rows=lists.briefs(request.user),
        columns=[
            Column(_("Title"), lambda b: Cell(b.title, sub=str(b.topic or ""))),
            Column(
                _("Period"), lambda b: f"{day(b.period_start)} – {day(b.period_end)}"
            ),
            Column(_("State"), _state),
            Column(_("Due on"), lambda b: day(b.due_on)),
            Column(_("Owner"), lambda b: str(b.owner or "")),
        ],
        url=lambda b: reverse("watch:brief-detail", args=[b.pk]),
        default_sort="-period_end",
        search=lists.searched("title"),
        actions=[(_("New brief"), create, "plus", True)] if may_write else [],
        empty=(
            _("No brief yet"),
            _("A brief gathers a period's insights and findings for your manager."),
            create if may_write else "",
            _("New brief"),
        ),
        file_name="briefs",
    )
    return watch_list(request, spec, "brief-list")


def _state(brief: Brief) -> Cell:
    if brief.status == Brief.Status.FROZEN:
        return Cell(brief.get_status_display(), badge="good")
    if _is_late(brief):
        return Cell(_("Late"), badge="bad")
    return Cell(brief.get_status_display(), badge="info")


def _is_late(brief: Brief) -> bool:
    is_draft = brief.status == Brief.Status.DRAFT
    return is_draft and brief.due_on is not None and brief.due_on < clock.today()


@scoped(can_read_sales)
def brief_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a brief: what was frozen, or what a draft would say."""
    return _page(request, _brief(request, pk))


@scoped(can_read_sales)
def brief_sharing(request: UserRequest, pk: int) -> HttpResponse:
    """Show whom a brief is transmitted to, by when, and who read it."""
    brief = _brief(request, pk)
    context = {
        "record": brief,
        "brief": brief,
        "is_late": _is_late(brief),
        "tabs": _tabs(brief, "sharing"),
        "panel": gestures_of(request.user, brief, title=brief.title),
        "trail": trail(_("Briefs"), "brief-list"),
    }
    return render(request, "watch/sharing.html", context)


@scoped(can_read_sales)
def brief_pdf(request: UserRequest, pk: int) -> HttpResponse:
    """Give the PDF: the one that was frozen, or a preview marked as a draft."""
    brief = _brief(request, pk)
    name = f"{brief.title}.pdf"
    if brief.document is not None:
        return pdf_response(read_bytes(brief.document), name)
    content = render_document(
        brief_document(brief_content(request.user, brief), is_draft=True),
        language=brief.language,
        company=company_header(),
        created_at=clock.now(),
    )
    return pdf_response(content, name)


@with_right(policies.can_watch)
@once
def brief_create(request: UserRequest) -> HttpResponse:
    """Start a brief over a period."""

    def save(values: dict[str, Any]) -> str:
        brief = services.brief_create(
            values=values, actor=request.user, now=clock.now()
        )
        return reverse("watch:brief-detail", args=[brief.pk])

    today = clock.today()
    initial = {
        "topic": asked(WatchTopic, request.user, request.GET.get("topic")),
        "period_start": today - timedelta(days=30),
        "period_end": today,
        "due_on": today + timedelta(days=7),
        "language": get_language(),
    }
    return form_page(
        request,
        BriefForm(request.POST or None, initial=initial, user=request.user),
        title=_("New brief"),
        intro=_("It starts with everything that the period brought."),
        save=save,
        submit_label=_("Collect"),
        cancel_url=reverse("watch:brief-list"),
    )


@scoped(policies.can_watch)
@once
def brief_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Complete a draft: its texts, and what it holds."""
    brief = visible(Brief, request.user, pk)
    if not policies.can_edit(request.user, brief):
        raise Http404
    initial = {name: getattr(brief, name) for name in BriefContentForm.base_fields}
    for name in ("insights", "findings", "potentials", "analyses"):
        initial[name] = list(getattr(brief, name).values_list("pk", flat=True))
    page = reverse("watch:brief-detail", args=[pk])

    def save(values: dict[str, Any]) -> str:
        services.brief_update(
            brief=brief,
            values=values,
            expected_version=form.expected_version,
            actor=request.user,
            now=clock.now(),
        )
        return page

    form = BriefContentForm(
        request.POST or None,
        initial=initial,
        user=request.user,
        brief=brief,
        version=brief.version,
    )
    return form_page(request, form, title=brief.title, save=save, cancel_url=page)


@scoped(policies.can_watch)
@require_POST
@once
def brief_collect(request: UserRequest, pk: int) -> HttpResponse:
    """Collect anew what the period of a draft brought."""
    brief = visible(Brief, request.user, pk)
    services.brief_collect(brief=brief, actor=request.user, now=clock.now())
    return redirect("watch:brief-detail", pk=pk)


@scoped(policies.can_watch)
@require_POST
@once
def brief_freeze(request: UserRequest, pk: int) -> HttpResponse:
    """Freeze a brief and set its PDF."""
    brief = _brief(request, pk)
    try:
        services.brief_freeze(brief=brief, actor=request.user, now=clock.now())
    except DomainError as refusal:
        brief.refresh_from_db()
        return _page(request, brief, error=str(refusal))
    return redirect("watch:brief-sharing", pk=pk)


def _brief(request: UserRequest, pk: int) -> Brief:
    return get_object_or_404(lists.briefs(request.user), pk=pk)


def _tabs(brief: Brief, active: str) -> list[Tab]:
    return [
        Tab(label, reverse(f"watch:brief-{name}", args=[brief.pk]), name == active)
        for label, name in ((_("Contents"), "detail"), (_("Transmission"), "sharing"))
    ]


def _page(request: UserRequest, brief: Brief, error: str = "") -> HttpResponse:
    content = brief.frozen or brief_content(request.user, brief, with_grids=False)
    rows = content["insights"]
    context = {
        "brief": brief,
        "content": content,
        "error": error,
        "is_late": _is_late(brief),
        "is_frozen": brief.status == Brief.Status.FROZEN,
        "axes": [
            (str(axis.label), [row for row in rows if row["axis"] == axis])
            for axis in Axis
        ],
        "headings": [
            (
                str(heading.label),
                [row for row in content["findings"] if row["heading"] == heading],
            )
            for heading in Heading
        ],
        "kind_tones": KIND_TONES,
        "tabs": _tabs(brief, "detail"),
        "history": timeline(brief, limit=20),
        "may_write": policies.can_edit(request.user, brief),
        "trail": trail(_("Briefs"), "brief-list"),
    }
    return render(
        request, "watch/brief_detail.html", context, status=422 if error else 200
    )
