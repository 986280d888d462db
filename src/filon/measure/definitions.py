"""What can be measured: codes, names, formulas, units; facts, not rows."""

from __future__ import annotations

from dataclasses import dataclass

from filon.plans.models import PlanObjective

Metric = PlanObjective.Metric
MONEY = "EUR"
MARGIN_METRICS = frozenset({Metric.MARGIN, Metric.MARGIN_RATE})


@dataclass(frozen=True, slots=True)
class Definition:
    """One indicator as it is explained to people, in both languages."""

    code: str
    name_fr: str
    name_en: str
    formula_fr: str
    formula_en: str
    unit: str = ""
    direction: str = "UP"


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        Metric.REVENUE,
        "Chiffre d’affaires",
        "Revenue",
        "Somme HT des commandes du plan non annulées, dans la devise de l’entreprise",
        "Sum before VAT of the plan’s orders that stand, in the company’s currency",
        MONEY,
    ),
    Definition(
        Metric.VOLUME,
        "Quantités vendues",
        "Quantity sold",
        "Somme des quantités des lignes de ces commandes",
        "Sum of the quantities of the lines of these orders",
    ),
    Definition(
        Metric.MARGIN,
        "Marge",
        "Margin",
        "Somme des marges de ces commandes ; une marge inconnue ne compte pas",
        "Sum of the margins of these orders; an unknown margin does not count",
        MONEY,
    ),
    Definition(
        Metric.MARGIN_RATE,
        "Taux de marque",
        "Margin rate on price",
        "Marge ÷ chiffre d’affaires des commandes dont la marge est connue",
        "Margin ÷ revenue of the orders whose margin is known",
        "%",
    ),
    Definition(
        Metric.NEW_CUSTOMERS,
        "Nouveaux clients",
        "New customers",
        "Sociétés dont la toute première commande appartient au plan",
        "Companies whose very first order belongs to the plan",
    ),
    Definition(
        Metric.RETAINED,
        "Clients ayant recommandé",
        "Customers who ordered again",
        "Sociétés du plan qui avaient commandé avant son début",
        "Companies of the plan that had ordered before its start",
    ),
    Definition(
        Metric.CONTACTS,
        "Contacts établis",
        "Contacts made",
        "Actions du plan réalisées et abouties",
        "Activities of the plan done, people reached",
    ),
    Definition(
        Metric.APPOINTMENTS,
        "Rendez-vous",
        "Appointments",
        "Visites, démonstrations et rendez-vous du plan réalisés",
        "Visits, demonstrations and appointments of the plan that took place",
    ),
    Definition(
        Metric.OFFERS,
        "Offres envoyées",
        "Offers sent",
        "Offres du plan dont un indice au moins a été envoyé",
        "Offers of the plan of which at least one revision was sent",
    ),
    Definition(
        Metric.ORDERS,
        "Commandes",
        "Orders",
        "Commandes du plan non annulées",
        "Orders of the plan that stand",
    ),
)

BY_CODE = {definition.code: definition for definition in DEFINITIONS}
