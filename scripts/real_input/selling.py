"""One target walked to the order: visit, deal, need, offer, public acceptance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from filon.catalog.models import Item
from filon.contracts import services as contracts
from filon.contracts.models import Order
from filon.deals.models import Deal
from filon.directory.models import Contact
from filon.directory.services import contact_create
from filon.kernel import clock
from filon.loyalty.models import SatisfactionSurvey
from filon.loyalty.services import satisfaction
from filon.loyalty.services.delivery import delivery_confirm
from filon.needs import services as needs
from filon.needs.models import Need
from filon.offers import services as offers
from filon.offers.models import OfferRevision
from filon.plans.models import ActionPlan, PlanTarget
from filon.prospecting import services as prospecting
from filon.prospecting.models import Activity
from real_input.arithmetic import Basket, french, the_basket
from real_input.company import Cast
from real_input.server import Customer
from real_input.steps import Steps
from real_input.tables import Data

WORDS = {
    "introduction": "Suite à notre visite, voici notre proposition.",
    "technical_argument": "Pièces éprouvées, adaptées à votre atelier.",
    "financial_argument": "Coût complet inférieur à celui de la solution en place.",
    "service_argument": "Assistance sous 24 heures et pièces en stock.",
    "recommendation": "Nous conseillons l’ensemble des dix références.",
    "after_sales": "Assistance téléphonique, pièces disponibles dix ans.",
    "delivery_terms": "Franco, en une livraison.",
    "lead_time_days": 20,
    "warranty_months": 24,
}


@dataclass(frozen=True, slots=True)
class Sold:
    """The order with what its figures must be."""

    basket: Basket
    order: Order


def sell(data: Data, plan: ActionPlan, cast: Cast, address: str, steps: Steps) -> Sold:
    """Walk one target from its first visit to its order."""
    basket = the_basket(data)
    with steps.step("A target: visit, report, deal, need, synthesis"):
        visit = _visit(plan, cast, steps)
        deal = prospecting.deal_from_activity(
            activity=visit,
            values={"title": "Équipement de l’atelier"},
            actor=cast.alice,
            now=clock.now(),
        )
        steps.same("deal of the plan", deal.plan, plan)
        need = _need(deal, cast, steps)
    with steps.step("An offer of 10 lines from the imported items"):
        revision = _offer(need, basket, cast, steps)
    with steps.step("Sent, then accepted by the customer through the link"):
        _send(revision, cast)
        _accept(revision, basket, address, steps)
    order = Order.objects.get(revision=revision)
    steps.same("net total of the order", order.total_net, basket.net)
    steps.same("lines of the order", order.lines.count(), 10)
    return Sold(basket, order)


def _visit(plan: ActionPlan, cast: Cast, steps: Steps) -> Activity:
    now = clock.now()
    target = plan.targets.select_related("organization", "site").order_by("pk")[0]
    contact = contact_create(
        organization=target.organization,
        values={
            "first_name": "Claire",
            "last_name": "Faure",
            "function": "Acheteuse",
            "email": "claire.faure@customer.example",
        },
        actor=cast.alice,
        now=now,
    )
    visit = prospecting.activity_plan(
        values={"kind": "VISIT", "subject": "Découverte", "plan_target": target}
        | {"starts_at": now - timedelta(minutes=5)},
        contacts=[contact],
        actor=cast.alice,
        now=now,
    )
    prospecting.activity_report(
        activity=visit,
        report=prospecting.Report(
            outcome="NEED_FOUND",
            text="Atelier à équiper cette année.",
            done_at=now,
            cost=Decimal("84.50"),
        ),
        next_step=prospecting.NextStep(
            kind="CALL", starts_at=now + timedelta(days=7), subject="Rappel"
        ),
        actor=cast.alice,
        now=now,
    )
    target.refresh_from_db()
    steps.same("target", target.status, PlanTarget.Status.IN_PROGRESS)
    return visit


def _need(deal: Deal, cast: Cast, steps: Steps) -> Need:
    now, today = clock.now(), clock.today()
    said: dict[str, Any] = {"actor": cast.alice, "now": now}
    need = needs.need_create(
        deal=deal,
        values={
            "context": "Équipement d’un atelier.",
            "problem": "Matériel hors d’âge.",
            "expected_result": "Atelier équipé avant la fin de l’année.",
            "budget_low": Decimal(5_000),
            "budget_high": Decimal(60_000),
            "financing_mode": "Budget d’investissement",
            "financing_capacity": "SURE",
            "needed_on": today + timedelta(days=60),
        },
        **said,
    )
    source = need.sources.order_by("pk").first() or needs.source_add(
        need=need,
        values={
            "kind": "VISIT",
            "title": "Visite de l’atelier",
            "dated_on": today,
            "relevance": "Relevé sur place.",
        },
        **said,
    )
    needs.requirement_add(
        need=need,
        values={"text": "Dix références", "kind": "TECHNICAL", "source": source},
        **said,
    )
    needs.need_step(need=need, step="clarified_on", on=today, **said)
    needs.need_policy(need=need, verdict="GREEN", note="Cible du plan.", **said)
    needs.need_decide(need=need, decision="GO", reason="Cible du plan.", **said)
    needs.need_step(need=need, step="feasibility_on", on=today, **said)
    needs.need_step(need=need, step="studied_on", on=today, **said)
    needs.need_synthesize(need=need, **said)
    need.refresh_from_db()
    steps.same("need", need.status, Need.Status.SYNTHESIZED)
    return need


def _offer(need: Need, basket: Basket, cast: Cast, steps: Steps) -> OfferRevision:
    said: dict[str, Any] = {"actor": cast.alice, "now": clock.now()}
    revision = offers.offer_create(
        start=offers.OfferStart(title="Équipement de l’atelier", need=need), **said
    )
    _refuses_unknown_price(revision, said, steps)
    for bought in basket.lines:
        offers.line_add(
            revision=revision,
            entry=offers.LineEntry(
                text=bought.product.reference,
                quantity=bought.quantity,
                values={"discounts": bought.discounts},
            ),
            **said,
        )
        revision.refresh_from_db()
    steps.same("lines", revision.lines.count(), 10)
    steps.same("net total", revision.total_net, basket.net)
    steps.same("VAT", revision.total_tax, basket.tax)
    steps.same("total", revision.total_gross, basket.gross)
    return revision


def _refuses_unknown_price(
    revision: OfferRevision, said: dict[str, Any], steps: Steps
) -> None:
    item = Item.objects.filter(price=None).order_by("pk")[0]
    try:
        written = offers.line_add(
            revision=revision, entry=offers.LineEntry(text=item.reference), **said
        )
    except offers.LineRefused:
        refused = True
    else:
        line = written.line
        refused = line.net_amount is None and bool(line.refusal)
        offers.line_delete(line=line, **said)
    revision.refresh_from_db()
    steps.true(f"{item.reference} of unknown price is refused", holds=refused)


def _send(revision: OfferRevision, cast: Cast) -> None:
    said: dict[str, Any] = {"actor": cast.alice, "now": clock.now()}
    valid_until = clock.today() + timedelta(days=30)
    offers.revision_update(
        revision=revision, values={**WORDS, "valid_until": valid_until}, **said
    )
    for row in revision.adequacy.order_by("pk"):
        offers.adequacy_set(row=row, verdict="C", comment="Conforme.", **said)
    for check in revision.conformity.exclude(status__in=["OK", "WAIVED"]):
        offers.check_set(check=check, status="OK", reason="Vu.", **said)
    if not revision.recipients.exists():
        contact = Contact.objects.get(email="claire.faure@customer.example")
        offers.recipient_add(revision=revision, contact=contact, **said)
    revision.refresh_from_db()
    offers.revision_send(revision=revision, message="", **said)
    revision.refresh_from_db()


def _accept(
    revision: OfferRevision, basket: Basket, address: str, steps: Steps
) -> None:
    number = revision.offer.number
    customer = Customer(revision, address)
    steps.true(f"the page shows {number}", holds=customer.reads(number))
    text = _text(customer.fetches(customer.path("document/")))
    steps.true(f"the PDF bears {number}", holds=number in text)
    total = french(basket.gross)
    steps.true(f"and the total {total}", holds=total in text)
    customer.sends(
        customer.path("accept/"),
        {
            "name": "Claire Faure",
            "function": "Acheteuse",
            "customer_reference": "4500012345",
            "has_authority": "on",
        },
    )
    revision.refresh_from_db()
    steps.same("state", revision.status, OfferRevision.Status.ACCEPTED)
    customer.leaves()


def _text(pdf: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).split())


def deliver(sold: Sold, cast: Cast, address: str, steps: Steps) -> None:
    """Confirm and deliver the order; the customer says how it went, by link."""
    today = clock.today()
    said: dict[str, Any] = {"actor": cast.alice, "now": clock.now()}
    with steps.step("Delivered, and the customer asked"):
        contracts.order_confirm(order=sold.order, delivery_on=today, **said)
        survey = delivery_confirm(order=sold.order, delivered_on=today, **said)
        sold.order.refresh_from_db()
        steps.same("order", sold.order.status, Order.Status.DELIVERED)
        satisfaction.survey_send(survey=survey, **said)
        customer = Customer(survey, address)
        customer.sends("", {"recommendation": "9", "product_score": "5"})
        customer.leaves()
        survey.refresh_from_db()
        steps.same("survey", survey.status, SatisfactionSurvey.Status.ANSWERED)
