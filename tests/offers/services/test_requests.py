"""Prices asked of suppliers, answered by link, compared, chosen, ending too early."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from filon.accounts.models import User
from filon.directory.models import Organization
from filon.kernel.lifecycle import TransitionRefused
from filon.mail.models import OutboxMessage
from filon.offers import services
from filon.offers.models import (
    OfferLine,
    OfferRevision,
    PriceRequest,
    SupplierPrice,
    SupplierQuote,
)
from filon.offers.selectors.requests import (
    ending_prices,
    ending_prices_of,
    request_document,
)
from filon.offers.selectors.snapshot import lines_of
from tests.offers import make

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
UNTIL = make.TODAY + timedelta(days=15)


def choose(price: SupplierPrice, revision: OfferRevision, actor: User) -> OfferLine:
    """Make a price the cost of its line."""
    return services.price_choose(
        price=price, revision=revision, actor=actor, now=make.NOW
    )


@pytest.fixture
def suppliers(alice: User) -> list[Organization]:
    """Return two suppliers with an address."""
    return [
        make.customer(alice, name, is_supplier=True, email=f"{name}@example.com")
        for name in ("alpha", "beta")
    ]


@pytest.fixture
def asked(alice: User, suppliers: list[Organization]) -> PriceRequest:
    """Return a request for the price of the line of a ready draft."""
    revision = make.ready(alice)
    return services.price_request_send(
        revision=revision,
        lines=list(revision.lines.all()),
        suppliers=suppliers,
        message="",
        due_on=make.TODAY,
        actor=alice,
        now=make.NOW,
    )


def quoted(
    asked: PriceRequest,
    price: str = "41.5",
    until: date | None = UNTIL,
    **values: object,
) -> services.Quoted:
    """Return a quotation of the one asked line."""
    line = services.QuotedLine(unit_price=D(price), lead_time_days=25)
    fields = {"currency": "EUR", "valid_until": until, **values}
    return services.Quoted(lines={asked.lines.get().pk: line}, **fields)  # type: ignore[arg-type]


def answered(asked: PriceRequest, number: int = 0, **values: object) -> SupplierPrice:
    """Let one of the suppliers answer by link."""
    quote = asked.quotes.order_by("pk")[number]
    services.quote_answer(
        quote=quote,
        quoted=quoted(asked, **values),  # type: ignore[arg-type]
        link=quote.link,
        now=make.NOW,
    )
    return quote.prices.get()


def test_suppliers_read_neither_the_customer_nor_prices_nor_each_other(
    asked: PriceRequest,
) -> None:
    letters = list(OutboxMessage.objects.order_by("pk"))
    pages = [str(request_document(asked, quote)) for quote in asked.quotes.all()]

    assert [m.to for m in letters] == [["alpha@example.com"], ["beta@example.com"]]
    for text in [*(m.body for m in letters), *pages]:
        assert "Fonderie" not in text
        assert "100" not in text
    assert "beta" not in letters[0].body + pages[0]


def test_supplier_answers_once_by_link_without_an_account(
    asked: PriceRequest, client: Client
) -> None:
    quote = asked.quotes.order_by("pk")[0]
    body = OutboxMessage.objects.order_by("pk")[0].full_body
    address = re.search(r"https?://[^/]+(/link/\S+)", body)
    assert address is not None
    line = asked.lines.get()
    with time_machine.travel(make.NOW, tick=False):
        page = client.get(address[1], follow=True)
        text = page.content.decode()
        nonce = re.search(r'name="nonce" value="([^"]+)"', text)
        token = re.search(r'name="form_token" value="([^"]+)"', text)
        assert nonce is not None
        data = {
            "nonce": nonce[1],
            "form_token": token[1] if token else "",
            f"price_{line.pk}": "41.5",
            f"from_{line.pk}": "50",
            f"lower_{line.pk}": "39",
            "currency": "EUR",
            "valid_until": UNTIL.isoformat(),
        }
        url = page.redirect_chain[-1][0]
        done = client.post(url, data, follow=True)

    assert done.status_code == 200
    quote.refresh_from_db()
    assert quote.status == SupplierQuote.Status.ANSWERED
    assert [[D(n) for n in row] for row in quote.prices.get().breaks] == [[50, 39]]
    with pytest.raises(TransitionRefused):
        answered(asked)


def test_quotation_needs_a_price_a_day_and_the_right_link(
    asked: PriceRequest, alice: User
) -> None:
    first, second = asked.quotes.order_by("pk")
    with pytest.raises(services.QuoteIncomplete):
        answered(asked, until=None)
    with pytest.raises(PermissionDenied):
        services.quote_answer(
            quote=first, quoted=quoted(asked), link=second.link, now=make.NOW
        )
    with pytest.raises(PermissionDenied):
        services.quote_answer(
            quote=first, quoted=quoted(asked), actor=alice, now=make.NOW
        )


def test_chosen_price_becomes_the_cost_of_the_line(
    asked: PriceRequest, alice: User, denis: User
) -> None:
    price = answered(asked, price="44", currency="USD")
    revision = asked.revision
    with pytest.raises(PermissionDenied):
        choose(price, revision, alice)
    with pytest.raises(services.PriceNotUsable):
        choose(price, revision, denis)
    services.quote_costs_set(
        quote=price.quote,
        transport=D(20),
        duty_percent=D(0),
        exchange_rate=D("1.1"),
        actor=denis,
        now=make.NOW,
    )
    price.quote.refresh_from_db()

    line = choose(price, revision, denis)

    # 44 USD at 1.1 is 40, and 20 of carriage for two pieces.
    assert (line.unit_cost, line.cost_source) == (D(50), "SUPPLIER")
    assert (line.cost_amount, line.lead_time_days) == (D(100), 25)
    services.line_update(
        line=line, values={"unit_cost": D(45)}, actor=denis, now=make.NOW
    )
    line.refresh_from_db()
    assert line.supplier_price is None


def test_price_that_ends_before_the_offer_is_an_alarm_also_in_the_next_revision(
    asked: PriceRequest, alice: User, denis: User, signed_in: SignIn
) -> None:
    price = answered(asked)
    revision = asked.revision
    choose(price, revision, denis)
    services.revision_update(
        revision=revision, values={"valid_until": UNTIL}, actor=alice, now=make.NOW
    )
    assert ending_prices(revision, lines_of(revision)) == []
    assert ending_prices_of(alice, limit=5) == []
    later = {"valid_until": UNTIL + timedelta(days=1)}
    services.revision_update(revision=revision, values=later, actor=alice, now=make.NOW)

    (found,) = ending_prices(revision, lines_of(revision))
    assert found.sentence.startswith("The price of alpha for Pompe")
    with time_machine.travel(make.NOW, tick=False):
        client = signed_in(alice)
        for url in (
            reverse("desk:day"),
            f"{reverse('offers:revision', args=[revision.pk])}?tab=checks",
        ):
            assert "The price of alpha" in client.get(url).content.decode()


def test_comparison_shows_prices_only_to_who_may_see_costs(
    asked: PriceRequest, alice: User, denis: User, signed_in: SignIn
) -> None:
    answered(asked, price="4711.15")
    url = reverse("offers:price-request", args=[asked.revision_id, asked.pk])
    with time_machine.travel(make.NOW, tick=False):
        for user, sees in ((alice, False), (denis, True)):
            text = signed_in(user).get(url).content.decode()
            assert ("711.15" in text) is sees
            assert ("Choose" in text) is sees
    assert OfferRevision.objects.filter(pk=asked.revision_id).exists()
