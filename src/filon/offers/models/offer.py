"""The offer as a whole, and the tender it may answer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import OwnedRecord
from filon.deals.models import Deal
from filon.directory.models import Contact, Organization
from filon.needs.models import Need


class Offer(OwnedRecord):
    """What is proposed to a customer, in numbered revisions."""

    class Form(models.TextChoices):
        """The legal form that suits the context."""

        QUOTE = "QUOTE", _("Quote")
        OFFER = "OFFER", _("Technical and commercial offer")
        BUDGETARY = "BUDGETARY", _("Budgetary estimate")
        SPECIFICATION = "SPECIFICATION", _("Answer to a specification")
        TENDER = "TENDER", _("Answer to a tender")
        CONTRACT = "CONTRACT", _("Contract proposal")

    number = models.CharField(max_length=30, blank=True)
    title = models.CharField(max_length=200)
    form = models.CharField(max_length=14, choices=Form, default=Form.QUOTE)
    deal = models.ForeignKey(Deal, models.PROTECT, related_name="offers")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="offers"
    )
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True)
    need = models.ForeignKey(
        Need, models.PROTECT, null=True, blank=True, related_name="offers"
    )
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True)
    customer_reference = models.CharField(max_length=80, blank=True)
    due_on = models.DateField(null=True, blank=True)
    vocabulary = models.ForeignKey(
        "offers.BuyerVocabulary", models.SET_NULL, null=True, blank=True
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="offers_offer_number_unique",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["team", "-id"], name="offers_offer_team"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Tender(OwnedRecord):
    """A call for tenders: its buyer's reference, deadline, lots and pieces."""

    class Decision(models.TextChoices):
        """Whether we bid."""

        OPEN = "OPEN", pgettext_lazy("go/no-go", "To decide")
        GO = "GO", pgettext_lazy("go/no-go", "Go")
        NO_GO = "NO_GO", pgettext_lazy("go/no-go", "No go")

    deal = models.OneToOneField(Deal, models.CASCADE, related_name="tender")
    buyer_reference = models.CharField(max_length=120)
    deadline_at = models.DateTimeField()
    questions_until = models.DateTimeField(null=True, blank=True)
    lots = models.JSONField(default=list, blank=True)
    checklist = models.JSONField(default=list, blank=True)
    questions = models.TextField(blank=True)
    decision = models.CharField(max_length=6, choices=Decision, default=Decision.OPEN)
    decision_reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.buyer_reference
