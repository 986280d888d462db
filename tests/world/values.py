"""A plausible value for any field, with the word of its world in every text."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import models

from filon.kernel.fields import AmountField

# Numbers that stand for one thing only, so that finding one on a page says what leaked.
COST, MARGIN, QUOTED = Decimal("8888.42"), Decimal("7777.31"), Decimal("9999.53")
MARGIN_RATE = Decimal("73.19")
SECRETS: dict[str, Decimal] = {
    "catalog.Item.cost": COST,
    "contracts.ContractLine.unit_cost": COST,
    "contracts.Order.margin": MARGIN,
    "contracts.Order.total_cost": COST,
    "contracts.OrderLine.cost_amount": COST,
    "coordination.Consultation.cost": QUOTED,
    "needs.GoNoGo.expected_margin": MARGIN,
    "offers.Concession.margin_effect": MARGIN,
    "offers.OfferLine.cost_amount": COST,
    "offers.OfferLine.margin_percent": MARGIN_RATE,
    "offers.OfferLine.unit_cost": COST,
    "offers.Risk.exposure": COST,
    "offers.Risk.provision": COST,
    "offers.SupplierPrice.unit_price": COST,
    "offers.SupplierQuote.transport": COST,
    "offers.OfferRevision.margin": MARGIN,
    "offers.OfferRevision.margin_percent": MARGIN_RATE,
    "offers.OfferRevision.total_cost": COST,
    "watch.MarketPotential.margin_amount": MARGIN,
    "watch.MarketPotential.margin_percent": MARGIN_RATE,
}
SHORT = 12
# Texts that are codes: what every row holds.
CODES = {
    "country": "FR",
    "language": "fr",
    "currency": "EUR",
    "unit": "C62",
    "department_code": "69",
    "reliability": "B",
    "vat_category": "S",
    "postcode": "69100",
    "letter": "A",
    "headcount_band": "12",
    "naf_rev2": "25.62B",
    "naf_2025": "25.53Y",
    "time_zone": "Europe/Paris",
    "timezone": "Europe/Paris",
    "sha256": "0" * 64,
    "source_hash": "0" * 64,
}


def value_of(
    field: models.Field[Any, Any], number: int, word: str, now: datetime
) -> Any:
    """Return the value of a field that is no key to another row.

    :param number: the place of the row among those of its kind in its world.
    """
    if field.choices:
        return _default(field, next(iter(dict(field.flatchoices))))
    if isinstance(field, models.CharField | models.TextField):
        return _text(field, number, word)
    if isinstance(field, models.BooleanField):
        return field.get_default() if field.has_default() else False
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() else {}
    if isinstance(field, models.DateTimeField):
        return now + timedelta(minutes=number)
    if isinstance(field, models.DateField):
        return now.date()
    if isinstance(field, models.TimeField):
        return time(8)
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    return _number(field, number)


def _text(field: models.Field[Any, Any], number: int, word: str) -> str:
    name, length = field.name, field.max_length or 10_000
    if name in CODES:
        return CODES[name][:length]
    if isinstance(field, models.EmailField):
        return f"{word}-{number}@example.com"
    if isinstance(field, models.URLField):
        return f"https://example.com/{word}/{number}"
    if name.endswith("_hash") or name == "guid_hash":
        return f"{word}-{field.model._meta.label}-{number}"[:length]
    if length < SHORT:
        return str(number)[:length]
    text = f"{word} {number}" if length < 2 * SHORT else f"{word} {number} {name}"
    return text.lower()[:length] if name.endswith("_key") else text[:length]


def _number(field: models.Field[Any, Any], number: int) -> Any:
    label = f"{field.model._meta.label}.{field.name}"
    if label in SECRETS:
        return SECRETS[label]
    if isinstance(field, AmountField):
        return Decimal(1000 + number)
    if isinstance(field, models.DecimalField):
        if field.has_default():
            return field.get_default()
        return Decimal(1 + number % 50)
    if isinstance(field, models.BinaryField):
        return None if field.null else b"0"
    is_score = isinstance(field, models.PositiveSmallIntegerField)
    return _default(field, 1 + number % 5 if is_score else 1 + number)


def _default(field: models.Field[Any, Any], otherwise: Any) -> Any:
    default = field.get_default() if field.has_default() else None
    return otherwise if default in {None, ""} else default
