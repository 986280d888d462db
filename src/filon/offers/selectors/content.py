"""The content of a revision as data: what is hashed, approved, sent and frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from filon.offers.models import AdequacyCheck, OfferLine, OfferRevision, Reserve
from filon.offers.pricing import as_json
from filon.offers.selectors.adequacy import ASKED_NUMBERS, ASKED_WORDS, rows_of
from filon.offers.selectors.risks import reserves_of
from filon.offers.selectors.snapshot import lines_of
from filon.offers.selectors.vocabularies import own_words

TERMS = (
    "letter",
    "language",
    "currency",
    "exchange_rate",
    "exchange_source",
    "valid_until",
    "incoterm",
    "incoterm_place",
    "payment_days",
    "payment_mode",
    "lead_time_days",
    "delivery_terms",
    "warranty_months",
    "after_sales",
    "terms_of_sale_id",
    "discount_level",
    "discount_percent",
    "discount_reason",
    "freight",
    "introduction",
    "technical_argument",
    "financial_argument",
    "service_argument",
    "recommendation",
    "reserves",
    "total_net",
    "total_tax",
    "total_gross",
)
LINE = (
    "id",
    "position",
    "kind",
    "inclusion",
    "alternative_group",
    "item_id",
    "reference",
    "designation",
    "description",
    "customer_part_number",
    "drawing",
    "drawing_index",
    "quantity",
    "unit",
    "price_base",
    "gross_price",
    "net_price",
    "net_amount",
    "percent",
    "vat_category",
    "vat_rate",
    "lead_time_days",
)


ASKED = (*ASKED_WORDS, *ASKED_NUMBERS)


def content_of(
    revision: OfferRevision,
    lines: Sequence[OfferLine],
    adequacy: Sequence[AdequacyCheck],
    reserves: Sequence[Reserve] | None = None,
) -> dict[str, Any]:
    """Return the content as plain data; costs and margin stand under `internal`.

    The margin belongs to what an approver approves, so that a change of cost makes an
    approval void too. Nothing under `internal` may be shown to a customer.

    :param reserves: the register, read here where it is not given.
    """
    offer = revision.offer
    return {
        "offer": {
            "id": offer.pk,
            "title": offer.title,
            "form": offer.form,
            "organization": offer.organization_id,
            "contact": offer.contact_id,
            "customer_reference": offer.customer_reference,
        },
        "terms": {
            **{name: _plain(getattr(revision, name)) for name in TERMS},
            "payment_schedule": revision.payment_schedule,
            **_printing(revision),
        },
        "lines": [
            {
                **{name: _plain(getattr(line, name)) for name in LINE},
                "breaks": [
                    [_plain(row.quantity), _plain(row.net_price)]
                    for row in sorted(line.breaks.all(), key=lambda b: b.quantity)
                ],
            }
            for line in lines
        ],
        "adequacy": [
            {
                "requirement": row.requirement_id,
                "verdict": row.verdict,
                "offered": row.offered,
                "comment": row.comment,
                "proof": row.proof,
                "proof_page": row.proof_page,
                "asked": {
                    name: _plain(getattr(row.requirement, name)) for name in ASKED
                },
            }
            for row in adequacy
        ],
        "reserves": [
            {"number": row.number, "kind": row.kind, "text": row.words}
            for row in (reserves_of(revision) if reserves is None else reserves)
        ],
        "vocabulary": dict(own_words(revision)),
        "internal": {
            "cost": _plain(revision.total_cost),
            "margin": _plain(revision.margin),
        },
    }


def _printing(revision: OfferRevision) -> dict[str, Any]:
    """Return what was chosen for this revision alone about how it is printed."""
    chosen = {
        "outline": revision.outline,
        "accuracy_percent": revision.accuracy_percent,
        "variant_of": revision.variant_of_id,
    }
    return {name: value for name, value in chosen.items() if value is not None}


def content_hash(content: dict[str, Any]) -> str:
    """Return the SHA-256 of a content, the same wherever it is computed."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def current_hash(revision: OfferRevision) -> str:
    """Return the hash of a revision as it stands; of a sent one, the frozen hash."""
    if not revision.is_draft:
        return revision.content_hash
    return content_hash(content_of(revision, lines_of(revision), rows_of(revision)))


def _plain(value: Any) -> Any:
    """Return a value as JSON, numbers without useless zeros."""
    data = as_json(value)
    if isinstance(data, str) and not isinstance(value, str) and "." in data:
        return data.rstrip("0").rstrip(".")
    return data
