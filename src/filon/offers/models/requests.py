"""Prices asked of suppliers for lines of an offer, and what they answered."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.coordination.models import PublicLink
from filon.directory.models import Organization
from filon.kernel.fields import AmountField, PercentField, PriceField, QuantityField
from filon.offers.models.line import OfferLine
from filon.offers.models.revision import OfferRevision


class PriceRequest(models.Model):
    """A request for prices, sent to several suppliers (« Demande de prix »)."""

    revision = models.ForeignKey(
        OfferRevision, models.CASCADE, related_name="price_requests"
    )
    message = models.TextField(blank=True)
    due_on = models.DateField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.revision_id}/{self.pk}"


class PriceRequestLine(models.Model):
    """What is asked for, as it was asked; the offer's line may change afterwards."""

    request = models.ForeignKey(PriceRequest, models.CASCADE, related_name="lines")
    line = models.ForeignKey(
        OfferLine, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reference = models.CharField(max_length=60, blank=True)
    designation = models.CharField(max_length=300)
    drawing = models.CharField(max_length=72, blank=True)
    quantity = QuantityField()
    unit = models.CharField(max_length=3, default="C62")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="offers_asked_quantity_above_zero"
            )
        ]

    def __str__(self) -> str:
        return self.designation


class SupplierQuote(models.Model):
    """What one supplier was asked and answered, without an account.

    `transport` (our currency) and `duty_percent` are what we add to compare offers at
    our door; `exchange_rate` is in units of the supplier's currency for one of ours.
    """

    class Status(models.TextChoices):
        """Where it stands."""

        ASKED = "ASKED", pgettext_lazy("quote", "Waiting for an answer")
        ANSWERED = "ANSWERED", pgettext_lazy("quote", "Answered")
        DECLINED = "DECLINED", pgettext_lazy("quote", "Declined")

    request = models.ForeignKey(PriceRequest, models.CASCADE, related_name="quotes")
    supplier = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    status = models.CharField(max_length=8, choices=Status, default=Status.ASKED)
    addressee_name = models.CharField(max_length=200)
    addressee_email = models.EmailField()
    link = models.ForeignKey(PublicLink, models.SET_NULL, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    incoterm = models.CharField(max_length=3, blank=True)
    incoterm_place = models.CharField(max_length=120, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    comment = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    transport = AmountField(default=Decimal(0))
    duty_percent = PercentField(default=Decimal(0))
    exchange_rate = models.DecimalField(
        max_digits=18, decimal_places=8, null=True, blank=True
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "supplier"], name="offers_supplier_asked_once"
            ),
            models.CheckConstraint(
                condition=~Q(status="ANSWERED")
                | Q(answered_at__isnull=False, valid_until__isnull=False),
                name="offers_quote_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(exchange_rate=None) | Q(exchange_rate__gt=0),
                name="offers_quote_rate_above_zero",
            ),
        ]

    def __str__(self) -> str:
        return str(self.supplier)


class SupplierPrice(models.Model):
    """The price of one asked line in a quotation; `breaks` are [quantity, price]."""

    quote = models.ForeignKey(SupplierQuote, models.CASCADE, related_name="prices")
    line = models.ForeignKey(PriceRequestLine, models.CASCADE, related_name="prices")
    unit_price = PriceField()
    minimum = QuantityField(null=True, blank=True)
    lead_time_days = models.PositiveIntegerField(null=True, blank=True)
    breaks = models.JSONField(default=list, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["quote", "line"], name="offers_supplier_price_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.quote_id}: {self.unit_price}"
