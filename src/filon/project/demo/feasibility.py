"""A special part that the house and its suppliers are asked about."""

from __future__ import annotations

from decimal import Decimal

from filon.coordination.services import Answer, consultation_answer
from filon.directory.models import Organization
from filon.offers import services as offers
from filon.offers.models import OfferRevision, SupplierPrice
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
    _prices(setting, base, revision)
    return revision


def _prices(setting: Setting, base: Base, revision: OfferRevision) -> None:
    """Ask two suppliers for the special part; both answer, one of them in dollars."""
    marc = setting.people["marc"]
    suppliers = list(
        Organization.objects.filter(is_supplier=True).exclude(email="").order_by("pk")
    )[:2]
    line = revision.lines.filter(item=None).get()
    owner = revision.offer.owner or marc
    asked = offers.price_request_send(
        revision=revision,
        lines=[line],
        suppliers=suppliers,
        message="Inox 316L, soudures selon EN ISO 15614.",
        due_on=setting.day(5),
        actor=owner,
        now=setting.at(-2, 11),
    )
    wanted = asked.lines.get()
    for number, quote in enumerate(asked.quotes.order_by("pk")):
        offers.quote_answer(
            quote=quote,
            quoted=offers.Quoted(
                lines={
                    wanted.pk: offers.QuotedLine(
                        unit_price=Decimal(870 + 95 * number),
                        minimum=Decimal(10),
                        lead_time_days=28 - 7 * number,
                        breaks=[(Decimal(20), Decimal(820 + 95 * number))],
                    )
                },
                currency=("EUR", "USD")[number],
                valid_until=setting.day(12),
                incoterm=("DAP", "FCA")[number],
                incoterm_place="Seyssinet-Pariset",
            ),
            link=quote.link,
            now=setting.at(-1, 10 + number),
        )
        if number:
            offers.quote_costs_set(
                quote=quote,
                transport=Decimal(640),
                duty_percent=Decimal("2.7"),
                exchange_rate=Decimal("1.0875"),
                actor=marc,
                now=setting.at(-1, 14),
            )
    chosen = SupplierPrice.objects.filter(quote__request=asked).order_by("pk")[0]
    revision.refresh_from_db()
    offers.price_choose(
        price=chosen, revision=revision, actor=marc, now=setting.at(-1, 16)
    )
