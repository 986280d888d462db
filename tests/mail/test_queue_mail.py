"""Writing a mail into the outbox."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from filon.accounts.models import User
from filon.files.services import store_bytes
from filon.journal.selectors import timeline
from filon.mail.addresses import MailRefused
from filon.mail.models import OutboxMessage
from tests.mail.catcher import Catcher
from tests.mail.makers import NOW, TOKEN, make_link_mail, make_mail

pytestmark = pytest.mark.django_db


def test_mail_is_held_where_no_server_is_set(alice: User) -> None:
    message = make_mail(actor=alice)

    assert message.status == "HELD"
    assert message.created_by == alice
    assert [entry.message for entry in timeline(message)] == ["E-mail written"]


def test_mail_waits_where_a_server_is_set(alice: User, catcher: Catcher) -> None:
    assert make_mail(actor=alice).status == "QUEUED"
    assert catcher.connections == 0, "nothing leaves inside the transaction"


def test_mail_of_a_transaction_that_fails_never_exists(alice: User) -> None:
    class Abandoned(Exception):
        pass

    def work_that_fails() -> None:
        with transaction.atomic():
            make_mail(actor=alice)
            raise Abandoned

    with pytest.raises(Abandoned):
        work_that_fails()

    assert OutboxMessage.objects.count() == 0


def test_each_mail_has_an_identity_of_its_own(alice: User) -> None:
    first, second = make_mail(actor=alice), make_mail(actor=alice)

    assert first.message_id != second.message_id
    assert first.message_id.endswith("@atelier.example>")


@pytest.mark.parametrize(
    ("_case", "values"),
    [
        ("line break in subject", {"subject": "Offer\nBcc: evil@example.com"}),
        ("return in subject", {"subject": "Offer\rBcc: evil@example.com"}),
        ("line separator in subject", {"subject": "Offer\u2028Bcc: e@example.com"}),
        ("line break in address", {"to": "a@example.com\nBcc: evil@example.com"}),
        ("line break in name", {"to": '"A\r\nBcc: evil@example.com" <a@example.com>'}),
        ("line break in copy", {"cc": ["a@example.com\r\nX: y"]}),
        ("line break in reply-to", {"reply_to": "a@example.com\nBcc: e@example.com"}),
        ("two addresses in one", {"to": "a@example.com, evil@example.com"}),
        ("address hidden behind a name", {"to": "A <a@example.com>, b@example.com"}),
        ("no address", {"to": "nobody"}),
        ("no recipient", {"to": []}),
        ("no subject", {"subject": "  "}),
        ("too long a subject", {"subject": "x" * 301}),
        ("too many recipients", {"to": [f"p{n}@example.com" for n in range(51)]}),
    ],
)
def test_mail_is_refused_with_a_sentence(
    _case: str, values: dict[str, Any], alice: User
) -> None:
    with pytest.raises(MailRefused) as refusal:
        make_mail(actor=alice, **values)

    assert str(refusal.value).endswith(".")
    assert OutboxMessage.objects.count() == 0


def test_name_before_an_address_is_kept(alice: User) -> None:
    named = ["Zoé Lefèvre <zoe@example.com>", '"Roche, SA" <a@example.com>']

    message = make_mail(actor=alice, to=named)

    assert message.to == named


def test_secret_is_kept_apart_from_the_text(alice: User) -> None:
    message = make_link_mail(actor=alice)

    message.refresh_from_db()
    assert TOKEN not in message.body
    assert TOKEN not in message.shown_body
    assert f"https://filon.example/o/{TOKEN}/" in message.full_body


def test_secrets_go_back_to_their_own_places(alice: User) -> None:
    body = "second abc123 first abc again abc123"

    message = make_mail(actor=alice, body=body, secrets=["abc", "abc123"])

    assert message.full_body == body
    assert "abc" not in message.shown_body


def test_secret_that_is_not_in_the_text_is_a_fault(alice: User) -> None:
    with pytest.raises(ValueError, match="secret"):
        make_mail(actor=alice, secrets=[TOKEN])


def test_attachments_belong_to_the_mail(alice: User) -> None:
    file = store_bytes(
        content=b"%PDF-1.7",
        name="offre.pdf",
        media_type="application/pdf",
        actor=alice,
        now=NOW,
    )

    message = make_mail(actor=alice, attachments=[file])

    assert list(message.attachments.all()) == [file]
