"""Orders and contracts, traceable to the offer they come from."""

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
    """What the customer ordered (« Commande »); figures are copied, then fixed."""

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


class Contract(OwnedRecord):
    """A contract with its dates and commitments (« Contrat »)."""

    class Kind(models.TextChoices):
        """What it commits to."""

        SALE = "SALE", _("Sale")
        FRAME = "FRAME", _("Frame agreement")
        SUPPLY = "SUPPLY", _("Recurring supply")
        SERVICE = "SERVICE", _("Maintenance or service")

    class Status(models.TextChoices):
        """From draft to end."""

        DRAFT = "DRAFT", pgettext_lazy("contract", "Draft")
        SIGNED = "SIGNED", pgettext_lazy("contract", "Signed")
        ENDED = "ENDED", pgettext_lazy("contract", "Ended")
        TERMINATED = "TERMINATED", pgettext_lazy("contract", "Terminated")

    number = models.CharField(max_length=30, blank=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SALE)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="contracts"
    )
    order = models.ForeignKey(
        Order, models.PROTECT, null=True, blank=True, related_name="contracts"
    )
    revision = models.ForeignKey(
        OfferRevision, models.PROTECT, null=True, blank=True, related_name="contracts"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(default=90)
    renews_tacitly = models.BooleanField(default=False)
    renewal_months = models.PositiveSmallIntegerField(default=12)
    signed_on = models.DateField(null=True, blank=True)
    signed_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    committed_amount = AmountField(null=True, blank=True)
    commitments = models.TextField(blank=True)
    price_revision = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="contracts_contract_number_unique",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="contracts_contract_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class ContractEvent(models.Model):
    """A date of a contract that somebody must not miss (« Échéance »)."""

    class Kind(models.TextChoices):
        """What happens then."""

        DELIVERY = "DELIVERY", _("Delivery")
        NOTICE = "NOTICE", _("Last day to give notice")
        RENEWAL = "RENEWAL", _("Renewal")
        REVIEW = "REVIEW", _("Review with the customer")
        PRICE_REVISION = "PRICE_REVISION", _("Price revision")
        AMENDMENT = "AMENDMENT", _("Amendment")
        PAYMENT = "PAYMENT", _("Payment")

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=14, choices=Kind)
    title = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    remind_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["done_at", "remind_on"], name="contracts_event_due")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"
