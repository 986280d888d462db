"""Requests that no view could read (UP-02)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from filon.accounts.models import User


@pytest.mark.django_db
def test_request_that_is_too_large_is_413_in_the_language_of_its_sender(
    alice: User, settings: Settings
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    alice.language = "fr"
    alice.save()
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    client.get(reverse("directory:create"))

    answer = client.post(reverse("directory:create"), {"name": "x" * 2000})

    assert answer.status_code == 413
    text = answer.content.decode()
    assert "trop volumineux" in text
    assert "200 Mo" in text


@pytest.mark.django_db
def test_request_that_cannot_be_read_is_400(alice: User, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    client.get(reverse("directory:create"))

    answer = client.post(reverse("directory:create"), {"a": "", "b": "", "c": ""})

    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()
