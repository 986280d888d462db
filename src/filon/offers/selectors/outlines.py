"""How a revision is printed: its own choice, the company's, or the usual one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.offers.models import OfferPolicy, OfferRevision
from filon.offers.rules.outline import (
    FIXED,
    Layout,
    Outline,
    Section,
    outline_from,
    usual_outline,
)

LAYOUTS: Final[dict[Layout, str | Promise]] = {
    Layout.SOBER: pgettext_lazy("layout", "Sober"),
    Layout.TECHNICAL: pgettext_lazy("layout", "Technical"),
    Layout.TENDER: pgettext_lazy("layout", "Tender"),
}
SECTIONS: Final[dict[Section, str | Promise]] = {
    Section.LETTER: _("Introduction"),
    Section.UNDERSTANDING: _("Our understanding of your need"),
    Section.TECHNICAL: _("Technical side"),
    Section.CHARACTERISTICS: _("Characteristics"),
    Section.FINANCIAL: _("Financial side"),
    Section.SERVICES: _("Services and follow-up"),
    Section.PRICES: _("Prices"),
    Section.RECOMMENDATION: _("Our recommendation"),
    Section.VALUE: _("Value for you"),
    Section.ANSWERS: _("Answer to your specification"),
    Section.MATRIX: _("Your need and our offer"),
    Section.RESERVES: _("Reserves and exclusions"),
    Section.TERMS: pgettext_lazy("of an offer", "Terms"),
    Section.SIGNATURE: _("Acceptance"),
}


def outline_of(revision: OfferRevision, policy: OfferPolicy) -> Outline:
    """Return how a revision is printed."""
    return outline_from(revision.outline, company_outline(revision.offer.form, policy))


def company_outline(form: str, policy: OfferPolicy) -> Outline:
    """Return how the company prints offers of a form."""
    return outline_from(policy.outlines.get(form), usual_outline(form))


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section as the screen lists it."""

    code: str
    label: str | Promise
    is_shown: bool
    is_fixed: bool


def section_rows(outline: Outline) -> Sequence[SectionRow]:
    """Return every section in its order."""
    return [
        SectionRow(
            code=section.value,
            label=SECTIONS[section],
            is_shown=section not in outline.off,
            is_fixed=section in FIXED,
        )
        for section in outline.order
    ]
