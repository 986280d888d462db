"""Where a need is known from, and what it asks for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.directory.models import Contact
from filon.files.models import StoredFile
from filon.kernel.fields import AmountField
from filon.needs.models.need import Need
from filon.prospecting.models import Activity, GuideAnswer, RequirementKind


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
        RANGE = "RANGE", _("from … to …")
        ENUM = "ENUM", _("one of a list")
        BOOLEAN = "BOOLEAN", _("yes, it must")
        TEXT = "TEXT", _("as described")

    class Method(models.TextChoices):
        """How it will be verified that the requirement is met."""

        CALCULATION = "CALCULATION", pgettext_lazy("verification", "Calculation")
        TEST = "TEST", pgettext_lazy("verification", "Test")
        INSPECTION = "INSPECTION", pgettext_lazy("verification", "Inspection")
        CERTIFICATE = "CERTIFICATE", pgettext_lazy("verification", "Certificate")
        REFERENCE = "REFERENCE", pgettext_lazy("verification", "Reference")

    class Status(models.TextChoices):
        """Whether the customer stands by it."""

        DRAFT = "DRAFT", pgettext_lazy("requirement", "To confirm")
        CONFIRMED = "CONFIRMED", pgettext_lazy("requirement", "Confirmed")
        CHANGED = "CHANGED", pgettext_lazy("requirement", "Changed since")
        WITHDRAWN = "WITHDRAWN", pgettext_lazy("requirement", "Withdrawn")

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
    # the upper end of a range
    level_high = models.DecimalField(
        max_digits=19, decimal_places=6, null=True, blank=True
    )
    # the values of a list, one of which is asked for, separated by semicolons
    allowed = models.CharField(max_length=300, blank=True)
    tolerance = models.DecimalField(
        max_digits=19, decimal_places=6, null=True, blank=True
    )
    # as it was written; kernel.measures knows its UN/ECE code
    unit = models.CharField(max_length=20, blank=True)
    # how far it can be negotiated, and what a unit of the level is worth
    limit = models.DecimalField(max_digits=19, decimal_places=6, null=True, blank=True)
    exchange_rate = AmountField(null=True, blank=True)
    standard = models.CharField(max_length=120, blank=True)
    method = models.CharField(max_length=12, choices=Method, blank=True)
    verification = models.CharField(max_length=120, blank=True)
    weight = models.PositiveSmallIntegerField(default=3)
    # the question that brought an unspoken need to light
    revealed_by = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    version = models.PositiveSmallIntegerField(default=1)
    # the version that the customer stood by
    confirmed_version = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.ForeignKey(NeedSource, models.SET_NULL, null=True, blank=True)
    # page and paragraph of the source, and its words
    place = models.CharField(max_length=120, blank=True)
    verbatim = models.TextField(blank=True)
    more_sources = models.ManyToManyField(
        NeedSource, blank=True, related_name="also_for"
    )
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
                condition=Q(operator__in=("TEXT", "ENUM", "BOOLEAN"))
                | Q(level__isnull=False),
                name="needs_compared_requirement_has_level",
            ),
            models.CheckConstraint(
                condition=~Q(operator="RANGE")
                | Q(level_high__isnull=False, level_high__gte=F("level")),
                name="needs_range_has_two_ends",
            ),
            models.CheckConstraint(
                condition=~Q(operator="ENUM") | ~Q(allowed=""),
                name="needs_list_has_values",
            ),
            models.CheckConstraint(
                condition=Q(weight__range=(1, 5)), name="needs_weight_is_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.text}"


class RequirementChange(models.Model):
    """What changed of a requirement after the customer confirmed it, and its effect."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="changes")
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    changes = models.JSONField(default=dict)
    # on what the offer will cost the customer, in the currency of the need
    price_effect = AmountField(null=True, blank=True)
    delay_days = models.IntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["requirement", "version"], name="needs_change_once_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id}/{self.version}"
