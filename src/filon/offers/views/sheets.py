"""Workbooks of the buyer: brought in, laid out, filled, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.http import UserRequest
from filon.deals.views.pages import form_page
from filon.files.http import XLSX
from filon.files.uploads import check_upload
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers import policies, services
from filon.offers.forms import LayoutForm, ReturnedForm, SheetForm
from filon.offers.models import BuyerSheet, OfferRevision
from filon.offers.selectors.sheets import (
    columns_of,
    filled_sheet,
    roles_of,
    workbook_of,
)
from filon.offers.views.page import revision_or_404
from filon.web.access import scoped

KINDS = frozenset({"xlsx"})


@scoped(policies.can_create)
@once
def sheet_add(request: UserRequest, pk: int) -> HttpResponse:
    """Bring a workbook of the buyer in."""
    revision = revision_or_404(request, pk)
    form = SheetForm(
        request.POST or None,
        request.FILES or None,
        initial={"kind": request.GET.get("kind", BuyerSheet.Kind.MATRIX)},
    )

    def act() -> HttpResponse:
        sent = form.cleaned_data["file"]
        sheet = services.sheet_add(
            offer=revision.offer,
            kind=form.cleaned_data["kind"],
            upload=check_upload(sent.name, sent.file, allowed=KINDS),
            actor=request.user,
            now=clock.now(),
        )
        return redirect("offers:sheet", pk=pk, sheet_pk=sheet.pk)

    return form_page(
        request,
        form,
        act,
        title=_("Workbook of the buyer"),
        subtitle=revision.offer.title,
        submit_label=_("Bring in"),
        cancel_url=reverse("offers:revision", args=[pk]),
    )


@scoped(policies.can_read)
@require_safe
def sheet_detail(request: UserRequest, pk: int, sheet_pk: int) -> HttpResponse:
    """Show what goes into which row, and what does not add up."""
    revision = revision_or_404(request, pk)
    return _page(request, revision, _sheet(revision, sheet_pk))


@scoped(policies.can_create)
@require_POST
def sheet_lay_out(request: UserRequest, pk: int, sheet_pk: int) -> HttpResponse:
    """Say which column is what."""
    revision = revision_or_404(request, pk)
    sheet = _sheet(revision, sheet_pk)
    try:
        grid = filled_sheet(sheet, revision).grid
        form = LayoutForm(
            request.POST, roles=roles_of(sheet.kind), columns=columns_of(sheet, grid)
        )
        if form.is_valid():
            services.sheet_lay_out(
                sheet=sheet,
                columns=form.cleaned_data,
                actor=request.user,
                now=clock.now(),
            )
    except DomainError as refusal:
        return _page(request, revision, sheet, error=str(refusal))
    return redirect("offers:sheet", pk=pk, sheet_pk=sheet_pk)


@scoped(policies.can_read)
@require_safe
def sheet_filled(request: UserRequest, pk: int, sheet_pk: int) -> HttpResponseBase:
    """Give the buyer's workbook with our answers in it."""
    revision = revision_or_404(request, pk)
    sheet = _sheet(revision, sheet_pk)
    try:
        content = workbook_of(sheet, revision)
    except DomainError as refusal:
        return _page(request, revision, sheet, error=str(refusal))
    response = HttpResponse(content, content_type=XLSX)
    name = sheet.file.name
    if revision.is_draft:
        stem = name.removesuffix(".xlsx")
        name = _("%(name)s (draft).xlsx") % {"name": stem}
    header = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = header or "attachment"
    return response


@scoped(policies.can_create)
@require_POST
@once
def sheet_back(request: UserRequest, pk: int, sheet_pk: int) -> HttpResponse:
    """Take the answers of a returned workbook over."""
    revision = revision_or_404(request, pk)
    sheet = _sheet(revision, sheet_pk)
    form = ReturnedForm(request.POST, request.FILES)
    if not form.is_valid():
        sentence = _("Choose the workbook with the answers.")
        return _page(request, revision, sheet, error=sentence)
    sent = form.cleaned_data["file"]
    try:
        upload = check_upload(sent.name, sent.file, allowed=KINDS)
        taken = services.answers_take_back(
            sheet=sheet,
            revision=revision,
            content=upload.content.read(),
            actor=request.user,
            now=clock.now(),
        )
    except DomainError as refusal:
        return _page(request, revision, sheet, error=str(refusal))
    count = taken.changed
    said = ngettext("%(count)s answer taken.", "%(count)s answers taken.", count)
    messages.success(request, said % {"count": count})
    for problem in taken.problems[:20]:
        messages.warning(request, problem)
    return redirect("offers:sheet", pk=pk, sheet_pk=sheet_pk)


@scoped(policies.can_create)
@require_POST
def sheet_remove(request: UserRequest, pk: int, sheet_pk: int) -> HttpResponse:
    """Take a workbook out."""
    revision = revision_or_404(request, pk)
    services.sheet_remove(
        sheet=_sheet(revision, sheet_pk), actor=request.user, now=clock.now()
    )
    return redirect("offers:revision", pk=pk)


def _sheet(revision: OfferRevision, pk: int) -> BuyerSheet:
    rows = BuyerSheet.objects.filter(offer=revision.offer_id).select_related("file")
    sheet = get_object_or_404(rows, pk=pk)
    sheet.offer = revision.offer
    return sheet


def _page(
    request: UserRequest, revision: OfferRevision, sheet: BuyerSheet, error: str = ""
) -> HttpResponse:
    filled, layout = None, None
    try:
        filled = filled_sheet(sheet, revision)
    except (DomainError, FileNotFoundError):
        error = error or _("The workbook cannot be read any more.")
    may_edit = policies.can_create(request.user)
    if filled is not None and may_edit:
        layout = LayoutForm(
            initial=sheet.columns,
            roles=roles_of(sheet.kind),
            columns=columns_of(sheet, filled.grid),
        )
    context = {
        "sheet": sheet,
        "revision": revision,
        "filled": filled,
        "layout_form": layout,
        "returned_form": ReturnedForm(),
        "takes_back": policies.can_edit(request.user, revision)
        and sheet.kind == BuyerSheet.Kind.MATRIX,
        "may_edit": may_edit,
        "error": error,
        "trail": [
            (_("Offers"), reverse("offers:list")),
            (revision.offer.title, reverse("offers:revision", args=[revision.pk])),
        ],
    }
    status = 422 if error else 200
    return render(request, "offers/sheet.html", context, status=status)
