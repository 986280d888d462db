"""What must be checked before a revision may leave."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.coordination.models import Consultation
from filon.offers.models.revision import OfferRevision


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
