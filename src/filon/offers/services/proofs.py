"""Sealing the proof of an acceptance, after it, in the background."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.documents.content import EmbeddedFile
from filon.documents.rendering import render_document
from filon.documents.selectors import company_header
from filon.files.services import read_bytes, store_bytes
from filon.journal.services import record
from filon.offers.models import Acceptance, SealedProof
from filon.offers.selectors.proof import proof_document

EVIDENCE = "evidence.json"


def proofs_seal(*, now: datetime) -> int:
    """Seal the proofs of all acceptances that have none yet; return how many.

    An acceptance without a document (brought in from another program) has nothing to
    seal. Safe to run twice at once: of two, one keeps its file.
    """
    rows = Acceptance.objects.filter(
        sealed_proof=None, revision__document__isnull=False
    )
    sealed = 0
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        acceptance = Acceptance.objects.select_related(
            "revision__offer__organization", "revision__document"
        ).get(pk=pk)
        try:
            proof_seal(acceptance=acceptance, now=now)
        except IntegrityError:
            continue
        sealed += 1
    return sealed


def proof_seal(*, acceptance: Acceptance, now: datetime) -> SealedProof:
    """Write the proof of an acceptance as a PDF with its evidence, and seal it.

    The PDF is PDF/A-3; it carries `evidence.json`, which says all that the page says,
    and the accepted document. The seal is PAdES B-B.

    :raises IntegrityError: if it was sealed before; nothing is kept.
    """
    # pyHanko takes most of a second to load; only the worker needs it.
    from filon.documents.sealing import seal_pdf

    revision = acceptance.revision
    with translation.override(revision.language):
        document = proof_document(acceptance)
        reason = _("Proof of acceptance")
    content, seal = seal_pdf(
        render_document(
            document,
            language=revision.language,
            company=company_header(),
            attachments=_attachments(acceptance),
            created_at=now,
        ),
        reason=reason,
        now=now,
    )
    with transaction.atomic():
        proof = SealedProof.objects.create(
            acceptance=acceptance,
            file=store_bytes(
                content=content,
                name=f"{revision.offer.number}-{revision.letter}-proof.pdf",
                media_type="application/pdf",
                actor=None,
                now=now,
            ),
            seal=seal,
            sealed_at=now,
        )
        record(
            target=revision,
            message=gettext_noop("Proof of the acceptance sealed"),
            actor=None,
            now=now,
            about=revision.offer,
        )
    return proof


def evidence_bytes(acceptance: Acceptance) -> bytes:
    """Return the evidence as the sealed file carries it: JSON with sorted keys."""
    text = json.dumps(acceptance.evidence, ensure_ascii=False, indent=1, sort_keys=True)
    return text.encode()


def _attachments(acceptance: Acceptance) -> list[EmbeddedFile]:
    document = acceptance.revision.document
    files = [EmbeddedFile(EVIDENCE, evidence_bytes(acceptance), "application/json")]
    if document is not None:
        files.append(
            EmbeddedFile(
                document.name,
                read_bytes(document),
                "application/pdf",
                relationship="source",
            )
        )
    return files
