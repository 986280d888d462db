"""The analysis of a need: its steps, its decision, its frozen synthesis."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import OwnedRecord
from filon.deals.models import Deal
from filon.files.models import StoredFile
from filon.kernel.fields import AmountField, PercentField


class Need(OwnedRecord):
    """The analysis of a customer's need (« Analyse du besoin »).

    Its three steps are dated: clarification, feasibility, study.
    """

    class Status(models.TextChoices):
        """Whether its synthesis is frozen."""

        DRAFT = "DRAFT", pgettext_lazy("need", "In progress")
        SYNTHESIZED = "SYNTHESIZED", pgettext_lazy("need", "Synthesis frozen")

    class Decision(models.TextChoices):
        """Whether we answer."""

        OPEN = "OPEN", pgettext_lazy("go/no-go", "To decide")
        GO = "GO", pgettext_lazy("go/no-go", "Go")
        NO_GO = "NO_GO", pgettext_lazy("go/no-go", "No go")

    class PolicyVerdict(models.TextChoices):
        """Whether the need fits the company's policy."""

        OPEN = "OPEN", pgettext_lazy("policy", "Not checked")
        GREEN = "GREEN", pgettext_lazy("policy", "Fits")
        AMBER = "AMBER", pgettext_lazy("policy", "Fits with reserves")
        RED = "RED", pgettext_lazy("policy", "Does not fit")

    class Capacity(models.TextChoices):
        """Whether the customer can pay."""

        UNKNOWN = "UNKNOWN", pgettext_lazy("financing capacity", "Not known")
        SURE = "SURE", pgettext_lazy("financing capacity", "Established")
        CONDITIONAL = (
            "CONDITIONAL",
            pgettext_lazy("financing capacity", "Under conditions"),
        )
        DOUBTFUL = "DOUBTFUL", pgettext_lazy("financing capacity", "Doubtful")

    class Scale(models.TextChoices):
        """The names under which the one scale of priorities is shown."""

        FLEXIBILITY = "FLEXIBILITY", _("Flexibility F0 to F3 (EN 16271)")
        MOSCOW = "MOSCOW", _("MoSCoW: must, should, could, won’t")
        RANK = "RANK", _("Essential, important, desirable (public buyers)")

    class Funding(models.TextChoices):
        """With which money the customer pays."""

        UNKNOWN = "", pgettext_lazy("funding", "Not known")
        OWN = "OWN", pgettext_lazy("funding", "Own funds")
        LOAN = "LOAN", pgettext_lazy("funding", "Loan")
        LEASING = "LEASING", pgettext_lazy("funding", "Leasing")
        SUBSIDY = "SUBSIDY", pgettext_lazy("funding", "Grant")
        FRAMEWORK = "FRAMEWORK", pgettext_lazy("funding", "Frame contract")

    ref = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    deal = models.ForeignKey(Deal, models.PROTECT, related_name="needs")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    language = models.CharField(max_length=2, default="fr")
    scale = models.CharField(max_length=12, choices=Scale, default=Scale.FLEXIBILITY)
    due_on = models.DateField(null=True, blank=True)
    context = models.TextField(blank=True)
    problem = models.TextField(blank=True)
    expected_result = models.TextField(blank=True)
    current_suppliers = models.TextField(blank=True)
    distributors = models.TextField(blank=True)
    decision_process = models.TextField(blank=True)
    decision_on = models.DateField(null=True, blank=True)
    needed_on = models.DateField(null=True, blank=True)
    # financing
    budget_low = AmountField(null=True, blank=True)
    budget_high = AmountField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    budget_source = models.CharField(max_length=200, blank=True)
    funding = models.CharField(max_length=10, choices=Funding, blank=True)
    financing_mode = models.CharField(max_length=200, blank=True)
    financing_capacity = models.CharField(
        max_length=12, choices=Capacity, default=Capacity.UNKNOWN
    )
    financial_constraints = models.TextField(blank=True)
    payment_constraints = models.TextField(blank=True)
    credit_check = models.TextField(blank=True)
    # what they owe us today, and how much of it is insured
    outstanding = AmountField(null=True, blank=True)
    insured_limit = AmountField(null=True, blank=True)
    registration_status = models.CharField(max_length=120, blank=True)
    expected_payback_months = models.PositiveSmallIntegerField(null=True, blank=True)
    expected_return_percent = PercentField(null=True, blank=True)
    # crossing with the company's policy, constraints and resources
    policy_verdict = models.CharField(
        max_length=8, choices=PolicyVerdict, default=PolicyVerdict.OPEN
    )
    policy_note = models.TextField(blank=True)
    # code of a check -> its verdict and reason
    policy_checks = models.JSONField(default=dict, blank=True)
    economic_constraints = models.TextField(blank=True)
    technical_constraints = models.TextField(blank=True)
    resources = models.TextField(blank=True)
    decision = models.CharField(max_length=6, choices=Decision, default=Decision.OPEN)
    decision_reason = models.CharField(max_length=300, blank=True)
    # the three dated steps
    clarified_on = models.DateField(null=True, blank=True)
    feasibility_on = models.DateField(null=True, blank=True)
    studied_on = models.DateField(null=True, blank=True)
    # the frozen synthesis
    synthesis = models.JSONField(default=dict, blank=True)
    synthesis_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    synthesized_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"
