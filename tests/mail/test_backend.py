"""Django's own mails go through the outbox: the password reset."""

from __future__ import annotations

import re

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from filon.accounts.models import User
from filon.mail.models import OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox_backend(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "filon.mail.backend.OutboxBackend"


def test_password_reset_waits_in_the_outbox_with_its_key_hidden(
    alice: User, client: Client
) -> None:
    client.post(reverse("account_reset_password"), {"email": alice.email})

    message = OutboxMessage.objects.get()
    assert message.to == [alice.email]
    assert message.created_by is None
    assert re.search(r"/key/[\w-]{20,}/", message.full_body)
    assert not re.search(r"/key/[\w-]{20,}/", message.shown_body)


def test_html_part_is_left_out(db: None) -> None:
    mail = EmailMultiAlternatives("Subject", "Text", to=["a@example.com"])
    mail.attach_alternative("<img src='https://evil.example/p.gif'>", "text/html")

    assert mail.send() == 1

    assert OutboxMessage.objects.get().body == "Text"


def test_what_the_outbox_does_not_carry_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="plain text"):
        EmailMessage("S", "T", to=["a@example.com"], bcc=["b@example.com"]).send()

    assert OutboxMessage.objects.count() == 0
