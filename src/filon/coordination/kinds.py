"""The kinds of records that gestures, evidence and search hits can point at.

`filon.desk.kinds` fills this table once, at start-up: the only registry of the flow.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from filon.accounts.models import OwnedRecord, User


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    :param code: `label_lower` of the model, e.g. "plans.actionplan".
    :param label: what people call it, translated.
    :param url_name: route of its page, taking the primary key.
    :param visible: user -> the rows that this person may read.
    :param icon: icon of the kind.
    :param evidence: evidence types of the referential that such a record proves.
    :param content: row -> JSON-able picture of the record, for frozen evidence.
    :param title: row -> how people call this record, kept on its gestures.
    :param home: row -> the record whose owner and team its gestures take; the row
        itself where it has them.
    :param digest: row -> hash of what an approver approves; by default the hash of
        `content`, or empty without one.
    :param approval_url: route of the page where the record's own app has an approval
        decided, if its step begins with `steps`; it takes the key of the approval.
    :param held: row -> why it may not leave the house yet, or an empty text.
    :param decided: what the record's own app does, in the same transaction, once an
        approval of it is approved or refused.
    """

    code: str
    label: str | Promise
    url_name: str
    visible: Callable[[User], QuerySet[Any]]
    icon: str = "file-text"
    evidence: tuple[str, ...] = ()
    content: Callable[[Any], dict[str, Any]] | None = None
    title: Callable[[Any], str] = str
    home: Callable[[Any], OwnedRecord] | None = None
    digest: Callable[[Any], str] | None = None
    decided: Callable[[Any, Any, User, datetime], None] | None = None
    approval_url: str = ""
    steps: str = ""
    held: Callable[[Any], str] | None = None

    def url(self, pk: int) -> str:
        """Return the address of one record."""
        return reverse(self.url_name, args=[pk])


_KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Add kinds to the table."""
    for kind in kinds:
        _KINDS[kind.code] = kind


def all_kinds() -> list[Kind]:
    """Return every kind, in the order of registration (the order of the flow)."""
    return list(_KINDS.values())


def kind(code: str) -> Kind | None:
    """Return a kind by its code, or None."""
    return _KINDS.get(code)


def fetch(user: User, code: str, pk: int) -> Model | None:
    """Return the record if its kind is known and this person may read it."""
    found = _KINDS.get(code)
    if found is None:
        return None
    row: Model | None = found.visible(user).filter(pk=pk).first()
    return row


def url_of(code: str, pk: int) -> str:
    """Return the address of a record of any kind, or an empty text."""
    found = _KINDS.get(code)
    return found.url(pk) if found else ""


def label_of(code: str) -> str:
    """Return what people call a kind."""
    found = _KINDS.get(code)
    return str(found.label) if found else code


def title_of(row: Model) -> str:
    """Return how people call a record."""
    found = _KINDS.get(row._meta.label_lower)
    return found.title(row) if found else str(row)


def row_of(code: str, pk: int) -> Model | None:
    """Return a record whoever asks; never to be shown without `fetch`."""
    if code not in _KINDS:
        return None
    row: Model | None = apps.get_model(code)._base_manager.filter(pk=pk).first()
    return row


def home_of(row: Model) -> OwnedRecord | None:
    """Return the record whose owner and team the gestures about `row` take."""
    found = _KINDS.get(row._meta.label_lower)
    if found is not None and found.home is not None:
        return found.home(row)
    return row if isinstance(row, OwnedRecord) else None


def held_back(row: Model) -> str:
    """Return why a record may not leave the house yet, or an empty text."""
    found = _KINDS.get(row._meta.label_lower)
    return found.held(row) if found is not None and found.held is not None else ""


def digest_of(row: Model) -> str:
    """Return the hash of what an approver of `row` approves, or an empty text."""
    found = _KINDS.get(row._meta.label_lower)
    if found is None:
        return ""
    if found.digest is not None:
        return found.digest(row)
    if found.content is None:
        return ""
    text = json.dumps(found.content(row), sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()
