"""What changed between revisions: ours with the margin, the customer's without."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal as D
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from filon.accounts.models import User
from filon.offers import services
from filon.offers.models import OfferRevision
from filon.offers.selectors.difference import compared
from tests.offers import make
from tests.offers.views.test_public import opened

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def revised(alice: User, now: datetime) -> OfferRevision:
    """Send A with two lines, then write B: one line cheaper, one out, one in."""
    former = make.sent(alice, lines=2)
    following = services.revision_next(
        revision=former, reason="Prix demandé", actor=alice, now=now
    )
    first, second = following.lines.order_by("position")
    services.line_update(
        line=first,
        values={"quantity": D(3), "manual_price": D(95), "manual_reason": "Canari"},
        actor=alice,
        now=now,
    )
    services.line_delete(line=second, actor=alice, now=now)
    make.add(following, make.item(alice, "NEW", name_fr="Coffret"), 1)
    following.refresh_from_db()
    services.revision_update(
        revision=following,
        values={"payment_days": 45, "valid_until": date(2026, 4, 30)},
        actor=alice,
        now=now,
    )
    make.verify(following, alice)
    return following


def test_lines_terms_and_margin_are_told_apart(alice: User, now: datetime) -> None:
    following = revised(alice, now)
    former = following.previous
    assert former is not None

    found = compared(former, following, for_customer=False, sees_margin=True)

    assert [line.badge for line in found.lines] == ["Changed", "Added", "Taken out"]
    changed = {row.label: (row.before, row.after) for row in found.lines[0].rows}
    assert changed == {
        "Quantity": ("2", "3"),
        "Unit price": ("€100.00", "€95.00"),
        "Amount without VAT": ("€200.00", "€285.00"),
    }
    terms = {row.label: (row.before, row.after) for row in found.terms}
    assert terms["Payment (days)"] == ("30", "45")
    assert terms["Valid until"] == ("1 Apr 2026", "30 Apr 2026")
    assert terms["Total without VAT"] == ("€400.00", "€385.00")
    assert [row.after for row in found.margin] == ["€145.00", "37.66%"]


def test_copy_without_changes_differs_in_nothing_but_its_validity(
    alice: User, now: datetime
) -> None:
    former = make.sent(alice)
    following = services.revision_next(
        revision=former, reason="Rien", actor=alice, now=now
    )

    found = compared(former, following, for_customer=True)

    assert found.is_empty


def test_customer_reads_the_changes_without_margin_or_our_reasons(
    alice: User, now: datetime
) -> None:
    following = revised(alice, now)
    make.approve(following, alice)
    services.revision_send(revision=following, actor=alice, now=now)
    following.refresh_from_db()

    with time_machine.travel(now, tick=False):
        client, page = opened(following)
        text = client.get(page).content.decode()

    assert "Modifications depuis l’indice A" in text
    assert "Coffret" in text
    for canary in ("Canari", "145,00", "37,66", "180,00"):
        assert canary not in text


def test_first_revision_shows_no_changes_to_the_customer(
    alice: User, now: datetime
) -> None:
    revision = make.sent(alice)

    with time_machine.travel(now, tick=False):
        client, page = opened(revision)
        text = client.get(page).content.decode()

    assert "Modifications depuis" not in text


def test_page_compares_with_the_former_revision(
    alice: User,
    signed_in: SignIn,
    now: datetime,
    django_assert_max_num_queries: Any,
) -> None:
    following = revised(alice, now)
    client = signed_in(alice)
    url = reverse("offers:difference", args=[following.pk])

    with django_assert_max_num_queries(12):
        answer = client.get(url)

    assert answer.context["before"].letter == "A"
    assert answer.context["comparison"].margin
    assert client.get(f"{url}?from=0").status_code == 200


def test_history_says_what_each_step_of_the_negotiation_cost(
    alice: User, signed_in: SignIn, now: datetime
) -> None:
    former = make.sent(alice, lines=1)
    following = services.revision_next(
        revision=former,
        reason="Remise",
        asked=services.Asked("10 % de remise", "5 %"),
        actor=alice,
        now=now,
    )
    services.line_update(
        line=following.lines.get(),
        values={"manual_price": D(95), "manual_reason": "Remise"},
        actor=alice,
        now=now,
    )

    page = signed_in(alice).get(
        f"{reverse('offers:revision', args=[following.pk])}?tab=history"
    )

    (row,) = page.context["past"].concessions
    assert (row.effect, row.points) == (D("-10.00"), D("-3.1579"))
    assert "Rien obtenu" in page.content.decode() or "Nothing obtained" in str(
        page.content
    )
