"""Grids that put the market and the company side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.journal.services import record, save_changes
from filon.watch import policies
from filon.watch.models import Analysis, MarketInsight


@transaction.atomic
def analysis_create(
    *,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    insights: Iterable[MarketInsight] = (),
) -> Analysis:
    """Create a grid; what the market does is drawn from insights, not typed.

    :param values: method, title, topic, conclusion and `cells` (code -> lines, or
        one text with a point a line).
    :param insights: only these; none: all those of the topic that were not dropped.
    :raises PermissionDenied: if this person keeps no watch.
    """
    if not policies.can_watch(actor):
        raise PermissionDenied
    analysis = Analysis.objects.create(**ownership(actor, now), **_lined(values))
    analysis.insights.set(insights)
    record(target=analysis, message=gettext_noop("Created"), actor=actor, now=now)
    return analysis


@transaction.atomic
def analysis_update(
    *,
    analysis: Analysis,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    insights: Iterable[MarketInsight] | None = None,
    expected_version: int | None = None,
) -> None:
    """Change a grid; frozen briefs keep what they said.

    :raises EditConflict: if somebody else changed it meanwhile.
    :raises PermissionDenied: if this person keeps no watch.
    """
    if not policies.can_edit(actor, analysis):
        raise PermissionDenied
    save_changes(
        analysis,
        values=_lined(values),
        actor=actor,
        now=now,
        expected_version=expected_version,
    )
    if insights is not None:
        analysis.insights.set(insights)


def _lined(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with each cell as a list of lines."""
    if "cells" not in values:
        return dict(values)
    cells = {
        code: [line.strip("-•– ") for line in _parts(given) if line.strip("-•– ")]
        for code, given in values["cells"].items()
    }
    return {**values, "cells": {code: lines for code, lines in cells.items() if lines}}


def _parts(given: str | list[str]) -> list[str]:
    return given.splitlines() if isinstance(given, str) else given
