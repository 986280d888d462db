"""One scale of priorities under three names (offers.md §2.1)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.needs.models import Need, Requirement

P, S = Requirement.Priority, Need.Scale
Names = dict[str, str | Promise]

NAMES: dict[str, Names] = {
    S.FLEXIBILITY: {
        P.MUST: _("F0 imperative"),
        P.SHOULD: _("F1 hardly negotiable"),
        P.COULD: _("F2 negotiable"),
        P.WONT: _("F3 very negotiable"),
    },
    S.MOSCOW: {
        P.MUST: pgettext_lazy("MoSCoW", "Must have"),
        P.SHOULD: pgettext_lazy("MoSCoW", "Should have"),
        P.COULD: pgettext_lazy("MoSCoW", "Could have"),
        P.WONT: pgettext_lazy("MoSCoW", "Won’t have"),
    },
    S.RANK: {
        P.MUST: pgettext_lazy("rank", "Essential"),
        P.SHOULD: pgettext_lazy("rank", "Important"),
        P.COULD: pgettext_lazy("rank", "Desirable"),
        P.WONT: pgettext_lazy("rank", "Out of scope"),
    },
}


def priority_name(priority: str, scale: str) -> str:
    """Return a priority under the names of a scale, in the active language."""
    return str(NAMES[scale][priority])


def other_names(priority: str, scale: str) -> str:
    """Return the same priority under the two other names."""
    return " · ".join(str(NAMES[s][priority]) for s in NAMES if s != scale)


def priority_choices(scale: str) -> Sequence[tuple[str, str]]:
    """Return (priority, name) pairs for a form, the two other names in brackets."""
    return [
        (p.value, f"{priority_name(p, scale)} ({other_names(p, scale)})") for p in P
    ]
