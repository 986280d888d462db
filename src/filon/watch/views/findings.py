"""Findings: captured in seconds, classed under six headings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.directory.models import Organization
from filon.journal.http import once
from filon.kernel import clock
from filon.watch import policies, services
from filon.watch.forms.records import FindingFilter, FindingForm
from filon.watch.models import Finding, WatchTopic
from filon.watch.selectors import lists
from filon.watch.selectors.sheets import FindingSheet, finding_sheet
from filon.watch.views.sections import asked, trail, visible, watch_list
from filon.web.access import scoped, with_right
from filon.web.form_pages import form_page
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day

TONES = {"A": "good", "B": "info", "C": "warn"}
QUICK = ("title", "heading", "source_text", "observed_on")


@scoped(can_read_sales)
def finding_list(request: UserRequest) -> HttpResponseBase:
    """Show the findings."""
    filters = FindingFilter(request.GET)
    rows = lists.findings(request.user)
    if heading := filters.value("heading"):
        rows = rows.filter(heading=heading)
    if reliability := filters.value("reliability"):
        rows = rows.filter(reliability=reliability)
    if since := filters.value("since"):
        rows = rows.filter(observed_on__gte=since)
    create = reverse("watch:finding-create")
    may_write = policies.can_watch(request.user)
    spec = ListSpec(
        title=_("Findings"),
        rows=rows,
        columns=_columns(),
        url=lambda f: reverse("watch:finding-detail", args=[f.pk]),
        default_sort="-observed_on",
        search=lists.searched("title", "excerpt", "source_text"),
        filters=filters,
        actions=[(_("New finding"), create, "plus", True)] if may_write else [],
        empty=(
            _("No finding yet"),
            _("Keep an entry of a source, or write down what you saw or heard."),
            create if may_write else "",
            _("New finding"),
        ),
        file_name="findings",
    )
    return watch_list(request, spec, "finding-list")


def _columns() -> list[Column]:
    return [
        Column(
            _("Finding"),
            lambda f: Cell(f.title, sub=f.organization.name if f.organization else ""),
        ),
        Column(_("Heading"), lambda f: f.get_heading_display()),
        Column(
            pgettext("finding", "Observed on"),
            lambda f: day(f.observed_on),
            value=lambda f: f.observed_on,
            sort="observed_on",
        ),
        Column(_("Source"), source_of),
        Column(
            _("Reliability"),
            lambda f: Cell(f.get_reliability_display(), badge=TONES[f.reliability]),
        ),
        Column(_("Topic"), lambda f: str(f.topic or "")),
        Column(_("By"), lambda f: str(f.owner or "")),
    ]


def source_of(finding: Finding) -> str:
    """Return where a finding comes from."""
    return finding.source_text or (finding.source.name if finding.source else "")


@scoped(can_read_sales)
def finding_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a finding and what follows from it."""
    try:
        sheet = finding_sheet(user=request.user, pk=pk)
    except Finding.DoesNotExist:
        raise Http404 from None
    context = {
        "sheet": sheet,
        "facts": _facts(sheet),
        "tone": TONES[sheet.finding.reliability],
        "may_write": policies.can_edit(request.user, sheet.finding),
        "may_trash": policies.can_trash(request.user, sheet.finding),
        "trail": trail(_("Findings"), "finding-list"),
    }
    return render(request, "watch/finding_detail.html", context)


def _facts(sheet: FindingSheet) -> list[tuple[str, str]]:
    finding = sheet.finding
    return [
        (_("Heading"), finding.get_heading_display()),
        (pgettext("finding", "Observed on"), day(finding.observed_on)),
        (_("Source"), source_of(finding)),
        (_("Topic"), str(finding.topic or "")),
        (_("About the company"), str(finding.organization or "")),
        (_("Item"), str(finding.item or "")),
        (_("Product family"), str(finding.family or "")),
        (_("Market segment"), str(finding.segment or "")),
    ]


@with_right(policies.can_watch)
@once
def finding_create(request: UserRequest) -> HttpResponse:
    """Write down a finding: four fields, and more for who has the time."""

    def save(values: dict[str, Any]) -> str:
        finding = services.finding_create(
            values=values, actor=request.user, now=clock.now()
        )
        messages.success(request, _("The finding is kept."))
        return reverse("watch:finding-detail", args=[finding.pk])

    initial = {
        "observed_on": clock.today(),
        "topic": asked(WatchTopic, request.user, request.GET.get("topic")),
        "organization": asked(
            Organization, request.user, request.GET.get("organization")
        ),
    }
    form = FindingForm(request.POST or None, initial=initial, user=request.user)
    return _form(request, form, _("New finding"), save, reverse("watch:finding-list"))


@scoped(policies.can_watch)
@once
def finding_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a finding."""
    finding = visible(Finding, request.user, pk, "organization", "item")
    initial = {name: getattr(finding, name) for name in FindingForm.base_fields}
    page = reverse("watch:finding-detail", args=[pk])

    def save(values: dict[str, Any]) -> str:
        services.finding_update(
            finding=finding,
            values=values,
            expected_version=form.expected_version,
            actor=request.user,
            now=clock.now(),
        )
        return page

    form = FindingForm(
        request.POST or None,
        initial=initial,
        user=request.user,
        version=finding.version,
    )
    return _form(request, form, finding.title, save, page)


def _form(
    request: UserRequest, form: FindingForm, title: str, save: Any, cancel_url: str
) -> HttpResponse:
    quick = [form[name] for name in QUICK]
    more = [field for field in form if field.name not in QUICK]
    return form_page(
        request,
        form,
        title=title,
        save=save,
        cancel_url=cancel_url,
        template="watch/finding_form.html",
        quick=quick,
        more=more,
        is_open=any(field.errors for field in more),
    )


@scoped(policies.can_watch)
@require_POST
@once
def finding_trash(request: UserRequest, pk: int) -> HttpResponse:
    """Put a finding in the trash."""
    finding = visible(Finding, request.user, pk)
    services.finding_trash(finding=finding, actor=request.user, now=clock.now())
    messages.success(request, _("The finding lies in the trash."))
    return redirect("watch:finding-list")
