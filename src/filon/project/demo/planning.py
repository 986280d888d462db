"""The plans of the demonstration: one running, one late in approval, one draft."""

from __future__ import annotations

from decimal import Decimal

from filon.accounts.models import User
from filon.catalog.models import ProductFamily
from filon.coordination.models import Approval
from filon.coordination.services import approval_decide
from filon.directory.models import MarketSegment, Territory
from filon.plans import services as plans
from filon.plans.models import ActionPlan
from filon.project.demo.market import Market
from filon.project.demo.setting import Setting
from filon.watch.market import MarketCut


def build(setting: Setting, market: Market) -> ActionPlan:
    """Create the three plans and return the running one."""
    running = _running(setting, market)
    _late(setting, market)
    _draft(setting, market)
    return running


def _values(setting: Setting, title: str, start: int, end: int) -> dict[str, object]:
    return {
        "title": title,
        "mandate": "Gagner des parts en vannes à boisseau auprès des sites de chimie.",
        "given_by": setting.people["diane"],
        "given_on": setting.day(start - 15),
        "scope": "Comptes de plus de 20 personnes, vannes et actionneurs.",
        "start_on": setting.day(start),
        "end_on": setting.day(end),
        "feasibility": "YES_IF",
        "feasibility_note": "Tenable avec un renfort de prise de rendez-vous.",
        "legal_constraints": "DESP 2014/68/UE, ATEX en zone classée.",
        "safety_constraints": "Plan de prévention à chaque visite de site.",
        "environment_constraints": "Données carbone par référence sur demande.",
        "quality_constraints": "Procès-verbal EN 12266-1 pour chaque vanne PN 40.",
        "cost_constraints": "Budget de 12 000 € pour la période.",
        "time_constraints": "Délai standard de quatre semaines à respecter.",
        "has_no_related_plan": True,
        "currency": "EUR",
    }


def _running(setting: Setting, market: Market) -> ActionPlan:
    camille, marc = setting.people["camille"], setting.people["marc"]
    moment = setting.at(-69)
    insight = market.insights[0]
    plan = plans.plan_create(
        values={
            **_values(setting, "Chimie fine Rhône et Loire", -60, 60),
            "territory": insight.territory,
            "segment": insight.segment,
            "families": [insight.family],
            "insights": [insight],
            "potentials": [market.potential],
        },
        actor=camille,
        now=moment,
    )
    for metric, given, target in (
        ("REVENUE", 80_000, 90_000),
        ("MARGIN", 22_000, 26_000),
        ("VOLUME", None, 400),
        ("NEW_CUSTOMERS", 3, 4),
        ("CONTACTS", None, 40),
        ("APPOINTMENTS", None, 15),
        ("OFFERS", None, 10),
        ("ORDERS", None, 5),
    ):
        plans.objective_add(
            plan=plan,
            values={
                "metric": metric,
                "given": None if given is None else Decimal(given),
                "target": Decimal(target),
            },
            actor=camille,
            now=moment,
        )
    plans.targets_add(
        plan=plan,
        cut=MarketCut(
            departments=("69", "42", "01"),
            roles=("customer", "prospect"),
            naf=("20", "21", "25", "28"),
        ),
        actor=camille,
        now=moment,
        assignee=camille,
        priority=2,
        reason="Secteur et métier du plan",
    )
    _hand_over(setting, plan)
    _parts(setting, plan, camille)
    approval = plans.plan_submit(
        plan=plan,
        actor=camille,
        now=setting.at(-66),
        approver=marc,
        reason="Budget et cibles à valider avant le lancement.",
        due_on=setting.day(-62),
    )
    approval_decide(
        approval=approval,
        is_approved=True,
        comment="Bon plan, suivre le budget salon.",
        actor=marc,
        now=setting.at(-65),
    )
    plan.refresh_from_db()
    plans.plan_start(plan=plan, actor=camille, now=setting.at(-60))
    plan.refresh_from_db()
    return plan


