"""The customer accepts with a one-time code, where the company asks for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from filon.accounts.models import CompanyProfile, User
from filon.contracts.models import Order
from filon.coordination.models import LinkEvent
from filon.documents.sealing import signatures_of
from filon.mail.models import OutboxMessage
from filon.offers.models import Acceptance, AcceptanceCode, OfferRevision
from filon.offers.services import recipient_add, revision_send
from filon.offers.services.evidence import chained
from filon.offers.services.proofs import proofs_seal
from tests.conftest import NOW
from tests.contracts.views.test_public import ANSWER, opened
from tests.offers import make as offers

pytestmark = pytest.mark.django_db
CODE = CompanyProfile.AcceptanceProof.CODE


@pytest.fixture(autouse=True)
def _mail_leaves(settings: object) -> Iterator[None]:
    settings.FILON_SMTP_URL = "smtp://localhost:2525"  # type: ignore[attr-defined]
    with time_machine.travel(NOW, tick=False):
        yield


def sent(alice: User, **values: object) -> OfferRevision:
    revision = offers.sent(alice, **values)
    CompanyProfile.objects.update(acceptance_proof=CODE)
    return revision


def asked(client: Client, address: str, nonce: str) -> str:
    """Ask for a code; return the one that the mail carries."""
    page = client.post(f"{address}code/", {**ANSWER, "nonce": nonce})
    assert page.status_code == 200
    return last_code()


def last_code() -> str:
    mail = OutboxMessage.objects.order_by("-pk")[0]
    assert mail.to == ["claire.morel@example.com"]
    found = re.search(r"^(\d{6})$", mail.full_body, re.MULTILINE)
    assert found is not None
    return found.group(1)


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_acceptance_without_a_code_is_refused(alice: User) -> None:
    client, address, nonce = opened(sent(alice))

    page = client.post(f"{address}accept/", {**ANSWER, "nonce": nonce})

    assert page.status_code == 422
    assert not Order.objects.exists()


def test_code_from_the_mailbox_accepts_and_is_in_the_evidence(alice: User) -> None:
    client, address, nonce = opened(sent(alice))
    code = asked(client, address, nonce)

    answer = client.post(
        f"{address}accept/",
        {**ANSWER, "nonce": nonce, "code": f"{code[:3]} {code[3:]}"},
    )

    assert answer.status_code == 302
    assert Order.objects.count() == 1
    evidence = Acceptance.objects.get().evidence
    assert evidence["level"] == "CODE"
    assert evidence["code"]["to"] == "claire.morel@example.com"
    kinds = [event["kind"] for event in evidence["events"]]
    assert kinds == ["CODE_SENT", "CODE_VERIFIED", "ACCEPTED"]
    assert evidence["events"] == chained(evidence["events"])


def test_chain_of_events_breaks_where_one_is_changed(alice: User) -> None:
    client, address, nonce = opened(sent(alice))
    code = asked(client, address, nonce)
    client.post(f"{address}accept/", {**ANSWER, "nonce": nonce, "code": code})
    events = Acceptance.objects.get().evidence["events"]

    events[1]["at"] = events[0]["at"].replace("2026", "2025")

    again = chained(events)
    assert again[0] == events[0]
    assert again[1]["hash"] != events[1]["hash"]
    assert again[2]["hash"] != events[2]["hash"]


def test_code_is_stored_nowhere_in_clear(alice: User) -> None:
    client, address, nonce = opened(sent(alice))
    code = asked(client, address, nonce)

    assert code not in OutboxMessage.objects.order_by("-pk")[0].body
    assert code not in str(AcceptanceCode.objects.values().get())
    assert code not in str(list(LinkEvent.objects.values()))


def test_wrong_code_is_counted_and_the_sixth_try_of_a_right_one_fails(
    alice: User,
) -> None:
    client, address, nonce = opened(sent(alice))
    code = asked(client, address, nonce)
    wrong = {**ANSWER, "nonce": nonce, "code": another(code)}
    for number in range(5):
        token = f"try-{number}"
        page = client.post(f"{address}accept/", {**wrong, "form_token": token})
        assert page.status_code == 422

    page = client.post(f"{address}accept/", {**wrong, "code": code})

    assert page.status_code == 422
    assert AcceptanceCode.objects.get().tries == 5
    assert not Order.objects.exists()


def test_code_is_good_for_a_quarter_of_an_hour(alice: User) -> None:
    client, address, nonce = opened(sent(alice))
    code = asked(client, address, nonce)

    with time_machine.travel(NOW + timedelta(minutes=15), tick=False):
        page = client.post(
            f"{address}accept/", {**ANSWER, "nonce": nonce, "code": code}
        )

    assert page.status_code == 422
    assert not Order.objects.exists()


def test_new_code_replaces_the_one_before(alice: User) -> None:
    client, address, nonce = opened(sent(alice))
    first = asked(client, address, nonce)
    second = asked(client, address, nonce)
    assert first != second

    old = client.post(f"{address}accept/", {**ANSWER, "nonce": nonce, "code": first})
    new = client.post(f"{address}accept/", {**ANSWER, "nonce": nonce, "code": second})

    assert (old.status_code, new.status_code) == (422, 302)


def test_code_of_one_recipient_is_worth_nothing_to_another(alice: User) -> None:
    revision = offers.ready(alice)
    person = offers.contact(
        alice, revision.offer.organization, email="paul@example.com", last_name="Roy"
    )
    recipient_add(revision=revision, contact=person, actor=alice, now=NOW)
    revision_send(revision=revision, actor=alice, now=NOW)
    CompanyProfile.objects.update(acceptance_proof=CODE)
    mails = OutboxMessage.objects.filter(target_id=revision.pk).order_by("pk")
    theirs = re.search(r"https?://[^/]+(/\S+)", mails[1].full_body)
    assert theirs is not None
    client, address, nonce = opened(revision)
    code = asked(client, address, nonce)
    other = Client()
    page = other.get(theirs.group(1), follow=True)
    token = re.search(r'name="nonce" value="([^"]+)"', page.content.decode())
    assert token is not None

    answer = other.post(
        f"{page.redirect_chain[-1][0]}accept/",
        {**ANSWER, "nonce": token.group(1), "code": code},
    )

    assert answer.status_code == 422
    assert not Order.objects.exists()


def test_sixth_code_within_an_hour_is_not_sent(alice: User) -> None:
    client, address, nonce = opened(sent(alice))
    for _number in range(5):
        asked(client, address, nonce)

    page = client.post(f"{address}code/", {**ANSWER, "nonce": nonce})

    assert page.status_code == 422
    assert AcceptanceCode.objects.count() == 5


def test_page_keeps_what_was_typed_and_ticked_when_the_code_is_sent(
    alice: User,
) -> None:
    revision = sent(alice, options=1)
    option = revision.lines.get(inclusion="OPTION")
    client, address, nonce = opened(revision)

    page = client.post(
        f"{address}code/", {**ANSWER, "nonce": nonce, "options": [option.pk]}
    ).content.decode()

    assert 'value="Claire Morel"' in page
    assert f'<input type="hidden" name="options" value="{option.pk}">' in page
    assert "cl…@example.com" in page


def test_without_mail_server_the_customer_is_told_whom_to_write_to(
    alice: User, settings: object
) -> None:
    client, address, nonce = opened(sent(alice))
    settings.FILON_SMTP_URL = ""  # type: ignore[attr-defined]

    page = client.post(f"{address}code/", {**ANSWER, "nonce": nonce})

    assert page.status_code == 422
    assert alice.email in page.content.decode()
    assert not AcceptanceCode.objects.exists()


def test_no_code_is_sent_for_an_offer_that_was_answered(alice: User) -> None:
    client, address, nonce = opened(sent(alice))
    code = asked(client, address, nonce)
    client.post(f"{address}accept/", {**ANSWER, "nonce": nonce, "code": code})

    page = client.post(f"{address}code/", {**ANSWER, "nonce": nonce})

    assert page.status_code == 409
    assert AcceptanceCode.objects.count() == 1


def test_company_that_asks_for_none_takes_the_click(alice: User) -> None:
    client, address, nonce = opened(offers.sent(alice))

    client.post(f"{address}accept/", {**ANSWER, "nonce": nonce})

    assert Acceptance.objects.get().evidence["level"] == "CLICK"
    assert not AcceptanceCode.objects.exists()


def test_customer_keeps_the_sealed_proof_of_what_they_accepted(alice: User) -> None:
    client, address, nonce = opened(offers.sent(alice))
    client.post(f"{address}accept/", {**ANSWER, "nonce": nonce})
    assert client.get(f"{address}proof/").status_code == 404
    assert "proof/" not in client.get(address).content.decode()

    proofs_seal(now=NOW)

    assert f"{address}proof/" in client.get(address).content.decode()
    given = client.get(f"{address}proof/")
    assert signatures_of(b"".join(given))[0].is_good
