"""The requirements of a need: added, changed, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Max, ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.journal.services import move, record
from filon.kernel.errors import DomainError
from filon.needs import levels
from filon.needs.lifecycle import REQUIREMENT
from filon.needs.models import (
    Need,
    NeedSource,
    Requirement,
    RequirementChange,
    RowConfirmation,
)
from filon.needs.services.guards import require_draft

R = Requirement
O = Requirement.Operator  # noqa: E741 -- the operators, as the models call them
# What the customer stands by when confirming; the rest is our own book-keeping.
CONFIRMED_FIELDS = (
    *("text", "priority", "criterion", "operator", "level", "level_high", "allowed"),
    *("tolerance", "unit", "limit", "standard", "method", "verification"),
)
_NO_LEVEL = frozenset({O.TEXT, O.ENUM, O.BOOLEAN})


class RequirementRefused(DomainError):
    """The requirement lacks its words, its source or its level."""


@dataclass(frozen=True, slots=True)
class Change:
    """Why a confirmed requirement changes, and what that does to price and delay.

    :ivar price_effect: in the currency of the need; None while it is not known.
    :ivar delay_days: calendar days more, negative for fewer.
    """

    reason: str
    price_effect: Decimal | None = None
    delay_days: int | None = None


@transaction.atomic
def requirement_add(
    *, need: Need, values: Mapping[str, Any], actor: User, now: datetime
) -> Requirement:
    """Add a requirement at the end of the list, with the next reference.

    :param values: fields of Requirement; `text` and `source` are required. A line
        such as "Flow >= 12 ±0.5 m3/h" gives criterion, level, tolerance and unit
        where those are not given.
    :raises RequirementRefused: without text or source, or compared without a level.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(need, actor)
    more = list(values.get("more_sources", ()))
    check_sources(need, values.get("source"), more)
    written = requirement_values(values)
    (ref, position) = reserve_refs(need, 1)[0]
    requirement = R.objects.create(need=need, ref=ref, position=position, **written)
    if more:
        requirement.more_sources.set(more)
    record(
        target=need,
        message=gettext_noop("Requirement %(ref)s added: %(text)s"),
        params={"ref": ref, "text": requirement.text[:150]},
        actor=actor,
        now=now,
    )
    return requirement


@transaction.atomic
def requirement_update(
    *,
    requirement: Requirement,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    change: Change | None = None,
) -> None:
    """Change a requirement; its reference stays.

    One that the customer confirmed gets a new version and an entry of its change log,
    and is to be confirmed again, if what was confirmed changes.

    :raises RequirementRefused: without text or source, compared without a level, or
        confirmed and changed without a reason.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    need = requirement.need
    require_draft(need, actor)
    R.objects.select_for_update().get(pk=requirement.pk)
    requirement.refresh_from_db()
    if requirement.status == R.Status.WITHDRAWN:
        raise RequirementRefused(_("This requirement is withdrawn: take it up again."))
    is_tied = "more_sources" in values
    more = list(values["more_sources"]) if is_tied else []
    check_sources(need, values.get("source", requirement.source), more)
    known = {
        name: getattr(requirement, name)
        for name in ("text", "kind", "operator", "level", "level_high", "allowed")
    }
    checked = requirement_values({**known, **values}, is_quick=False)
    written = {
        name: checked[name]
        for name in checked
        if name in values and getattr(requirement, name) != checked[name]
    }
    before = {name: str(getattr(requirement, name)) for name in written}
    R.objects.filter(pk=requirement.pk).update(**written)
    requirement.refresh_from_db()
    differences = {
        name: [old, str(getattr(requirement, name))] for name, old in before.items()
    }
    confirmed = {k: v for k, v in differences.items() if k in CONFIRMED_FIELDS}
    if is_tied:
        requirement.more_sources.set(more)
    if confirmed:
        _log(requirement, confirmed, change, actor=actor, now=now)
        requirement.confirmations.filter(
            says=RowConfirmation.Says.CORRECTED, settled_at=None
        ).update(settled_at=now, settled_by=actor)
    record(
        target=need,
        message=gettext_noop("Requirement %(ref)s changed"),
        params={"ref": requirement.ref},
        changes=differences,
        actor=actor,
        now=now,
    )


@transaction.atomic
def requirement_withdraw(
    *, requirement: Requirement, change: Change, actor: User, now: datetime
) -> None:
    """Withdraw a requirement: it stays on the list, struck out, with its reason.

    :raises RequirementRefused: without a reason.
    :raises TransitionRefused: if it is withdrawn already.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(requirement.need, actor)
    _check_reason(change)
    before = requirement.status
    move(
        requirement,
        to=R.Status.WITHDRAWN,
        transitions=REQUIREMENT,
        actor=actor,
        now=now,
        message=gettext_noop("Requirement %(ref)s withdrawn: %(reason)s"),
        params={"ref": requirement.ref, "reason": change.reason.strip()[:200]},
        about=requirement.need,
        version=F("version") + 1,
    )
    _append(
        requirement,
        {"status": [before, R.Status.WITHDRAWN.value]},
        change,
        actor=actor,
        now=now,
    )


