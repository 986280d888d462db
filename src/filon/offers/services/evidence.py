"""What proves an acceptance."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from filon.coordination.models import PublicLink
from filon.offers.models import OfferRevision
from filon.offers.pricing import DocumentResult, as_json


def evidence_of(
    revision: OfferRevision,
    selected: Iterable[str],
    statement: str,
    result: DocumentResult,
    link: PublicLink | None,
    signatory: Mapping[str, Any],
) -> dict[str, Any]:
    """Return what proves the acceptance; costs and margin are left out.

    :param signatory: name, function, e-mail and authority of whoever accepts.
    """
    events = link.events.order_by("pk") if link is not None else []
    return {
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
        "events": [
            {
                "at": event.at.isoformat(),
                "kind": event.kind,
                "address": event.address,
                "user_agent": event.user_agent,
            }
            for event in events
        ],
    }
