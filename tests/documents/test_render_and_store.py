"""A rendered document kept as a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import override_settings

from filon.accounts.models import CompanyProfile
from filon.documents.content import Document, Paragraph
from filon.documents.services import render_and_store
from filon.files.services import read_bytes
from tests.documents.builders import pages_of

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_the_pdf_is_kept_with_the_company_and_the_moment(tmp_path: Path) -> None:
    CompanyProfile.objects.update_or_create(pk=1, defaults={"name": "Ateliers Roche"})

    with override_settings(FILON_MEDIA=tmp_path):
        stored = render_and_store(
            document=Document(title="Offre", blocks=[Paragraph("Bonjour")]),
            name="OFF-2026-00001.pdf",
            language="fr",
            actor=None,
            now=NOW,
        )
        content = read_bytes(stored)

    assert stored.name == "OFF-2026-00001.pdf"
    assert stored.media_type == "application/pdf"
    assert stored.stored_at == NOW
    assert len(content) == stored.size
    assert "Ateliers Roche" in pages_of(content)[0]
    assert "Bonjour" in pages_of(content)[0]
