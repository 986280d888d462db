"""Answers to the question grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from filon.accounts.models import User
from filon.needs.models import Need, NeedSource, Requirement
from filon.needs.services.requirements import requirement_add


@dataclass(frozen=True, slots=True)
class GridAnswer:
    """What was answered to one question of the grid."""

    question: str
    kind: str
    text: str
    unit: str = ""
    is_implicit: bool = False


@transaction.atomic
def grid_answer(
    *,
    need: Need,
    source: NeedSource,
    answers: Sequence[GridAnswer],
    actor: User,
    now: datetime,
) -> list[Requirement]:
    """Turn the answers that were given into requirements; empty ones are left out.

    :raises RequirementRefused: if the source belongs to another need.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    natures = Requirement.Nature
    return [
        requirement_add(
            need=need,
            values={
                "kind": answer.kind,
                "nature": natures.IMPLICIT if answer.is_implicit else natures.EXPLICIT,
                "priority": Requirement.Priority.SHOULD,
                "text": answer.text,
                "criterion": answer.question[:200],
                "revealed_by": answer.question[:300] if answer.is_implicit else "",
                "unit": answer.unit,
                "source": source,
            },
            actor=actor,
            now=now,
        )
        for answer in answers
        if answer.text.strip()
    ]
