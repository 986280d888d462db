"""The sentence that a customer agrees to."""

from __future__ import annotations

from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from filon.offers.models import OfferRevision
from filon.web.templatetags.filon import money


def statement_of(revision: OfferRevision, total: Decimal) -> str:
    """Return the sentence that the customer agrees to, in the offer's language."""
    with translation.override(revision.language):
        terms = revision.frozen.get("terms_of_sale", {})
        return _(
            "I accept offer %(number)s, revision %(letter)s, for %(total)s with VAT and"
            " the options chosen, with the general terms of sale “%(terms)s”. I may"
            " commit my company."
        ) % {
            "number": revision.frozen.get("number", ""),
            "letter": revision.letter,
            "total": money(total, revision.currency),
            "terms": f"{terms.get('title', '')} {terms.get('edition', '')}".strip(),
        }
