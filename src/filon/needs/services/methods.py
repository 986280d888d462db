"""What the guided methods gather: answers, scores, levers, decision steps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.directory.models import Contact
from filon.journal.services import record
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.needs.methods import BEST, item_of
from filon.needs.models import DecisionStep, MethodAnswer, Need, NeedSource, Requirement
from filon.needs.services.guards import require_draft
from filon.needs.services.requirements import requirement_add

_COLUMNS = ("text", "score", "evidence", "dated_on")


class AnswerRefused(DomainError):
    """The answer belongs to no question, or its evidence lies in the future."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered to one item of a method."""

    item: str
    text: str = ""
    score: int | None = None
    evidence: str = ""
    dated_on: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not (self.text.strip() or self.evidence.strip()) and self.score is None


@transaction.atomic
def method_save(
    *,
    need: Need,
    method: str,
    answers: Sequence[Said],
    actor: User,
    now: datetime,
    contact: Contact | None = None,
    source: NeedSource | None = None,
    as_requirements: Collection[str] = (),
) -> int:
    """Keep the answers to a method; return how many changed. Emptied ones go.

    Items named in `as_requirements` become requirements known from `source`, once.

    :raises AnswerRefused: for an unknown item, a score outside 0 to 3, or evidence
        dated in the future.
    :raises RequirementRefused: if a requirement lacks its source.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(need, actor)
    Need.objects.select_for_update().get(pk=need.pk)
    rows = MethodAnswer.objects.filter(need=need, method=method, contact=contact)
    known = {row.item: row for row in rows}
    changed = 0
    for said in answers:
        _check(method, said, today=clock.day_of(now))
        row = known.get(said.item)
        if _keep(row, said, need, method, contact, actor=actor, now=now):
            changed += 1
    for code in as_requirements:
        changed += _require(need, method, code, source, actor=actor, now=now)
    if changed:
        record(
            target=need,
            message=gettext_noop("%(method)s filled in: %(count)s"),
            params={"method": MethodAnswer.Method(method).name, "count": changed},
            actor=actor,
            now=now,
        )
    return changed


def _check(method: str, said: Said, *, today: date) -> None:
    if item_of(method, said.item) is None:
        raise AnswerRefused(_("This question is not part of the method."))
    if said.score is not None and not 0 <= said.score <= BEST:
        raise AnswerRefused(_("A score goes from 0 to 3."))
    if said.dated_on is not None and said.dated_on > today:
        raise AnswerRefused(_("Evidence cannot be dated in the future."))


def _keep(
    row: MethodAnswer | None,
    said: Said,
    need: Need,
    method: str,
    contact: Contact | None,
    *,
    actor: User,
    now: datetime,
) -> bool:
    values: dict[str, Any] = {name: getattr(said, name) for name in _COLUMNS}
    values |= {"text": said.text.strip(), "evidence": said.evidence.strip()}
    if row is not None and all(getattr(row, k) == v for k, v in values.items()):
        return False
    if said.is_empty:
        if row is not None:
            row.delete()
        return row is not None
    MethodAnswer.objects.update_or_create(
        need=need,
        method=method,
        item=said.item,
        contact=contact,
        defaults={**values, "updated_at": now, "updated_by": actor},
    )
    return True


def _require(
    need: Need,
    method: str,
    code: str,
    source: NeedSource | None,
    *,
    actor: User,
    now: datetime,
) -> bool:
    row = MethodAnswer.objects.filter(
        need=need, method=method, item=code, contact=None, requirement=None
    ).first()
    item = item_of(method, code)
    if row is None or item is None or not row.text:
        return False
    requirement = requirement_add(
        need=need,
        values={
            "text": row.text,
            "verbatim": row.text,
            "kind": item.kind,
            "priority": Requirement.Priority.SHOULD,
            "criterion": str(item.label)[:200].rstrip(" ?\u00a0"),
            "source": source,
        },
        actor=actor,
        now=now,
    )
    MethodAnswer.objects.filter(pk=row.pk).update(requirement=requirement)
    return True


@transaction.atomic
def decision_step_add(
    *, need: Need, label: str, on: date, actor: User, now: datetime, who: str = ""
) -> DecisionStep:
    """Add a dated step of how the customer decides.

    :raises AnswerRefused: without its words.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(need, actor)
    if not label.strip():
        raise AnswerRefused(_("Say what happens at this step."))
    step = DecisionStep.objects.create(
        need=need, label=label.strip()[:200], who=who.strip()[:120], on=on
    )
    record(
        target=need,
        message=gettext_noop("Decision step of the customer: %(label)s"),
        params={"label": step.label},
        actor=actor,
        now=now,
    )
    return step


@transaction.atomic
def decision_step_turn(*, step: DecisionStep, actor: User, now: datetime) -> None:
    """Mark a step as done, or as still to come.

    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(step.need, actor)
    DecisionStep.objects.filter(pk=step.pk).update(is_done=not step.is_done)
    step.refresh_from_db()
    record(
        target=step.need,
        message=gettext_noop("Decision step done: %(label)s")
        if step.is_done
        else gettext_noop("Decision step open again: %(label)s"),
        params={"label": step.label},
        actor=actor,
        now=now,
    )


@transaction.atomic
def decision_step_remove(*, step: DecisionStep, actor: User, now: datetime) -> None:
    """Remove a step.

    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(step.need, actor)
    record(
        target=step.need,
        message=gettext_noop("Decision step removed: %(label)s"),
        params={"label": step.label},
        actor=actor,
        now=now,
    )
    step.delete()
