"""An offer as a document: what it says, block after block."""

from __future__ import annotations

from filon.offers.selectors.document.build import Offering, offer_document

__all__ = ["Offering", "offer_document"]
