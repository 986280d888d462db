"""The living sales: contacts, deals in every stage, needs, offers in every state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from filon.accounts.models import User
from filon.contracts import services as contracts
from filon.contracts.models import Order
from filon.coordination.services import (
    Addressee,
    Answer,
    Question,
    consultation_answer,
    consultation_ask,
)
from filon.deals import services as deals
from filon.deals.models import Deal
from filon.directory.models import Organization
from filon.kernel import clock
from filon.needs import services as needs
from filon.needs.models import Need
from filon.offers import services as offers
from filon.offers.models import OfferApproval, OfferRevision
from filon.offers.selectors.readiness import readiness
from filon.plans.models import ActionPlan, PlanTarget
from filon.project.demo import feasibility, purchase
from filon.project.demo.customers import Base
from filon.project.demo.setting import Setting
from filon.prospecting import services as prospecting
from filon.prospecting.models import Activity, CallGuide

WORDS = {
    "introduction": "Suite à notre échange, voici notre proposition.",
    "technical_argument": "Étanchéité ISO 5208 taux A, corps éprouvé selon EN 12266-1,"
    " boisseau plein passage : aucune perte de charge ajoutée.",
    "financial_argument": "Deux ans sans entretien : le coût complet est inférieur de"
    " 18 % à celui de la solution en place.",
    "service_argument": "Mise en service sur site, stock de sécurité et assistance"
    " sous 24 heures.",
    "recommendation": "Nous conseillons la version inox pour les lignes acides.",
    "after_sales": "Assistance téléphonique, pièces disponibles dix ans.",
    "delivery_terms": "Départ usine Seyssinet-Pariset, livraison partielle possible.",
    "lead_time_days": 28,
    "warranty_months": 24,
}


@dataclass(slots=True)
class Sold:
    """What the later parts follow up."""

    order: Order
    delivered: Order
    need: Need


def build(setting: Setting, base: Base, plan: ActionPlan) -> Sold:
    """Create the last two months of selling."""
    guide = _guide(setting, plan)
    _plan_contacts(setting, base, plan)
    target = plan.targets.select_related("organization").order_by("pk")[0]
    first = _first_contact(setting, base, target, guide)
    _expired(setting, base)
    need, order = _thread(setting, base, first)
    delivered = _quick(setting, base)
    purchase.build(setting, _ordered(setting, base))
    _open_offers(setting, base)
    _deals(setting, base)
    _agenda(setting, base, plan)
    return Sold(order, delivered, need)


def _guide(setting: Setting, plan: ActionPlan) -> CallGuide:
    camille = setting.people["camille"]
    moment = setting.at(-62)
    guide = prospecting.guide_create(
        values={
            "title": "Découverte atelier chimie",
            "language": "fr",
            "opening": "Je vous appelle au sujet de vos vannes d’isolement.",
            "closing": "Quand puis-je venir voir l’installation ?",
        },
        scopes={"actions": list(plan.actions.all()[:2])},
        actor=camille,
        now=moment,
    )
    for text, english, kind, unit in (
        ("Quelle pression de service ?", "Which working pressure?", "TECHNICAL", "bar"),
        (
            "Quelle température maximale ?",
            "Which maximum temperature?",
            "TECHNICAL",
            "°C",
        ),
        ("Combien de vannes par an ?", "How many valves a year?", "LOGISTIC", ""),
        ("Quel budget est prévu ?", "Which budget is planned?", "FINANCIAL", "€"),
    ):
        prospecting.question_add(
            guide=guide,
            values={
                "text_fr": text,
                "text_en": english,
                "requirement_kind": kind,
                "unit": unit,
                "argument_fr": "Nos vannes tiennent 40 bar à 200 °C.",
                "argument_en": "Our valves hold 40 bar at 200 °C.",
                "objection_fr": "Nous avons déjà un fournisseur.",
                "objection_en": "We already have a supplier.",
                "reply_fr": "Comparez le taux de fuite sur une ligne d’essai.",
                "reply_en": "Compare the leakage rate on one test line.",
            },
            actor=camille,
            now=moment,
        )
    for title, kind in (
        ("Vanne à boisseau en coupe", "SAMPLE"),
        ("Coffret de garnitures PTFE", "SAMPLE"),
    ):
        prospecting.support_create(
            values={"title": title, "kind": kind, "edition": "2", "language": "fr"},
            actor=camille,
            now=moment,
            upload=None,
        )
    return guide


def _plan_contacts(setting: Setting, base: Base, plan: ActionPlan) -> None:
    """Report some thirty contacts of the plan, spread over its first weeks."""
    camille = setting.people["camille"]
    targets = plan.targets.select_related("organization").order_by("pk")[1:26]
    for number, target in enumerate(targets):
        start = setting.at(-58 + number * 2, 9 + number % 8)
        activity = _planned(setting, target, "CALL" if number % 3 else "VISIT", start)
        prospecting.activity_report(
            activity=activity,
            report=prospecting.Report(
                outcome=("INTERESTED", "APPOINTMENT", "CALL_BACK")[number % 3],
                text="Besoin en vannes d’isolement, décision au trimestre prochain.",
                done_at=start + timedelta(minutes=30),
                cost=Decimal(18 if number % 3 else 96),
                distance_km=None if number % 3 else Decimal(64),
            ),
            next_step=prospecting.NextStep(
                kind="CALL",
                starts_at=setting.at(
                    _working(setting, 2 + number % 12), 9 + number % 7
                ),
                subject="Rappel",
            ),
            actor=camille,
            now=start + timedelta(hours=1),
        )


def _working(setting: Setting, offset: int) -> int:
    """Return the offset of a day; of the Monday after it for a weekend."""
    weekday = setting.day(offset).weekday()
    return offset if weekday < 5 else offset + 7 - weekday


def _planned(
    setting: Setting, target: PlanTarget, kind: str, start: datetime, **values: Any
) -> Activity:
    return prospecting.activity_plan(
        values={
            "kind": kind,
            "subject": "Découverte des installations",
            "aim": "Obtenir la liste des vannes en service",
            "plan_target": target,
            "starts_at": start,
            **values,
        },
        actor=setting.people["camille"],
        now=start - timedelta(days=3),
    )


def _first_contact(
    setting: Setting, base: Base, target: PlanTarget, guide: CallGuide
) -> Activity:
    """Report the visit that wrote the need of the thread."""
    camille = setting.people["camille"]
    start = setting.at(-40, 10)
    visit = _planned(setting, target, "VISIT", start, guide=guide)
    questions = list(guide.questions.order_by("position", "pk"))
    prospecting.activity_report(
        activity=visit,
        report=prospecting.Report(
            outcome="NEED_FOUND",
            text="Ligne d’acide chlorhydrique dilué, fuites répétées au presse-étoupe.",
            done_at=start + timedelta(hours=2),
            cost=Decimal("112.40"),
            distance_km=Decimal(86),
            answers=[
                prospecting.GivenAnswer(questions[0], "16 bar, pointes à 22 bar"),
                prospecting.GivenAnswer(questions[1], "140 °C"),
                prospecting.GivenAnswer(questions[3], "12 000 € cette année"),
            ],
        ),
        next_step=prospecting.NextStep(
            kind="MEETING", starts_at=setting.at(-33, 14), subject="Valider le besoin"
        ),
        actor=camille,
        now=start + timedelta(hours=4),
    )
    prospecting.finding_capture(
        activity=visit,
        values={
            "title": "Valvatec propose un contrat de location de vannes",
            "heading": "COMPETITION",
            "observed_on": setting.day(-40),
            "organization": base.others["Valvatec Industrie"],
        },
        actor=camille,
        now=start + timedelta(hours=5),
    )
    return visit


def _thread(setting: Setting, base: Base, visit: Activity) -> tuple[Need, Order]:
    """Walk from the visit to the order, through two revisions."""
    camille, ines = setting.people["camille"], setting.people["ines"]
    deal = prospecting.deal_from_activity(
        activity=visit,
        values={"title": "Vannes ligne acide", "amount": Decimal(11_500)},
        actor=camille,
        now=setting.at(-39),
    )
    need = _need(setting, deal, camille, ines)
    revision = offers.offer_create(
        start=offers.OfferStart(
            title="Vannes ligne acide", need=need, form="SPECIFICATION"
        ),
        actor=camille,
        now=setting.at(-29),
    )
    _fill(
        setting,
        revision,
        camille,
        setting.at(-28),
        [
            ("VBS-I-DN50", 24, {}),
            ("ACT-DE-60", 6, {}),
            ("SRV-MES", 1, {"inclusion": "OPTION"}),
        ],
    )
    for row in revision.adequacy.order_by("pk"):
        offers.adequacy_set(
            row=row,
            verdict="C",
            comment="Fiche VBS inox.",
            actor=camille,
            now=setting.at(-27),
        )
    _send(setting, base, revision, camille, setting.at(-26, 16))
    following = offers.revision_next(
        revision=revision,
        reason="Quantité portée à 30, remise demandée",
        asked=offers.Asked("5 % de remise", "3 %", "Commande avant la fin du mois"),
        actor=camille,
        now=setting.at(-17),
    )
    line = following.lines.filter(item__reference="VBS-I-DN50").get()
    offers.line_update(
        line=line,
        values={
            "quantity": Decimal(30),
            "discounts": [{"percent": "3", "reason": "Contrepartie de la quantité"}],
        },
        actor=camille,
        now=setting.at(-16),
    )
    following.refresh_from_db()
    for row in following.adequacy.filter(verdict="OPEN"):
        offers.adequacy_set(
            row=row,
            verdict="C",
            comment="Fiche VBS inox.",
            actor=camille,
            now=setting.at(-16),
        )
    _send(setting, base, following, camille, setting.at(-15, 11))
    option = following.lines.get(inclusion="OPTION")
    order = contracts.acceptance_record(
        revision=following,
        signing=offers.Signing(
            name="Claire Faure",
            function="Acheteuse",
            email="claire.faure@process.example",
            has_authority=True,
            customer_reference="4500012345",
            options=frozenset({str(option.pk)}),
        ),
        actor=camille,
        now=setting.at(-10, 15),
    )
    contracts.order_confirm(
        order=order,
        delivery_on=setting.day(18),
        actor=setting.people["nadia"],
        now=setting.at(-9),
    )
    return need, order


def _need(setting: Setting, deal: Deal, camille: User, ines: User) -> Need:
    need = needs.need_create(
        deal=deal,
        values={
            "context": "Atelier d’acide dilué, arrêt annuel en août.",
            "problem": "Trois fuites en un an au presse-étoupe.",
            "expected_result": "Aucune intervention entre deux arrêts annuels.",
            "current_suppliers": "Valvatec Industrie, 40 vannes en service.",
            "decision_process": "Maintenance prescrit, achats négocient, usine décide.",
            "needed_on": setting.day(60),
            "budget_low": Decimal(9_000),
            "budget_high": Decimal(13_000),
            "financing_mode": "Budget d’investissement",
            "financing_capacity": "SURE",
            "due_on": setting.day(-30),
        },
        actor=camille,
        now=setting.at(-38),
    )
    source = need.sources.order_by("pk").first() or needs.source_add(
        need=need,
        values={
            "kind": "VISIT",
            "title": "Visite de l’atelier",
            "dated_on": setting.day(-40),
            "relevance": "Relevé sur place avec la maintenance.",
        },
        actor=camille,
        now=setting.at(-38),
    )
    for values in (
        {
            "text": "Étanchéité au siège taux A",
            "kind": "TECHNICAL",
            "standard": "ISO 5208",
        },
        {"text": "Raccordement bride PN 40", "kind": "TECHNICAL"},
        {
            "text": "Procès-verbal d’épreuve par vanne",
            "kind": "REGULATORY",
            "standard": "EN 12266-1",
        },
        {
            "text": "Montage pendant l’arrêt de 48 heures",
            "kind": "SERVICE",
            "nature": "IMPLICIT",
        },
    ):
        needs.requirement_add(
            need=need,
            values={"source": source, **values},
            actor=camille,
            now=setting.at(-37),
        )
    for requirement in need.requirements.filter(source=None):
        needs.requirement_update(
            requirement=requirement,
            values={"source": source},
            actor=camille,
            now=setting.at(-37),
        )
    asked = consultation_ask(
        target=need,
        question=Question(
            kind="FEASIBILITY",
            text="Le PTFE chargé tient-il l’acide dilué à 140 °C ?",
            due_on=setting.day(-33),
            blocks_sending=False,
        ),
        addressee=Addressee(user=ines),
        actor=camille,
        now=setting.at(-36),
    )
    consultation_answer(
        consultation=asked,
        answer=Answer(verdict="YES", text="Oui, garniture référence TFM 1600."),
        actor=ines,
        now=setting.at(-34),
    )
    need.refresh_from_db()
    needs.need_policy(
        need=need,
        verdict="GREEN",
        note="Cible prioritaire du plan.",
        actor=camille,
        now=setting.at(-33),
    )
    needs.need_step(
        need=need,
        step="clarified_on",
        on=setting.day(-37),
        actor=camille,
        now=setting.at(-33),
    )
    needs.need_decide(
        need=need,
        decision="GO",
        reason="Compte cible, marge correcte.",
        actor=camille,
        now=setting.at(-33),
    )
    needs.need_step(
        need=need,
        step="feasibility_on",
        on=setting.day(-34),
        actor=camille,
        now=setting.at(-33),
    )
    needs.need_step(
        need=need,
        step="studied_on",
        on=setting.day(-32),
        actor=camille,
        now=setting.at(-32),
    )
    needs.need_synthesize(need=need, actor=camille, now=setting.at(-31))
    need.refresh_from_db()
    return need


def _fill(
    setting: Setting,
    revision: OfferRevision,
    actor: User,
    now: datetime,
    rows: list[tuple[str, int, dict[str, Any]]],
) -> None:
    for reference, quantity, values in rows:
        offers.line_add(
            revision=revision,
            entry=offers.LineEntry(
                text=reference, quantity=Decimal(quantity), values=values
            ),
            actor=actor,
            now=now,
        )
        revision.refresh_from_db()
    offers.revision_update(revision=revision, values=WORDS, actor=actor, now=now)
    revision.refresh_from_db()


def _ready(
    setting: Setting, base: Base, revision: OfferRevision, actor: User, now: datetime
) -> None:
    company = revision.offer.organization
    for check in revision.conformity.exclude(status__in=["OK", "WAIVED"]):
        offers.check_set(
            check=check, status="OK", reason="Vu avec le service.", actor=actor, now=now
        )
    if not revision.recipients.exists():
        contact = base.contacts[company.pk][0]
        offers.recipient_add(revision=revision, contact=contact, actor=actor, now=now)
    revision.refresh_from_db()


def _send(
    setting: Setting, base: Base, revision: OfferRevision, actor: User, now: datetime
) -> None:
    _ready(setting, base, revision, actor, now)
    offers.revision_update(
        revision=revision,
        values={"valid_until": (now + timedelta(days=30)).date()},
        actor=actor,
        now=now,
    )
    revision.refresh_from_db()
    _approve(revision, actor, now)
    offers.revision_send(revision=revision, actor=actor, now=now, message="")
    revision.refresh_from_db()


def _approve(revision: OfferRevision, actor: User, now: datetime) -> None:
    """Let the levels that must decide approve, one after the other."""
    while not readiness(revision, on=clock.day_of(now)).is_approved:
        waiting = OfferApproval.objects.filter(
            revision=revision, approval__status="PENDING"
        ).first()
        if waiting is None:
            offers.revision_submit(revision=revision, actor=actor, now=now)
            continue
        offers.offer_approval_decide(
            record_of=waiting,
            is_approved=True,
            comment="Conforme à la politique commerciale.",
            actor=waiting.approval.approver,
            now=now,
        )
        revision.refresh_from_db()


def _offer(
    setting: Setting,
    company: Organization,
    title: str,
    now: datetime,
    rows: list[tuple[str, int, dict[str, Any]]],
) -> OfferRevision:
    """Start an offer of the company's own salesperson and fill it."""
    actor = company.owner or setting.people["camille"]
    revision = offers.offer_create(
        start=offers.OfferStart(title=title, organization=company), actor=actor, now=now
    )
    _fill(setting, revision, actor, now, rows)
    return revision


