"""Three steps before an import: the file, its columns, what would happen."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from filon.accounts.http import UserRequest
from filon.intake import policies, services
from filon.intake.forms import MappingForm, UploadForm
from filon.intake.models import Import, ImportRow
from filon.intake.selectors.imports import imports
from filon.intake.selectors.preview import preview, samples
from filon.intake.views.imports import OUTCOMES
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped, with_right
from filon.web.templatetags.filon import quantity


@with_right(policies.can_import)
@once
def upload(request: UserRequest) -> HttpResponse:
    """Take a file in and look at it."""
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        initial={"kind": request.GET.get("kind", "")},
    )
    error = ""
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            source = services.import_upload(
                kind=form.cleaned_data["kind"],
                name=file.name,
                content=file.file,
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return redirect("intake:mapping", source.pk)
    context = {
        "title": _("Import a file"),
        "subtitle": _("The next step shows what its columns fill."),
        "form": form,
        "error": error,
        "submit_label": _("Look at the file"),
        "submit_icon": "upload",
        "cancel_url": reverse("intake:list"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


@scoped(policies.can_list)
@once
def mapping(request: UserRequest, pk: int) -> HttpResponse:
    """Choose what each column fills."""
    source = _unstarted(request, pk)
    if source.status != Import.Status.UPLOADED:
        return redirect("intake:detail", pk)
    form = MappingForm(request.POST or None, source=source)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            is_ready = _map(request, source, form)
        except DomainError as refusal:
            error = str(refusal)
        else:
            return redirect("intake:preview" if is_ready else "intake:mapping", pk)
    return _mapping_page(request, source, form, error)


def _map(request: UserRequest, source: Import, form: MappingForm) -> bool:
    given = form.cleaned_data
    return services.import_map(
        source=source,
        mapping=form.mapping(),
        has_header=given["has_header"],
        sheet=given.get("sheet", ""),
        assigned_owner=given.get("assigned_owner"),
        is_shared=given.get("is_shared", False),
        actor=request.user,
        now=clock.now(),
    )


def _mapping_page(
    request: UserRequest, source: Import, form: MappingForm, error: str
) -> HttpResponse:
    names = [f"column_{column}" for column in range(len(source.header))]
    options = [f for f in form.visible_fields() if f.name not in names]
    shown = samples(source)
    context: dict[str, Any] = {
        "source": source,
        "form": form,
        "options": options,
        "columns": [
            (name, shown[column], form[f"column_{column}"])
            for column, name in enumerate(source.header)
        ],
        "error": error,
        "found": _found(source),
        "trail": [(_("Imports"), reverse("intake:list"))],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "intake/mapping.html", context, status=status)


def _found(source: Import) -> str:
    """Say what was recognized of the file."""
    separators = {";": ";", ",": ",", "\t": _("tab"), "|": "|"}
    total = source.rows_total
    count = {"count": quantity(total)}
    if not source.encoding:
        return ngettext("%(count)s row", "%(count)s rows", total) % count
    return ngettext(
        "%(count)s row, encoding %(encoding)s, separator %(separator)s",
        "%(count)s rows, encoding %(encoding)s, separator %(separator)s",
        total,
    ) % {
        **count,
        "encoding": source.encoding,
        "separator": separators.get(source.delimiter, source.delimiter),
    }


@scoped(policies.can_list)
@require_GET
def show_preview(request: UserRequest, pk: int) -> HttpResponse:
    """Show what the import would create, update, leave and refuse."""
    source = _unstarted(request, pk)
    if source.status != Import.Status.UPLOADED:
        return redirect("intake:detail", pk)
    return _preview_page(request, source)


@scoped(policies.can_list)
@require_POST
@once
def start(request: UserRequest, pk: int) -> HttpResponse:
    """Start the import, or start it again where it stopped."""
    source = _unstarted(request, pk)
    try:
        services.import_start(source=source, actor=request.user, now=clock.now())
    except DomainError as refusal:
        return _preview_page(request, source, error=str(refusal))
    return redirect("intake:detail", pk)


def _preview_page(
    request: UserRequest, source: Import, error: str = ""
) -> HttpResponse:
    found, refusal = None, error
    try:
        found = preview(source, clock.now())
    except DomainError as reason:
        refusal = str(reason)
    labels = dict(ImportRow.Outcome.choices)
    context = {
        "source": source,
        "preview": found,
        "counts": [(str(labels[c]), n) for c, n in found.counts.items()]
        if found
        else [],
        "rows": [
            (row, str(labels[row.outcome]), OUTCOMES[row.outcome]) for row in found.rows
        ]
        if found
        else [],
        "error": refusal,
        "trail": [(_("Imports"), reverse("intake:list"))],
    }
    return render(request, "intake/preview.html", context, status=422 if error else 200)


def _unstarted(request: UserRequest, pk: int) -> Import:
    """Return an import to prepare: 404 for strangers, 403 for readers."""
    source = get_object_or_404(imports(request.user), pk=pk)
    if not policies.can_change(request.user, source):
        raise PermissionDenied
    return source
