"""One frozen answer to the customer, lettered A, B, C and so on."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.coordination.models import PolicyDocument
from filon.files.models import StoredFile
from filon.kernel.fields import AmountField, PercentField
from filon.offers.models.offer import Offer


class OfferRevision(models.Model):
    """A revision (« Indice »): terms, arguments, totals; immutable once sent."""

    class Status(models.TextChoices):
        """The life of a revision."""

        DRAFT = "DRAFT", pgettext_lazy("revision", "Draft")
        SENT = "SENT", pgettext_lazy("revision", "Sent")
        SUPERSEDED = "SUPERSEDED", pgettext_lazy("revision", "Superseded")
        ACCEPTED = "ACCEPTED", pgettext_lazy("revision", "Accepted")
        REFUSED = "REFUSED", pgettext_lazy("revision", "Refused")
        EXPIRED = "EXPIRED", pgettext_lazy("revision", "Expired")

    class DiscountLevel(models.TextChoices):
        """Where discounts are rounded (offers.md §5.2)."""

        PRICE = "PRICE", _("On the unit price")
        LINE = "LINE", _("On the line")

    class PaymentMode(models.TextChoices):
        """How the due date is counted (offers.md §6.4)."""

        NET = "NET", _("days net")
        THEN_END_OF_MONTH = "THEN_END_OF_MONTH", _("days, then end of month")
        END_OF_MONTH_THEN = "END_OF_MONTH_THEN", _("end of month, then days")

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="revisions")
    letter = models.CharField(max_length=2, default="A")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    is_current = models.BooleanField(default=True)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    # a second solution: sent beside that one, which stays open
    variant_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="variants"
    )
    reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField()
    # terms
    language = models.CharField(max_length=2, default="fr")
    currency = models.CharField(max_length=3, default="EUR")
    exchange_rate = models.DecimalField(
        max_digits=18, decimal_places=8, default=Decimal(1)
    )
    exchange_source = models.CharField(max_length=80, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    incoterm = models.CharField(max_length=3, blank=True)
    incoterm_place = models.CharField(max_length=120, blank=True)
    payment_days = models.PositiveSmallIntegerField(default=30)
    payment_mode = models.CharField(
        max_length=20, choices=PaymentMode, default=PaymentMode.NET
    )
    payment_schedule = models.JSONField(default=list, blank=True)
    lead_time_days = models.PositiveIntegerField(null=True, blank=True)
    delivery_terms = models.TextField(blank=True)
    warranty_months = models.PositiveSmallIntegerField(null=True, blank=True)
    after_sales = models.TextField(blank=True)
    terms_of_sale = models.ForeignKey(
        PolicyDocument, models.PROTECT, null=True, blank=True
    )
    discount_level = models.CharField(
        max_length=5, choices=DiscountLevel, default=DiscountLevel.PRICE
    )
    discount_percent = PercentField(default=Decimal(0))
    discount_reason = models.CharField(max_length=200, blank=True)
    freight = AmountField(default=Decimal(0))
    # words
    introduction = models.TextField(blank=True)
    technical_argument = models.TextField(blank=True)
    financial_argument = models.TextField(blank=True)
    service_argument = models.TextField(blank=True)
    recommendation = models.TextField(blank=True)
    reserves = models.TextField(blank=True)
    # how it is printed (rules.outline); None: as the company prints this form
    outline = models.JSONField(null=True, blank=True)
    # of an estimate: how far the price may be off, either way
    accuracy_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    # result of the pricing engine; no total before every line has its price
    is_priced = models.BooleanField(default=False)
    total_net = AmountField(default=Decimal(0))
    total_tax = AmountField(default=Decimal(0))
    total_gross = AmountField(default=Decimal(0))
    total_net_company = AmountField(default=Decimal(0))
    total_cost = AmountField(null=True, blank=True)
    margin = AmountField(null=True, blank=True)
    margin_percent = PercentField(null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)
    # frozen at sending
    frozen = models.JSONField(default=dict, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    document = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    refusal_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["offer", "letter"], name="offers_revision_letter_unique"
            ),
            models.UniqueConstraint(
                fields=["offer"],
                condition=Q(is_current=True),
                name="offers_one_current_revision",
            ),
            models.UniqueConstraint(
                fields=["offer"],
                condition=Q(status="ACCEPTED"),
                name="offers_one_accepted_revision",
            ),
            models.CheckConstraint(
                condition=Q(status="DRAFT")
                | (Q(sent_at__isnull=False) & ~Q(content_hash="")),
                name="offers_sent_revision_is_frozen",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "valid_until"], name="offers_revision_open")
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}-{self.letter}"

    @property
    def is_draft(self) -> bool:
        """Whether it can still be edited."""
        return self.status == self.Status.DRAFT
