"""States and transitions as data, and the one way to change a state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from filon.kernel.errors import TooLate

Transitions = Mapping[str, frozenset[str]]


class TransitionRefused(TooLate):
    """The record is no longer in a state from which this step is possible."""


def advance(
    instance: Model,
    *,
    to: str,
    transitions: Transitions,
    field: str = "status",
    **changes: Any,
) -> None:
    """Move `instance` to the state `to` and write `changes` with it, in one UPDATE.

    The WHERE clause carries the allowed starting states, so of two simultaneous
    callers exactly one succeeds. `instance` is refreshed.

    :raises TransitionRefused: if the row was in no allowed starting state.
    """
    allowed = [state for state, targets in transitions.items() if to in targets]
    rows = type(instance)._base_manager.filter(
        pk=instance.pk, **{f"{field}__in": allowed}
    )
    if not rows.update(**{field: to}, **changes):
        raise TransitionRefused(
            _("This step is no longer possible: the record has changed meanwhile.")
        )
    instance.refresh_from_db()


def may_advance(state: str, to: str, transitions: Transitions) -> bool:
    """Tell whether `to` can be reached from `state` in one step."""
    return to in transitions.get(state, frozenset())
