"""The history of every record, and the receipts that make a form count once."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import User
from filon.web.templatetags.filon import day

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def kind_of(record: models.Model | type[models.Model]) -> str:
    """Return the stored name of a record's model, e.g. "offers.offerrevision"."""
    return record._meta.label_lower


class Entry(models.Model):
    """One thing that happened to one record; never changed, never deleted.

    The sentence is kept as an English message with named parameters, so that a time
    line reads in the language of whoever opens it.
    """

    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("actor")
    )
    actor_name = models.CharField(max_length=200, blank=True)
    target_kind = models.CharField(max_length=80)
    target_id = models.BigIntegerField()
    about_kind = models.CharField(max_length=80, blank=True)
    about_id = models.BigIntegerField(null=True)
    message = models.CharField(max_length=300)
    params = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["target_kind", "target_id", "-at"], name="journal_entry_target"
            ),
            models.Index(
                fields=["about_kind", "about_id", "-at"], name="journal_entry_about"
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """The message in the active language, parameters filled in."""
        text = gettext(self.message)
        try:
            return text % _readable(self.params) if self.params else text
        except (KeyError, TypeError, ValueError):
            return text

    @property
    def who(self) -> str:
        """The name at the time; people without an account are named too."""
        return self.actor_name


def _readable(params: dict[str, Any]) -> dict[str, Any]:
    """Write the stored ISO days as the reader's language writes them."""
    return {name: _written(value) for name, value in params.items()}


def _written(value: Any) -> Any:
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
        return value
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value


class FormReceipt(models.Model):
    """A form that was already handled; sending it again leads to its result."""

    token = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    result_url = models.CharField(max_length=500, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["received_at"], name="journal_receipt_at")
        ]

    def __str__(self) -> str:
        return self.token
