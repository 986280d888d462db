"""What to ask, by the nature of what is needed: a good or a service.

The questions of the call guides of a product family complete these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from filon.catalog.models import Item
from filon.prospecting.models import RequirementKind

K = RequirementKind
GOOD, SERVICE = Item.Kind.GOOD, Item.Kind.SERVICE


@dataclass(frozen=True, slots=True)
class GridQuestion:
    """One question of the grid.

    :param natures: the kinds of items that it is asked for.
    """

    code: str
    text: str | Promise
    kind: str
    unit: str = ""
    natures: Sequence[str] = (GOOD, SERVICE)


# Who, what, where, when, how, how many, why: then what the trade asks besides.
QUESTIONS: tuple[GridQuestion, ...] = (
    GridQuestion("what", _("What must it do?"), K.FUNCTIONAL),
    GridQuestion("why", _("Why now: what triggers the need?"), K.FUNCTIONAL),
    GridQuestion("who", _("Who will use it, and who looks after it?"), K.FUNCTIONAL),
    GridQuestion(
        "where",
        _("Where: temperature, dust, moisture, explosive zone, height, power?"),
        K.TECHNICAL,
        natures=(GOOD,),
    ),
    GridQuestion(
        "performance",
        _("Which performance, with which tolerance?"),
        K.TECHNICAL,
        natures=(GOOD,),
    ),
    GridQuestion(
        "interfaces",
        _("To what is it connected: dimensions, flanges, power, bus?"),
        K.TECHNICAL,
        natures=(GOOD,),
    ),
    GridQuestion(
        "standards",
        _("Which standards, certificates or rules apply?"),
        K.REGULATORY,
    ),
    GridQuestion("quantity", _("How many now, how many a year?"), K.LOGISTIC),
    GridQuestion("when", _("When is it needed; which shutdowns count?"), K.LOGISTIC),
    GridQuestion(
        "packing", _("Which packing, marking and delivery?"), K.LOGISTIC, "", (GOOD,)
    ),
    GridQuestion(
        "installation",
        _("Who installs, commissions and trains?"),
        K.SERVICE,
        natures=(GOOD,),
    ),
    GridQuestion(
        "maintenance",
        _("Which warranty, spare parts and response time?"),
        K.SERVICE,
        natures=(GOOD,),
    ),
    GridQuestion(
        "scope",
        _("What is included, and what is not?"),
        K.FUNCTIONAL,
        natures=(SERVICE,),
    ),
    GridQuestion(
        "level",
        _("Which level of service: hours, response time, availability?"),
        K.SERVICE,
        natures=(SERVICE,),
    ),
    GridQuestion(
        "deliverables",
        _("What is handed over at the end: report, file, training?"),
        K.SERVICE,
        natures=(SERVICE,),
    ),
    GridQuestion(
        "access",
        _("Which access, safety rules and qualifications on site?"),
        K.REGULATORY,
        natures=(SERVICE,),
    ),
    GridQuestion("budget", _("Which budget, from which source?"), K.FINANCIAL),
    GridQuestion("payment", _("Which payment terms are usual?"), K.FINANCIAL),
    GridQuestion(
        "implicit",
        _("What goes without saying, what would disappoint?"),
        K.FUNCTIONAL,
    ),
)


def questions_for(nature: str) -> list[GridQuestion]:
    """Return the questions for a good or a service, all of them where not known."""
    if nature not in {GOOD, SERVICE}:
        return list(QUESTIONS)
    return [question for question in QUESTIONS if nature in question.natures]
