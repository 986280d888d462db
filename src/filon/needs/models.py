"""What the customer needs, from what it is known, and what it becomes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import OwnedRecord
from filon.deals.models import Deal
from filon.directory.models import Contact
from filon.files.models import StoredFile
from filon.kernel.fields import AmountField
from filon.prospecting.models import Activity, GuideAnswer, RequirementKind


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

    ref = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    deal = models.ForeignKey(Deal, models.PROTECT, related_name="needs")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    language = models.CharField(max_length=2, default="fr")
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
    financing_mode = models.CharField(max_length=200, blank=True)
    financing_capacity = models.CharField(
        max_length=12, choices=Capacity, default=Capacity.UNKNOWN
    )
    financial_constraints = models.TextField(blank=True)
    credit_check = models.TextField(blank=True)
    # crossing with the company's policy, constraints and resources
    policy_verdict = models.CharField(
        max_length=8, choices=PolicyVerdict, default=PolicyVerdict.OPEN
    )
    policy_note = models.TextField(blank=True)
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


class NeedSource(models.Model):
    """Where something about the need was learnt, and why it can be relied on."""

    class Kind(models.TextChoices):
        """What the source is."""

        VISIT = "VISIT", _("Visit")
        INTERVIEW = "INTERVIEW", _("Interview")
        DOCUMENT = "DOCUMENT", _("Document of the customer")
        STANDARD = "STANDARD", _("Standard or regulation")
        HISTORY = "HISTORY", _("History with the customer")
        WEB = "WEB", _("Web")
        EXPERT = "EXPERT", _("Expert")

    need = models.ForeignKey(Need, models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=120, blank=True)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True)
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True)
    dated_on = models.DateField()
    reliability = models.CharField(max_length=1, default="B")
    relevance = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.title


class Requirement(models.Model):
    """One requirement: criterion, level with tolerance and unit, and how firm it is."""

    class Nature(models.TextChoices):
        """Whether the customer said it."""

        EXPLICIT = "EXPLICIT", pgettext_lazy("requirement", "Explicit")
        IMPLICIT = "IMPLICIT", pgettext_lazy("requirement", "Implicit")
        LATENT = "LATENT", pgettext_lazy("requirement", "Latent")

    class Priority(models.TextChoices):
        """How negotiable it is: F0 to F3 of EN 16271, M/S/C/W of MoSCoW."""

        MUST = "MUST", _("Must (F0)")
        SHOULD = "SHOULD", _("Should (F1)")
        COULD = "COULD", _("Could (F2)")
        WONT = "WONT", _("Out of scope (F3)")

    class Operator(models.TextChoices):
        """How the level is compared."""

        EQUAL = "EQUAL", "="
        AT_LEAST = "AT_LEAST", "≥"
        AT_MOST = "AT_MOST", "≤"
        TEXT = "TEXT", _("as described")

    need = models.ForeignKey(Need, models.CASCADE, related_name="requirements")
    ref = models.CharField(max_length=12)
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=12, choices=RequirementKind)
    nature = models.CharField(max_length=8, choices=Nature, default=Nature.EXPLICIT)
    priority = models.CharField(max_length=8, choices=Priority, default=Priority.MUST)
    text = models.CharField(max_length=500)
    criterion = models.CharField(max_length=200, blank=True)
    operator = models.CharField(max_length=8, choices=Operator, default=Operator.TEXT)
    level = models.DecimalField(max_digits=19, decimal_places=6, null=True, blank=True)
    tolerance = models.DecimalField(
        max_digits=19, decimal_places=6, null=True, blank=True
    )
    unit = models.CharField(max_length=20, blank=True)
    standard = models.CharField(max_length=120, blank=True)
    verification = models.CharField(max_length=120, blank=True)
    weight = models.PositiveSmallIntegerField(default=3)
    source = models.ForeignKey(NeedSource, models.SET_NULL, null=True, blank=True)
    guide_answer = models.OneToOneField(
        GuideAnswer,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="requirement",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["need", "ref"], name="needs_requirement_ref_unique"
            ),
            models.CheckConstraint(
                condition=Q(operator="TEXT") | Q(level__isnull=False),
                name="needs_compared_requirement_has_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.text}"
