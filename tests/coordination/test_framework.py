"""The company's texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from filon.accounts.models import User
from filon.coordination import services
from filon.coordination.models import (
    PolicyAcknowledgement,
    PolicyCitation,
    PolicyDocument,
)
from filon.coordination.selectors import policies_to_acknowledge, policy_in_force
from filon.kernel.errors import DomainError
from tests.coordination.builders import KIND, make_target, put_in_force


def test_new_edition_ends_the_former_the_day_before(nadia: User, now: datetime) -> None:
    first = put_in_force(nadia, now, valid_from=date(2025, 1, 1))

    second = put_in_force(nadia, now, edition="2", valid_from=date(2026, 3, 1))

    first.refresh_from_db()
    assert first.valid_until == date(2026, 2, 28)
    assert policy_in_force("SALES_POLICY", on=date(2026, 2, 28)) == first
    assert policy_in_force("SALES_POLICY", on=date(2026, 3, 1)) == second
    assert policy_in_force("SALES_POLICY", on=date(2024, 12, 31)) is None


def test_text_is_found_in_the_language_asked_for_else_in_another(
    nadia: User, now: datetime
) -> None:
    french = put_in_force(nadia, now, language="fr")
    english = put_in_force(nadia, now, language="en")

    on = now.date()
    assert policy_in_force("SALES_POLICY", on=on, language="en") == english
    assert policy_in_force("SALES_POLICY", on=on, language="fr") == french
    assert policy_in_force("SALES_POLICY", on=on, language="de") == english


@pytest.mark.parametrize(
    "values",
    [{}, {"edition": "2", "valid_until": date(2025, 1, 1)}],
    ids=["same edition", "dates reversed"],
)
def test_bad_edition_is_refused(
    values: dict[str, object], nadia: User, now: datetime
) -> None:
    put_in_force(nadia, now)

    with pytest.raises(DomainError):
        put_in_force(nadia, now, **values)

    assert PolicyDocument.objects.count() == 1


@pytest.mark.parametrize("who", ["alice", "rene", "ines", "oscar"])
def test_salesperson_does_not_put_a_text_in_force(
    who: str, request: pytest.FixtureRequest, now: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        put_in_force(request.getfixturevalue(who), now)

    assert not PolicyDocument.objects.exists()


def test_reading_is_noted_once(nadia: User, alice: User, now: datetime) -> None:
    policy = put_in_force(nadia, now)
    assert list(policies_to_acknowledge(alice, on=now.date())) == [policy]

    assert services.policy_acknowledge(policy=policy, actor=alice, now=now)
    assert not services.policy_acknowledge(policy=policy, actor=alice, now=now)

    assert PolicyAcknowledgement.objects.count() == 1
    assert not policies_to_acknowledge(alice, on=now.date())


def test_citing_again_replaces_the_sentence(
    nadia: User, alice: User, now: datetime
) -> None:
    target, policy = make_target(alice, now), put_in_force(nadia, now)
    for how in ("Discount kept below 8%.", "Discount kept below 5%."):
        services.policy_cite(
            target=target, policy=policy, how=how, actor=alice, now=now
        )

    assert PolicyCitation.objects.get().how == "Discount kept below 5%."
    for how in ("", "x" * 501):
        with pytest.raises(services.CitationRefused):
            services.policy_cite(
                target=target, policy=policy, how=how, actor=alice, now=now
            )
    assert PolicyCitation.objects.get().how == "Discount kept below 5%."


def test_pages(
    signed_in: Callable[[User], Client], nadia: User, alice: User, oscar: User
) -> None:
    form = {
        "kind": "TERMS_OF_SALE",
        "title": "Terms",
        "edition": "2026",
        "language": "fr",
        "valid_from": "2026-01-01",
        "key_limits": "Discount 8%\nPayment 45 days",
    }
    assert signed_in(alice).get("/framework/new/").status_code == 404
    assert signed_in(alice).post("/framework/new/", form).status_code == 404
    assert signed_in(nadia).post("/framework/new/", form).status_code == 302
    policy = PolicyDocument.objects.get()
    url = f"/framework/{policy.pk}/"

    assert "Payment 45 days" in signed_in(alice).get(url).text
    assert signed_in(alice).post(f"{url}acknowledge/").status_code == 302
    assert "Read by 1 person" in signed_in(alice).get(url).text
    assert signed_in(oscar).get(url).status_code == 404
    assert signed_in(nadia).post("/framework/new/", form).status_code == 422
    assert signed_in(alice).get(f"{url}file/").status_code == 404
    follows = signed_in(nadia).get(f"/framework/new/?follows={policy.pk}")
    assert 'value="Terms"' in follows.text


def test_citation_from_the_form(
    signed_in: Callable[[User], Client], nadia: User, alice: User, now: datetime
) -> None:
    policy, target = put_in_force(nadia, now), make_target(alice, now)

    done = signed_in(alice).post(
        f"/coordination/{KIND}/{target.pk}/cite/",
        {"policy": policy.pk, "how": "Margin above the floor."},
    )

    assert done.status_code == 302
    assert PolicyCitation.objects.get().cited_by == alice
