"""The proof of an acceptance: one sealed PDF that carries what it proves."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pikepdf
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from filon.accounts.models import User
from filon.documents.sealing import signatures_of
from filon.files.services import path_of, read_bytes
from filon.jobs.models import Job
from filon.offers import services
from filon.offers.models import Acceptance, OfferRevision, SealedProof
from filon.offers.services.proofs import proof_seal, proofs_seal
from tests.documents.builders import pages_of
from tests.offers import make

pytestmark = pytest.mark.django_db


def accepted(actor: User) -> OfferRevision:
    revision = make.sent(actor)
    link = revision.recipients.get().link
    assert link is not None
    signing = services.Signing(
        name="Claire Morel", has_authority=True, address="192.0.2.7"
    )
    services.revision_accept(
        revision=revision, signing=signing, link=link, now=make.NOW
    )
    return revision


def test_acceptance_by_link_asks_for_its_seal(alice: User) -> None:
    revision = accepted(alice)
    assert Job.objects.filter(kind="offers.seal-proofs").count() == 1

    assert proofs_seal(now=make.NOW) == 1
    assert proofs_seal(now=make.NOW) == 0

    proof = SealedProof.objects.get(acceptance__revision=revision)
    [signature] = signatures_of(read_bytes(proof.file))
    assert signature.is_good
    assert signature.is_ours
    assert signature.signer == "Acier Précis"


def test_file_carries_the_evidence_and_the_accepted_document(alice: User) -> None:
    revision = accepted(alice)
    proof = proof_seal(acceptance=revision.acceptance, now=make.NOW)

    content = read_bytes(proof.file)
    with pikepdf.open(io.BytesIO(content)) as opened:
        files = {
            name: opened.attachments[name].get_file().read_bytes()
            for name in opened.attachments
        }
        assert opened.open_metadata().pdfa_status == "3A"
    assert json.loads(files["evidence.json"]) == revision.acceptance.evidence
    revision.refresh_from_db()
    assert revision.document is not None
    assert files[revision.document.name] == read_bytes(revision.document)
    text = " ".join(pages_of(content))
    for words in (
        "Claire Morel",
        "192.0.2.7",
        revision.acceptance.document_sha256[:16],
    ):
        assert words in text.replace(" ", "") or words in text, words


def test_proof_is_kept_once_and_never_changes(alice: User) -> None:
    revision = accepted(alice)
    proof = proof_seal(acceptance=revision.acceptance, now=make.NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        proof_seal(acceptance=revision.acceptance, now=make.NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        SealedProof.objects.filter(pk=proof.pk).update(sealed_at=make.later(days=1))
    with pytest.raises(DatabaseError), transaction.atomic():
        SealedProof.objects.filter(pk=proof.pk).delete()


def test_page_says_whether_the_seal_holds(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    revision = accepted(alice)
    proof = proof_seal(acceptance=revision.acceptance, now=make.NOW)
    client = signed_in(alice)
    address = f"/offer-revisions/{revision.pk}/proof-of-acceptance/"

    given = client.get(address)
    assert b"".join(given) == read_bytes(proof.file)
    assert b"alert-good" in client.get(f"{address}check/").content

    path = path_of(proof.file.sha256)
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)
    assert b"alert-bad" in client.get(f"{address}check/").content


def test_acceptance_that_is_not_sealed_has_no_proof_to_give(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    revision = accepted(alice)
    assert Acceptance.objects.get().revision_id == revision.pk

    address = f"/offer-revisions/{revision.pk}/proof-of-acceptance/"

    assert signed_in(alice).get(address).status_code == 404
