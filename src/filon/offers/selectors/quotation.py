"""An offer as an electronic quotation: what the customer sees, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from filon.accounts.models import CompanyProfile
from filon.directory.models import Organization
from filon.documents.content import EmbeddedFile
from filon.offers.exchange.document import (
    Adjustment,
    ExchangedDocument,
    Line,
    Party,
    Syntax,
    Totals,
    TypeCode,
    VatRow,
)
from filon.offers.exchange.quotation import FILE_NAME, write_quotation
from filon.offers.exchange.recomputing import adjustment_amount
from filon.offers.models import OfferLine, OfferRevision
from filon.offers.pricing import (
    Applied,
    DocumentInput,
    DocumentResult,
    LineResult,
    price_document,
)
from filon.offers.selectors.document.build import payment_terms
from filon.offers.selectors.freezing import thaw
from filon.offers.selectors.snapshot import document_input, lines_of


def quotation_of(revision: OfferRevision, company: CompanyProfile) -> bytes:
    """Return the UBL Quotation of a sent revision, from its frozen snapshot.

    Two queries. Firm lines and default alternatives are in it, with the totals of the
    offer; options are not, since UBL has no line outside the total.
    """
    number = f"{revision.frozen['number']} {revision.letter}"
    snapshot = thaw(revision.frozen["input"])
    return _written(revision, lines_of(revision), snapshot, number, company)


def quotation_attachment(
    revision: OfferRevision,
    lines: Sequence[OfferLine],
    *,
    number: str,
    company: CompanyProfile,
    on: date,
) -> EmbeddedFile:
    """Return the UBL Quotation that the PDF of an offer carries; three queries.

    :param number: the one that the offer takes when it is sent.
    """
    snapshot = document_input(revision, lines, company_currency=company.currency, on=on)
    content = _written(
        revision, lines, snapshot, f"{number} {revision.letter}", company
    )
    return EmbeddedFile(
        name=FILE_NAME,
        content=content,
        media_type="text/xml",
        description=_("Quotation, UBL 2.1"),
        relationship="alternative",
    )


def _written(
    revision: OfferRevision,
    lines: Sequence[OfferLine],
    snapshot: DocumentInput,
    number: str,
    company: CompanyProfile,
) -> bytes:
    result = price_document(snapshot)
    return write_quotation(
        quotation(
            revision,
            lines,
            result,
            number=number,
            company=company,
            on=snapshot.dated_on,
        )
    )


def quotation(
    revision: OfferRevision,
    lines: Sequence[OfferLine],
    result: DocumentResult,
    *,
    number: str,
    company: CompanyProfile,
    on: date,
) -> ExchangedDocument:
    """Return the quotation as a document; costs and margins are never read.

    :param number: of the offer, with the letter of the revision.
    """
    known = {str(line.pk): line for line in lines}
    totals = result.firm.totals
    counted = frozenset(result.firm.line_ids)
    return ExchangedDocument(
        syntax=Syntax.UBL,
        kind="Quotation",
        type_code=TypeCode.QUOTATION,
        number=number,
        issued_on=on,
        valid_until=revision.valid_until,
        currency=revision.currency,
        seller=seller_party(company),
        buyer=buyer_party(revision.offer.organization),
        incoterm=revision.incoterm,
        incoterm_place=revision.incoterm_place,
        payment_terms=payment_terms(revision),
        lines=tuple(
            _line(known, line) for line in result.lines if line.line_id in counted
        ),
        adjustments=(
            *_adjustments(totals.allowances, is_charge=False),
            *_adjustments(totals.charges, is_charge=True),
        ),
        vat=tuple(
            VatRow(
                category=row.category, rate=row.rate, taxable=row.taxable, tax=row.tax
            )
            for row in totals.vat_breakdown
        ),
        totals=Totals(
            lines=totals.lines_total,
            allowances=totals.allowances_total or None,
            charges=totals.charges_total or None,
            tax_exclusive=totals.tax_exclusive,
            tax=totals.tax_total,
            tax_inclusive=totals.tax_inclusive,
            due=totals.tax_inclusive,
        ),
    )


def _line(known: Mapping[str, OfferLine], line: LineResult) -> Line:
    row = known[line.line_id]
    has_discount = bool(line.price_discount) and not line.price_charges
    return Line(
        line_id=str(row.position),
        name=row.designation,
        description=" ".join(row.description.split()),
        seller_reference=row.reference,
        buyer_reference=row.customer_part_number,
        quantity=line.quantity,
        unit=line.unit,
        gross_price=line.gross_price if has_discount else None,
        price_discount=line.price_discount if has_discount else line.price_discount * 0,
        net_price=line.net_price,
        basis=line.basis,
        adjustments=(
            *_adjustments(line.allowances, is_charge=False),
            *_adjustments(line.charges, is_charge=True),
        ),
        net_amount=line.line_net,
        category=line.vat.category,
        rate=line.vat.rate,
    )


def _adjustments(parts: Iterable[Applied], *, is_charge: bool) -> list[Adjustment]:
    return [_adjustment(part, is_charge=is_charge) for part in parts]


def _adjustment(part: Applied, *, is_charge: bool) -> Adjustment:
    said = Adjustment(
        is_charge=is_charge,
        amount=part.amount,
        percent=part.percent,
        base=part.base,
        code=part.code,
        reason=part.reason,
        category=part.vat.category if part.vat else "",
        rate=part.vat.rate if part.vat else None,
    )
    if adjustment_amount(said) == part.amount:
        return said
    # A share of a discount by largest remainder is no percentage to the cent.
    return replace(said, percent=None, base=None)


def seller_party(company: CompanyProfile) -> Party:
    """Return our company as electronic documents name it."""
    return Party(
        name=company.name,
        legal_id=company.siren,
        vat_number=company.vat_number,
        street=tuple(company.address.splitlines()),
        postcode=company.postcode,
        city=company.city,
        country=company.country,
        email=company.email,
    )


def buyer_party(organization: Organization) -> Party:
    """Return a customer as electronic documents name it."""
    return Party(
        name=organization.legal_name or organization.name,
        legal_id=organization.siren,
        vat_number=organization.vat_number,
        postcode=organization.postcode,
        city=organization.city,
        country=organization.country,
    )
