"""Orders and the purchase orders they are compared with."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import OwnedRecord, User
from filon.catalog.models import Item
from filon.deals.models import Deal
from filon.directory.models import Organization
from filon.files.models import StoredFile
from filon.kernel.fields import (
    AmountField,
    PercentField,
    PriceField,
    QuantityField,
)
from filon.offers.models import OfferLine, OfferRevision
from filon.plans.models import ActionPlan


class Order(OwnedRecord):
    """What the customer ordered (« Commande »); figures are copied, then fixed.

    :ivar frame: the contract it is a call-off of. :ivar is_counted: whether measures
        count it; a call-off of what an earlier order counted already is not.
    """

    class Status(models.TextChoices):
        """From receipt to delivery."""

        RECEIVED = "RECEIVED", pgettext_lazy("order", "Received")
        CONFIRMED = "CONFIRMED", pgettext_lazy("order", "Confirmed")
        DELIVERED = "DELIVERED", pgettext_lazy("order", "Delivered")
        CANCELLED = "CANCELLED", pgettext_lazy("order", "Cancelled")

    number = models.CharField(max_length=30, unique=True)
    revision = models.OneToOneField(
        OfferRevision, models.PROTECT, null=True, blank=True, related_name="order"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="orders"
    )
    deal = models.ForeignKey(
        Deal, models.PROTECT, null=True, blank=True, related_name="orders"
    )
    plan = models.ForeignKey(
        ActionPlan, models.PROTECT, null=True, blank=True, related_name="orders"
    )
    frame = models.ForeignKey(
        "contracts.Contract",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="call_offs",
    )
    is_counted = models.BooleanField(default=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.RECEIVED)
    customer_reference = models.CharField(max_length=80, blank=True)
    ordered_on = models.DateField()
    requested_delivery_on = models.DateField(null=True, blank=True)
    delivery_on = models.DateField(null=True, blank=True)
    delivered_on = models.DateField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    exchange_rate = models.DecimalField(
        max_digits=18, decimal_places=8, default=Decimal(1)
    )
    total_net = AmountField()
    total_tax = AmountField()
    total_gross = AmountField()
    total_net_company = AmountField()
    total_cost = AmountField(null=True, blank=True)
    margin = AmountField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["team", "-ordered_on"], name="contracts_order_team"),
            models.Index(fields=["-ordered_on", "-id"], name="contracts_order_date"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """A line of an order, with the offer line it comes from."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    origin = models.ForeignKey(
        OfferLine, models.PROTECT, null=True, blank=True, related_name="order_lines"
    )
    frame_line = models.ForeignKey(
        "contracts.ContractLine",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="call_offs",
    )
    position = models.PositiveIntegerField()
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, blank=True, related_name="order_lines"
    )
    reference = models.CharField(max_length=60, blank=True)
    designation = models.CharField(max_length=300)
    quantity = QuantityField()
    unit = models.CharField(max_length=3, default="C62")
    net_price = PriceField(null=True, blank=True)
    price_base = models.PositiveIntegerField(default=1)
    net_amount = AmountField()
    net_amount_company = AmountField()
    cost_amount = AmountField(null=True, blank=True)

    def __str__(self) -> str:
        return self.designation


class IncomingOrder(models.Model):
    """A customer's purchase order, compared with what they had accepted.

    :ivar content: what the document says, as plain data. :ivar agreed: what the
        customer had accepted, as it was compared. :ivar verification: whether its own
        figures hold, and which rules of Order-X it breaks.
    """

    class Source(models.TextChoices):
        """How it came."""

        ELECTRONIC = "ELECTRONIC", _("Electronic order")
        TABLE = "TABLE", _("Spreadsheet")
        TYPED = "TYPED", _("Typed by hand")

    order = models.ForeignKey(Order, models.CASCADE, related_name="purchase_orders")
    is_current = models.BooleanField(default=True)
    source = models.CharField(max_length=10, choices=Source)
    number = models.CharField(max_length=80, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    content = models.JSONField(default=dict)
    agreed = models.JSONField(default=dict)
    verification = models.JSONField(default=dict)
    price_tolerance_percent = PercentField(default=Decimal(0))
    quantity_tolerance_percent = PercentField(default=Decimal(0))
    tolerance_days = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(is_current=True),
                name="contracts_one_current_purchase_order",
            )
        ]

    def __str__(self) -> str:
        return self.number or f"{self.order_id}"


class OrderDeviation(models.Model):
    """One point on which a purchase order differs, and what was decided about it."""

    class Kind(models.TextChoices):
        """What differs; the codes are those of `offers.exchange.comparing`."""

        PRICE = "PRICE", pgettext_lazy("deviation", "Price")
        QUANTITY = "QUANTITY", pgettext_lazy("deviation", "Quantity")
        UNIT = "UNIT", pgettext_lazy("deviation", "Unit")
        VAT = "VAT", pgettext_lazy("deviation", "VAT rate")
        MISSING_LINE = "MISSING_LINE", pgettext_lazy("deviation", "Line not ordered")
        EXTRA_LINE = "EXTRA_LINE", pgettext_lazy("deviation", "Line not offered")
        DATE = "DATE", pgettext_lazy("deviation", "Earlier delivery")
        CURRENCY = "CURRENCY", pgettext_lazy("deviation", "Currency")
        INCOTERM = "INCOTERM", pgettext_lazy("deviation", "Delivery terms")
        PAYMENT = "PAYMENT", pgettext_lazy("deviation", "Payment terms")
        ADDRESS = "ADDRESS", pgettext_lazy("deviation", "Delivery address")
        TERMS = "TERMS", pgettext_lazy("deviation", "Customer's own terms")
        VALIDITY = "VALIDITY", pgettext_lazy("deviation", "Offer out of date")
        TOTAL = "TOTAL", pgettext_lazy("deviation", "Total")

    class Decision(models.TextChoices):
        """What we answer to it."""

        OPEN = "OPEN", pgettext_lazy("deviation", "To be decided")
        ACCEPTED = "ACCEPTED", pgettext_lazy("deviation", "Accepted as ordered")
        KEPT = "KEPT", pgettext_lazy("deviation", "Our offer stands")
        CORRECTION = "CORRECTION", pgettext_lazy("deviation", "Correction asked for")

    purchase_order = models.ForeignKey(
        IncomingOrder, models.CASCADE, related_name="deviations"
    )
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    label = models.CharField(max_length=300, blank=True)
    line_id = models.CharField(max_length=60, blank=True)
    offer_line = models.ForeignKey(
        OfferLine, models.PROTECT, null=True, blank=True, related_name="+"
    )
    offered = models.CharField(max_length=300, blank=True)
    ordered = models.CharField(max_length=300, blank=True)
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN)
    comment = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["purchase_order", "position"], name="contracts_deviation_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"
