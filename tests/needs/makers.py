"""Needs in each state for tests."""

from __future__ import annotations

from typing import Any

from filon.accounts.models import User
from filon.needs import services
from filon.needs.models import Need, NeedSource, Requirement
from tests.conftest import NOW
from tests.deals import makers as deals


def need(owner: User, **values: Any) -> Need:
    """Start a need; its deal is made where none is given."""
    deal = values.pop("deal", None) or deals.deal(owner)
    return services.need_create(deal=deal, values=values, actor=owner, now=NOW)


def source(of_need: Need, owner: User, **values: Any) -> NeedSource:
    """Add a source with its relevance."""
    given = {
        "kind": NeedSource.Kind.VISIT,
        "title": "Visit of the workshop",
        "dated_on": NOW.date(),
        "relevance": "Seen with the maintenance manager",
    }
    return services.source_add(
        need=of_need, values={**given, **values}, actor=owner, now=NOW
    )


def requirement(of_need: Need, owner: User, **values: Any) -> Requirement:
    """Add a requirement with a source."""
    given = {"kind": "TECHNICAL", "text": "Flow ≥ 12 ±0.5 m3/h"}
    known = of_need.sources.first() or source(of_need, owner)
    return services.requirement_add(
        need=of_need, values={"source": known, **given, **values}, actor=owner, now=NOW
    )


def complete(owner: User, **values: Any) -> Need:
    """Write a need of which nothing that blocks is missing."""
    made = need(owner, **values)
    requirement(made, owner)
    step(made, owner, "clarified_on")
    services.need_decide(
        need=made, decision="GO", reason="Our range", actor=owner, now=NOW
    )
    services.need_policy(need=made, verdict="GREEN", note="", actor=owner, now=NOW)
    step(made, owner, "feasibility_on")
    step(made, owner, "studied_on")
    return made


def step(of_need: Need, owner: User, name: str) -> None:
    """Date a step today."""
    services.need_step(need=of_need, step=name, on=NOW.date(), actor=owner, now=NOW)
