"""The outbox: every mail that Filon sends or would send."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import Role, User
from filon.files.models import StoredFile

# Stands in a stored body for each secret, in their order; nobody can type it.
PLACE = "\ue000"
DOTS = "••••••••"


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """Messages by who may read them."""

    def visible_to(self, user: User) -> Self:
        """Keep all for an administrator, the ones they caused for everybody else."""
        if not user.is_active:
            return self.none()
        if user.role == Role.ADMINISTRATOR:
            return self
        return self.filter(created_by=user)


class OutboxMessage(models.Model):
    """One mail, from the transaction that caused it to its delivery.

    Secrets (the tokens of links) are kept apart from the body until it is sent, then
    forgotten: the body that people read never holds them.
    """

    class Status(models.TextChoices):
        """Where the mail stands."""

        QUEUED = "QUEUED", pgettext_lazy("mail", "Waiting")
        HELD = "HELD", pgettext_lazy("mail", "Held")
        SENT = "SENT", pgettext_lazy("mail", "Sent")
        FAILED = "FAILED", pgettext_lazy("mail", "Not sent")

    to = models.JSONField(pgettext_lazy("mail", "to"))
    cc = models.JSONField(_("copy to"), default=list)
    reply_to = models.CharField(_("reply to"), max_length=320, blank=True)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    secrets = models.JSONField(default=list)
    attachments = models.ManyToManyField(
        StoredFile, related_name="+", verbose_name=_("attachments")
    )
    language = models.CharField(_("language"), max_length=2)
    message_id = models.CharField(max_length=200, unique=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.QUEUED
    )
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    queued_at = models.DateTimeField(_("waiting since"))
    next_try_at = models.DateTimeField(_("next try at"))
    sent_at = models.DateTimeField(_("sent at"), null=True)
    error = models.TextField(_("error"), blank=True)
    target_kind = models.CharField(max_length=80, blank=True)
    target_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(_("written at"))
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("caused by")
    )

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["status", "next_try_at"], name="mail_outbox_due"),
            models.Index(fields=["created_by", "-id"], name="mail_outbox_author"),
            models.Index(
                fields=["target_kind", "target_id"], name="mail_outbox_target"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="SENT", sent_at__isnull=False)
                | (~Q(status="SENT") & Q(sent_at__isnull=True)),
                name="mail_outbox_sent_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(status="SENT") | Q(secrets=[]),
                name="mail_outbox_sent_forgets_secrets",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def recipients(self) -> list[str]:
        """Everybody it goes to."""
        return [*self.to, *self.cc]

    @property
    def has_links(self) -> bool:
        """Whether the body holds places for secrets."""
        return PLACE in self.body

    @property
    def is_complete(self) -> bool:
        """Whether every place for a secret can still be filled."""
        return not self.has_links or bool(self.secrets)

    @property
    def shown_body(self) -> str:
        """The text with its secrets hidden."""
        return self._filled([DOTS] * self.body.count(PLACE))

    @property
    def full_body(self) -> str:
        """The text as its recipients read it."""
        return self._filled(self.secrets)

    def _filled(self, values: list[str]) -> str:
        first, *rest = self.body.split(PLACE)
        parts = [first]
        for number, text in enumerate(rest):
            parts += [values[number] if number < len(values) else DOTS, text]
        return "".join(parts)
