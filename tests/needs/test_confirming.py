"""The customer confirms the requirements by link, row by row."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from filon.accounts.models import User
from filon.coordination.models import LinkEvent
from filon.journal.models import Entry
from filon.kernel.errors import TooLate
from filon.mail.models import OutboxMessage
from filon.needs import services
from filon.needs.models import (
    Need,
    NeedConfirmation,
    Requirement,
    RequirementChange,
    RowConfirmation,
)
from tests.conftest import NOW
from tests.deals import makers as deals
from tests.needs import makers

SignIn = Callable[[User], Client]


def asked(alice: User, **values: Any) -> tuple[Need, NeedConfirmation]:
    """Ask the contact of a company to confirm a need of two rows."""
    firm = deals.company(alice)
    contact = deals.contact(firm, alice, email="claire@example.org", **values)
    need = makers.need(alice, deal=deals.deal(alice, organization=firm))
    makers.requirement(need, alice, exchange_rate=Decimal("8888.42"))
    makers.requirement(need, alice, text="Housing IP67", weight=5)
    confirmation = services.confirmation_ask(
        need=need, contact=contact, message="As agreed", actor=alice, now=NOW
    )
    return need, confirmation


def said(row: Requirement, correction: str = "") -> services.RowSaid:
    """Answer on the version of a row that stands."""
    return services.RowSaid(row.pk, row.version, correction)


def answer(
    confirmation: NeedConfirmation, *rows: services.RowSaid, missing: str = ""
) -> None:
    """Answer as the customer."""
    services.confirmation_answer(
        confirmation=confirmation,
        rows=rows,
        missing=missing,
        link=confirmation.link,
        now=NOW,
    )


def page_of(confirmation: NeedConfirmation) -> tuple[Client, str, str]:
    """Open the link of the mail; return browser, address and the page."""
    mail = OutboxMessage.objects.exclude(secrets=[]).latest("pk")
    found = re.search(r"http\S+", mail.full_body)
    assert found is not None
    client = Client()
    page = client.get(found.group(0), follow=True)
    assert page.status_code == 200
    return client, page.redirect_chain[-1][0], page.content.decode()


def nonce_of(page: str) -> str:
    """Return what a POST must carry."""
    found = re.search(r'name="nonce" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def test_confirmation_is_asked_by_mail_with_a_link(alice: User) -> None:
    need, confirmation = asked(alice)

    mail = OutboxMessage.objects.latest("pk")
    assert mail.to == ["claire@example.org"]
    assert "As agreed" in mail.full_body
    assert (confirmation.status, confirmation.link.target_id) == ("SENT", need.pk)


@pytest.mark.parametrize("change", [{"email": ""}, {"opted_out_at": NOW}])
def test_contact_who_cannot_be_written_to_is_not_asked(
    alice: User, change: dict[str, Any]
) -> None:
    firm = deals.company(alice)
    contact = deals.contact(firm, alice, email="claire@example.org")
    for name, value in change.items():
        setattr(contact, name, value)
    need = makers.need(alice, deal=deals.deal(alice, organization=firm))
    makers.requirement(need, alice)

    with pytest.raises(services.ConfirmationRefused):
        services.confirmation_ask(need=need, contact=contact, actor=alice, now=NOW)

    assert not NeedConfirmation.objects.exists()


def test_empty_list_is_not_sent_and_a_reader_sends_none(
    alice: User, rene: User
) -> None:
    firm = deals.company(alice)
    contact = deals.contact(firm, alice, email="claire@example.org")
    need = makers.need(alice, deal=deals.deal(alice, organization=firm))

    with pytest.raises(services.ConfirmationRefused):
        services.confirmation_ask(need=need, contact=contact, actor=alice, now=NOW)
    makers.requirement(need, alice)
    with pytest.raises(PermissionDenied):
        services.confirmation_ask(need=need, contact=contact, actor=rene, now=NOW)


def test_row_is_confirmed_in_the_version_that_was_read(alice: User) -> None:
    need, confirmation = asked(alice)
    first, second = need.requirements.order_by("position")

    answer(confirmation, said(first))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.confirmed_version) == ("CONFIRMED", 1)
    assert second.status == "DRAFT"
    assert confirmation.status == "SENT"
    kept = RowConfirmation.objects.get()
    assert (kept.says, kept.version) == ("ACCEPTED", 1)
    assert "12" in kept.shown
    assert LinkEvent.objects.get(kind="ANSWERED").data["confirmed"] == 1


def test_answer_is_whole_once_every_row_is_answered(alice: User) -> None:
    need, confirmation = asked(alice)
    first, second = need.requirements.order_by("position")

    answer(confirmation, said(first), said(second, "IP68"), missing="A lifting eye")

    assert (confirmation.status, confirmation.answered_at) == ("ANSWERED", NOW)
    assert confirmation.missing == "A lifting eye"
    second.refresh_from_db()
    assert (second.status, second.text) == ("DRAFT", "Housing IP67")
    told = OutboxMessage.objects.latest("pk")
    assert told.to == [alice.email]
    with pytest.raises(TooLate):
        answer(confirmation, said(second))


def test_row_that_changed_meanwhile_is_refused_whole(alice: User) -> None:
    need, confirmation = asked(alice)
    first, second = need.requirements.order_by("position")
    stale = said(second)
    services.requirement_withdraw(
        requirement=second, change=services.Change("Dropped"), actor=alice, now=NOW
    )

    with pytest.raises(services.ListChanged):
        answer(confirmation, said(first), stale)

    first.refresh_from_db()
    assert first.status == "DRAFT"
    assert not RowConfirmation.objects.exists()


def test_nothing_said_is_no_answer(alice: User) -> None:
    _need, confirmation = asked(alice)

    with pytest.raises(services.ConfirmationRefused):
        answer(confirmation, missing="  ")


def test_correction_that_is_taken_over_is_settled(alice: User, now: datetime) -> None:
    need, confirmation = asked(alice)
    row = need.requirements.get(position=2)
    answer(confirmation, said(row, "IP68"))

    services.requirement_update(
        requirement=row, values={"text": "Housing IP68"}, actor=alice, now=now
    )

    kept = RowConfirmation.objects.get()
    assert (kept.settled_by, kept.settled_at) == (alice, now)


def test_correction_is_settled_once_with_a_note(alice: User, now: datetime) -> None:
    need, confirmation = asked(alice)
    answer(confirmation, said(need.requirements.get(position=2), "IP68"))
    kept = RowConfirmation.objects.get()

    with pytest.raises(services.ConfirmationRefused):
        services.correction_settle(row=kept, note=" ", actor=alice, now=now)
    services.correction_settle(row=kept, note="IP67 will do", actor=alice, now=now)
    with pytest.raises(services.ConfirmationRefused):
        services.correction_settle(row=kept, note="Again", actor=alice, now=now)

    assert kept.settled_note == "IP67 will do"


def test_closed_link_takes_no_answer(alice: User, now: datetime) -> None:
    need, confirmation = asked(alice)
    services.confirmation_close(confirmation=confirmation, actor=alice, now=now)

    with pytest.raises(TooLate):
        answer(confirmation, said(need.requirements.get(position=1)))
    confirmation.link.refresh_from_db()
    assert confirmation.link.revoked_at == now


def test_opening_the_link_changes_nothing_and_shows_no_secret(alice: User) -> None:
    with time_machine.travel(NOW, tick=False):
        need, confirmation = asked(alice)
        entries = Entry.objects.count()
        _client, _address, page = page_of(confirmation)

    assert "Housing IP67" in page
    assert "8888" not in page
    assert "Visit of the workshop" not in page
    assert Entry.objects.count() == entries
    assert not LinkEvent.objects.filter(kind="ANSWERED").exists()
    assert set(need.requirements.values_list("status", flat=True)) == {"DRAFT"}


def test_customer_answers_on_the_page_in_two_goes(alice: User) -> None:
    with time_machine.travel(NOW, tick=False):
        need, confirmation = asked(alice)
        first, second = need.requirements.order_by("position")
        client, address, page = page_of(confirmation)
        nonce = {"nonce": nonce_of(page)}

        nothing = client.post(address, nonce)
        fix = {f"fix-{second.pk}-1": "IP68 please"}
        once = client.post(address, {**nonce, **fix})
        rest = client.post(address, {**nonce, "everything": "1"})
        again = client.get(address)
        late = client.post(address, {**nonce, f"ok-{first.pk}-1": "on"})

    assert [nothing.status_code, once.status_code, rest.status_code] == [422, 302, 302]
    assert late.status_code == 409
    confirmation.refresh_from_db()
    first.refresh_from_db()
    assert (confirmation.status, first.status) == ("ANSWERED", "CONFIRMED")
    assert "IP68 please" in again.content.decode()


def test_page_refuses_a_row_that_was_changed_after_it_was_read(alice: User) -> None:
    with time_machine.travel(NOW, tick=False):
        need, confirmation = asked(alice)
        first = need.requirements.get(position=1)
        answer(confirmation, said(first))
        client, address, page = page_of_first(confirmation)
        services.requirement_update(
            requirement=first,
            values={"level": Decimal(14)},
            change=services.Change("More"),
            actor=alice,
            now=NOW,
        )
        old = client.post(address, {"nonce": nonce_of(page), f"ok-{first.pk}-1": "on"})
        new = client.post(address, {"nonce": nonce_of(page), f"ok-{first.pk}-2": "on"})

    assert (old.status_code, new.status_code) == (409, 302)
    first.refresh_from_db()
    assert (first.status, first.confirmed_version) == ("CONFIRMED", 2)
    assert RequirementChange.objects.count() == 1


def page_of_first(confirmation: NeedConfirmation) -> tuple[Client, str, str]:
    """Open the link of the first mail, whatever was sent since."""
    OutboxMessage.objects.filter(secrets=[]).delete()
    return page_of(confirmation)


def test_salesperson_asks_reads_and_settles(
    signed_in: SignIn, alice: User, carol: User
) -> None:
    need, confirmation = asked(alice)
    answer(confirmation, said(need.requirements.get(position=2), "IP68"))
    kept = RowConfirmation.objects.get()
    client, stranger = signed_in(alice), signed_in(carol)
    overview = reverse("needs:confirmation", args=[need.pk])
    ask = reverse("needs:confirmation-ask", args=[need.pk])
    settle = reverse("needs:correction-settle", args=[kept.pk])
    close = reverse("needs:confirmation-close", args=[confirmation.pk])

    page = client.get(overview).content.decode()

    assert "IP68" in page
    assert settle in page
    for url in (overview, ask, settle, close):
        assert stranger.post(url).status_code in {404, 405}
    with time_machine.travel(NOW, tick=False):
        sent = client.post(ask, {"contact": confirmation.contact_id})
        assert client.post(settle, {"note": "No"}).status_code == 302
        assert client.post(close).status_code == 302
    assert sent.status_code == 302
    assert NeedConfirmation.objects.filter(status="SENT").count() == 1
