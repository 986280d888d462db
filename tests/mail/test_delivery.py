"""Delivering the outbox: at least once, under one identity, through outages (WH-02)."""

from __future__ import annotations

import socket
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from filon.accounts.models import User
from filon.files.services import path_of, store_bytes
from filon.jobs.worker import run_pending
from filon.journal.selectors import timeline
from filon.mail import delivery
from filon.mail.delivery import deliver_due, forget_old_links
from filon.mail.models import OutboxMessage
from tests.mail.catcher import Catcher, catching
from tests.mail.makers import NOW, TOKEN, make_link_mail, make_mail

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def fresh(message: OutboxMessage) -> OutboxMessage:
    return OutboxMessage.objects.get(pk=message.pk)


def test_mail_arrives_as_it_was_written(alice: User, catcher: Catcher) -> None:
    message = make_mail(
        actor=alice,
        to=["Zoé Lefèvre <zoe@example.com>", "camille@exämple.com"],
        cc="dir@example.com",
        reply_to="alice@atelier.example",
        target=alice,
    )

    assert deliver_due(now=NOW + MINUTE) == 1

    (mail,) = catcher.mails
    assert mail.sender == "offres@atelier.example"
    assert mail.recipients == [
        "zoe@example.com",
        "camille@xn--exmple-cua.com",
        "dir@example.com",
    ]
    parsed = mail.parsed
    assert parsed["Subject"] == "Votre offre n° 42"
    assert parsed["To"].addresses[0].display_name == "Zoé Lefèvre"
    assert parsed["Reply-To"] == "alice@atelier.example"
    assert parsed["Message-ID"] == message.message_id
    assert parsed.get_content().replace("\r\n", "\n") == message.body
    sent = fresh(message)
    assert (sent.status, sent.sent_at, sent.error) == ("SENT", NOW + MINUTE, "")
    entry = timeline(alice)[0]
    assert entry.message == "E-mail “%(subject)s” sent"
    assert entry.params == {"subject": "Votre offre n° 42"}


def test_mail_is_plain_text_without_anything_remote(
    alice: User, catcher: Catcher
) -> None:
    make_link_mail(actor=alice)

    deliver_due(now=NOW)

    parsed = catcher.mails[0].parsed
    assert parsed.get_content_type() == "text/plain"
    assert catcher.mails[0].content.isascii()
    assert f"https://filon.example/o/{TOKEN}/" in parsed.get_content()


def test_secret_is_forgotten_once_sent(alice: User, catcher: Catcher) -> None:
    message = make_link_mail(actor=alice)

    deliver_due(now=NOW)

    sent = fresh(message)
    assert sent.secrets == []
    assert TOKEN not in sent.full_body


def test_attachment_arrives_with_its_name(alice: User, catcher: Catcher) -> None:
    file = store_bytes(
        content=b"%PDF-1.7 \x00\xff",
        name="offre n° 42.pdf",
        media_type="application/pdf",
        actor=alice,
        now=NOW,
    )
    make_mail(actor=alice, attachments=[file])

    deliver_due(now=NOW)

    (part,) = catcher.mails[0].parsed.iter_attachments()
    assert part.get_filename() == "offre n° 42.pdf"
    assert part.get_content() == b"%PDF-1.7 \x00\xff"


def test_missing_file_fails_the_mail_and_not_the_others(
    alice: User, catcher: Catcher
) -> None:
    file = store_bytes(
        content=b"lost", name="a.bin", media_type="x/y", actor=alice, now=NOW
    )
    path_of(file.sha256).unlink()
    lost = make_mail(actor=alice, attachments=[file])
    other = make_mail(actor=alice)

    deliver_due(now=NOW)

    assert fresh(lost).status == "FAILED"
    assert fresh(other).status == "SENT"


def test_one_connection_serves_the_queue(alice: User, catcher: Catcher) -> None:
    for _ in range(3):
        make_mail(actor=alice)

    assert deliver_due(now=NOW) == 3

    assert (len(catcher.mails), catcher.connections) == (3, 1)


