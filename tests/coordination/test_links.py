"""Public links (PL-01)."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory

from filon.accounts.models import RateBucket, User
from filon.coordination import links, services
from filon.coordination.models import Consultation, LinkEvent, PublicLink
from filon.coordination.services import Addressee
from filon.web.logs import Discreet
from tests.coordination.builders import ask, make_target, plan, token_in_outbox


@pytest.fixture
def noon(now: datetime, time_machine: Any) -> datetime:
    """A moment at which the pages live, shortly after the question."""
    time_machine.move_to(now, tick=False)
    return now


@pytest.fixture
def question(alice: User, noon: datetime) -> Consultation:
    return ask(make_target(alice, noon), alice, noon)


def opened(client: Client, token: str) -> str:
    """Open a link as a browser does; return the address of its page."""
    response = client.get(f"/link/{token}/")
    assert response.status_code == 302
    return str(response.headers["Location"])


def nonce_of(client: Client) -> str:
    """Return the nonce that the page shows, as the browser would send it."""
    cookie = client.cookies[links.COOKIE].value
    return str(links._SIGNER.unsign_object(cookie)["nonce"])


def test_token_is_exchanged_for_a_cookie_and_a_clean_address(
    client: Client, question: Consultation
) -> None:
    token = token_in_outbox()

    page = opened(client, token)

    cookie = client.cookies[links.COOKIE]
    assert question.link is not None
    assert page == f"/l/{question.link.reference}/question/"
    assert token not in page
    assert cookie["httponly"]
    assert cookie["path"] == f"/l/{question.link.reference}/"
    assert cookie["max-age"] == 2 * 3600
    assert client.get(page).status_code == 200


def test_pages_of_a_link_are_kept_nowhere(
    client: Client, question: Consultation
) -> None:
    token = token_in_outbox()
    answers = [
        client.get(f"/link/{token}/"),
        client.get(opened(client, token)),
        client.get("/link/wrong/"),
    ]

    for response in answers:
        assert "no-store" in response.headers["Cache-Control"]
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert response.headers["Referrer-Policy"] == "no-referrer"


def test_answer_by_link_needs_no_account(
    client: Client, question: Consultation
) -> None:
    page = opened(client, token_in_outbox())

    done = client.post(
        page,
        {"nonce": nonce_of(client), "verdict": "YES", "lead_time_days": "12"},
        headers={"user-agent": "Phone"},
    )

    question.refresh_from_db()
    event = LinkEvent.objects.get()
    assert done.status_code == 302
    assert (question.status, question.lead_time_days) == ("ANSWERED", 12)
    assert question.answered_by_name == "Zoé Martin"
    assert (event.kind, event.user_agent) == ("ANSWERED", "Phone")
    assert "Thank you" in client.get(page).text


def test_mail_scanner_changes_nothing(client: Client, question: Consultation) -> None:
    token = token_in_outbox()
    for _ in range(20):
        client.get(f"/link/{token}/", follow=True)
        client.head(f"/link/{token}/", follow=True)

    question.refresh_from_db()
    assert question.status == "OPEN"
    assert not LinkEvent.objects.exists()
    assert not RateBucket.objects.exists()


def test_guesses_open_nothing_and_end_after_twenty(
    client: Client, question: Consultation
) -> None:
    codes = [client.get(f"/link/{guess:043d}/").status_code for guess in range(30)]

    assert codes == [404] * 20 + [429] * 10
    assert opened(Client(), token_in_outbox())


def test_guesses_from_another_address_are_counted_apart(
    client: Client, question: Consultation
) -> None:
    for guess in range(25):
        client.get(f"/link/{guess:043d}/")

    other = client.get("/link/wrong/", REMOTE_ADDR="192.0.2.7")

    assert other.status_code == 404


def test_cookie_of_one_question_does_not_open_another(
    client: Client, question: Consultation, alice: User, noon: datetime
) -> None:
    opened(client, token_in_outbox())
    other = ask(make_target(alice, noon, "Beta"), alice, noon)
    assert other.link is not None
    page = f"/l/{other.link.reference}/question/"
    client.cookies[links.COOKIE]["path"] = "/"

    assert client.get(page).status_code == 404
    assert client.post(page, {"nonce": nonce_of(client), "verdict": "YES"}).status_code
    other.refresh_from_db()
    assert other.status == "OPEN"


def test_link_opens_the_page_of_its_purpose_only(
    client: Client, question: Consultation
) -> None:
    opened(client, token_in_outbox())
    assert question.link is not None

    assert client.get(f"/l/{question.link.reference}/copy/").status_code == 404


def test_post_without_the_nonce_is_refused(
    client: Client, question: Consultation
) -> None:
    page = opened(client, token_in_outbox())

    for nonce in ("", "guess"):
        assert client.post(page, {"verdict": "YES", "nonce": nonce}).status_code == 403

    question.refresh_from_db()
    assert question.status == "OPEN"


@pytest.mark.parametrize("state", ["expired", "revoked"])
def test_closed_link_is_as_neutral_as_one_that_never_was(
    state: str, client: Client, question: Consultation, time_machine: Any
) -> None:
    token = token_in_outbox()
    page = opened(client, token)
    assert question.link is not None
    if state == "expired":
        time_machine.move_to(question.link.expires_at + timedelta(seconds=1))
    else:
        links.link_revoke(link=question.link, actor=None, now=question.created_at)

    never = client.get("/link/never/")
    for response in (client.get(f"/link/{token}/"), client.get(page)):
        assert response.status_code == never.status_code == 404
        assert "Alpha" not in response.text
        assert "does not open anything" in response.text or "n’ouvre rien" in (
            response.text
        )


def test_cookie_ends_after_two_hours(
    client: Client, question: Consultation, noon: datetime, time_machine: Any
) -> None:
    page = opened(client, token_in_outbox())

    time_machine.move_to(noon + timedelta(hours=2, seconds=1), tick=False)

    assert client.get(page).status_code == 404


def test_page_speaks_the_language_of_the_link(
    question: Consultation,
) -> None:
    client = Client(headers={"accept-language": "fr"})

    page = client.get(opened(client, token_in_outbox()))

    assert page.headers["Content-Language"] == "en"
    assert '<html lang="en">' in page.text
    assert "Send the answer" in page.text
    for french in ("Envoyer", "Réponse", "Votre", "Coût", "Délai"):
        assert french not in page.text


def test_links_are_random_and_one_for_each_recipient(
    alice: User, noon: datetime
) -> None:
    target = make_target(alice, noon)
    first, second = ask(target, alice, noon), ask(target, alice, noon)
    plan(target, alice, noon, Addressee(name="A", email="a@example.org"))

    hashes = {link.token_hash for link in PublicLink.objects.all()}
    assert first.link != second.link
    assert len(hashes) == 2
    assert len(token_in_outbox()) == 43


def test_holder_is_told_to_other_apps(
    client: Client, question: Consultation, rf: RequestFactory
) -> None:
    opened(client, token_in_outbox())
    assert question.link is not None
    request: HttpRequest = rf.get("/")
    request.COOKIES[links.COOKIE] = client.cookies[links.COOKIE].value

    held = links.holder_of(request, question.link.reference, "CONSULTATION")

    assert held == question.link
    with pytest.raises(Http404):
        links.holder_of(request, question.link.reference, "OFFER")


def test_log_lines_hide_tokens() -> None:
    token = secrets.token_urlsafe(32)
    record = logging.LogRecord(
        "django.request", 30, "", 0, "Not Found: %s", (f"/link/{token}/",), None
    )

    assert Discreet("%(message)s").format(record) == "Not Found: /link/…/"


def test_taken_back_question_asks_for_nothing(
    client: Client, question: Consultation, alice: User, noon: datetime
) -> None:
    page = opened(client, token_in_outbox())
    services.consultation_cancel(consultation=question, actor=alice, now=noon)

    assert client.get(page).status_code == 404
