"""Offers, their revisions, lines, checks, and how the customer answered."""

from __future__ import annotations

from filon.offers.models.answer import (
    Acceptance,
    AcceptanceCode,
    Concession,
    FollowUp,
    OfferRecipient,
    SealedProof,
)
from filon.offers.models.approval import (
    ApprovalLevel,
    ApprovalRule,
    OfferApproval,
    OfferPolicy,
)
from filon.offers.models.checks import ConformityCheck
from filon.offers.models.feasibility import FeasibilityRule, OfferConsultation
from filon.offers.models.line import OfferLine, PriceBreak
from filon.offers.models.matrix import AdequacyCheck, BuyerVocabulary
from filon.offers.models.offer import Offer, Tender
from filon.offers.models.requests import (
    PriceRequest,
    PriceRequestLine,
    SupplierPrice,
    SupplierQuote,
)
from filon.offers.models.revision import OfferRevision
from filon.offers.models.risks import Reserve, Risk
from filon.offers.models.rivals import Argument, BidLevel, Objection
from filon.offers.models.sheets import BuyerSheet
from filon.offers.models.steps import LineStep

__all__ = [
    "Acceptance",
    "AcceptanceCode",
    "AdequacyCheck",
    "ApprovalLevel",
    "ApprovalRule",
    "Argument",
    "BidLevel",
    "BuyerSheet",
    "BuyerVocabulary",
    "Concession",
    "ConformityCheck",
    "FeasibilityRule",
    "FollowUp",
    "LineStep",
    "Objection",
    "Offer",
    "OfferApproval",
    "OfferConsultation",
    "OfferLine",
    "OfferPolicy",
    "OfferRecipient",
    "OfferRevision",
    "PriceBreak",
    "PriceRequest",
    "PriceRequestLine",
    "Reserve",
    "Risk",
    "SealedProof",
    "SupplierPrice",
    "SupplierQuote",
    "Tender",
]
