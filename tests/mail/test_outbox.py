"""The outbox page: who sees what, links revealed to one person, sending again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from filon.accounts.models import User
from filon.files.services import store_bytes
from filon.journal.selectors import timeline
from filon.mail.delivery import deliver_due
from filon.mail.models import OutboxMessage
from tests.mail.catcher import Catcher
from tests.mail.makers import NOW, TOKEN, make_link_mail, make_mail

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
OUTBOX = "mail:outbox"


def url_of(name: str, message: OutboxMessage) -> str:
    return reverse(f"mail:{name}", args=[message.pk])


def test_administrator_sees_all_and_others_what_they_caused(
    alice: User, bob: User, ada: User, signed_in: SignIn
) -> None:
    make_mail(actor=alice, subject="From Alice")
    make_mail(actor=bob, subject="From Bob")
    make_mail(actor=None, subject="From the house")

    own = signed_in(alice).get(reverse(OUTBOX)).content.decode()
    everything = signed_in(ada).get(reverse(OUTBOX)).content.decode()

    assert "From Alice" in own
    assert "From Bob" not in own
    assert "From the house" not in own
    assert all(f"From {who}" in everything for who in ("Alice", "Bob", "the house"))
    assert "nothing leaves" in own


def test_mail_of_another_person_is_not_there(
    alice: User, bob: User, signed_in: SignIn
) -> None:
    message = make_mail(actor=alice)
    client = signed_in(bob)

    assert client.get(url_of("message", message)).status_code == 404
    for name in ("message-send-again", "message-reveal", "message-delivered"):
        assert client.post(url_of(name, message)).status_code == 404
    message.refresh_from_db()
    assert message.status == "HELD"


def test_page_shows_the_text_and_the_files(alice: User, signed_in: SignIn) -> None:
    file = store_bytes(
        content=b"%PDF",
        name="o.pdf",
        media_type="application/pdf",
        actor=alice,
        now=NOW,
    )
    message = make_mail(actor=alice, attachments=[file], body="Bonjour <b>Zoé</b>")
    client = signed_in(alice)

    page = client.get(url_of("message", message)).content.decode()
    download = client.get(reverse("mail:message-file", args=[message.pk, file.pk]))

    assert "Bonjour &lt;b&gt;Zoé" in page
    assert "o.pdf" in page
    assert b"".join(download) == b"%PDF"
    assert download["Content-Disposition"] == 'attachment; filename="o.pdf"'


def test_file_of_another_mail_is_not_given(
    alice: User, bob: User, signed_in: SignIn
) -> None:
    file = store_bytes(
        content=b"x", name="b.txt", media_type="text/plain", actor=bob, now=NOW
    )
    make_mail(actor=bob, attachments=[file])
    own = make_mail(actor=alice)

    url = reverse("mail:message-file", args=[own.pk, file.pk])

    assert signed_in(alice).get(url).status_code == 404


def test_administrator_reveals_the_links_and_the_history_says_so(
    alice: User, ada: User, signed_in: SignIn
) -> None:
    message = make_link_mail(actor=alice)
    client = signed_in(ada)
    assert TOKEN not in client.get(url_of("message", message)).content.decode()

    answer = client.post(url_of("message-reveal", message))

    assert TOKEN in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    entry = timeline(message)[0]
    assert (entry.actor, entry.message) == (ada, "Links of the e-mail shown")


def test_author_cannot_reveal_the_links(alice: User, signed_in: SignIn) -> None:
    message = make_link_mail(actor=alice)
    client = signed_in(alice)

    page = client.get(url_of("message", message))
    answer = client.post(url_of("message-reveal", message))

    assert answer.status_code == 403
    assert TOKEN not in page.content.decode() + answer.content.decode()
    assert len(timeline(message)) == 1


def test_links_are_not_revealed_where_mail_leaves(
    alice: User, ada: User, catcher: Catcher, signed_in: SignIn
) -> None:
    message = make_link_mail(actor=alice)
    client = signed_in(ada)

    assert client.post(url_of("message-reveal", message)).status_code == 403
    deliver_due(now=NOW)
    assert client.post(url_of("message-reveal", message)).status_code == 403


def test_mail_delivered_by_hand_is_sent_and_forgets_its_links(
    alice: User, ada: User, signed_in: SignIn
) -> None:
    message = make_link_mail(actor=alice)

    signed_in(ada).post(url_of("message-delivered", message))

    message.refresh_from_db()
    assert (message.status, message.secrets) == ("SENT", [])
    assert timeline(message)[0].actor == ada


def test_held_mail_is_sent_once_a_server_is_set(
    alice: User, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    message = make_mail(actor=alice)
    client = signed_in(alice)
    refused = client.post(url_of("message-send-again", message))
    assert refused.status_code == 422
    assert "FILON_SMTP_URL" in refused.content.decode()

    request.getfixturevalue("catcher")
    assert client.post(url_of("message-send-again", message)).status_code == 302

    message.refresh_from_db()
    assert message.status == "QUEUED"


def test_mail_whose_links_are_forgotten_is_not_sent(
    alice: User, catcher: Catcher, signed_in: SignIn
) -> None:
    message = make_link_mail(actor=alice)
    OutboxMessage.objects.filter(pk=message.pk).update(status="FAILED", secrets=[])

    answer = signed_in(alice).post(url_of("message-send-again", message))

    assert answer.status_code == 422
    message.refresh_from_db()
    assert message.status == "FAILED"


def test_outbox_is_searched_filtered_and_exported(
    alice: User, signed_in: SignIn
) -> None:
    make_mail(actor=alice, subject="First", to="zoe@example.com")
    make_mail(actor=alice, subject="Second")
    client = signed_in(alice)

    by_address = client.get(reverse(OUTBOX), {"q": "zoe@"}).context["page"]
    sent = client.get(reverse(OUTBOX), {"status": "SENT"}).context["page"]
    answer = client.get(reverse(OUTBOX), {"format": "csv"})
    export = b"".join(answer).decode()

    assert [row.record.subject for row in by_address.rows] == ["First"]
    assert sent.total == 0
    assert "First" in export
    assert "Second" in export


@pytest.mark.parametrize("rows", [3, 300])
def test_pages_cost_few_queries(
    rows: int,
    ada: User,
    signed_in: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    messages = [make_mail(actor=ada) for _ in range(rows)]
    client = signed_in(ada)

    with django_assert_max_num_queries(6):
        client.get(reverse(OUTBOX))
    with django_assert_max_num_queries(12):
        client.get(url_of("message", messages[0]))