def _hand_over(setting: Setting, plan: ActionPlan) -> None:
    """Give the last targets to the colleague who calls from the office."""
    aims = (
        "Obtenir une visite de l’atelier",
        "Présenter la gamme inox 316L",
        "Connaître le fournisseur en place",
    )
    for number, target in enumerate(plan.targets.order_by("-pk")[:6]):
        plans.target_update(
            target=target,
            values={
                "assignee": setting.people["julien"],
                "aim": aims[number % 3],
                "priority": 1 + number % 3,
            },
            actor=setting.people["camille"],
            now=setting.at(-69, 9),
        )


def _parts(setting: Setting, plan: ActionPlan, actor: User) -> None:
    moment = setting.at(-69, 10)
    for channel, title, start, end, quota in (
        ("PHONE", "Prise de rendez-vous", -60, -20, 40),
        ("VISIT", "Visites de sites", -50, 40, 20),
        ("SHOW", "Salon Mesures et Process", 12, 14, 25),
        ("MAILING", "Envoi du press-book chimie", -55, -45, 60),
    ):
        plans.action_save(
            plan=plan,
            values={
                "channel": channel,
                "title": title,
                "start_on": setting.day(start),
                "end_on": setting.day(end),
                "quota": quota,
                "assignee": actor,
            },
            actor=actor,
            now=moment,
        )
    for category, label, planned, actual in (
        ("TRAVEL", "Déplacements", 3200, 2140),
        ("SHOW", "Stand de 9 m²", 6500, None),
        ("MAILING", "Impression et envoi", 900, 870),
        ("SUPPORT", "Échantillons de vannes en coupe", 1200, 1180),
    ):
        plans.budget_line_save(
            plan=plan,
            values={
                "category": category,
                "label": label,
                "planned": Decimal(planned),
                "actual": None if actual is None else Decimal(actual),
            },
            actor=actor,
            now=moment,
        )
    for offset in (-30, 0, 30, 60):
        plans.checkpoint_save(
            plan=plan, values={"due_on": setting.day(offset)}, actor=actor, now=moment
        )
    for trigger, delay, channel in (
        ("OFFER_SENT", 7, "PHONE"),
        ("OFFER_EXPIRING", 5, "PHONE"),
        ("TARGET_IDLE", 20, "PHONE"),
    ):
        plans.reminder_rule_save(
            plan=plan,
            values={"trigger": trigger, "delay_days": delay, "channel": channel},
            actor=actor,
            now=moment,
        )


def _late(setting: Setting, market: Market) -> Approval:
    """Create the plan whose approval is overdue."""
    antoine, sophie = setting.people["antoine"], setting.people["sophie"]
    plan = plans.plan_create(
        values={
            **_values(setting, "Laiteries du Grand Ouest", 10, 130),
            "insights": [market.insights[1]],
            "territory": Territory.objects.get(code="LOIRE-OUEST"),
            "segment": MarketSegment.objects.get(code="AGRO"),
            "families": [ProductFamily.objects.get(code="VPA")],
        },
        actor=antoine,
        now=setting.at(-14),
    )
    for metric, target in (("REVENUE", 60_000), ("MARGIN", 17_000), ("VOLUME", 250)):
        plans.objective_add(
            plan=plan,
            values={"metric": metric, "given": None, "target": Decimal(target)},
            actor=antoine,
            now=setting.at(-14),
        )
    plans.targets_add(
        plan=plan,
        cut=MarketCut(departments=("44", "49", "85"), roles=("customer", "prospect")),
        actor=antoine,
        now=setting.at(-14),
        assignee=antoine,
        priority=2,
        reason="Agroalimentaire",
    )
    _parts(setting, plan, antoine)
    return plans.plan_submit(
        plan=plan,
        actor=antoine,
        now=setting.at(-12),
        approver=sophie,
        reason="À valider avant le salon.",
        due_on=setting.day(-4),
    )


def _draft(setting: Setting, market: Market) -> None:
    julien = setting.people["julien"]
    plans.plan_create(
        values={
            **_values(setting, "Eaux : réutilisation", 30, 200),
            "insights": [market.insights[4]],
            "segment": MarketSegment.objects.get(code="EAU"),
        },
        actor=julien,
        now=setting.at(-3),
    )
