"""The watch of the demonstration: topics, sources, findings, insights, a brief."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from filon.catalog.models import ProductFamily
from filon.coordination.services import (
    Addressee,
    TransmissionPlan,
    transmission_plan,
    transmission_send,
)
from filon.directory.models import MarketSegment, Territory
from filon.project.demo.customers import Base
from filon.project.demo.setting import Setting
from filon.watch import services as watch
from filon.watch.models import (
    Finding,
    MarketInsight,
    MarketPotential,
    WatchItem,
    WatchSource,
    WatchTopic,
)


@dataclass(slots=True)
class Market:
    """What the plan builds on."""

    topic: WatchTopic
    insights: list[MarketInsight]
    potential: MarketPotential


# days ago, heading, title, excerpt, about a rival
FINDINGS: tuple[tuple[int, str, str, str, str], ...] = (
    (150, "COMPETITION", "Valvatec ouvre une agence à Lyon", "Trois commerciaux recrutés.", "Valvatec Industrie"),
    (141, "LAW", "Révision de l’EN 12266-1 annoncée", "Enquête publique au printemps.", ""),
    (133, "TECHNOLOGY", "Positionneurs à diagnostic intégré", "Vus au salon à Francfort.", ""),
    (120, "ECONOMY", "Le nickel recule de 6 % sur le trimestre", "Effet sur l’inox 316L.", ""),
    (112, "CUSTOMERS", "Les laiteries demandent des vannes sans zone de rétention", "Trois visites concordantes.", ""),
    (98, "PRODUCTS", "Novalve lance une vanne papillon double excentrique", "PN 25, DN 80 à 300.", "Novalve GmbH"),
    (85, "COMPETITION", "Alpha Robinets baisse ses DN 50 de 8 %", "Tarif distributeur reçu.", "Alpha Robinets"),
    (71, "CUSTOMERS", "Délais jugés trop longs sur les actionneurs", "Enquête de satisfaction.", ""),
    (64, "LAW", "Réutilisation des eaux traitées facilitée", "Décret publié.", ""),
    (52, "ECONOMY", "Reprise des investissements en chimie fine", "Note de conjoncture.", ""),
    (40, "TECHNOLOGY", "Joints PTFE chargés pour 230 °C", "Fiche d’un fournisseur.", ""),
    (28, "PRODUCTS", "Raccords rapides inox à détrompage", "Nouveauté d’un distributeur.", ""),
    (17, "COMPETITION", "Valvatec perd un marché régional de l’eau", "Entendu en visite.", "Valvatec Industrie"),
    (6, "CUSTOMERS", "Demande de données carbone par référence", "Deux cahiers des charges.", ""),
)  # fmt: skip
ITEMS = (
    "Consultation publique sur l’assainissement en Isère",
    "Une usine de Saint-Fons investit 14 M€ dans un atelier pilote",
    "Norme ISO 5208 : ce qui change",
    "Trophées de la robinetterie : les lauréats",
    "Un rival annonce un délai de deux semaines",
    "Hausse des prix de l’énergie : les sites arbitrent",
    "Recrutement d’un directeur industriel à Oyonnax",
    "Étude : la maintenance prédictive des vannes",
)
INSIGHTS: tuple[tuple[str, str, str, int, int, tuple[int, ...]], ...] = (
    ("OPPORTUNITY", "COMMERCIAL", "Chimie fine du Rhône : investissements relancés, rivaux peu présents", 5, 4, (9, 12)),
    ("OPPORTUNITY", "TECHNICAL", "Vannes hygiéniques sans rétention pour les laiteries", 4, 3, (4,)),
    ("THREAT", "COMMERCIAL", "Guerre des prix sur les DN 50", 4, 4, (0, 6)),
    ("CONSTRAINT", "TECHNICAL", "Essais EN 12266-1 à refaire après la révision", 3, 4, (1,)),
    ("OPPORTUNITY", "FINANCIAL", "Réutilisation des eaux : budgets votés pour trois ans", 3, 3, (8,)),
)  # fmt: skip


def build(setting: Setting, base: Base) -> Market:
    """Create the watch of the last five months."""
    camille = setting.people["camille"]
    topic = watch.topic_create(
        values={
            "title": "Vannes et process en Auvergne-Rhône-Alpes",
            "scope": "Robinetterie : concurrents, normes, investissements.",
            "headings": ["COMPETITION", "TECHNOLOGY", "LAW", "CUSTOMERS"],
            "keywords": "vanne, robinetterie, EN 12266, chimie fine",
            "cadence_days": 30,
            "next_review_on": setting.day(9),
        },
        expectations=[
            ("PRODUCTS", "Situer nos DN 50 face aux rivaux"),
            ("CUSTOMERS", "Repérer les investissements en chimie fine"),
        ],
        actor=camille,
        now=setting.at(-160),
    )
    sources = _sources(setting, topic)
    findings = _findings(setting, base, topic, sources)
    _to_sort(setting, sources[0])
    insights = _insights(setting, findings)
    potential = _potential(setting, insights[0])
    _swot(setting, topic, insights)
    _brief(setting, topic)
    return Market(topic, insights, potential)


def _sources(setting: Setting, topic: WatchTopic) -> list[WatchSource]:
    rows = (
        ("Actualité de la robinetterie (exemple)", "PRESS"),
        ("Salon Mesures et Process", "SHOW"),
        ("Visites clients", "CUSTOMER"),
    )
    return [
        watch.source_create(
            values={"name": name, "kind": kind, "topics": [topic], "reliability": "B"},
            actor=setting.people["camille"],
            now=setting.at(-158),
        )
        for name, kind in rows
    ]


def _findings(
    setting: Setting, base: Base, topic: WatchTopic, sources: list[WatchSource]
) -> list[Finding]:
    found = []
    for number, (ago, heading, title, excerpt, rival) in enumerate(FINDINGS):
        author = setting.people["camille" if number % 2 else "julien"]
        found.append(
            watch.finding_create(
                values={
                    "title": title,
                    "observed_on": setting.day(-ago),
                    "heading": heading,
                    "excerpt": excerpt,
                    "source": sources[number % len(sources)],
                    "topic": topic,
                    "organization": base.others.get(rival),
                },
                actor=author,
                now=setting.at(-ago, 17),
            )
        )
    watch.competitor_offer_create(
        values={
            "competitor": base.others["Alpha Robinets"],
            "product": "Vanne à boisseau DN 50 inox",
            "price": Decimal("176.00"),
            "lead_time_days": 14,
            "observed_on": setting.day(-85),
            "evidence": "Tarif distributeur",
            "strengths": "Délai, stock à Lyon",
            "weaknesses": "Étanchéité taux B, pas de procès-verbal",
            "finding": found[6],
        },
        actor=setting.people["camille"],
        now=setting.at(-84),
    )
    return found


def _to_sort(setting: Setting, source: WatchSource) -> None:
    WatchItem.objects.bulk_create(
        WatchItem(
            source=source,
            guid=f"exemple-{number}",
            guid_hash=sha256(f"exemple-{number}".encode()).hexdigest(),
            title=title,
            summary="Article d’exemple de la démonstration.",
            published_at=setting.at(-number - 1),
            fetched_at=setting.at(-number // 2, 7),
        )
        for number, title in enumerate(ITEMS)
    )


def _insights(setting: Setting, findings: list[Finding]) -> list[MarketInsight]:
    segment = MarketSegment.objects.get(code="CHIMIE")
    territory = Territory.objects.get(code="RHONE-LOIRE")
    family = ProductFamily.objects.get(code="VBS")
    made = []
    for number, (kind, axis, statement, impact, likelihood, cited) in enumerate(
        INSIGHTS
    ):
        insight = watch.insight_create(
            values={
                "kind": kind,
                "axis": axis,
                "statement": statement,
                "analysis": "Conclusion tirée des constats cités.",
                "impact": impact,
                "likelihood": likelihood,
                "segment": segment if number == 0 else None,
                "territory": territory if number == 0 else None,
                "family": family if number in {0, 2} else None,
            },
            findings=[findings[place] for place in cited],
            actor=setting.people["camille"],
            now=setting.at(-78 + number),
        )
        if number in {0, 2}:
            watch.insight_decide(
                insight=insight,
                decision="PURSUE" if number == 0 else "WATCH",
                reason="Retenu en réunion commerciale.",
                actor=setting.people["marc"],
                now=setting.at(-74),
            )
        made.append(insight)
    return made


def _potential(setting: Setting, insight: MarketInsight) -> MarketPotential:
    return watch.potential_create(
        values={
            "title": "Chimie fine, Rhône et Loire, vannes à boisseau",
            "segment": insight.segment,
            "territory": insight.territory,
            "family": insight.family,
            "insight": insight,
            "accounts": 64,
            "take_rate_percent": Decimal(34),
            "basket": Decimal(9500),
            "basket_quantity": Decimal(40),
            "margin_percent": Decimal(31),
            "technical_score": 4,
            "commercial_score": 4,
            "financial_score": 3,
            "assumptions": "Panier moyen des commandes de vannes des trois dernières"
            " années ; un compte sur trois renouvelle dans l’année.",
            "confidence": 3,
            "as_of": setting.day(-73),
        },
        actor=setting.people["camille"],
        now=setting.at(-73),
    )


def _swot(setting: Setting, topic: WatchTopic, insights: list[MarketInsight]) -> None:
    watch.analysis_create(
        values={
            "method": "SWOT",
            "title": "Vannes à boisseau en chimie fine",
            "topic": topic,
            "cells": {
                "strengths": "Banc d’essai 150 bar, taux A, documentation DESP.",
                "weaknesses": "Délai de quatre semaines, peu de stock.",
            },
            "conclusion": "Attaquer par l’étanchéité et la documentation.",
        },
        insights=insights[:3],
        actor=setting.people["camille"],
        now=setting.at(-72),
    )


def _brief(setting: Setting, topic: WatchTopic) -> None:
    camille = setting.people["camille"]
    brief = watch.brief_create(
        values={
            "title": "Synthèse de veille du trimestre",
            "topic": topic,
            "period_start": setting.day(-160),
            "period_end": setting.day(-71),
            "language": "fr",
            "introduction": "Ce que le marché a montré, et ce que nous en concluons.",
            "conclusion": "Priorité à la chimie fine du Rhône.",
            "due_on": setting.day(-68),
        },
        actor=camille,
        now=setting.at(-71),
    )
    watch.brief_collect(brief=brief, actor=camille, now=setting.at(-71))
    watch.brief_freeze(brief=brief, actor=camille, now=setting.at(-70))
    transmission = transmission_plan(
        target=brief,
        plan=TransmissionPlan(
            recipients=[
                Addressee(user=setting.people["marc"]),
                Addressee(user=setting.people["diane"]),
            ],
            due_on=setting.day(-68),
            message="Synthèse du trimestre, bonne lecture.",
            document=brief.document,
        ),
        actor=camille,
        now=setting.at(-70, 11),
    )
    transmission_send(transmission=transmission, actor=camille, now=setting.at(-70, 12))
