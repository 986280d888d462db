"""Whose opinion an offer needs, and which questions were put about it."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import DepartmentKind, User
from filon.catalog.models import ProductFamily
from filon.coordination.models import Consultation
from filon.directory.models import Organization
from filon.offers.models.revision import OfferRevision


class FeasibilityRule(models.Model):
    """One rule of the company: on this trigger, ask a department or a supplier.

    They hold once the policy says `has_own_feasibility`; before, the default set of
    `selectors.feasibility` does.
    """

    class Trigger(models.TextChoices):
        """What makes it ask."""

        OUTSIDE_CATALOGUE = "OUTSIDE_CATALOGUE", _("Line outside the catalogue")
        FAMILY = "FAMILY", _("Item of the family")
        QUANTITY = "QUANTITY", _("Quantity of a line above")
        COST_UNKNOWN = "COST_UNKNOWN", _("Line whose cost is unknown")
        SHORT_DELAY = "SHORT_DELAY", _("Delay shorter than the standard lead time")
        FIRM_REQUIREMENT = "FIRM_REQUIREMENT", _("Requirement that must be met (F0)")
        TOLERANCE = "TOLERANCE", _("Requirement with a tolerance")
        ABROAD = "ABROAD", _("Customer abroad")
        INCOTERM = "INCOTERM", _("Incoterm by which we carry (C and D)")
        AMOUNT = "AMOUNT", _("Amount without VAT above")
        PAYMENT_DAYS = "PAYMENT_DAYS", _("Days to payment above")
        WARRANTY_MONTHS = "WARRANTY_MONTHS", _("Months of warranty above")

    trigger = models.CharField(max_length=20, choices=Trigger)
    threshold = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    family = models.ForeignKey(ProductFamily, models.CASCADE, null=True, blank=True)
    country = models.CharField(max_length=2, blank=True)
    department_kind = models.CharField(
        max_length=20, choices=DepartmentKind, blank=True
    )
    supplier = models.ForeignKey(Organization, models.CASCADE, null=True, blank=True)
    question = models.TextField()
    days = models.PositiveSmallIntegerField(default=5)
    is_mandatory = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(department_kind="") ^ Q(supplier=None)),
                name="offers_feasibility_asks_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.trigger}: {self.department_kind or self.supplier_id}"


class OfferConsultation(models.Model):
    """Why a question about a revision was put, and what became of its answer.

    `findings` are the reasons as the rules gave them: an offer that goes further later
    must be asked about again.
    """

    consultation = models.OneToOneField(
        Consultation, models.CASCADE, related_name="of_offer"
    )
    revision = models.ForeignKey(OfferRevision, models.CASCADE, related_name="opinions")
    findings = models.JSONField(default=list)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.consultation_id}"
