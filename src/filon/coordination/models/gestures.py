"""Consultation, approval, transmission, signal, participant: on any deliverable."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import (
    Department,
    OwnedRecord,
    ScopedQuerySet,
    User,
    scope_of,
)
from filon.coordination.models.links import PublicLink
from filon.directory.models import Organization
from filon.files.models import StoredFile
from filon.kernel.fields import AmountField


class TargetedRecord(OwnedRecord):
    """A gesture about a deliverable, which it names by kind and id.

    `title` keeps how the deliverable was called, for lists and for people who may
    answer without reading it.
    """

    target_kind = models.CharField(max_length=80)
    target_id = models.BigIntegerField()
    title = models.CharField(max_length=250)

    class Meta:
        abstract = True
        indexes: ClassVar = [
            models.Index(
                fields=["target_kind", "target_id"], name="coord_%(class)s_target"
            )
        ]


class GestureQuerySet(ScopedQuerySet):
    """Gestures by who may read them: sales people in scope, and whoever was asked."""

    def visible_to(self, user: User) -> Self:
        """Keep the ones in this person's scope, their own, and those sent to them."""
        if not user.is_active:
            return self.none()
        own = Q(owner_id=user.pk) | Q(created_by_id=user.pk)
        return self.alive().filter(scope_of(user) | own | self.addressed(user))

    def addressed(self, user: User) -> Q:
        """Return the filter of the gestures that were sent to this person."""
        raise NotImplementedError


class ConsultationQuerySet(GestureQuerySet):
    """Consultations; a department's are read by all of its members."""

    def addressed(self, user: User) -> Q:
        """Return the filter of what this person, or their department, was asked."""
        asked = Q(person_id=user.pk)
        if user.department_id is not None:
            asked |= Q(department_id=user.department_id)
        return asked


class ApprovalQuerySet(GestureQuerySet):
    """Approvals; the approver, who stands in for them and their superior read them."""

    def addressed(self, user: User) -> Q:
        """Return the filter of what this person may have to decide."""
        return (
            Q(approver_id=user.pk)
            | Q(substitute_id=user.pk)
            | Q(approver__reports_to_id=user.pk)
        )


class TransmissionQuerySet(GestureQuerySet):
    """Transmissions; a recipient reads them once they are sent."""

    def addressed(self, user: User) -> Q:
        """Return the filter of what was sent to this person."""
        received = TransmissionRecipient.objects.filter(user_id=user.pk)
        return Q(status="SENT", pk__in=received.values("transmission_id"))


class SignalQuerySet(GestureQuerySet):
    """Signals; the addressee and their superior read them."""

    def addressed(self, user: User) -> Q:
        """Return the filter of what this person was told."""
        return Q(addressee_id=user.pk) | Q(addressee__reports_to_id=user.pk)


