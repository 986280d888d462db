"""The proforma of an offer: what an invoice would say, for a bank or the customs."""

from __future__ import annotations

from django.utils.translation import gettext as _

from filon.documents.content import Block, Document, Note
from filon.offers.models import OfferLine
from filon.offers.selectors.document.build import (
    Offering,
    condition_blocks,
    meta_rows,
    recipient_lines,
)
from filon.offers.selectors.document.figures import default_ids, price_blocks

I = OfferLine.Inclusion  # noqa: E741 -- as in figures


def proforma(offering: Offering) -> Document:
    """Return the document; call it with the customer's language active.

    Firm lines and default alternatives, with the totals of the offer; no options, no
    box to sign. Costs and margins are not read here.
    """
    revision = offering.revision
    defaults = default_ids(offering.lines)
    counted = [
        line
        for line in offering.lines
        if line.inclusion == I.FIRM or line.pk in defaults
    ]
    return Document(
        title=_("Proforma invoice"),
        subtitle=revision.offer.title,
        number=offering.number,
        revision=revision.letter,
        meta=meta_rows(offering),
        recipient=recipient_lines(offering),
        blocks=[
            proforma_note(),
            *price_blocks(revision, counted, ()),
            *condition_blocks(offering),
        ],
        watermark=_("Draft") if offering.is_draft else "",
    )


def proforma_note() -> Block:
    """Return what tells a proforma from an invoice.

    VAT that stands on an invoice is owed (CGI, art. 283-3).
    """
    return Note(
        _(
            "This document is no invoice: it claims no payment and gives no right to"
            " deduct VAT."
        )
    )
