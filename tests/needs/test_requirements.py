"""Requirements say how firm they are, and what changed since they were confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from filon.accounts.models import User
from filon.kernel.lifecycle import TransitionRefused
from filon.needs import services
from filon.needs.models import Need, Requirement, RequirementChange
from filon.needs.scales import other_names, priority_name
from tests.conftest import NOW
from tests.needs import makers

SignIn = Callable[[User], Client]


def confirmed(row: Requirement) -> Requirement:
    """Let the customer have confirmed the version that stands."""
    Requirement.objects.filter(pk=row.pk).update(
        status="CONFIRMED", confirmed_version=row.version
    )
    row.refresh_from_db()
    return row


def test_one_priority_is_shown_under_three_names() -> None:
    scales = Need.Scale
    with translation.override("en"):
        assert priority_name("MUST", scales.FLEXIBILITY) == "F0 imperative"
        assert other_names("MUST", scales.FLEXIBILITY) == "Must have · Essential"
    with translation.override("fr"):
        names = other_names("SHOULD", scales.MOSCOW)
    assert names == "F1 peu négociable · Important"


@pytest.mark.parametrize(
    "values",
    [
        {"operator": "RANGE", "level": Decimal(2)},
        {"operator": "RANGE", "level": Decimal(2), "level_high": Decimal(1)},
        {"operator": "ENUM", "allowed": " ; "},
        {"operator": "EQUAL"},
    ],
)
def test_comparison_without_what_to_compare_with_is_refused(
    alice: User, values: dict[str, Any]
) -> None:
    need = makers.need(alice)

    with pytest.raises(services.RequirementRefused):
        makers.requirement(need, alice, text="x", **values)

    assert not Requirement.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"weight": 6},
        {"operator": "ENUM", "allowed": ""},
        {"operator": "RANGE", "level": 2, "level_high": None},
    ],
)
def test_database_keeps_what_a_level_needs(alice: User, values: dict[str, Any]) -> None:
    row = makers.requirement(makers.need(alice), alice)

    with pytest.raises(IntegrityError), transaction.atomic():
        Requirement.objects.filter(pk=row.pk).update(**values)


def test_requirement_may_rest_on_several_sources(alice: User, now: datetime) -> None:
    need = makers.need(alice)
    first, second = makers.source(need, alice), makers.source(need, alice)
    row = makers.requirement(need, alice, source=first, more_sources=[second])

    assert list(row.more_sources.all()) == [second]
    with pytest.raises(services.SourceInUse):
        services.source_remove(source=second, actor=alice, now=now)

    services.requirement_update(
        requirement=row, values={"more_sources": []}, actor=alice, now=now
    )
    services.source_remove(source=second, actor=alice, now=now)
    assert list(need.sources.all()) == [first]


def test_change_before_confirmation_needs_no_reason(alice: User, now: datetime) -> None:
    row = makers.requirement(makers.need(alice), alice)

    services.requirement_update(
        requirement=row, values={"text": "Flow at night"}, actor=alice, now=now
    )

    assert (row.text, row.version, row.status) == ("Flow at night", 1, "DRAFT")
    assert not RequirementChange.objects.exists()


def test_change_after_confirmation_is_logged_with_its_effects(
    alice: User, now: datetime
) -> None:
    row = confirmed(makers.requirement(makers.need(alice), alice))

    with pytest.raises(services.RequirementRefused):
        services.requirement_update(
            requirement=row, values={"level": Decimal(14)}, actor=alice, now=now
        )
    row.refresh_from_db()
    assert (row.level, row.version) == (Decimal(12), 1)

    services.requirement_update(
        requirement=row,
        values={"level": Decimal(14), "weight": 5},
        change=services.Change("Second line planned", Decimal(850), 10),
        actor=alice,
        now=now,
    )

    assert (row.level, row.version, row.status) == (Decimal(14), 2, "CHANGED")
    assert row.confirmed_version == 1
    entry = RequirementChange.objects.get()
    assert (entry.by, entry.at, entry.version) == (alice, now, 2)
    assert (entry.price_effect, entry.delay_days) == (Decimal("850.00"), 10)
    assert list(entry.changes) == ["level"]

    services.requirement_update(
        requirement=row,
        values={"level": Decimal(15)},
        change=services.Change("Third line"),
        actor=alice,
        now=now,
    )
    assert (row.version, row.status) == (3, "CHANGED")


def test_weight_of_a_confirmed_requirement_changes_without_a_new_version(
    alice: User, now: datetime
) -> None:
    row = confirmed(makers.requirement(makers.need(alice), alice))

    services.requirement_update(
        requirement=row, values={"weight": 5}, actor=alice, now=now
    )

    assert (row.weight, row.version, row.status) == (5, 1, "CONFIRMED")


def test_confirmed_requirement_is_withdrawn_and_not_removed(
    alice: User, now: datetime
) -> None:
    row = confirmed(makers.requirement(makers.need(alice), alice))

    with pytest.raises(services.RequirementRefused):
        services.requirement_remove(requirement=row, actor=alice, now=now)
    with pytest.raises(services.RequirementRefused):
        services.requirement_withdraw(
            requirement=row, change=services.Change(" "), actor=alice, now=now
        )
    services.requirement_withdraw(
        requirement=row, change=services.Change("Line closed"), actor=alice, now=now
    )

    assert (row.status, row.version) == ("WITHDRAWN", 2)
    with pytest.raises(TransitionRefused):
        services.requirement_withdraw(
            requirement=row, change=services.Change("Again"), actor=alice, now=now
        )
    with pytest.raises(services.RequirementRefused):
        services.requirement_update(
            requirement=row, values={"text": "y"}, actor=alice, now=now
        )

    services.requirement_resume(requirement=row, actor=alice, now=now)
    assert row.status == "DRAFT"


def test_page_shows_scale_unit_code_state_and_sources(
    signed_in: SignIn, alice: User
) -> None:
    need = makers.need(alice)
    makers.requirement(need, alice, text="Débit ≥ 12 m3/h", place="p. 3, § 2")
    client = signed_in(alice)

    page = client.get(reverse("needs:requirements", args=[need.pk])).content.decode()

    for words in ("F0", "MQH", "p. 3, § 2", "≥\u00a012\u00a0m3/h"):
        assert words in page


def test_change_of_a_confirmed_requirement_is_made_on_its_page(
    signed_in: SignIn, alice: User
) -> None:
    row = confirmed(makers.requirement(makers.need(alice), alice))
    client = signed_in(alice)
    url = reverse("needs:requirement-edit", args=[row.pk])
    form: dict[str, Any] = {
        "text": row.text,
        "kind": row.kind,
        "nature": "LATENT",
        "revealed_by": "What happens at night?",
        "priority": "SHOULD",
        "weight": "4",
        "operator": "RANGE",
        "level": "12",
        "level_high": "14,5",
        "unit": "m3/h",
        "method": "TEST",
        "source": row.source_id,
    }
    with time_machine.travel(NOW, tick=False):
        assert client.post(url, form).status_code == 422
        answer = client.post(url, {**form, "reason": "Measured", "delay_days": "-3"})

    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.operator, row.level_high, row.nature) == (
        "RANGE",
        Decimal("14.5"),
        "LATENT",
    )
    assert RequirementChange.objects.get().delay_days == -3
    assert "Measured" in client.get(url).content.decode()


def test_stranger_neither_withdraws_nor_resumes(
    signed_in: SignIn, alice: User, carol: User
) -> None:
    row = makers.requirement(makers.need(alice), alice)
    client = signed_in(carol)

    for name in ("requirement-withdraw", "requirement-resume", "requirement-remove"):
        url = reverse(f"needs:{name}", args=[row.pk])
        assert client.post(url, {"reason": "x"}).status_code == 404
    row.refresh_from_db()
    assert row.status == "DRAFT"
