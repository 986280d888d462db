"""The guided methods as data: what each asks, and how its answers count.

Pure; the labels are translated where they are shown (offers.md §2.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.deals.models import DealRole
from filon.directory.models import Contact
from filon.needs.models import DecisionStep, MethodAnswer
from filon.prospecting.models import RequirementKind

M, K = MethodAnswer.Method, RequirementKind
BEST = 3
UNPROVEN = 1


@dataclass(frozen=True, slots=True)
class MethodItem:
    """One question of a method.

    :ivar kind: of the requirement that its answer would make.
    :ivar group: the heading under which it is asked.
    """

    code: str
    label: str | Promise
    hint: str | Promise = ""
    kind: str = K.FUNCTIONAL
    group: str | Promise = ""


_S, _P = _("Situation"), pgettext_lazy("SPIN", "Problem")
_I, _N = _("Implication"), _("Need-payoff")

ITEMS: Final[dict[str, tuple[MethodItem, ...]]] = {
    M.FIVE_W: (
        MethodItem("who", _("Who?"), _("User, decider, payer, installer")),
        MethodItem("what", _("What?"), _("What it must do, on what")),
        MethodItem(
            "where",
            _("Where?"),
            _("Site; temperature, dust, moisture, ATEX zone, height, power"),
            K.ENVIRONMENT,
        ),
        MethodItem("when", _("When?"), _("Date needed, shutdown windows"), K.LOGISTIC),
        MethodItem("how", _("How?"), _("Way of working, connections"), K.INTERFACE),
        MethodItem(
            "how_much",
            _("How much, how many?"),
            _("Quantity now and a year, budget"),
            K.COMMERCIAL,
        ),
        MethodItem("why", _("Why?"), _("What triggers the need now")),
    ),
    M.HORNS: (
        MethodItem("whom", _("Whom does it serve?")),
        MethodItem("what", _("On what does it act?")),
        MethodItem("goal", _("To what end?")),
        MethodItem("exists", _("Why does the need exist?")),
        MethodItem("vanish", _("What could make it disappear?")),
        MethodItem("evolve", _("What could make it evolve?")),
    ),
    M.SONCASE: (
        MethodItem("S", pgettext_lazy("SONCASE", "Safety")),
        MethodItem("O", pgettext_lazy("SONCASE", "Pride")),
        MethodItem("N", pgettext_lazy("SONCASE", "Novelty")),
        MethodItem("C", pgettext_lazy("SONCASE", "Comfort")),
        MethodItem("A", pgettext_lazy("SONCASE", "Money")),
        MethodItem("S2", pgettext_lazy("SONCASE", "Sympathy")),
        MethodItem("E", pgettext_lazy("SONCASE", "Environment")),
    ),
    M.SPIN: (
        MethodItem("S1", _("With what do you do this today?"), group=_S),
        MethodItem("S2", _("How many hours a year does it run?"), group=_S),
        MethodItem("S3", _("Who looks after it, and how?"), group=_S),
        MethodItem("P1", _("What does not work as you would like?"), group=_P),
        MethodItem("P2", _("How often does it stop, and for how long?"), group=_P),
        MethodItem("P3", _("What do users complain about?"), group=_P),
        MethodItem("I1", _("What does one hour of downtime cost?"), group=_I),
        MethodItem("I2", _("What does it cost in energy and upkeep?"), group=_I),
        MethodItem("I3", _("What happens to your customers meanwhile?"), group=_I),
        MethodItem("N1", _("What would change if it never stopped?"), group=_N),
        MethodItem("N2", _("What would that be worth to you in a year?"), group=_N),
        MethodItem("N3", _("Who else would profit from it?"), group=_N),
    ),
    M.BANT: (
        MethodItem("budget", _("Budget"), _("Is there money, from where?")),
        MethodItem("authority", _("Authority"), _("Do we speak with who decides?")),
        MethodItem("need", _("Need"), _("Is the need real and urgent?")),
        MethodItem("timing", _("Timing"), _("Is there a date?")),
    ),
    M.MEDDIC: (
        MethodItem("metrics", _("Metrics"), _("Which figures will improve?")),
        MethodItem("buyer", _("Economic buyer"), _("Who signs, and do we know them?")),
        MethodItem("criteria", _("Decision criteria"), _("On what is it judged?")),
        MethodItem("process", _("Decision process"), _("Which steps, which dates?")),
        MethodItem("pain", _("Identified pain"), _("What hurts if nothing changes?")),
        MethodItem("champion", _("Champion"), _("Who pleads for us inside?")),
    ),
}
SCORED: Final = frozenset({M.SONCASE, M.BANT, M.MEDDIC})
# Where a score without evidence counts one at most.
PROVEN: Final = frozenset({M.BANT, M.MEDDIC})


@dataclass(frozen=True, slots=True)
class MethodSheet:
    """All answers of a need by method, the levers by contact, the decision unit.

    :ivar answers: method → item → answer, without those of contacts.
    :ivar levers: the answers of SONCASE of each contact, the strongest first.
    """

    answers: Mapping[str, Mapping[str, MethodAnswer]]
    levers: Sequence[tuple[Contact, Sequence[tuple[MethodItem, MethodAnswer]]]]
    roles: Sequence[DealRole]
    steps: Sequence[DecisionStep]
    people: Sequence[Contact]


def item_of(method: str, code: str) -> MethodItem | None:
    """Return an item of a method, None if it has no such item."""
    return next((item for item in ITEMS[method] if item.code == code), None)


def counted(score: int | None, evidence: str) -> int:
    """Return what a score of BANT or MEDDIC counts: without evidence one at most."""
    if score is None:
        return 0
    return score if evidence.strip() else min(score, UNPROVEN)


def total(method: str, answers: Iterable[MethodAnswer]) -> tuple[int, int]:
    """Return the points of a scored method and the most that it gives."""
    points = sum(counted(row.score, row.evidence) for row in answers)
    return points, BEST * len(ITEMS[method])


def gauge(method: str, answers: Mapping[str, MethodAnswer]) -> tuple[int, int]:
    """Return how many items are answered in words, and how many there are."""
    said = sum(
        bool(answers[item.code].text.strip())
        for item in ITEMS[method]
        if item.code in answers
    )
    return said, len(ITEMS[method])
