"""Links for people without an account: one person, one purpose, one record."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicLink(models.Model):
    """A 256-bit token, kept as its hash, that opens one page to one person (PL-01)."""

    class Purpose(models.TextChoices):
        """What the link is good for, and nothing else."""

        CONSULTATION = "CONSULTATION", _("Answer a consultation")
        TRANSMISSION = "TRANSMISSION", _("Read a transmitted document")
        PRICE_REQUEST = "PRICE_REQUEST", _("Answer a request for prices")
        OFFER = "OFFER", _("Read and answer an offer")
        NEED = "NEED", _("Confirm a need")
        SURVEY = "SURVEY", _("Answer a satisfaction survey")
        COMPANY_OPINION = "COMPANY_OPINION", _("Give the company's opinion")

    reference = models.CharField(max_length=16, unique=True)
    purpose = models.CharField(max_length=20, choices=Purpose)
    target_kind = models.CharField(max_length=80)
    target_id = models.BigIntegerField()
    recipient_name = models.CharField(max_length=200)
    recipient_email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="fr")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["target_kind", "target_id"], name="coordination_link_target"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}/{self.pk}"


class LinkEvent(models.Model):
    """What happened through a link: sent, read, answered; appended only."""

    link = models.ForeignKey(PublicLink, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=30)
    address = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.link_id}/{self.kind}"