def _expired(setting: Setting, base: Base) -> None:
    company = base.prospects[4]
    revision = _offer(
        setting,
        company,
        "Vérins ligne d’emballage",
        setting.at(-29, 9),
        [("VER-50-100", 12, {}), ("VER-63-200", 4, {})],
    )
    actor = company.owner or setting.people["camille"]
    _ready(setting, base, revision, actor, setting.at(-29, 10))
    offers.revision_update(
        revision=revision,
        values={"valid_until": setting.day(-3)},
        actor=actor,
        now=setting.at(-29, 10),
    )
    revision.refresh_from_db()
    _approve(revision, actor, setting.at(-29, 10))
    offers.revision_send(
        revision=revision, actor=actor, now=setting.at(-29, 11), message=""
    )
    offers.revisions_expire(now=setting.at(-2))


def _quick(setting: Setting, base: Base) -> Order:
    """An order that came by phone and was delivered: satisfaction follows."""
    company = base.customers[2]
    actor = company.owner or setting.people["julien"]
    revision = _offer(
        setting,
        company,
        "Raccords de maintenance",
        setting.at(-14, 9),
        [("RAC-12", 300, {}), ("CLA-DN25", 4, {})],
    )
    _send(setting, base, revision, actor, setting.at(-14, 10))
    return contracts.acceptance_record(
        revision=revision,
        signing=offers.Signing(
            name="Hugo Moulin", function="Magasinier", has_authority=True
        ),
        actor=actor,
        now=setting.at(-9, 9),
    )


