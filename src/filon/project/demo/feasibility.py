"""A special part that the house and its suppliers are asked about."""

from __future__ import annotations

from decimal import Decimal

from filon.coordination.services import Answer, consultation_answer
from filon.offers import services as offers
from filon.offers.models import OfferRevision
from filon.project.demo.customers import Base
from filon.project.demo.setting import Setting


def build(setting: Setting, base: Base) -> OfferRevision:
    """Create a draft whose opinions are asked, one of them answered."""
    company = base.customers[33]
    actor = company.owner or setting.people["camille"]
    now = setting.at(-2, 9)
    revision = offers.offer_create(
        start=offers.OfferStart(title="Collecteur sur plan", organization=company),
        actor=actor,
        now=now,
    )
    for entry in (
        offers.LineEntry(
            text="Collecteur inox 6 départs selon plan client",
            quantity=Decimal(12),
            is_free=True,
            values={
                "manual_price": Decimal(1_480),
                "drawing": "COL-2207",
                "drawing_index": "B",
            },
        ),
        offers.LineEntry(
            text="VBS-I-DN25",
            quantity=Decimal(144),
            values={"lead_time_days": 15},
        ),
    ):
        offers.line_add(revision=revision, entry=entry, actor=actor, now=now)
        revision.refresh_from_db()
    asked = offers.opinions_ask(revision=revision, actor=actor, now=now)
    for row in asked:
        person = row.department.members.first() if row.department else None
        if person is None:
            continue
        consultation_answer(
            consultation=row,
            answer=Answer(
                verdict="YES_IF",
                text="Faisable sur le banc 2.",
                conditions="Plan indice C avec la tolérance des brides à ± 0,5 mm.",
                risk="Banc 2 en maintenance la semaine 12.",
                lead_time_days=35,
                valid_until=setting.day(40),
            ),
            actor=person,
            now=setting.at(-1, 15),
        )
        break
    return revision
