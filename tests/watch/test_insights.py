from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from filon.accounts.models import User
from filon.directory.models import MarketSegment
from filon.journal.services import EditConflict
from filon.kernel.lifecycle import TransitionRefused
from filon.search.models import SearchEntry
from filon.search.selectors import find
from filon.watch import services
from filon.watch.models import MarketInsight
from filon.watch.selectors.grids import drawn_insights, grid
from tests.watch.builders import make_finding, make_insight, make_topic


def test_insight_is_found_by_the_search_box_of_its_team(
    alice: User, bob: User, carol: User, now: datetime
) -> None:
    make_insight(alice, now, statement="Chimie fine relancée dans le Rhône")

    assert [hit.title for hit in find(bob, "chimie", 5)] == [
        "Chimie fine relancée dans le Rhône"
    ]
    assert find(carol, "chimie", 5) == []


def test_trashed_insight_leaves_the_search_box(alice: User, now: datetime) -> None:
    insight = make_insight(alice, now)

    services.insight_trash(insight=insight, actor=alice, now=now)

    assert not SearchEntry.objects.exists()
    assert not MarketInsight.objects.visible_to(alice).exists()

    services.insight_restore(insight=insight, actor=alice, now=now)
    assert len(find(alice, "demand", 5)) == 1


def test_reader_concludes_nothing(rene: User, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        make_insight(rene, now)

    assert not MarketInsight.objects.exists()
    assert not SearchEntry.objects.exists()


def test_decision_needs_its_reason(alice: User, now: datetime) -> None:
    insight = make_insight(alice, now)

    with pytest.raises(services.DecisionReasonMissing):
        services.insight_decide(
            insight=insight, decision="PURSUE", reason=" ", actor=alice, now=now
        )
    insight.refresh_from_db()
    assert insight.decision == "OPEN"

    services.insight_decide(
        insight=insight, decision="PURSUE", reason="Budgets voted", actor=alice, now=now
    )
    assert (insight.decision, insight.decision_reason) == ("PURSUE", "Budgets voted")


def test_same_decision_twice_is_refused(alice: User, now: datetime) -> None:
    insight = make_insight(alice, now)
    services.insight_decide(
        insight=insight, decision="DROP", reason="Too far", actor=alice, now=now
    )

    with pytest.raises(TransitionRefused):
        services.insight_decide(
            insight=insight, decision="DROP", reason="Again", actor=alice, now=now
        )

    insight.refresh_from_db()
    assert insight.decision_reason == "Too far"


def test_scores_beyond_five_are_refused_by_the_database(
    alice: User, now: datetime
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_insight(alice, now, impact=6)


def test_finding_carries_over_to_the_insight_form(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    segment = MarketSegment.objects.create(code="F", name="Foundries")
    finding = make_finding(alice, now, excerpt="They hire.", segment=segment)
    client = signed_in(alice)

    page = client.get(f"/watch/insights/new/?finding={finding.pk}")
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    client.post(
        "/watch/insights/new/",
        {**{k: v for k, v in sent.items() if v is not None}, "kind": "THREAT",
         "axis": "COMMERCIAL"},
    )  # fmt: skip

    insight = MarketInsight.objects.get()
    assert insight.statement == finding.title
    assert insight.analysis == "They hire."
    assert insight.segment == segment
    assert list(insight.findings.all()) == [finding]


def test_older_version_is_refused_in_the_form_and_can_then_be_saved(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    insight = make_insight(alice, now)
    client = signed_in(alice)
    form = client.get(f"/watch/insights/{insight.pk}/edit/").context["form"]
    values = {name: form[name].value() for name in form.fields}
    sent = {k: v for k, v in values.items() if v is not None}
    services.insight_update(insight=insight, values={"impact": 5}, actor=alice, now=now)

    answer = client.post(
        f"/watch/insights/{insight.pk}/edit/", {**sent, "statement": "Mine"}
    )
    assert answer.status_code == 422
    insight.refresh_from_db()
    assert insight.statement == "Demand grows"

    seen = answer.context["form"]["version"].value()
    client.post(
        f"/watch/insights/{insight.pk}/edit/",
        {**sent, "statement": "Mine", "version": seen},
    )
    insight.refresh_from_db()
    assert insight.statement == "Mine"


def test_update_of_an_old_version_changes_nothing(alice: User, now: datetime) -> None:
    insight = make_insight(alice, now)
    services.insight_update(insight=insight, values={"impact": 5}, actor=alice, now=now)

    with pytest.raises(EditConflict):
        services.insight_update(
            insight=insight,
            values={"impact": 1},
            actor=alice,
            now=now,
            expected_version=1,
        )

    insight.refresh_from_db()
    assert insight.impact == 5


def test_swot_draws_what_the_market_does_from_insights(
    alice: User, now: datetime
) -> None:
    topic = make_topic(alice, now)
    of_topic = make_finding(alice, now, topic=topic)
    light = make_insight(alice, now, of_topic, statement="Light")
    heavy = make_insight(alice, now, of_topic, statement="Heavy", impact=5)
    threat = make_insight(alice, now, of_topic, kind="THREAT")
    dropped = make_insight(alice, now, of_topic, kind="CONSTRAINT")
    services.insight_decide(
        insight=dropped, decision="DROP", reason="No", actor=alice, now=now
    )
    make_insight(alice, now, statement="Another topic")
    swot = services.analysis_create(
        values={
            "method": "SWOT",
            "title": "Welding",
            "topic": topic,
            "cells": {"strengths": ["Own laboratory"]},
        },
        actor=alice,
        now=now,
    )

    cells = {c.code: c for c in grid(swot, drawn_insights(alice, swot))}

    assert cells["strengths"].lines == ["Own laboratory"]
    assert cells["opportunities"].insights == [heavy, light]
    assert cells["threats"].insights == [threat]
    assert cells["weaknesses"].is_empty


def test_swot_draws_only_the_insights_that_were_chosen(
    alice: User, now: datetime
) -> None:
    chosen = make_insight(alice, now)
    make_insight(alice, now)
    swot = services.analysis_create(
        values={"method": "SWOT", "title": "Mine"},
        insights=[chosen],
        actor=alice,
        now=now,
    )

    assert drawn_insights(alice, swot) == [chosen]


def test_reader_of_another_team_draws_nothing_from_here(
    alice: User, carol: User, now: datetime
) -> None:
    make_insight(alice, now)
    swot = services.analysis_create(
        values={"method": "SWOT", "title": "South"}, actor=carol, now=now
    )

    assert drawn_insights(carol, swot) == []


def test_swot_form_keeps_lines_and_draws_the_rest(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    make_insight(alice, now, statement="Budgets are voted")
    client = signed_in(alice)

    answer = client.post(
        "/watch/analyses/new/?method=SWOT",
        {"title": "SWOT 2026", "cell_strengths": "- Laboratory\n\n- Short lead times"},
        follow=True,
    )

    page = answer.content.decode()
    assert "Laboratory" in page
    assert "Short lead times" in page
    assert "Budgets are voted" in page
