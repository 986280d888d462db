"""The kinds of records that gestures, evidence and search hits can point at.

`filon.desk.kinds` fills this table once, at start-up: the only registry of the flow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from filon.accounts.models import User


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
    """

    code: str
    label: str | Promise
    url_name: str
    visible: Callable[[User], QuerySet[Any]]
    icon: str = "file-text"
    evidence: tuple[str, ...] = ()
    content: Callable[[Any], dict[str, Any]] | None = None

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