@transaction.atomic
def requirement_resume(*, requirement: Requirement, actor: User, now: datetime) -> None:
    """Take a withdrawn requirement up again; it is to be confirmed anew.

    :raises TransitionRefused: if it is not withdrawn any more.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(requirement.need, actor)
    move(
        requirement,
        to=R.Status.DRAFT,
        transitions=REQUIREMENT,
        actor=actor,
        now=now,
        message=gettext_noop("Requirement %(ref)s taken up again"),
        params={"ref": requirement.ref},
        about=requirement.need,
        version=F("version") + 1,
    )


@transaction.atomic
def requirement_remove(*, requirement: Requirement, actor: User, now: datetime) -> None:
    """Remove a requirement; the references of the others stay.

    :raises RequirementRefused: if an offer answers it, or the customer confirmed it.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(requirement.need, actor)
    if requirement.confirmed_version is not None:
        raise RequirementRefused(
            _("The customer confirmed this requirement: withdraw it instead.")
        )
    record(
        target=requirement.need,
        message=gettext_noop("Requirement %(ref)s removed: %(text)s"),
        params={"ref": requirement.ref, "text": requirement.text[:150]},
        actor=actor,
        now=now,
    )
    try:
        requirement.delete()
    except ProtectedError as error:
        raise RequirementRefused(
            _("An offer answers this requirement: it stays.")
        ) from error


def reserve_refs(need: Need, count: int) -> list[tuple[str, int]]:
    """Return the next (reference, position) pairs of a need; its row is locked."""
    Need.objects.select_for_update().get(pk=need.pk)
    last = need.requirements.aggregate(last=Max("position"))["last"] or 0
    return [(f"E{last + n}", last + n) for n in range(1, count + 1)]


def requirement_values(
    values: Mapping[str, Any], *, is_quick: bool = True, read_number: bool = True
) -> dict[str, Any]:
    """Return the columns to write; a quick line is read into its parts.

    :raises RequirementRefused: without text, or compared without what to compare with.
    """
    written = {k: v for k, v in values.items() if k != "more_sources"}
    text = str(written.get("text", "")).strip()
    if not text:
        raise RequirementRefused(_("Write the requirement."))
    written["text"] = text[:500]
    says_more = written.get("level") is not None or written.get("allowed")
    if is_quick and read_number and not says_more:
        read = levels.read_line(text, unit=str(written.get("unit", "")))
        written |= {k: v for k, v in read.items() if not written.get(k)} | {
            k: v for k, v in read.items() if k == "operator"
        }
    _check_level(written)
    return written


def check_sources(
    need: Need, source: NeedSource | None, more: list[NeedSource]
) -> None:
    """Refuse a requirement without a source, or with one of another need.

    :raises RequirementRefused: with the reason.
    """
    if source is None:
        raise RequirementRefused(_("Say from which source this is known."))
    if any(one.need_id != need.pk for one in (source, *more)):
        raise RequirementRefused(_("This source belongs to another need."))


def _check_level(written: Mapping[str, Any]) -> None:
    operator = written.get("operator", O.TEXT)
    level, high = written.get("level"), written.get("level_high")
    if operator not in _NO_LEVEL and level is None:
        raise RequirementRefused(_("Give the level to compare with."))
    if operator == O.RANGE and (high is None or level is None or high < level):
        raise RequirementRefused(_("Give both ends of the range, the lower one first."))
    if operator == O.ENUM and not levels.values(str(written.get("allowed", ""))):
        raise RequirementRefused(
            _("List the values that are accepted, separated by semicolons.")
        )


def _log(
    requirement: Requirement,
    differences: Mapping[str, Any],
    change: Change | None,
    *,
    actor: User,
    now: datetime,
) -> None:
    """Give a requirement that was confirmed its new version, with its log entry."""
    if requirement.confirmed_version is None:
        return
    if change is None or not change.reason.strip():
        raise RequirementRefused(
            _("The customer confirmed this requirement: say why it changes.")
        )
    if requirement.status == R.Status.CONFIRMED:
        move(
            requirement,
            to=R.Status.CHANGED,
            transitions=REQUIREMENT,
            actor=actor,
            now=now,
            message=gettext_noop("Requirement %(ref)s changed after confirmation"),
            params={"ref": requirement.ref},
            about=requirement.need,
            version=F("version") + 1,
        )
    else:
        R.objects.filter(pk=requirement.pk).update(version=F("version") + 1)
        requirement.refresh_from_db()
    _append(requirement, differences, change, actor=actor, now=now)


def _append(
    requirement: Requirement,
    differences: Mapping[str, Any],
    change: Change,
    *,
    actor: User,
    now: datetime,
) -> None:
    _check_reason(change)
    RequirementChange.objects.create(
        requirement=requirement,
        version=requirement.version,
        at=now,
        by=actor,
        reason=change.reason.strip()[:300],
        changes=dict(differences),
        price_effect=change.price_effect,
        delay_days=change.delay_days,
    )


def _check_reason(change: Change) -> None:
    if not change.reason.strip():
        raise RequirementRefused(_("Say why the requirement changes."))
