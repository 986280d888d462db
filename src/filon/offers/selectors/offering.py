"""Collecting what the document of a revision is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from filon.documents.content import Block
from filon.needs.dossier import value_blocks
from filon.offers.models import AdequacyCheck, OfferLine, OfferRevision, PriceBreak
from filon.offers.rules.outline import Outline, Section
from filon.offers.selectors.adequacy import rows_of
from filon.offers.selectors.document import Offering
from filon.offers.selectors.document.answers import chapters_of
from filon.offers.selectors.document.characteristics import characteristics_of
from filon.offers.selectors.outlines import outline_of
from filon.offers.selectors.policy import house, offer_policy
from filon.offers.selectors.risks import reserves_of
from filon.offers.selectors.snapshot import lines_of


def offering_of(
    revision: OfferRevision,
    *,
    on: date,
    number: str,
    lines: Sequence[OfferLine] | None = None,
    adequacy: Sequence[AdequacyCheck] | None = None,
    is_draft: bool = False,
) -> Offering:
    """Return all that the document says; call it in the language of the document.

    Six queries, and at most four more for sections that are printed.
    """
    company = house()
    outline = outline_of(revision, offer_policy(company))
    organization, need = revision.offer.organization, revision.offer.need
    sites = organization.sites.order_by("-is_main", "pk")
    found = lines if lines is not None else lines_of(revision)
    shown = frozenset(outline.shown)
    return Offering(
        revision=revision,
        lines=found,
        adequacy=_adequacy(revision) if adequacy is None else adequacy,
        breaks=_breaks(found),
        company=company,
        site=sites.first(),
        number=number,
        on=on,
        outline=outline,
        reserves=reserves_of(revision),
        characteristics=(
            characteristics_of(found) if Section.CHARACTERISTICS in shown else ()
        ),
        chapters=(
            chapters_of(need) if need is not None and Section.ANSWERS in shown else {}
        ),
        value=_value(revision, outline),
        is_draft=is_draft,
    )


def _adequacy(revision: OfferRevision) -> Sequence[AdequacyCheck]:
    return rows_of(revision) if revision.offer.need_id is not None else ()


def _breaks(lines: Sequence[OfferLine]) -> list[PriceBreak]:
    """Return the breaks that came with the lines, each with its own line."""
    found = []
    for line in lines:
        for row in sorted(line.breaks.all(), key=lambda one: one.quantity):
            row.line = line
            found.append(row)
    return found


def _value(revision: OfferRevision, outline: Outline) -> Sequence[Block]:
    need = revision.offer.need
    if need is None or Section.VALUE not in outline.shown:
        return ()
    return value_blocks(need)
