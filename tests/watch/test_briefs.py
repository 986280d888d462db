from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from pypdf import PdfReader

from filon.accounts.models import User
from filon.files.services import read_bytes
from filon.kernel.lifecycle import TransitionRefused
from filon.watch import services
from filon.watch.models import Brief
from tests.watch.builders import (
    make_brief,
    make_finding,
    make_insight,
    make_potential,
    make_topic,
)

FRENCH = (
    "Ce que l’entreprise attend",
    "Constats",
    "Potentiel de marché",
    "Opportunité",
    "Concurrence",
    "Forces",
    "Faiblesses",
)


def full_brief(actor: User, now: datetime, **values: object) -> Brief:
    """Start a brief that has something under each heading of its document."""
    topic = make_topic(actor, now, title="T1")
    services.expectation_add(
        topic=topic, subject="PRODUCTS", text="E1", actor=actor, now=now
    )
    finding = make_finding(actor, now, title="F1", topic=topic, source_text="S1")
    make_insight(actor, now, finding, statement="I1", axis="TECHNICAL")
    make_insight(actor, now, finding, statement="I2", axis="FINANCIAL", kind="THREAT")
    make_potential(actor, now, title="P1", assumptions="H1")
    services.analysis_create(
        values={"method": "SWOT", "title": "A1", "topic": topic, "cells": {}},
        actor=actor,
        now=now,
    )
    return make_brief(actor, now, title="B1", topic=topic, **values)


def text_of(brief: Brief) -> str:
    assert brief.document is not None
    reader = PdfReader(io.BytesIO(read_bytes(brief.document)))
    return "\n".join(page.extract_text() for page in reader.pages)


def test_brief_collects_what_its_period_brought(alice: User, now: datetime) -> None:
    recent = make_finding(alice, now)
    old = make_finding(alice, now, observed_on=date(2025, 6, 1))
    resting = make_insight(alice, now - timedelta(days=200), recent)
    before = make_insight(alice, now - timedelta(days=200), old)
    concluded = make_insight(alice, now)

    brief = make_brief(alice, now)

    assert set(brief.findings.all()) == {recent}
    assert set(brief.insights.all()) == {resting, concluded}
    assert before not in brief.insights.all()


def test_brief_of_a_topic_holds_its_own_only(alice: User, now: datetime) -> None:
    topic = make_topic(alice, now)
    own = make_finding(alice, now, topic=topic)
    make_finding(alice, now)
    insight = make_insight(alice, now, own)
    make_insight(alice, now)

    brief = make_brief(alice, now, topic=topic)

    assert list(brief.findings.all()) == [own]
    assert list(brief.insights.all()) == [insight]


def test_brief_collects_nothing_of_another_team(
    alice: User, carol: User, now: datetime
) -> None:
    make_insight(carol, now, make_finding(carol, now))

    brief = make_brief(alice, now)

    assert not brief.findings.exists()
    assert not brief.insights.exists()


def test_reversed_period_is_refused(alice: User, now: datetime) -> None:
    with pytest.raises(services.PeriodReversed):
        make_brief(alice, now, period_end=date(2026, 1, 1))

    assert not Brief.objects.exists()


def test_empty_brief_is_not_frozen(alice: User, now: datetime) -> None:
    brief = make_brief(alice, now)

    with pytest.raises(services.BriefEmpty):
        services.brief_freeze(brief=brief, actor=alice, now=now)

    brief.refresh_from_db()
    assert (brief.status, brief.document) == ("DRAFT", None)


def test_english_brief_says_everything_and_nothing_in_french(
    alice: User, now: datetime
) -> None:
    brief = full_brief(alice, now)

    services.brief_freeze(brief=brief, actor=alice, now=now)

    text = text_of(brief)
    for words in ("What the company expects", "E1", "Findings", "F1", "S1", "I1",
                  "I2", "Market potential", "P1", "€106,375.00", "H1", "A1",
                  "Strengths", "Technical", "Financial"):  # fmt: skip
        assert words in text
    for words in FRENCH:
        assert words not in text


def test_french_brief_is_french(alice: User, now: datetime) -> None:
    brief = full_brief(alice, now, language="fr")

    services.brief_freeze(brief=brief, actor=alice, now=now)

    text = text_of(brief)
    for words in FRENCH:
        assert words in text
    assert "Market potential" not in text


def test_frozen_brief_keeps_what_it_said(alice: User, now: datetime) -> None:
    brief = full_brief(alice, now)
    services.brief_freeze(brief=brief, actor=alice, now=now)
    insight = brief.insights.order_by("pk")[0]

    services.insight_update(
        insight=insight, values={"statement": "Changed"}, actor=alice, now=now
    )

    brief.refresh_from_db()
    assert [row["statement"] for row in brief.frozen["insights"]] == ["I2", "I1"]
    with pytest.raises(PermissionDenied):
        services.brief_update(
            brief=brief, values={"title": "Other"}, actor=alice, now=now
        )
    with pytest.raises(PermissionDenied):
        services.brief_collect(brief=brief, actor=alice, now=now)
    with pytest.raises(TransitionRefused):
        services.brief_freeze(brief=brief, actor=alice, now=now)


def test_only_drafts_go_to_the_trash_and_come_back(alice: User, now: datetime) -> None:
    draft, frozen = make_brief(alice, now), full_brief(alice, now)
    services.brief_freeze(brief=frozen, actor=alice, now=now)

    services.brief_trash(brief=draft, actor=alice, now=now)
    assert not Brief.objects.visible_to(alice).filter(pk=draft.pk).exists()
    services.brief_restore(brief=draft, actor=alice, now=now)
    assert Brief.objects.visible_to(alice).filter(pk=draft.pk).exists()
    with pytest.raises(PermissionDenied):
        services.brief_trash(brief=frozen, actor=alice, now=now)
    frozen.refresh_from_db()
    assert frozen.deleted_at is None


def test_margin_is_no_part_of_a_brief(alice: User, now: datetime) -> None:

    make_potential(alice, now, margin_percent=Decimal(30))
    make_finding(alice, now)
    brief = make_brief(alice, now)

    services.brief_freeze(brief=brief, actor=alice, now=now)

    assert "31912" not in str(brief.frozen)


def test_frozen_without_a_moment_is_refused_by_the_database(
    alice: User, now: datetime
) -> None:
    brief = make_brief(alice, now)
    frozen = Brief.Status.FROZEN

    with pytest.raises(IntegrityError), transaction.atomic():
        Brief.objects.filter(pk=brief.pk).update(status=frozen)


def test_brief_is_frozen_and_read_in_the_browser(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    brief = full_brief(alice, now)
    client = signed_in(alice)

    preview = client.get(f"/watch/briefs/{brief.pk}/pdf/")
    frozen = client.post(f"/watch/briefs/{brief.pk}/freeze/")
    pdf = client.get(f"/watch/briefs/{brief.pk}/pdf/")

    draft = PdfReader(io.BytesIO(preview.content)).pages[0].extract_text()
    assert "Draft" in draft
    assert frozen.headers["Location"] == f"/watch/briefs/{brief.pk}/sharing/"
    assert pdf["Content-Type"] == "application/pdf"
    assert "Draft" not in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    assert client.get(f"/watch/briefs/{brief.pk}/edit/").status_code == 404


def test_late_draft_offers_to_signal_it(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    brief = make_brief(alice, now, due_on=date(2026, 1, 1))

    page = signed_in(alice).get(f"/watch/briefs/{brief.pk}/").content.decode()

    assert f"/coordination/watch.brief/{brief.pk}/signal/" in page