def test_of_two_workers_that_saw_the_same_mail_one_claims_it(
    alice: User, catcher: Catcher
) -> None:
    make_mail(actor=alice)

    assert delivery.claim_next(now=NOW) is not None
    assert delivery.claim_next(now=NOW) is None


def test_mail_of_a_killed_worker_goes_again_under_the_same_identity(
    alice: User, catcher: Catcher
) -> None:
    message = make_mail(actor=alice)
    delivery.claim_next(now=NOW)  # and the worker dies here

    assert deliver_due(now=NOW + MINUTE) == 0
    assert deliver_due(now=NOW + 6 * MINUTE) == 1

    assert catcher.mails[0].parsed["Message-ID"] == message.message_id


def dead_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_queue_outlives_an_hour_without_server(alice: User, settings: Settings) -> None:
    settings.FILON_SMTP_URL = f"smtp://127.0.0.1:{dead_port()}?tls=none"
    messages = [make_mail(actor=alice), make_mail(actor=alice)]

    tries = [deliver_due(now=NOW + minute * MINUTE) for minute in range(60)]

    assert 3 <= sum(tries) <= 20, "less and less often, one mail at a time"
    assert {fresh(m).status for m in messages} == {"QUEUED"}
    assert "did not take it yet" in fresh(messages[0]).error
    with catching() as back:
        settings.FILON_SMTP_URL = back.url
        deliver_due(now=NOW + 3 * HOUR)
        received = [mail.parsed["Message-ID"] for mail in back.mails]
    assert sorted(received) == sorted(m.message_id for m in messages)
    assert {fresh(m).status for m in messages} == {"SENT"}


def test_mail_is_given_up_after_two_days(alice: User, settings: Settings) -> None:
    settings.FILON_SMTP_URL = f"smtp://127.0.0.1:{dead_port()}?tls=none"
    message = make_mail(actor=alice)

    deliver_due(now=NOW + 2 * DAY)

    assert fresh(message).status == "FAILED"
    assert "two days" in fresh(message).error


def test_final_refusal_fails_at_once_with_the_server_s_words(
    alice: User, catcher: Catcher
) -> None:
    catcher.answers["camille@example.com"] = "550 no such mailbox"
    message = make_mail(actor=alice)

    deliver_due(now=NOW)

    assert fresh(message).status == "FAILED"
    assert "550 no such mailbox" in fresh(message).error


@pytest.mark.parametrize("place", ["camille@example.com", "CONTENT"])
def test_temporary_refusal_is_tried_again(
    place: str, alice: User, catcher: Catcher
) -> None:
    catcher.answers[place] = "451 greylisted"
    message = make_mail(actor=alice)

    deliver_due(now=NOW)
    assert fresh(message).status == "QUEUED"
    assert deliver_due(now=NOW) == 0

    catcher.answers.clear()
    deliver_due(now=NOW + MINUTE)
    assert fresh(message).status == "SENT"


def test_recipient_refused_among_others_is_said(alice: User, catcher: Catcher) -> None:
    catcher.answers["b@example.com"] = "550 unknown"
    message = make_mail(actor=alice, to=["a@example.com", "b@example.com"])

    deliver_due(now=NOW)

    assert fresh(message).status == "SENT"
    assert "b@example.com: 550 unknown" in fresh(message).error


def test_nothing_leaves_once_the_server_is_unset(
    alice: User, catcher: Catcher, settings: Settings
) -> None:
    message = make_mail(actor=alice)
    settings.FILON_SMTP_URL = ""

    deliver_due(now=NOW)

    assert fresh(message).status == "HELD"
    assert catcher.connections == 0


def test_links_that_never_left_are_forgotten_after_a_month(alice: User) -> None:
    message = make_link_mail(actor=alice)

    assert forget_old_links(now=NOW + 29 * DAY) == 0
    assert forget_old_links(now=NOW + 31 * DAY) == 1
    assert not fresh(message).is_complete


def test_worker_delivers(alice: User, catcher: Catcher) -> None:
    now: datetime = NOW
    make_mail(actor=alice, now=now)

    run_pending(now=now + MINUTE)

    assert len(catcher.mails) == 1