def _ordered(setting: Setting, base: Base) -> Order:
    """An accepted offer whose purchase order says something else."""
    company = base.customers[5]
    actor = company.owner or setting.people["camille"]
    revision = _offer(
        setting,
        company,
        "Vannes de la station de pompage",
        setting.at(-14, 11),
        [("VBS-A-DN40", 8, {}), ("VBS-A-DN65", 3, {})],
    )
    _send(setting, base, revision, actor, setting.at(-14, 12))
    return contracts.acceptance_record(
        revision=revision,
        signing=offers.Signing(
            name="Inès Perrin", function="Acheteuse", has_authority=True
        ),
        actor=actor,
        now=setting.at(-3, 9),
    )


def _open_offers(setting: Setting, base: Base) -> None:
    """Sent and unanswered, refused, abroad with an Incoterm, and drafts."""
    camille = setting.people["camille"]
    refused = base.prospects[9]
    revision = _offer(
        setting,
        refused,
        "Vannes papillon",
        setting.at(-13, 9),
        [("VPA-E-DN100", 6, {})],
    )
    actor = refused.owner or camille
    _send(setting, base, revision, actor, setting.at(-13, 10))
    offers.revision_refuse(
        revision=revision,
        reason="Rival moins cher de 7 %",
        actor=actor,
        now=setting.at(-5),
    )
    hers = [c for c in base.customers[50:] if c.owner == camille]
    waiting = [base.customers[12], hers[0], base.customers[15], hers[1]]
    for company, offset in zip(
        [*waiting, base.customers[21]], (-12, -11, -8, -6, -4), strict=True
    ):
        revision = _offer(
            setting,
            company,
            "Renouvellement de vannes",
            setting.at(offset, 9),
            [("VBS-A-DN40", 10, {}), ("VBS-A-DN65", 4, {}), ("SRV-EPR", 14, {})],
        )
        _send(setting, base, revision, company.owner or camille, setting.at(offset, 11))
    _abroad(setting, base)
    draft = base.customers[30]
    _offer(setting, draft, "Actionneurs", setting.at(-1, 10), [("ACT-SE-60", 5, {})])
    _blocked(setting, base)
    feasibility.build(setting, base)


