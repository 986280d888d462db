"""Holding a checkpoint: figures frozen and three questions answered, at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from filon.accounts.models import User
from filon.kernel.clock import day_of
from filon.measure.services.snapshots import snapshot_take
from filon.plans.models import Checkpoint
from filon.plans.services import checkpoint_hold


@dataclass(frozen=True, slots=True)
class Answers:
    """What went well, what deviates, what is decided."""

    done_well: str
    deviation: str
    decision: str


@transaction.atomic
def checkpoint_freeze(
    *, checkpoint: Checkpoint, answers: Answers, actor: User, now: datetime
) -> None:
    """Freeze the plan's figures and keep the answers, in one transaction (C7-RES-3).

    :raises TransitionRefused: if the checkpoint was held already.
    :raises NothingToMeasure: if the plan has no objective.
    """
    snapshot_take(
        plan=checkpoint.plan,
        as_of=day_of(now),
        actor=actor,
        now=now,
        checkpoint=checkpoint,
    )
    checkpoint_hold(
        checkpoint=checkpoint,
        done_well=answers.done_well,
        deviation=answers.deviation,
        decision=answers.decision,
        actor=actor,
        now=now,
    )
