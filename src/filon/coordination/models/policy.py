"""The company's framework: policy, terms of sale, standards, and who read them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import READS_SALES, OwnedRecord, Role, ScopedQuerySet, User
from filon.files.models import StoredFile


class PolicyQuerySet(ScopedQuerySet):
    """The company's texts: the same ones for everybody who works with sales."""

    def visible_to(self, user: User) -> Self:
        """Keep all texts for sales people and experts, none for the exam centre."""
        if not user.is_active or user.role not in READS_SALES | {Role.EXPERT}:
            return self.none()
        return self.alive()

    def in_force(self, on: date) -> Self:
        """Keep the editions that hold on a day, bounds included."""
        return self.alive().filter(
            Q(valid_until=None) | Q(valid_until__gte=on), valid_from__lte=on
        )


class PolicyDocument(OwnedRecord):
    """One version of a text that everybody's work must respect."""

    class Kind(models.TextChoices):
        """The texts that the referential names."""

        SALES_POLICY = "SALES_POLICY", _("Sales policy")
        TERMS_OF_SALE = "TERMS_OF_SALE", _("General terms of sale")
        STAKES = "STAKES", _("Stakes and resources")
        STANDARD = "STANDARD", _("Standard")
        FORMAT = "FORMAT", _("Expected format of documents")
        DIRECTIVE = "DIRECTIVE", _("Company directive")
        REGULATION = "REGULATION", _("Regulation")
        IT_POLICY = "IT_POLICY", _("IT policy")

    kind = models.CharField(max_length=14, choices=Kind)
    title = models.CharField(max_length=200)
    edition = models.CharField(max_length=20, default="1")
    language = models.CharField(max_length=2, default="fr")
    summary = models.TextField(blank=True)
    key_limits = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True)

    objects: ClassVar[Any] = PolicyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until=None)
                | Q(valid_until__gte=models.F("valid_from")),
                name="coordination_policy_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["kind", "title", "edition", "language"],
                name="coordination_policy_edition_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.edition})"


class PolicyAcknowledgement(models.Model):
    """A person has read a policy document."""

    policy = models.ForeignKey(
        PolicyDocument, models.CASCADE, related_name="acknowledgements"
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["policy", "user"], name="coordination_acknowledged_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.policy_id}/{self.user_id}"


class PolicyCitation(models.Model):
    """A deliverable cites a policy and says how it was taken into account."""

    target_kind = models.CharField(max_length=80)
    target_id = models.BigIntegerField()
    policy = models.ForeignKey(PolicyDocument, models.PROTECT, related_name="citations")
    how = models.CharField(max_length=500)
    cited_at = models.DateTimeField()
    cited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["target_kind", "target_id", "policy"],
                name="coordination_cited_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.policy_id}: {self.how}"