def _abroad(setting: Setting, base: Base) -> None:
    company = next(c for c in base.companies if c.currency == "USD")
    actor = company.owner or setting.people["camille"]
    revision = _offer(
        setting, company, "Skid valves", setting.at(-3, 9), [("VBS-I-DN25", 40, {})]
    )
    offers.revision_update(
        revision=revision,
        values={
            "language": "en",
            "currency": "USD",
            "exchange_rate": Decimal("1.0875"),
            "exchange_source": "BCE",
            "incoterm": "FCA",
            "incoterm_place": "Seyssinet-Pariset",
            "introduction": "Following our call, here is our proposal.",
            "technical_argument": "ISO 5208 rate A tightness, EN 12266-1 tested body.",
            "financial_argument": "Two years without maintenance.",
            "service_argument": "Spare parts available for ten years.",
            "recommendation": "We recommend the 316L version.",
            "after_sales": "Hotline in English.",
            "delivery_terms": "Partial deliveries allowed.",
        },
        actor=actor,
        now=setting.at(-3, 10),
    )
    revision.refresh_from_db()
    for line in revision.lines.all():
        offers.line_update(
            line=line,
            values={"vat_rate": Decimal(0), "vat_category": "G"},
            actor=actor,
            now=setting.at(-3, 10),
        )
    revision.refresh_from_db()
    _send(setting, base, revision, actor, setting.at(-3, 12))


