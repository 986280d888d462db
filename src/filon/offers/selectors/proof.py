"""The proof of an acceptance as a document: what was agreed, by whom, and how."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.documents import formats
from filon.documents.content import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Row,
    Table,
    Text,
)
from filon.offers.models import Acceptance


def event_words(kind: str) -> str:
    """Return what an event of a link says, in the active language."""
    words = {
        "READ": _("Offer opened and shown"),
        "CODE_SENT": _("One-time code sent"),
        "CODE_WRONG": _("Wrong code typed"),
        "CODE_VERIFIED": _("One-time code verified"),
        "ACCEPTED": _("Offer accepted"),
    }
    return words.get(kind, kind)


def proof_document(acceptance: Acceptance) -> Document:
    """Return the proof of an acceptance, in the active language; no cost is in it."""
    revision = acceptance.revision
    offer = revision.offer
    evidence = acceptance.evidence
    blocks: list[Block] = [
        Facts(_facts(acceptance)),
        Heading(_("What was declared")),
        Note(acceptance.statement),
        Heading(_("What was accepted")),
        Facts(
            [
                (
                    _("Total without VAT"),
                    formats.money(acceptance.total_net, revision.currency),
                ),
                (
                    _("Total with VAT"),
                    formats.money(acceptance.total_gross, revision.currency),
                ),
            ]
        ),
        _fingerprints(evidence),
    ]
    if evidence.get("events"):
        blocks += [Heading(_("What happened")), _events(evidence)]
    blocks.append(
        Paragraph(
            _(
                "This file carries the accepted document and the whole evidence as"
                " data (evidence.json). The company’s seal shows whether one byte of it"
                " was changed since."
            ),
            style="small",
        )
    )
    return Document(
        title=_("Proof of acceptance"),
        subtitle=offer.title,
        number=str(evidence.get("number", offer.number)),
        revision=revision.letter,
        blocks=blocks,
    )


def _facts(acceptance: Acceptance) -> list[tuple[Text, Text]]:
    facts = [
        (_("Accepted by"), acceptance.signatory_name),
        (_("Function"), acceptance.signatory_function),
        (_("Company"), str(acceptance.revision.offer.organization)),
        (_("E-mail"), acceptance.signatory_email),
        (_("Accepted on"), formats.moment(acceptance.accepted_at)),
        (_("Proved by"), acceptance.level_label),
        (_("Your reference"), acceptance.customer_reference),
        (_("Network address"), acceptance.address),
        (_("Browser"), acceptance.user_agent),
    ]
    return [(label, text) for label, text in facts if text]


def _fingerprints(evidence: Mapping[str, Any]) -> Table:
    rows = [
        (_("Document (PDF)"), evidence.get("document_sha256", "")),
        (_("Content of the offer"), evidence.get("content_hash", "")),
        (_("Terms of sale"), evidence.get("terms_of_sale", {}).get("sha256", "")),
        (_("Declaration"), evidence.get("statement_sha256", "")),
    ]
    return Table(
        columns=[Column(_("Fingerprint (SHA-256)")), Column("", width=1)],
        rows=[Row([label, text]) for label, text in rows if text],
    )


def _events(evidence: Mapping[str, Any]) -> Table:
    return Table(
        columns=[
            Column(pgettext("time", "Moment")),
            Column(_("Event"), width=2),
            Column(_("Network address"), width=1),
        ],
        rows=[
            Row(
                [
                    formats.moment(datetime.fromisoformat(event["at"])),
                    Cell(event_words(event["kind"]), detail=event.get("hash", "")),
                    event["address"],
                ]
            )
            for event in evidence["events"]
        ],
    )