class Consultation(TargetedRecord):
    """A question to an expert, a department or a supplier (« Demande d'avis »)."""

    class Kind(models.TextChoices):
        """What is asked for."""

        EXPERTISE = "EXPERTISE", pgettext_lazy("consultation", "Expertise")
        FEASIBILITY = "FEASIBILITY", pgettext_lazy("consultation", "Feasibility")
        SUPPLIER = "SUPPLIER", pgettext_lazy("consultation", "Supplier")
        INFORMATION = "INFORMATION", pgettext_lazy("consultation", "Information")

    class Status(models.TextChoices):
        """Where it stands."""

        OPEN = "OPEN", pgettext_lazy("consultation", "Waiting for an answer")
        ANSWERED = "ANSWERED", pgettext_lazy("consultation", "Answered")
        CANCELLED = "CANCELLED", pgettext_lazy("consultation", "Cancelled")

    class Verdict(models.TextChoices):
        """The answer in one word."""

        YES = "YES", pgettext_lazy("verdict", "Feasible")
        YES_IF = "YES_IF", pgettext_lazy("verdict", "Feasible with changes")
        NO = "NO", pgettext_lazy("verdict", "Not feasible")

    class Topic(models.TextChoices):
        """Which verification the answer fills; the six that the referential names."""

        COST = "COST", _("Costs")
        MANUFACTURING = "MANUFACTURING", _("Manufacturing")
        TECHNICALITY = "TECHNICALITY", _("Technicality")
        IMPLEMENTATION = "IMPLEMENTATION", _("Implementation")
        WARRANTY = "WARRANTY", _("Warranty")
        DELIVERY = "DELIVERY", _("Delivery")

    kind = models.CharField(max_length=12, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True)
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="consultations"
    )
    supplier = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True)
    addressee_name = models.CharField(max_length=200, blank=True)
    addressee_email = models.EmailField(blank=True)
    link = models.ForeignKey(PublicLink, models.SET_NULL, null=True, blank=True)
    question = models.TextField()
    topic = models.CharField(max_length=20, blank=True)
    due_on = models.DateField()
    blocks_sending = models.BooleanField(default=True)
    verdict = models.CharField(max_length=6, choices=Verdict, blank=True)
    answer = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    risk = models.TextField(blank=True)
    cost = AmountField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    lead_time_days = models.PositiveIntegerField(null=True, blank=True)
    answer_valid_until = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ConsultationQuerySet.as_manager()

    class Meta(TargetedRecord.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status="ANSWERED") | Q(answered_at__isnull=False),
                name="coordination_answer_has_date",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Approval(TargetedRecord):
    """A decision asked of a manager, bound to the content they saw (« Validation »)."""

    class Status(models.TextChoices):
        """Where it stands."""

        PENDING = "PENDING", pgettext_lazy("approval", "Awaiting a decision")
        APPROVED = "APPROVED", pgettext_lazy("approval", "Approved")
        REFUSED = "REFUSED", pgettext_lazy("approval", "Refused")
        VOID = "VOID", pgettext_lazy("approval", "Void")

    step = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    approver = models.ForeignKey(User, models.PROTECT, related_name="approvals")
    substitute = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    amount = AmountField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    content_hash = models.CharField(max_length=64, blank=True)
    due_on = models.DateField(null=True, blank=True)
    comment = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    escalated_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ApprovalQuerySet.as_manager()

    class Meta(TargetedRecord.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["target_kind", "target_id", "step"],
                condition=Q(status="PENDING"),
                name="coordination_one_pending_approval",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["APPROVED", "REFUSED"])
                | Q(decided_at__isnull=False),
                name="coordination_decision_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Transmission(TargetedRecord):
    """A deliverable shared with named people by a due date (« Diffusion »)."""

    class Channel(models.TextChoices):
        """How it reaches them."""

        EMAIL = "EMAIL", _("By e-mail")
        LINK = "LINK", _("By link, handed over")
        PRESENTED = "PRESENTED", _("Presented in a meeting")

    class Status(models.TextChoices):
        """Where it stands."""

        PLANNED = "PLANNED", pgettext_lazy("transmission", "Planned")
        SENT = "SENT", pgettext_lazy("transmission", "Sent")

    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    status = models.CharField(max_length=8, choices=Status, default=Status.PLANNED)
    language = models.CharField(max_length=2, default="fr")
    due_on = models.DateField(null=True, blank=True)
    message = models.TextField(blank=True)
    document = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    presented_on = models.DateField(null=True, blank=True)
    attendees = models.TextField(blank=True)
    minutes = models.TextField(blank=True)

    objects: ClassVar[Any] = TransmissionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class TransmissionRecipient(models.Model):
    """One person a deliverable was sent to, with the proof of sending and reading."""

    transmission = models.ForeignKey(
        Transmission, models.CASCADE, related_name="recipients"
    )
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="received"
    )
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    link = models.ForeignKey(PublicLink, models.SET_NULL, null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["transmission", "user"], name="coordination_received_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Signal(TargetedRecord):
    """A delay, a difficulty or a matter out of scope, told to the right person."""

    class Kind(models.TextChoices):
        """What is signalled."""

        DELAY = "DELAY", pgettext_lazy("signal", "Delay")
        DIFFICULTY = "DIFFICULTY", pgettext_lazy("signal", "Difficulty")
        OUT_OF_SCOPE = "OUT_OF_SCOPE", pgettext_lazy("signal", "Out of scope")

    class Status(models.TextChoices):
        """Where it stands."""

        OPEN = "OPEN", pgettext_lazy("signal", "Open")
        HANDLED = "HANDLED", pgettext_lazy("signal", "Handled")

    kind = models.CharField(max_length=14, choices=Kind)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    addressee = models.ForeignKey(User, models.PROTECT, related_name="signals")
    message = models.TextField()
    answer = models.TextField(blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = SignalQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class Participant(models.Model):
    """Somebody on our side who must be informed, identified beforehand."""

    target_kind = models.CharField(max_length=80)
    target_id = models.BigIntegerField()
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=120, blank=True)
    is_to_inform = models.BooleanField(default=True)
    identified_at = models.DateTimeField()
    identified_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["target_kind", "target_id"], name="coord_participant_target"
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=False)
                | Q(department__isnull=False)
                | ~Q(name=""),
                name="coordination_participant_is_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.user or self.department)