def _blocked(setting: Setting, base: Base) -> None:
    """An offer whose discount asks for the manager's approval."""
    company = next(
        c for c in base.customers[40:] if c.owner == setting.people["camille"]
    )
    actor = setting.people["camille"]
    revision = _offer(
        setting,
        company,
        "Modernisation du réseau d’eau glacée",
        setting.at(-2, 9),
        [
            ("VPA-E-DN150", 18, {}),
            ("VPA-E-DN200", 6, {}),
            ("ACT-SE-60", 6, {}),
            ("SRV-MES", 1, {"inclusion": "OPTION"}),
        ],
    )
    line = revision.lines.order_by("position")[0]
    offers.line_update(
        line=line,
        values={
            "discounts": [
                {"percent": "18", "reason": "Alignement demandé par le client"}
            ]
        },
        actor=actor,
        now=setting.at(-2, 10),
    )
    revision.refresh_from_db()
    _ready(setting, base, revision, actor, setting.at(-2, 11))
    offers.revision_submit(
        revision=revision,
        comment="Le client demande l’alignement sur son fournisseur actuel.",
        approver=setting.people["marc"],
        actor=actor,
        now=setting.at(-1, 9),
    )


def _deals(setting: Setting, base: Base) -> None:
    dice = setting.dice
    for number in range(14):
        company = base.companies[50 + number * 9]
        actor = company.owner or setting.people["camille"]
        deal = deals.deal_create(
            values={
                "title": (
                    "Extension d’atelier",
                    "Remplacement de vérins",
                    "Contrat de maintenance",
                    "Skid de dosage",
                )[number % 4],
                "organization": company,
                "amount": Decimal(dice.randrange(4, 90) * 500),
                "probability_percent": (20, 40, 60)[number % 3],
                "expected_close_on": setting.day(dice.randrange(-6, 90)),
                "source": ("CALL_IN", "REPEAT", "PLAN", "REFERRAL")[number % 4],
            },
            actor=actor,
            now=setting.at(-30 + number),
        )
        for stage in ("STUDY", "NEGOTIATION")[: number % 3]:
            deals.deal_move(
                deal=deal,
                stage=stage,
                position=0,
                actor=actor,
                now=setting.at(-15 + number),
            )
            deal.refresh_from_db()


def _agenda(setting: Setting, base: Base, plan: ActionPlan) -> None:
    """Today's visits and calls, and two that are overdue."""
    for owner, kind in (("camille", "VISIT"), ("julien", "CALL"), ("antoine", "VISIT")):
        actor = setting.people[owner]
        mine = [c for c in base.companies if c.owner == actor][10:16]
        for number, company in enumerate(mine):
            offset = 0 if number < 4 else -1 - number
            prospecting.activity_plan(
                values={
                    "kind": kind,
                    "subject": "Point sur les installations",
                    "aim": "Identifier les vannes à remplacer",
                    "organization": company,
                    "site": company.sites.first(),
                    "starts_at": setting.at(offset, 9 + number * 2 % 9),
                },
                contacts=base.contacts[company.pk][:1],
                actor=actor,
                now=setting.at(-12),
            )
