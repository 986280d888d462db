"""The tab of the document: its sections and look, a preview, its price table."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import TypeVar

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.http import UserRequest
from filon.documents import word
from filon.documents.content import Document
from filon.documents.http import pdf_response
from filon.documents.rendering import render_document, render_pages
from filon.documents.selectors import company_header
from filon.documents.word import word_document
from filon.files.http import XLSX
from filon.files.tables import write_workbook
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers import policies, services
from filon.offers.forms import OutlineForm
from filon.offers.models import OfferRevision
from filon.offers.rules.outline import Outline
from filon.offers.selectors.document import Offering, offer_document
from filon.offers.selectors.document.proforma import proforma
from filon.offers.selectors.offering import offering_of
from filon.offers.selectors.outlines import outline_of
from filon.offers.selectors.policy import offer_policy
from filon.offers.selectors.price_table import price_document, price_sheet
from filon.offers.views.lines import seen_version
from filon.offers.views.page import (
    back_to,
    document_context,
    render_page,
    revision_or_404,
)
from filon.web.access import scoped, with_right

Made = TypeVar("Made")


def made_of(revision: OfferRevision, make: Callable[[Offering], Made]) -> Made:
    """Return what is made of a revision, marked as long as it was not sent."""
    number = str(revision.frozen.get("number") or revision.offer.number)
    on = clock.day_of(revision.sent_at) if revision.sent_at else clock.today()
    with translation.override(revision.language):
        offering = offering_of(
            revision, on=on, number=number, is_draft=revision.is_draft
        )
        return make(offering)


def document_of(revision: OfferRevision) -> Document:
    """Return the document of a revision, marked as long as it was not sent."""
    return made_of(revision, offer_document)


@scoped(policies.can_read)
@require_safe
def proforma_pdf(request: UserRequest, pk: int) -> HttpResponse:
    """Give the proforma of a revision; what was accepted has that of its order."""
    revision = revision_or_404(request, pk)
    if revision.status == OfferRevision.Status.ACCEPTED:
        raise Http404
    content = render_document(
        made_of(revision, proforma),
        language=revision.language,
        company=company_header(),
    )
    return pdf_response(content, f"{_file_name(revision)}-proforma.pdf")


@scoped(policies.can_read)
@require_safe
def prices_xlsx(request: UserRequest, pk: int) -> HttpResponse:
    """Give the price table as a workbook, numbers as numbers."""
    revision = revision_or_404(request, pk)
    sheet = made_of(revision, price_sheet)
    content = write_workbook([sheet], language=revision.language)
    return _attached(content, XLSX, f"{_file_name(revision)}-prices.xlsx")


@scoped(policies.can_read)
@require_safe
def prices_docx(request: UserRequest, pk: int) -> HttpResponse:
    """Give the price table as a text document."""
    revision = revision_or_404(request, pk)
    document = made_of(revision, price_document)
    content = word_document(document, language=revision.language)
    return _attached(content, word.MEDIA_TYPE, f"{_file_name(revision)}-prices.docx")


def _file_name(revision: OfferRevision) -> str:
    return f"{revision.offer.number or revision.offer_id}-{revision.letter}"


def _attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@scoped(policies.can_read)
@require_safe
def preview(request: UserRequest, pk: int) -> HttpResponse:
    """Show the pages of a revision as its document will be, drafts marked."""
    context = {"pages": _pages(revision_or_404(request, pk))}
    return HttpResponse(render_to_string("offers/_preview.html", context))


def _pages(revision: OfferRevision) -> list[str]:
    pages = render_pages(
        document_of(revision), language=revision.language, company=company_header()
    )
    return [b64encode(page).decode() for page in pages]


@scoped(policies.can_create)
@require_POST
def outline_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Print this draft another way: sections, their order, the look."""
    revision = revision_or_404(request, pk)
    current = outline_of(revision, offer_policy())
    form = OutlineForm(request.POST, outline=current)
    if not form.is_valid():
        return render_page(request, revision, tab="document", form=form)
    wanted: Outline | None = form.outline()
    if "usual" in request.POST:
        wanted = None
    try:
        services.outline_set(
            revision=revision,
            outline=wanted,
            accuracy_percent=form.cleaned_data["accuracy_percent"],
            actor=request.user,
            now=clock.now(),
            expected_version=seen_version(request),
        )
    except DomainError as refusal:
        return render_page(request, revision, tab="document", error=str(refusal))
    if not request.htmx:
        return back_to(revision, "document")
    # The tab and its pages in one answer: the eye waits for the change.
    context = document_context(request, revision) | {
        "revision": revision,
        "offer": revision.offer,
        "may_edit": True,
        "pages": _pages(revision),
    }
    return render(request, "offers/_document.html", context)


@with_right(policies.can_set_rules)
@require_POST
def outline_default(request: UserRequest, pk: int) -> HttpResponse:
    """Print the company's offers of this form as this one, from now on."""
    revision = revision_or_404(request, pk)
    services.outline_default_set(
        form=revision.offer.form,
        outline=outline_of(revision, offer_policy()),
        actor=request.user,
        now=clock.now(),
    )
    return back_to(revision, "document")
