"""Requests that no view could read (UP-02)."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from filon.accounts.models import User
from filon.files import uploads
from filon.files.models import StoredFile


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
def test_file_that_is_too_large_is_413_before_it_has_arrived(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 100_000)
    client = Client()
    client.force_login(alice)
    file = SimpleUploadedFile("list.csv", b"name\n" * 30_000, "text/csv")

    answer = client.post(reverse("intake:upload"), {"file": file})

    assert answer.status_code == 413
    assert "25 MB" in answer.content.decode()
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_request_that_cannot_be_read_is_400(alice: User, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    client.get(reverse("directory:create"))

    answer = client.post(reverse("directory:create"), {"a": "", "b": "", "c": ""})

    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()
