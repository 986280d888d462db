"""What must be checked before a revision may leave."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.coordination.models import Consultation
from filon.needs.models import Requirement
from filon.offers.models.line import OfferLine
from filon.offers.models.revision import OfferRevision


class AdequacyCheck(models.Model):
    """How a revision answers one requirement (« Adéquation »)."""

    class Verdict(models.TextChoices):
        """Met, exceeded, partly met, deviating, or still open."""

        OPEN = "OPEN", pgettext_lazy("adequacy", "To check")
        MET = "MET", pgettext_lazy("adequacy", "Met")
        EXCEEDED = "EXCEEDED", pgettext_lazy("adequacy", "Exceeded")
        PARTLY = "PARTLY", pgettext_lazy("adequacy", "Partly met")
        DEVIATION = "DEVIATION", pgettext_lazy("adequacy", "Deviation")

    revision = models.ForeignKey(OfferRevision, models.CASCADE, related_name="adequacy")
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="adequacy"
    )
    line = models.ForeignKey(OfferLine, models.SET_NULL, null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.OPEN)
    is_computed = models.BooleanField(default=False)
    offered = models.CharField(max_length=200, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["revision", "requirement"], name="offers_adequacy_once"
            ),
            models.CheckConstraint(
                condition=~Q(verdict__in=["PARTLY", "DEVIATION"]) | ~Q(comment=""),
                name="offers_deviation_is_explained",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id}: {self.verdict}"


class ConformityCheck(models.Model):
    """One of the six verifications that the referential names; open rows block."""

    class Topic(models.TextChoices):
        """Costs, manufacturing, technicality, implementation, warranty, delivery."""

        COST = "COST", _("Costs")
        MANUFACTURING = "MANUFACTURING", _("Manufacturing")
        TECHNICALITY = "TECHNICALITY", _("Technicality")
        IMPLEMENTATION = "IMPLEMENTATION", _("Implementation")
        WARRANTY = "WARRANTY", _("Warranty")
        DELIVERY = "DELIVERY", _("Delivery")

    class Status(models.TextChoices):
        """Checked, waived with a reason, or open."""

        OPEN = "OPEN", pgettext_lazy("check", "Open")
        OK = "OK", pgettext_lazy("check", "Conform")
        WAIVED = "WAIVED", pgettext_lazy("check", "Waived")

    revision = models.ForeignKey(
        OfferRevision, models.CASCADE, related_name="conformity"
    )
    topic = models.CharField(max_length=16, choices=Topic)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    reason = models.CharField(max_length=300, blank=True)
    consultation = models.ForeignKey(
        Consultation, models.SET_NULL, null=True, blank=True
    )
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["revision", "topic"], name="offers_conformity_once"
            ),
            models.CheckConstraint(
                condition=~Q(status="WAIVED") | ~Q(reason=""),
                name="offers_waiver_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.status}"
