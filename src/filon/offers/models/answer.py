"""To whom a revision went, what was conceded, how it was answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import User
from filon.coordination.models import PublicLink
from filon.directory.models import Contact
from filon.documents.models import Seal
from filon.files.models import StoredFile
from filon.kernel.fields import AmountField
from filon.offers.models.offer import Offer
from filon.offers.models.revision import OfferRevision
from filon.plans.models import ReminderRule
from filon.prospecting.models import Activity


class OfferRecipient(models.Model):
    """A person a revision was sent to; each has a link and a proof of reading."""

    revision = models.ForeignKey(
        OfferRevision, models.CASCADE, related_name="recipients"
    )
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True)
    name = models.CharField(max_length=200)
    email = models.EmailField()
    can_accept = models.BooleanField(default=True)
    link = models.ForeignKey(PublicLink, models.SET_NULL, null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Concession(models.Model):
    """What was given in a negotiation, and what was obtained for it."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="concessions")
    from_revision = models.ForeignKey(OfferRevision, models.PROTECT, related_name="+")
    to_revision = models.ForeignKey(
        OfferRevision, models.PROTECT, null=True, blank=True, related_name="concessions"
    )
    asked = models.CharField(max_length=300)
    given = models.CharField(max_length=300, blank=True)
    counterpart = models.CharField(max_length=300, blank=True)
    margin_effect = AmountField(null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.asked


class Acceptance(models.Model):
    """The customer's acceptance and its evidence; appended once, never changed."""

    revision = models.OneToOneField(
        OfferRevision, models.PROTECT, related_name="acceptance"
    )
    link = models.ForeignKey(PublicLink, models.PROTECT, null=True, blank=True)
    signatory_name = models.CharField(max_length=200)
    signatory_function = models.CharField(max_length=120, blank=True)
    signatory_email = models.EmailField(blank=True)
    has_authority = models.BooleanField(default=False)
    customer_reference = models.CharField(max_length=80, blank=True)
    accepted_at = models.DateTimeField()
    address = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)
    statement = models.TextField()
    selected_options = models.JSONField(default=list)
    total_net = AmountField()
    total_tax = AmountField()
    total_gross = AmountField()
    document_sha256 = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    evidence = models.JSONField(default=dict)
    evidence_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-accepted_at"], name="offers_acceptance_date")
        ]

    class Level(models.TextChoices):
        """How strongly the acceptance is proved, from the weakest on."""

        WORD = "WORD", _("Noted by us, without a document")
        FILE = "FILE", _("Signed document or purchase order, kept with it")
        CLICK = "CLICK", _("Personal link")
        CODE = "CODE", _("Personal link and one-time code by e-mail")

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.signatory_name}"

    @property
    def level_label(self) -> str:
        """How it is proved, in words; empty where it was accepted before we said so."""
        code = self.evidence.get("level")
        return str(self.Level(code).label) if code in self.Level.values else ""


class SealedProof(models.Model):
    """The proof of an acceptance as one sealed PDF; appended once, never changed."""

    acceptance = models.OneToOneField(
        Acceptance, models.PROTECT, related_name="sealed_proof"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.acceptance_id}: {self.file}"


class AcceptanceCode(models.Model):
    """A one-time code that was sent to the mailbox of a link, kept as its hash."""

    link = models.ForeignKey(
        PublicLink, models.CASCADE, related_name="acceptance_codes"
    )
    code_hash = models.CharField(max_length=64)
    email = models.EmailField()
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.link_id}/{self.pk}"


class FollowUp(models.Model):
    """The contact that was planned because a revision stayed unanswered."""

    revision = models.ForeignKey(
        OfferRevision, models.CASCADE, related_name="follow_ups"
    )
    rule = models.ForeignKey(ReminderRule, models.SET_NULL, null=True, blank=True)
    activity = models.OneToOneField(
        Activity, models.CASCADE, related_name="offer_follow_up"
    )

    def __str__(self) -> str:
        return f"{self.revision_id}/{self.activity_id}"
