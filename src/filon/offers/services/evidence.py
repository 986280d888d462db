"""What proves an acceptance."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from filon.coordination.models import PublicLink
from filon.offers.models import Acceptance, AcceptanceCode, OfferRevision
from filon.offers.pricing import DocumentResult, as_json


def evidence_of(
    revision: OfferRevision,
    selected: Iterable[str],
    statement: str,
    result: DocumentResult,
    link: PublicLink | None,
    signatory: Mapping[str, Any],
    *,
    level: Acceptance.Level,
    code: AcceptanceCode | None = None,
) -> dict[str, Any]:
    """Return what proves the acceptance; costs and margin are left out.

    Each event bears the hash of itself and of the one before (`chained`).

    :param signatory: name, function, e-mail and authority of whoever accepts.
    """
    events = link.events.order_by("pk") if link is not None else []
    return {
        "level": level.value,
        "code": {
            "channel": "E-MAIL",
            "to": code.email,
            "sent": code.sent_at.isoformat(),
        }
        if code
        else {},
        "number": revision.frozen["number"],
        "letter": revision.letter,
        "content_hash": revision.content_hash,
        "document_sha256": revision.frozen["document_sha256"],
        "terms_of_sale": revision.frozen["terms_of_sale"],
        "signatory": dict(signatory),
        "statement": statement,
        "statement_sha256": hashlib.sha256(statement.encode()).hexdigest(),
        "selected": sorted(selected),
        "totals": as_json(result.chosen.totals),
        "link": link.reference if link is not None else "",
        "events": chained(
            {
                "at": event.at.isoformat(),
                "kind": event.kind,
                "address": event.address,
                "user_agent": event.user_agent,
            }
            for event in events
        ),
    }


def chained(events: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return events, each with the SHA-256 of the hash before it and of itself.

    An event that is changed, left out or put in breaks every hash after it. The text
    that is hashed is JSON with sorted keys and no spaces, in UTF-8.
    """
    linked, before = [], ""
    for event in events:
        plain = {name: text for name, text in event.items() if name != "hash"}
        text = json.dumps(
            plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        before = hashlib.sha256(f"{before}{text}".encode()).hexdigest()
        linked.append({**plain, "hash": before})
    return linked
