"""Guessing under which of the six headings a text belongs."""

from __future__ import annotations

from collections.abc import Sequence

from filon.kernel.text import words
from filon.watch.models import Heading

# Beginnings of folded words, French and English; the first heading with most hits wins.
_MARKS: dict[str, tuple[str, ...]] = {
    Heading.LAW: (
        "norme", "standard", "reglement", "regulation", "directive", "loi", "law",
        "decret", "arrete", "iso", "afnor", "reach", "conformite", "compliance",
    ),
    Heading.TECHNOLOGY: (
        "technolog", "procede", "process", "brevet", "patent", "recherche", "research",
        "robot", "automat", "numerique", "digital", "additive", "capteur", "sensor",
    ),
    Heading.ECONOMY: (
        "prix", "price", "inflation", "conjoncture", "marche", "market", "croissance",
        "growth", "production", "emploi", "cours", "energie", "energy", "acier",
    ),
    Heading.COMPETITION: (
        "concurren", "competitor", "rival", "rachat", "rachete", "acquisition",
        "acquires", "fusion", "merger", "implantation", "usine", "plant",
    ),
    Heading.CUSTOMERS: (
        "client", "customer", "attente", "besoin", "demande", "demand", "acheteur",
        "buyer", "satisfaction",
    ),
    Heading.PRODUCTS: (
        "nouveau", "nouvelle", "nouveaute", "new", "lance", "launch", "gamme", "range",
        "produit", "product", "catalogue", "offre",
    ),
}  # fmt: skip


def heading_of(text: str, wanted: Sequence[str]) -> str:
    """Return the heading whose marks occur most often in a text.

    :param wanted: headings of the topics of its source; a single one decides, several
        break a tie, and the first one is the answer when no mark occurs.
    """
    if len(set(wanted)) == 1:
        return wanted[0]
    found = words(text)
    scores = {
        heading: sum(word.startswith(marks) for word in found)
        for heading, marks in _MARKS.items()
    }
    best = max(scores.values())
    if not best:
        return wanted[0] if wanted else Heading.PRODUCTS.value
    leaders = [heading for heading, score in scores.items() if score == best]
    return str(next((h for h in leaders if h in wanted), leaders[0]))
