"""An offer from its title to the box where the customer signs (offers.md §6.2, §7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from filon.accounts.models import CompanyProfile
from filon.catalog.models import ItemCharacteristic
from filon.directory.models import Site
from filon.documents import formats
from filon.documents.content import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Layout,
    List,
    Note,
    Paragraph,
    Party,
    Signature,
    Table,
)
from filon.kernel import units
from filon.kernel.countries import country_name
from filon.offers.models import (
    AdequacyCheck,
    Offer,
    OfferLine,
    OfferRevision,
    PriceBreak,
    Reserve,
)
from filon.offers.rules import outline as outlines
from filon.offers.rules.outline import Outline, Section
from filon.offers.selectors.document.answers import (
    answer_blocks,
    matrix_blocks,
    understanding_blocks,
)
from filon.offers.selectors.document.characteristics import characteristic_blocks
from filon.offers.selectors.document.figures import price_blocks
from filon.offers.selectors.snapshot import lead_time

_LAYOUTS: Final[dict[outlines.Layout, Layout]] = {
    outlines.Layout.SOBER: "sober",
    outlines.Layout.TECHNICAL: "technical",
    outlines.Layout.TENDER: "tender",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """All that the document of a revision is made of."""

    revision: OfferRevision
    lines: Sequence[OfferLine]
    adequacy: Sequence[AdequacyCheck]
    breaks: Sequence[PriceBreak]
    company: CompanyProfile
    site: Site | None
    number: str
    on: date
    outline: Outline
    reserves: Sequence[Reserve] = ()
    characteristics: Sequence[ItemCharacteristic] = ()
    chapters: Mapping[int, str] = field(default_factory=dict)
    value: Sequence[Block] = ()
    is_draft: bool = False


def offer_document(offering: Offering) -> Document:
    """Return the document; call it with the customer's language active.

    Costs and margins are not read here.
    """
    revision = offering.revision
    offer = revision.offer
    form = Offer.Form(offer.form)
    return Document(
        title=str(form.label),
        subtitle=offer.title,
        number=offering.number,
        revision=revision.letter,
        meta=meta_rows(offering),
        recipient=recipient_lines(offering),
        blocks=[
            *_estimate(revision, form),
            *(
                block
                for section in offering.outline.shown
                for block in section_blocks(section, offering)
            ),
        ],
        watermark=_("Draft") if offering.is_draft else "",
        layout=_LAYOUTS[offering.outline.layout],
    )


def section_blocks(section: Section, offering: Offering) -> list[Block]:
    """Return what a section says; nothing where there is nothing to say."""
    revision, rows = offering.revision, offering.adequacy
    match section:
        case Section.LETTER:
            return _text("", revision.introduction)
        case Section.UNDERSTANDING:
            return understanding_blocks(revision.offer.need)
        case Section.TECHNICAL:
            return _text(_("Technical side"), revision.technical_argument)
        case Section.CHARACTERISTICS:
            return characteristic_blocks(offering.lines, offering.characteristics)
        case Section.FINANCIAL:
            return _text(_("Financial side"), revision.financial_argument)
        case Section.SERVICES:
            return _text(_("Services and follow-up"), revision.service_argument)
        case Section.PRICES:
            return price_blocks(revision, offering.lines, offering.breaks)
        case Section.RECOMMENDATION:
            return _text(_("Our recommendation"), revision.recommendation)
        case Section.VALUE:
            return list(offering.value)
        case Section.ANSWERS:
            return answer_blocks(revision, rows, offering.chapters)
        case Section.MATRIX:
            return matrix_blocks(revision, rows)
        case Section.RESERVES:
            return _reserves(offering)
        case Section.TERMS:
            return [*condition_blocks(offering), *_mentions(offering)]
        case Section.SIGNATURE:
            return _signature(offering, Offer.Form(revision.offer.form))


def _estimate(revision: OfferRevision, form: Offer.Form) -> list[Block]:
    """Mark an estimate as one, with how far the price may be off."""
    if form != Offer.Form.BUDGETARY:
        return []
    share = revision.accuracy_percent
    if not share or not revision.is_priced:
        return [Note(_("Estimate without commitment."), tone="partial")]
    low, high = (
        formats.money(
            revision.total_net * (100 + sign * share) / 100, revision.currency
        )
        for sign in (-1, 1)
    )
    text = _("Between %(low)s and %(high)s without VAT.") % {"low": low, "high": high}
    title = _("Estimate without commitment, to within ± %(share)s") % {
        "share": formats.percent(share)
    }
    return [Note(text, title=title, tone="partial")]


def meta_rows(offering: Offering) -> list[tuple[str, str]]:
    """Return what stands under the title."""
    revision, offer = offering.revision, offering.revision.offer
    rows = [(_("Date"), formats.day(offering.on))]
    if revision.valid_until:
        rows.append((_("Valid until"), formats.day(revision.valid_until)))
    if revision.variant_of is not None:
        beside = _("beside our revision %(letter)s, one of them to choose")
        rows.append((_("Variant"), beside % {"letter": revision.variant_of.letter}))
    if offer.customer_reference:
        rows.append((_("Your reference"), offer.customer_reference))
    if offer.owner is not None:
        rows.append((_("Your contact"), offer.owner.full_name))
        rows.append((_("E-mail"), offer.owner.email))
    return rows


def recipient_lines(offering: Offering) -> list[str]:
    """Return name and address of the customer, with the numbers the law wants."""
    offer = offering.revision.offer
    organization, site = offer.organization, offering.site
    lines = [organization.legal_name or organization.name]
    if offer.contact is not None:
        lines.append(str(offer.contact))
    if site is not None:
        lines += [line for line in site.address.splitlines() if line.strip()]
    place = site or organization
    lines.append(f"{place.postcode} {place.city}".strip())
    if organization.country != "FR":
        lines.append(country_name(organization.country))
    if organization.siren:
        lines.append(f"SIREN {organization.siren}")
    if organization.vat_number:
        lines.append(_("VAT number %(number)s") % {"number": organization.vat_number})
    return [line for line in lines if line]


def _text(title: str, text: str) -> list[Block]:
    if not text.strip():
        return []
    heading: list[Block] = [Heading(title)] if title else []
    return [*heading, Paragraph(text)]


def _reserves(offering: Offering) -> list[Block]:
    """Print the register under its numbers, then what is excluded in other words."""
    rows: list[list[str | Cell]] = [
        [
            str(reserve.number),
            reserve.row.requirement.ref if reserve.row else "",
            str(reserve.get_kind_display()),
            reserve.words,
        ]
        for reserve in offering.reserves
    ]
    others = [t.strip() for t in offering.revision.reserves.splitlines() if t.strip()]
    if not rows and not others:
        return []
    blocks: list[Block] = [Heading(_("Reserves and exclusions"))]
    if rows:
        columns = [
            Column(_("No."), align="right"),
            Column(_("Ref.")),
            Column(pgettext("reserve", "Kind")),
            Column(_("Reserve"), width=1),
        ]
        blocks.append(Table(columns=columns, rows=rows))
    if others:
        blocks.append(List(others))
    return blocks


def payment_terms(revision: OfferRevision) -> str:
    """Return the payment term in words."""
    mode = str(revision.get_payment_mode_display())
    return _("%(days)s %(mode)s, by transfer") % {
        "days": revision.payment_days,
        "mode": mode,
    }


def condition_blocks(offering: Offering) -> list[Block]:
    """Return lead time, payment, delivery and warranty."""
    revision = offering.revision
    days = lead_time(revision, offering.lines)
    facts = [
        (
            _("Lead time"),
            ngettext(
                "%(count)s day from your order", "%(count)s days from your order", days
            )
            % {"count": days}
            if days
            else "–",
        ),
        (_("Payment"), payment_terms(revision)),
        (_("Currency"), revision.currency),
        (_("Prices"), _("firm during the validity of the offer")),
    ]
    if revision.incoterm:
        place = f"{revision.incoterm} {revision.incoterm_place} (Incoterms® 2020)"
        facts.append((_("Delivery"), place))
    if revision.warranty_months:
        facts.append((_("Warranty"), units.months(revision.warranty_months)))
    return [
        Heading(_("Terms")),
        Facts(facts),
        *_text("", revision.delivery_terms),
        *_text("", revision.after_sales),
    ]


def _mentions(offering: Offering) -> list[Block]:
    """Return what the law wants on an offer between companies.

    Source: C. com. L441-1, L441-10, D441-5; C. civ. 1119, 2367.
    """
    terms = offering.revision.terms_of_sale
    items = [
        _(
            "Late payment: without reminder, penalties at the refinancing rate of the"
            " European Central Bank plus 10 points, and a fixed charge of €40 for"
            " recovery (C. com. L441-10 and D441-5)."
        ),
        _("No discount for early payment."),
    ]
    if terms is not None:
        items.append(
            _("Our general terms of sale apply: %(title)s, edition %(edition)s.")
            % {"title": terms.title, "edition": terms.edition}
        )
    return [
        List(items),
        Note(
            _("The goods remain our property until their full payment (C. civ. 2367)."),
            title=_("Retention of title"),
        ),
    ]


def _signature(offering: Offering, form: Offer.Form) -> list[Block]:
    if form == Offer.Form.BUDGETARY:
        return [Note(_("Estimate without commitment: it cannot be accepted."))]
    company = offering.company.name
    customer = offering.revision.offer.organization.name
    return [
        Signature(
            statement=_(
                "Agreed: the customer accepts the offer %(number)s, revision"
                " %(letter)s, and its general terms of sale."
            )
            % {"number": offering.number, "letter": offering.revision.letter},
            parties=[
                Party(company, [_("Name and function"), _("Signature")]),
                Party(
                    customer,
                    [
                        _("Name and function"),
                        _("Date"),
                        _("Options chosen"),
                        _("Signature and stamp, “agreed”"),
                    ],
                ),
            ],
        )
    ]
