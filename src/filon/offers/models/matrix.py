"""The compliance matrix: how a revision answers each requirement of a need."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.directory.models import Organization
from filon.files.models import StoredFile
from filon.kernel.fields import PercentField
from filon.needs.models import Requirement
from filon.offers.models.line import OfferLine
from filon.offers.models.revision import OfferRevision


class AdequacyCheck(models.Model):
    """How a revision answers one requirement (« Adéquation »).

    `level` in `unit` is what is offered, in numbers, where it is known; `trace` says
    how the level and the verdict came about. A computed NC is shown at once, but only
    a person can explain it: until then the revision cannot leave.
    """

    class Verdict(models.TextChoices):
        """The six answers that buyers' matrices know; a vocabulary renames them."""

        OPEN = "OPEN", pgettext_lazy("adequacy", "To clarify")
        COMPLIANT = "C", pgettext_lazy("adequacy", "Compliant")
        RESERVED = "CR", pgettext_lazy("adequacy", "Compliant with reserve")
        VARIANT = "V", pgettext_lazy("adequacy", "Variant proposed")
        NOT_COMPLIANT = "NC", pgettext_lazy("adequacy", "Not compliant")
        NOT_APPLICABLE = "NA", pgettext_lazy("adequacy", "Not applicable")

    class Review(models.TextChoices):
        """Who has looked at the answer."""

        TO_WRITE = "TO_WRITE", pgettext_lazy("review", "To write")
        TO_REVIEW = "TO_REVIEW", pgettext_lazy("review", "To review")
        REVIEWED = "REVIEWED", pgettext_lazy("review", "Reviewed")

    revision = models.ForeignKey(OfferRevision, models.CASCADE, related_name="adequacy")
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="adequacy"
    )
    line = models.ForeignKey(OfferLine, models.SET_NULL, null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.OPEN)
    is_computed = models.BooleanField(default=False)
    offered = models.CharField(max_length=200, blank=True)
    is_typed = models.BooleanField(default=False)
    level = models.DecimalField(max_digits=19, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    margin_percent = PercentField(null=True, blank=True)
    trace = models.JSONField(default=list, blank=True)
    comment = models.TextField(blank=True)
    proof = models.CharField(max_length=200, blank=True)
    proof_page = models.CharField(max_length=20, blank=True)
    proof_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    review = models.CharField(max_length=10, choices=Review, default=Review.TO_WRITE)
    reviewed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["revision", "requirement"], name="offers_adequacy_once"
            ),
            models.CheckConstraint(
                condition=~Q(verdict__in=["CR", "V", "NC"])
                | ~Q(comment="")
                | Q(is_computed=True),
                name="offers_deviation_is_explained",
            ),
            models.CheckConstraint(
                condition=~Q(review="REVIEWED") | Q(reviewed_at__isnull=False),
                name="offers_review_is_dated",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "due_on"], name="offers_adequacy_due"),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id}: {self.verdict}"

    @property
    def is_deviation(self) -> bool:
        """Whether the customer must read a reserve about it."""
        return self.verdict in {"CR", "V", "NC"}

    @property
    def is_unexplained(self) -> bool:
        """Whether a computed deviation still waits for its words."""
        return self.is_deviation and not self.comment


class BuyerVocabulary(models.Model):
    """How one buyer, or a whole trade, calls the six answers of a matrix.

    A word that is left out is our own letter.
    """

    name = models.CharField(max_length=80, unique=True)
    organization = models.ForeignKey(
        Organization,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="vocabularies",
        verbose_name=_("Buyer"),
    )
    compliant = models.CharField(max_length=40, blank=True)
    reserved = models.CharField(max_length=40, blank=True)
    variant = models.CharField(max_length=40, blank=True)
    not_compliant = models.CharField(max_length=40, blank=True)
    not_applicable = models.CharField(max_length=40, blank=True)
    to_clarify = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def own_words(self) -> dict[str, str]:
        """The words that this vocabulary has, by verdict."""
        said = {
            AdequacyCheck.Verdict.COMPLIANT: self.compliant,
            AdequacyCheck.Verdict.RESERVED: self.reserved,
            AdequacyCheck.Verdict.VARIANT: self.variant,
            AdequacyCheck.Verdict.NOT_COMPLIANT: self.not_compliant,
            AdequacyCheck.Verdict.NOT_APPLICABLE: self.not_applicable,
            AdequacyCheck.Verdict.OPEN: self.to_clarify,
        }
        return {verdict.value: word for verdict, word in said.items() if word}
