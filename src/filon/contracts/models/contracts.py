"""Contracts: their lines and their dates."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import OwnedRecord
from filon.catalog.models import Item
from filon.contracts.models.orders import Order
from filon.directory.models import Organization
from filon.files.models import StoredFile
from filon.kernel.fields import AmountField, PriceField, QuantityField
from filon.offers.models import OfferRevision


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


class ContractLine(models.Model):
    """What a contract covers, at which price (« Ligne de contrat »).

    :ivar quantity: what may be called off in all; None where nothing limits it.
    :ivar unit_cost: for one unit, in the company's currency; None is unknown.
    """

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, blank=True, related_name="contract_lines"
    )
    reference = models.CharField(max_length=60, blank=True)
    designation = models.CharField(max_length=300)
    quantity = QuantityField(null=True, blank=True)
    unit = models.CharField(max_length=3, default="C62")
    net_price = PriceField()
    price_base = models.PositiveIntegerField(default=1)
    vat_rate = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(20))
    unit_cost = PriceField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quantity=None) | Q(quantity__gt=0),
                name="contracts_line_quantity_positive",
            ),
            models.CheckConstraint(
                condition=Q(price_base__gt=0), name="contracts_line_base_positive"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["contract", "position"], name="contracts_line_order")
        ]

    def __str__(self) -> str:
        return self.designation


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
