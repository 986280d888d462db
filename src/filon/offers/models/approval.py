"""Who must approve what: rules, levels, and what an approval of a revision allows."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import CompanyProfile, User
from filon.catalog.models import ProductFamily
from filon.coordination.models import Approval
from filon.directory.models import MarketSegment
from filon.kernel.fields import AmountField, PercentField
from filon.offers.models.offer import Offer
from filon.offers.models.revision import OfferRevision


class ApprovalRule(models.Model):
    """One rule of the company: beyond this limit, that level decides.

    They hold once the policy says `has_own_rules`; before, the default set of
    `rules.approval` does.
    """

    class Metric(models.TextChoices):
        """What it looks at."""

        MARGIN = "MARGIN", _("Margin rate of the offer (%)")
        LINE_MARGIN = "LINE_MARGIN", _("Margin rate of a line (%)")
        DISCOUNT = "DISCOUNT", _("Discount granted by hand (%)")
        AMOUNT = "AMOUNT", _("Amount without VAT")
        PAYMENT_DAYS = "PAYMENT_DAYS", _("Days to payment")
        MARGIN_AND_TERMS = "MARGIN_AND_TERMS", _("Margin and payment given up together")
        NEW_CUSTOMER = "NEW_CUSTOMER", _("New customer without a deposit")
        CREDIT = "CREDIT", _("Amount over the credit limit (%)")
        VALIDITY_DAYS = "VALIDITY_DAYS", _("Days of validity")
        WARRANTY_MONTHS = "WARRANTY_MONTHS", _("Months of warranty beyond the standard")
        RESERVE = "RESERVE", _("Reserve, variant or deviation printed")
        KNOCK_OUT = "KNOCK_OUT", _("Requirement that must be met and is not")
        COST_UNKNOWN = "COST_UNKNOWN", _("Cost unknown")
        FEASIBILITY = "FEASIBILITY", _("Feasibility not confirmed")
        FOREIGN_CURRENCY = "FOREIGN_CURRENCY", _("Amount in a foreign currency")

    class Operator(models.TextChoices):
        """How it compares."""

        BELOW = "BELOW", pgettext_lazy("rule", "below")
        ABOVE = "ABOVE", pgettext_lazy("rule", "above")
        IS = "IS", pgettext_lazy("rule", "in any case")

    class Basis(models.TextChoices):
        """What the threshold counts from."""

        ZERO = "ZERO", pgettext_lazy("rule", "the number itself")
        TARGET = "TARGET", pgettext_lazy("rule", "the company’s target")
        FLOOR = "FLOOR", pgettext_lazy("rule", "the company’s floor")
        FAMILY_FLOOR = "FAMILY_FLOOR", pgettext_lazy("rule", "the floor of the family")
        FREE_DISCOUNT = "FREE_DISCOUNT", pgettext_lazy("rule", "the free discount")

    class Level(models.IntegerChoices):
        """Who decides."""

        N1 = 1, pgettext_lazy("approval level", "N1")
        N2 = 2, pgettext_lazy("approval level", "N2")
        N3 = 3, pgettext_lazy("approval level", "N3")
        BLOCKED = 9, pgettext_lazy("approval level", "Forbidden")

    metric = models.CharField(max_length=20, choices=Metric)
    operator = models.CharField(max_length=6, choices=Operator)
    basis = models.CharField(max_length=14, choices=Basis, default=Basis.ZERO)
    threshold = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    level = models.PositiveSmallIntegerField(choices=Level)
    family = models.ForeignKey(ProductFamily, models.CASCADE, null=True, blank=True)
    segment = models.ForeignKey(MarketSegment, models.CASCADE, null=True, blank=True)
    country = models.CharField(max_length=3, blank=True)
    form = models.CharField(max_length=14, choices=Offer.Form, blank=True)
    amount_from = AmountField(null=True, blank=True)
    amount_to = AmountField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.metric} {self.operator} {self.threshold}: N{self.level}"


class ApprovalLevel(models.Model):
    """Who decides at a level, who stands in, and how long it may take.

    Without a row, N1 is the superior of whoever sells, N2 that person's superior, N3
    a director; each has two days.
    """

    level = models.PositiveSmallIntegerField(unique=True)
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    substitute = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    hours = models.PositiveSmallIntegerField(default=48)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=3), name="offers_level_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"N{self.level}"


class OfferPolicy(models.Model):
    """How the company approves and prints offers, what it counts as cost; one row.

    `outlines` say how the offers of a form are printed (rules.outline), by form.
    """

    class Chain(models.TextChoices):
        """In which order the levels decide."""

        SEQUENTIAL = "SEQUENTIAL", pgettext_lazy("chain", "One level after the other")
        PARALLEL = "PARALLEL", pgettext_lazy("chain", "All levels at once")
        HIGHEST = "HIGHEST", pgettext_lazy("chain", "Only the highest level concerned")

    company = models.OneToOneField(
        CompanyProfile, models.CASCADE, primary_key=True, related_name="offer_policy"
    )
    chain = models.CharField(max_length=10, choices=Chain, default=Chain.SEQUENTIAL)
    has_own_rules = models.BooleanField(default=False)
    has_own_feasibility = models.BooleanField(default=False)
    keeps_improvements = models.BooleanField(default=False)
    financing_percent = PercentField(default=Decimal(0))
    commission_percent = PercentField(default=Decimal(0))
    warranty_percent = PercentField(default=Decimal(0))
    risk_percent = PercentField(default=Decimal(0))
    outlines = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.chain


class OfferApproval(models.Model):
    """What an approval of a revision is about and what it allows.

    `findings` are the rules that were broken when it was asked for, `limit_percent` the
    margin rate down to which the approver lets prices move, until `limit_until`.
    """

    approval = models.OneToOneField(Approval, models.CASCADE, related_name="of_offer")
    revision = models.ForeignKey(
        OfferRevision, models.CASCADE, related_name="approvals"
    )
    level = models.PositiveSmallIntegerField()
    findings = models.JSONField(default=list)
    margin_percent = PercentField(null=True, blank=True)
    limit_percent = PercentField(null=True, blank=True)
    limit_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(limit_percent=None) | Q(limit_until__isnull=False),
                name="offers_limit_has_an_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} N{self.level}"
