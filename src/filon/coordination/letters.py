"""The mails of the gestures, each in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from filon.accounts.models import User
from filon.accounts.services import company
from filon.coordination.models.gestures import TargetedRecord
from filon.mail.services import queue_mail

SUBJECT_LIMIT = 250


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a mail is for; `url` is where it leads."""

    name: str
    email: str
    language: str
    url: str
    secrets: tuple[str, ...] = ()


def reader(user: User, url: str) -> Reader:
    """Return a person with an account as a reader."""
    return Reader(str(user), user.email, user.language, url)


def queue_letters(
    *,
    template: str,
    readers: Sequence[Reader],
    gesture: TargetedRecord,
    actor: User | None,
    now: datetime,
    words: Mapping[str, Any] | None = None,
) -> None:
    """Write one mail for each reader, in the caller's transaction.

    The first line of `coordination/mail/<template>.txt` is the subject. Answers go to
    the person who acted.

    :raises MailRefused: if an address is not acceptable.
    """
    house = company().name
    for one in readers:
        context = {
            "gesture": gesture,
            "title": " ".join(gesture.title.split()),
            "actor": actor,
            "company": house,
            "reader": one,
            **(words or {}),
        }
        with translation.override(one.language):
            text = render_to_string(f"coordination/mail/{template}.txt", context)
        subject, _line, body = text.strip().partition("\n")
        queue_mail(
            to=one.email,
            # A header takes plain spaces only, not the sticky ones of French.
            subject=" ".join(subject.split())[:SUBJECT_LIMIT],
            body=f"{body.strip()}\n",
            language=one.language,
            actor=actor,
            now=now,
            target=gesture,
            reply_to=actor.email if actor is not None else "",
            secrets=one.secrets,
        )
