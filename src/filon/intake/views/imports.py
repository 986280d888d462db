"""The list of imports, the page of one, its rows and errors, and its revert."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from filon.accounts.http import UserRequest
from filon.files.http import list_response
from filon.files.tables import write_csv
from filon.intake import policies, services
from filon.intake.forms import RowFilter
from filon.intake.models import Import, ImportRow
from filon.intake.selectors import imports as selectors
from filon.journal.http import once
from filon.journal.selectors import timeline
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import moment, quantity

TONES = {
    "UPLOADED": "neutral",
    "QUEUED": "info",
    "RUNNING": "info",
    "DONE": "good",
    "FAILED": "bad",
    "REVERTING": "warn",
    "REVERTED": "neutral",
}
OUTCOMES = {
    "CREATED": "good",
    "UPDATED": "info",
    "UNCHANGED": "neutral",
    "REFUSED": "bad",
}


@scoped(policies.can_list)
@require_GET
def import_list(request: UserRequest) -> HttpResponseBase:
    """Show the files that were brought in."""
    actions = [(_("Duplicates"), reverse("intake:duplicates"), "copy", False)]
    may_import = policies.can_import(request.user)
    if may_import:
        actions.append((_("Import a file"), reverse("intake:upload"), "upload", True))
    spec = ListSpec(
        title=_("Imports"),
        subtitle=_("A file can be brought in again, and taken out as a whole."),
        rows=selectors.imports(request.user),
        columns=_columns(),
        url=lambda row: reverse("intake:detail", args=[row.pk]),
        actions=actions,
        empty=(
            _("No import yet"),
            _("Your customer file is enough: columns are recognized by themselves."),
            reverse("intake:upload") if may_import else "",
            _("Import a file") if may_import else "",
        ),
        file_name="imports",
    )
    return list_response(request, spec)


@scoped(policies.can_list)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show an import: its progress, its counts, what was refused or kept."""
    sheet = _sheet(request, pk)
    source = sheet.source
    if source.status == Import.Status.UPLOADED:
        return redirect("intake:mapping", pk)
    is_fragment = request.htmx
    context = {
        "sheet": sheet,
        "source": source,
        "tone": TONES[source.status],
        "counts": _counts(source),
        "facts": _facts(source),
        "history": [] if is_fragment else timeline(source),
        "may_change": policies.can_change(request.user, source),
        "may_revert": source.status in {Import.Status.DONE, Import.Status.FAILED},
        "trail": [(_("Imports"), reverse("intake:list"))],
    }
    template = "intake/detail.html" + ("#progress" if is_fragment else "")
    response = render(request, template, context)
    if is_fragment and not sheet.is_at_work:
        # Facts, refused rows and history have changed with it.
        response["HX-Refresh"] = "true"
    return response


@scoped(policies.can_list)
@require_GET
def rows(request: UserRequest, pk: int) -> HttpResponseBase:
    """Show what became of each row."""
    source = _visible(request, pk)
    filters = RowFilter(request.GET)
    found = ImportRow.objects.filter(source=source)
    if outcome := filters.value("outcome"):
        found = found.filter(outcome=outcome)
    spec = ListSpec(
        title=_("Rows of %(file)s") % {"file": source.file.name},
        rows=found,
        columns=_row_columns(source),
        default_sort="number",
        filters=filters,
        actions=[
            (_("Back to the import"), reverse("intake:detail", args=[pk]), "", False)
        ],
        file_name=f"import-{pk}",
    )
    return list_response(request, spec)


@scoped(policies.can_list)
@require_GET
def errors(request: UserRequest, pk: int) -> StreamingHttpResponse:
    """Send the refused rows as they came, with the reason in one more column."""
    source = _visible(request, pk)
    header, lines = selectors.error_table(source)
    response = StreamingHttpResponse(
        write_csv(header, lines, language=get_language() or "fr"),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="import-{pk}-errors.csv"'
    return response


@scoped(policies.can_list)
@require_POST
@once
def revert(request: UserRequest, pk: int) -> HttpResponse:
    """Take the whole import out again."""
    source = _visible(request, pk)
    if not policies.can_change(request.user, source):
        raise PermissionDenied
    try:
        services.import_revert(source=source, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("intake:detail", pk)


def _sheet(request: UserRequest, pk: int) -> selectors.ImportSheet:
    try:
        return selectors.import_sheet(request.user, pk)
    except Import.DoesNotExist:
        raise Http404 from None


def _visible(request: UserRequest, pk: int) -> Import:
    return get_object_or_404(selectors.imports(request.user), pk=pk)


def _counts(source: Import) -> list[tuple[str, str, str]]:
    """Return label, figure and address of each outcome."""
    base = reverse("intake:rows", args=[source.pk])
    figures = {
        "CREATED": source.created_count,
        "UPDATED": source.updated_count,
        "UNCHANGED": source.unchanged_count,
        "REFUSED": source.refused_count,
    }
    labels = dict(ImportRow.Outcome.choices)
    return [
        (str(labels[code]), quantity(figure), f"{base}?outcome={code}")
        for code, figure in figures.items()
    ]


def _facts(source: Import) -> list[tuple[str, Any]]:
    owner = (_("New companies are followed by"), str(source.assigned_owner or ""))
    makes_companies = source.kind == Import.Kind.ORGANIZATIONS
    return [
        (_("What the rows are"), source.get_kind_display()),
        (_("Imported by"), str(source.owner)),
        *([owner] if makes_companies else []),
        (_("Encoding"), source.encoding),
        (_("Rows read"), quantity(source.rows_read)),
        (_("Uploaded at"), moment(source.created_at)),
        (_("Finished at"), moment(source.finished_at) if source.finished_at else ""),
    ]


def _columns() -> list[Column]:
    return [
        Column(_("File"), lambda row: Cell(row.file.name, sub=row.get_kind_display())),
        Column(
            _("State"),
            lambda row: Cell(row.get_status_display(), badge=TONES[row.status]),
        ),
        Column(_("Rows"), lambda row: quantity(row.rows_read), align="end"),
        Column(_("Created"), lambda row: quantity(row.created_count), align="end"),
        Column(_("Updated"), lambda row: quantity(row.updated_count), align="end"),
        Column(_("Refused"), lambda row: quantity(row.refused_count), align="end"),
        Column(_("Imported by"), lambda row: str(row.owner)),
        Column(
            _("Uploaded at"),
            lambda row: moment(row.created_at),
            value=lambda row: row.created_at,
        ),
    ]


def _row_columns(source: Import) -> list[Column]:
    return [
        Column(_("Row"), lambda row: str(row.number), sort="number"),
        Column(_("Record"), lambda row: row.label),
        Column(
            _("Outcome"),
            lambda row: Cell(row.get_outcome_display(), badge=OUTCOMES[row.outcome]),
        ),
        Column(
            _("Remarks"), lambda row: " ".join(selectors.row_sentences(row, source))
        ),
    ]
