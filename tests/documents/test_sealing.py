"""A sealed PDF proves that not one byte was changed (T12)."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives import serialization

from filon.documents.content import Document, Paragraph
from filon.documents.models import Seal
from filon.documents.rendering import render_document
from filon.documents.sealing import seal_pdf, signatures_of
from tests.documents.builders import COMPANY

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def plain() -> bytes:
    document = Document(title="Preuve", blocks=[Paragraph("Acceptée.")])
    return render_document(document, language="fr", company=COMPANY, created_at=NOW)


def sealed(plain: bytes) -> bytes:
    return seal_pdf(plain, reason="Preuve", now=datetime.now(UTC))[0]


def test_seal_is_ours_and_covers_the_whole_file(plain: bytes) -> None:
    content = sealed(plain)

    [signature] = signatures_of(content)

    assert signature.is_good
    assert signature.is_ours
    assert content.startswith(plain)
    with pikepdf.open(io.BytesIO(content)) as opened:
        [field] = opened.Root.AcroForm.Fields
        assert field.V.SubFilter == "/ETSI.CAdES.detached"


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.9])
def test_one_changed_byte_breaks_the_seal(plain: bytes, place: float) -> None:
    content = bytearray(sealed(plain))
    at = int(len(plain) * place)
    content[at] ^= 1

    assert not any(one.is_good for one in signatures_of(bytes(content)))


def test_every_byte_before_the_signature_is_covered(plain: bytes) -> None:
    content = sealed(plain)
    for at in range(0, len(plain), len(plain) // 40):
        changed = bytearray(content)
        changed[at] ^= 1
        assert not any(one.is_good for one in signatures_of(bytes(changed))), at


def test_what_is_added_after_the_seal_is_seen(plain: bytes) -> None:
    content = sealed(plain) + b"\n% added\n"

    assert not any(one.is_good for one in signatures_of(content))


def test_file_without_a_seal_has_none(plain: bytes) -> None:
    assert signatures_of(plain) == []


def test_seal_is_made_once_and_again_when_its_key_cannot_be_opened(
    plain: bytes, settings: Any
) -> None:
    first = sealed(plain)
    sealed(plain)
    assert Seal.objects.count() == 1

    settings.SECRET_KEY = "another"
    second = sealed(plain)

    assert Seal.objects.count() == 2
    for content in (first, second):
        [signature] = signatures_of(content)
        assert signature.is_good
        assert signature.is_ours


def test_key_is_not_kept_in_clear(plain: bytes) -> None:
    sealed(plain)
    kept = bytes(Seal.objects.get().private_key)

    with pytest.raises(TypeError, match="encrypted"):
        serialization.load_der_private_key(kept, password=None)


def test_seal_of_somebody_else_is_told_apart(plain: bytes) -> None:
    content = sealed(plain)
    Seal.objects.all().delete()

    [signature] = signatures_of(content)

    assert signature.is_good
    assert not signature.is_ours
