"""States of a report, as data."""

from __future__ import annotations

from filon.kernel.lifecycle import Transitions
from filon.measure.models import Report

S = Report.Status
REPORT: Transitions = {S.DRAFT: frozenset({S.FROZEN}), S.FROZEN: frozenset()}
