"""What becomes of a row, before and after it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import F, Model
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.directory.selectors.market import Market
from filon.intake.models import Import, ImportRow
from filon.intake.reading import Parsed

Outcome = ImportRow.Outcome
CREATED, UPDATED, UNCHANGED = "CREATED", "UPDATED", "UNCHANGED"
# Message of the history of every record that an import wrote.
IMPORTED = gettext_noop("Imported from “%(file)s”, row %(row)s")
Changes = dict[str, list[Any]]


class Overtaken(Exception):
    """Somebody changed a record between its reading and its writing."""


@dataclass(slots=True)
class Context:
    """What the rows of an import have in common.

    `seen` remembers the keys of the rows read so far: two rows with one key would
    undo each other at every import.
    """

    source: Import
    actor: User
    owner: User | None
    is_shared: bool
    now: datetime
    market: Market
    seen: dict[str, int] = field(default_factory=dict)

    @property
    def team_id(self) -> int | None:
        """The team that new records belong to."""
        return self.owner.team_id if self.owner else None

    def ownership(self) -> dict[str, Any]:
        """Return the common columns of a new record."""
        return {
            "owner": self.owner,
            "team_id": self.team_id,
            "created_by": self.actor,
            "created_at": self.now,
            "updated_at": self.now,
        }


@dataclass(slots=True)
class Part:
    """A site that was written with its company."""

    record: Model
    action: str
    fields: Changes


@dataclass(slots=True)
class Planned:
    """What becomes of one row."""

    row: Parsed
    outcome: str
    label: str = ""
    record: Any = None
    action: str = UNCHANGED
    fields: Changes = field(default_factory=dict)
    part: Part | None = None

    def settle(self) -> None:
        """Set the outcome from what was done to the record and its part."""
        actions = {self.action, self.part.action if self.part else UNCHANGED}
        if CREATED in actions:
            self.outcome = Outcome.CREATED
        elif UPDATED in actions:
            self.outcome = Outcome.UPDATED
        else:
            self.outcome = Outcome.UNCHANGED

    def changes(self) -> dict[str, Any]:
        """Return what is stored for the revert."""
        if self.record is None or self.outcome == Outcome.UNCHANGED:
            return {}
        done: dict[str, Any] = {"action": self.action, "fields": self.fields}
        if hasattr(self.record, "version"):
            done["version"] = self.record.version
        if self.part is not None:
            done["part"] = {
                "id": self.part.record.pk,
                "action": self.part.action,
                "fields": self.part.fields,
            }
        return done


class Writer(Protocol):
    """Plans and writes the rows of one kind; made anew for every chunk."""

    def plan(self, rows: Sequence[Parsed]) -> list[Planned]:
        """Return what becomes of the rows; nothing is written."""

    def write(self, planned: Sequence[Planned]) -> None:
        """Write what was planned; inside a transaction."""

    def key_of(self, row: Parsed) -> str:
        """Return what tells a row from the others of its file."""


def refused(row: Parsed, label: str = "") -> Planned:
    """Return the plan of a row that cannot be taken."""
    return Planned(row, Outcome.REFUSED, label[:200])


def assign(
    record: Any, values: Mapping[str, Any], *, only_blank: bool = False
) -> Changes:
    """Set the values that differ on a record in memory; return before and after.

    :param only_blank: leave alone what has a value already.
    """
    changes: Changes = {}
    for name, value in values.items():
        before = getattr(record, name)
        if before == value or (only_blank and before not in (None, "")):
            continue
        changes[name] = [plain(before), plain(value)]
        setattr(record, name, value)
    return changes


def repeated(context: Context, row: Parsed, key: str) -> int:
    """Return the earlier row with the same key, 0 if there is none; remember this."""
    earlier = context.seen.setdefault(key, row.number)
    return 0 if earlier == row.number else earlier


def refuse_repetition(row: Parsed, earlier: int) -> None:
    """Say that an earlier row has the same key and other values."""
    row.refuse(
        "",
        gettext_noop("Row %(row)s of this file is the same record with other values."),
        row=earlier,
    )


def save_versioned(record: Any, names: Sequence[str], now: datetime) -> None:
    """Write columns of a record and raise its version, unless somebody else did.

    :raises Overtaken: if its version is not the one that was read.
    """
    values = {name: getattr(record, name) for name in names}
    rows = type(record)._base_manager.filter(pk=record.pk, version=record.version)
    if not rows.update(**values, version=F("version") + 1, updated_at=now):
        raise Overtaken
    record.version += 1


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return value.pk if isinstance(value, Model) else value
