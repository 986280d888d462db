"""The sources of a need and its requirements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.files.services import keep_upload
from filon.files.uploads import CheckedUpload
from filon.journal.services import record
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.needs.models import Need, NeedSource, Requirement
from filon.needs.services.guards import require_draft

R = Requirement
_LEVEL = re.compile(
    r"(?P<sign>>=|<=|≥|≤|=)?\s*(?P<number>-?\d[\d\s.,\u00a0\u202f]*)\s*"
    r"(?:(?:±|\+/-)\s*(?P<tolerance>\d[\d.,]*)\s*)?"
)
_OPERATORS = {
    ">=": R.Operator.AT_LEAST,
    "≥": R.Operator.AT_LEAST,
    "<=": R.Operator.AT_MOST,
    "≤": R.Operator.AT_MOST,
    "=": R.Operator.EQUAL,
}


class SourceRefused(DomainError):
    """A source without its relevance proves nothing."""


class SourceInUse(DomainError):
    """Requirements rest on this source."""


class RequirementRefused(DomainError):
    """The requirement lacks its words, its source or its level."""


@transaction.atomic
def source_add(
    *,
    need: Need,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    upload: CheckedUpload | None = None,
) -> NeedSource:
    """Add a source with its relevance.

    :param values: fields of NeedSource; `kind`, `title`, `dated_on`, `relevance` are
        required.
    :raises SourceRefused: without title or relevance, or dated in the future.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(need, actor)
    if not str(values.get("title", "")).strip():
        raise SourceRefused(_("Name the source."))
    if not str(values.get("relevance", "")).strip():
        raise SourceRefused(_("Say why this source can be relied on."))
    if values["dated_on"] > clock.day_of(now):
        raise SourceRefused(_("A source cannot be dated in the future."))
    file = None
    if upload is not None:
        file = keep_upload(upload=upload, actor=actor, now=now)
    source = NeedSource.objects.create(**{**values, "need": need, "file": file})
    record(
        target=need,
        message=gettext_noop("Source added: %(title)s"),
        params={"title": source.title},
        actor=actor,
        now=now,
    )
    return source


@transaction.atomic
def source_remove(*, source: NeedSource, actor: User, now: datetime) -> None:
    """Remove a source on which nothing rests.

    :raises SourceInUse: if a requirement points to it.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(source.need, actor)
    if source.requirement_set.exists():
        raise SourceInUse(_("Requirements rest on this source: point them to another."))
    record(
        target=source.need,
        message=gettext_noop("Source removed: %(title)s"),
        params={"title": source.title},
        actor=actor,
        now=now,
    )
    source.delete()


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
    _check_source(need, values.get("source"))
    written = requirement_values(values)
    (ref, position) = reserve_refs(need, 1)[0]
    requirement = R.objects.create(need=need, ref=ref, position=position, **written)
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
    *, requirement: Requirement, values: Mapping[str, Any], actor: User, now: datetime
) -> None:
    """Change a requirement; its reference stays.

    :raises RequirementRefused: without text or source, or compared without a level.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    need = requirement.need
    require_draft(need, actor)
    _check_source(need, values.get("source", requirement.source))
    known = {
        name: getattr(requirement, name)
        for name in ("text", "kind", "operator", "level")
    }
    checked = requirement_values({**known, **values}, is_quick=False)
    written = {name: checked[name] for name in checked if name in values}
    before = {name: str(getattr(requirement, name)) for name in written}
    R.objects.filter(pk=requirement.pk).update(**written)
    requirement.refresh_from_db()
    record(
        target=need,
        message=gettext_noop("Requirement %(ref)s changed"),
        params={"ref": requirement.ref},
        changes={
            name: [old, str(getattr(requirement, name))]
            for name, old in before.items()
            if old != str(getattr(requirement, name))
        },
        actor=actor,
        now=now,
    )


@transaction.atomic
def requirement_remove(*, requirement: Requirement, actor: User, now: datetime) -> None:
    """Remove a requirement; the references of the others stay.

    :raises RequirementRefused: if an offer answers it.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(requirement.need, actor)
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
    """Return the fields to write; a quick line is read into its parts.

    :raises RequirementRefused: without text, or compared without a level.
    """
    written = dict(values)
    text = str(written.get("text", "")).strip()
    if not text:
        raise RequirementRefused(_("Write the requirement."))
    written["text"] = text[:500]
    if is_quick and read_number and written.get("level") is None:
        written |= _read(text, written)
    is_compared = written.get("operator", R.Operator.TEXT) != R.Operator.TEXT
    if is_compared and written.get("level") is None:
        raise RequirementRefused(_("Give the level to compare with."))
    return written


def _check_source(need: Need, source: NeedSource | None) -> None:
    if source is None:
        raise RequirementRefused(_("Say from which source this is known."))
    if source.need_id != need.pk:
        raise RequirementRefused(_("This source belongs to another need."))


def _read(text: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Read "criterion sign level ±tolerance unit" where a line is written so."""
    found = _LEVEL.search(text)
    if found is None or not (found["sign"] or given.get("unit")):
        return {}
    level = _number(found["number"])
    before, after = text[: found.start()].strip(" :"), text[found.end() :].strip()
    is_bare = not before and after in {"", given.get("unit")}
    if level is None or not (found["sign"] or is_bare):
        return {}
    read: dict[str, Any] = {
        "level": level,
        "operator": _OPERATORS[found["sign"] or "="],
        "tolerance": _number(found["tolerance"] or ""),
    }
    if before and not given.get("criterion"):
        read["criterion"] = before[:200]
    if after and not given.get("unit") and len(after) <= 20:
        read["unit"] = after
    return read


def _number(text: str) -> Decimal | None:
    """Return the number that is written in either notation, None if it is none."""
    compact = "".join(text.split())
    if not compact:
        return None
    mark = max(compact.rfind(","), compact.rfind("."))
    whole, part = (compact[:mark], compact[mark + 1 :]) if mark >= 0 else (compact, "")
    try:
        number = Decimal(f"{whole.replace(',', '').replace('.', '')}.{part or 0}")
    except ArithmeticError:
        return None
    return number if abs(number) < 10**13 else None
