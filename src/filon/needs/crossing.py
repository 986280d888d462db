"""The need against the company's policy, point by point (N-12).

Pure; `selectors.crossing` proposes what is known, a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.needs.models import Need

V = Need.PolicyVerdict

CHECKS: Final[dict[str, str | Promise]] = {
    "range": gettext_lazy("Our range of products"),
    "territory": gettext_lazy("Sales area"),
    "targets": gettext_lazy("Targets of the action plan"),
    "capacity": gettext_lazy("Capacity"),
    "margin": gettext_lazy("Minimum margin"),
    "credit": gettext_lazy("Credit"),
    "export": gettext_lazy("Export control"),
}
_ORDER: Final = {V.GREEN: 0, V.AMBER: 1, V.RED: 2}


@dataclass(frozen=True, slots=True)
class Check:
    """What was found of one point: GREEN, AMBER, RED or "", and why."""

    verdict: str = ""
    reason: str = ""


def worst(checks: Mapping[str, Check]) -> str:
    """Return the worst verdict, "" without any."""
    found = [check.verdict for check in checks.values() if check.verdict in _ORDER]
    return max(found, key=lambda verdict: _ORDER[V(verdict)], default="")


def refusal(checks: Mapping[str, Check], verdict: str) -> str:
    """Return why checks and verdict do not go together, "" if they do."""
    for code, check in checks.items():
        if code not in CHECKS or check.verdict not in _ORDER:
            return _("This check is not known.")
        if check.verdict != V.GREEN and not check.reason.strip():
            return _("Give the reason: %(check)s.") % {"check": CHECKS[code]}
    low = worst(checks)
    if low and _ORDER[V(verdict)] < _ORDER[V(low)]:
        return _("The whole cannot fit better than its worst point: %(verdict)s.") % {
            "verdict": V(low).label
        }
    return ""
