"""After the sale: delivery, satisfaction, a claim, vigilance, contracts, figures."""

from __future__ import annotations

from decimal import Decimal

from filon.contracts import services as contracts
from filon.contracts.models import Contract
from filon.documents.content import Document, Paragraph
from filon.documents.rendering import render_document
from filon.documents.selectors import company_header
from filon.files.uploads import check_upload
from filon.loyalty.models import SatisfactionSurvey
from filon.loyalty.services import care, satisfaction
from filon.loyalty.services.delivery import delivery_confirm
from filon.measure.services import reports, snapshots
from filon.plans import services as plans
from filon.plans.models import ActionPlan
from filon.project.demo.customers import Base
from filon.project.demo.selling import Sold
from filon.project.demo.setting import Setting


def build(setting: Setting, base: Base, plan: ActionPlan, sold: Sold) -> None:
    """Create what happens once customers have ordered."""
    _satisfaction(setting, base, sold)
    _care(setting, base)
    _contracts(setting, base)
    _figures(setting, plan)


def _satisfaction(setting: Setting, base: Base, sold: Sold) -> None:
    actor = sold.delivered.owner or setting.people["julien"]
    contracts.order_confirm(
        order=sold.delivered,
        delivery_on=setting.day(-4),
        actor=actor,
        now=setting.at(-8),
    )
    survey = delivery_confirm(
        order=sold.delivered,
        delivered_on=setting.day(-4),
        actor=actor,
        now=setting.at(-4, 16),
    )
    satisfaction.survey_answer(
        survey=survey,
        answer=satisfaction.Answer(
            recommendation=6,
            scores={"product_score": 5, "delivery_score": 2, "service_score": 4},
            verbatim="Bons produits, mais livraison annoncée deux fois.",
            answered_by_name="Hugo Moulin",
        ),
        actor=actor,
        now=setting.at(-2, 10),
    )
    for number, company in enumerate(base.customers[60:76]):
        owner = company.owner or actor
        asked = satisfaction.survey_plan(
            organization=company,
            mode=SatisfactionSurvey.Mode.PHONE,
            due_on=setting.day(-120 + number * 9),
            actor=owner,
            now=setting.at(-140 + number * 9),
        )
        if number < 13:
            satisfaction.survey_answer(
                survey=asked,
                answer=satisfaction.Answer(
                    recommendation=(9, 8, 10, 7, 9, 6, 10)[number % 7],
                    scores={"product_score": 4 + number % 2, "delivery_score": 3},
                    verbatim="",
                    answered_by_name="",
                ),
                actor=owner,
                now=setting.at(-118 + number * 8),
            )


def _care(setting: Setting, base: Base) -> None:
    company = next(c for c in base.customers if c.owner == setting.people["camille"])
    camille = setting.people["camille"]
    claim = care.claim_open(
        organization=company,
        values={
            "title": "Fuite au presse-étoupe sur trois vannes DN 40",
            "severity": "MAJOR",
            "description": "Constatée au redémarrage après l’arrêt.",
            "due_on": setting.day(6),
        },
        actor=camille,
        now=setting.at(-9),
    )
    care.claim_treat(
        claim=claim,
        values={
            "cause": "Serrage insuffisant au montage.",
            "action": "Échange des trois vannes, gamme de serrage revue.",
            "cost": Decimal("640.00"),
        },
        actor=camille,
        now=setting.at(-7),
    )
    care.vigilance_declare(
        values={
            "organization": company,
            "level": "CRITICAL",
            "cause": "Réclamation majeure et compte A",
            "measures": "Visite mensuelle avec le service après-vente.",
            "cadence_days": 7,
            "claim": claim,
        },
        actor=camille,
        now=setting.at(-8),
    )
    care.loyalty_action_plan(
        values={
            "organization": company,
            "title": "Journée d’essai au banc",
            "aim": "Montrer l’étanchéité taux A sur une vanne reprise.",
            "planned_on": setting.day(15),
            "claim": claim,
        },
        actor=camille,
        now=setting.at(-6),
    )


