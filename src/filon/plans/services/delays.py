"""Telling the right person, once, that a plan is late."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from filon.coordination.models import Signal
from filon.coordination.selectors.people import superior_of
from filon.coordination.services import signal_raise
from filon.journal.models import kind_of
from filon.kernel import clock
from filon.plans.models import ActionPlan
from filon.plans.selectors.readiness import delays, with_counts


@transaction.atomic
def delay_signal(*, plan: ActionPlan, now: datetime) -> Signal | None:
    """Signal the delays of a plan to its owner's superior, in that person's language.

    None, and nothing written, if nothing is late, nobody leads the owner, or a signal
    of a delay is still open.
    """
    today = clock.day_of(now)
    row = with_counts(ActionPlan.objects.filter(pk=plan.pk), today).get()
    owner = plan.owner
    told = superior_of(owner) if owner is not None else None
    if owner is None or told is None or not told.is_active:
        return None
    is_told = Signal.objects.alive().filter(
        target_kind=kind_of(plan),
        target_id=plan.pk,
        kind=Signal.Kind.DELAY,
        status=Signal.Status.OPEN,
    )
    with translation.override(told.language):
        late = delays(row, today)
        if not late or is_told.exists():
            return None
        return signal_raise(
            target=plan,
            kind=Signal.Kind.DELAY,
            message=_("%(plan)s is late. %(why)s")
            % {"plan": plan, "why": " ".join(late)},
            addressee=told,
            actor=owner,
            now=now,
            title=str(plan),
        )
