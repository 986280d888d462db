"""The lines of a revision and their quantity breaks."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from filon.catalog.models import Item
from filon.kernel.fields import AmountField, PercentField, PriceField, QuantityField
from filon.offers.models.revision import OfferRevision


class OfferLine(models.Model):
    """An item, service, title, text or subtotal of an offer (« Ligne d'offre »).

    Of the alternatives of a group the first one is the default. Amounts are in the
    currency of the revision, costs in the company's.
    """

    class Kind(models.TextChoices):
        """What the line is."""

        ITEM = "ITEM", pgettext_lazy("line", "Item")
        TITLE = "TITLE", pgettext_lazy("line", "Title")
        TEXT = "TEXT", pgettext_lazy("line", "Text")
        SUBTOTAL = "SUBTOTAL", pgettext_lazy("line", "Subtotal")
        PERCENT = "PERCENT", pgettext_lazy("line", "Percentage of the firm lines")

    class Inclusion(models.TextChoices):
        """Whether it counts in the total."""

        FIRM = "FIRM", pgettext_lazy("line", "Firm")
        OPTION = "OPTION", pgettext_lazy("line", "Option")
        ALTERNATIVE = "ALTERNATIVE", pgettext_lazy("line", "Alternative")
        OUTSIDE = "OUTSIDE", pgettext_lazy("line", "Beside the offer")

    class CostSource(models.TextChoices):
        """Where the cost comes from; an unknown cost is not zero."""

        UNKNOWN = "UNKNOWN", pgettext_lazy("cost", "Unknown")
        STANDARD = "STANDARD", pgettext_lazy("cost", "Standard cost")
        SUPPLIER = "SUPPLIER", pgettext_lazy("cost", "Supplier quotation")
        CONSULTATION = "CONSULTATION", pgettext_lazy("cost", "Consultation")
        MANUAL = "MANUAL", pgettext_lazy("cost", "Estimate")

    revision = models.ForeignKey(OfferRevision, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.ITEM)
    inclusion = models.CharField(
        max_length=12, choices=Inclusion, default=Inclusion.FIRM
    )
    alternative_group = models.CharField(max_length=20, blank=True)
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, blank=True, related_name="offer_lines"
    )
    reference = models.CharField(max_length=60, blank=True)
    designation = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    customer_part_number = models.CharField(max_length=60, blank=True)
    drawing = models.CharField(max_length=60, blank=True)
    drawing_index = models.CharField(max_length=10, blank=True)
    quantity = QuantityField(default=Decimal(1))
    unit = models.CharField(max_length=3, default="C62")
    price_base = models.PositiveIntegerField(default=1)
    price_decimals = models.PositiveSmallIntegerField(default=2)
    manual_price = PriceField(null=True, blank=True)
    manual_reason = models.CharField(max_length=200, blank=True)
    percent = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    discounts = models.JSONField(default=list, blank=True)
    vat_rate = models.DecimalField(max_digits=5, decimal_places=2, default=20)
    vat_category = models.CharField(max_length=2, default="S")
    lead_time_days = models.PositiveIntegerField(null=True, blank=True)
    unit_cost = PriceField(null=True, blank=True)
    cost_source = models.CharField(
        max_length=12, choices=CostSource, default=CostSource.UNKNOWN
    )
    supplier_price = models.ForeignKey(
        "offers.SupplierPrice",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
    )
    # result of the pricing engine
    gross_price = PriceField(null=True, blank=True)
    net_price = PriceField(null=True, blank=True)
    net_amount = AmountField(null=True, blank=True)
    cost_amount = AmountField(null=True, blank=True)
    margin_percent = PercentField(null=True, blank=True)
    refusal = models.CharField(max_length=20, blank=True)
    price_trace = models.JSONField(default=list, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(manual_price=None) | ~Q(manual_reason=""),
                name="offers_manual_price_has_reason",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["revision", "position"], name="offers_line_order"),
            models.Index(fields=["item", "-id"], name="offers_line_item"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.designation}"


class PriceBreak(models.Model):
    """A price from a quantity on, printed under its line (« Palier de prix »)."""

    line = models.ForeignKey(OfferLine, models.CASCADE, related_name="breaks")
    quantity = QuantityField()
    net_price = PriceField()
    lead_time_days = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["line", "quantity"], name="offers_break_quantity_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.quantity}: {self.net_price}"