def _contracts(setting: Setting, base: Base) -> None:
    nadia = setting.people["nadia"]
    signed = render_document(
        Document(title="Contrat signé", blocks=[Paragraph("Exemplaire d’exemple.")]),
        language="fr",
        company=company_header(),
        created_at=setting.at(-340),
    )
    for number, company in enumerate(base.customers[4:10]):
        start, months = -340 + number * 25, 12
        contract = contracts.contract_create(
            values={
                "title": ("Contrat-cadre vannes", "Maintenance annuelle")[number % 2],
                "kind": ("FRAME", "SERVICE")[number % 2],
                "starts_on": setting.day(start),
                "ends_on": setting.day(start + months * 30),
                # The fourth is a maintenance whose notice falls in some three weeks.
                "notice_days": 75 if number == 3 else 60,
                "renews_tacitly": number % 2 == 0 or number == 3,
                "committed_amount": Decimal(12_000 + number * 2_500),
                "commitments": "Prix fermes six mois, stock de sécurité.",
            },
            organization=company,
            actor=nadia,
            now=setting.at(start - 5),
        )
        if number in {0, 3}:
            _contract_lines(setting, contract, number)
        contracts.contract_sign(
            contract=contract,
            signed_on=setting.day(start),
            upload=check_upload("contrat.pdf", signed),
            actor=nadia,
            now=setting.at(start),
        )
        if number == 0:
            _call_offs(setting, contract)


def _contract_lines(setting: Setting, contract: Contract, number: int) -> None:
    """Write what the frame sells, or what the maintenance covers."""
    rows: tuple[tuple[str, str, str, str], ...] = (
        ("Vanne à boisseau DN 40, inox", "120", "184.50", "96.00"),
        ("Kit de joints DN 40", "400", "12.80", "4.90"),
    )
    if number:
        rows = (("Visite annuelle et essai d’étanchéité", "4", "1150.00", "620.00"),)
    for designation, quantity, price, cost in rows:
        contracts.line_add(
            contract=contract,
            values={
                "designation": designation,
                "quantity": Decimal(quantity),
                "net_price": Decimal(price),
                "unit_cost": Decimal(cost),
            },
            actor=setting.people["nadia"],
            now=contract.created_at,
        )


def _call_offs(setting: Setting, contract: Contract) -> None:
    """Let the customer call twice for a part of the frame.

    Lately: numbers of orders follow their dates, and the history has its own already.
    """
    lines = list(contract.lines.order_by("position"))
    for day, quantities, reference in (
        (-2, (30, 100), "APPEL 1"),
        (-1, (45, 150), "APPEL 2"),
    ):
        contracts.call_off(
            contract=contract,
            asked=contracts.CallOff(
                quantities={
                    line.pk: Decimal(quantity)
                    for line, quantity in zip(lines, quantities, strict=True)
                },
                called_on=setting.day(day),
                customer_reference=reference,
                requested_delivery_on=setting.day(day + 25),
            ),
            actor=setting.people["nadia"],
            now=setting.at(day),
        )


def _figures(setting: Setting, plan: ActionPlan) -> None:
    camille = setting.people["camille"]
    checkpoint = plan.checkpoints.order_by("due_on", "pk")[0]
    taken = snapshots.snapshot_take(
        plan=plan,
        as_of=setting.day(-30),
        actor=camille,
        now=setting.at(-30, 17),
        checkpoint=checkpoint,
    )
    plans.checkpoint_hold(
        checkpoint=checkpoint,
        done_well="La prise de rendez-vous suit le rythme prévu.",
        deviation="Aucune commande encore : les décisions sont au trimestre suivant.",
        decision="Proposer une remise liée à la quantité sur les DN 50.",
        actor=camille,
        now=setting.at(-30, 18),
    )
    snapshots.snapshot_comment(
        snapshot=taken[0],
        text="Chiffre d’affaires nul à mi-parcours, conforme au cycle d’achat.",
        cause="Budgets engagés en fin d’année.",
        action="Relancer les trois offres en cours.",
        actor=setting.people["marc"],
        now=setting.at(-29),
    )
    report = reports.report_create(
        values={
            "kind": "ACTIVITY",
            "title": "Rapport d’activité du mois",
            "period_start": setting.day(-60),
            "period_end": setting.day(-30),
            "language": "fr",
            "comment": "Mois consacré à la prise de rendez-vous du plan chimie.",
        },
        actor=camille,
        now=setting.at(-29),
    )
    reports.report_freeze(report=report, actor=camille, now=setting.at(-28))
