"""What a passage of a specification probably is: guessed, for a person to correct.

Pure functions of the words; French and English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from filon.kernel.text import fold
from filon.needs import levels
from filon.needs.models import Requirement
from filon.prospecting.models import RequirementKind

P, K = Requirement.Priority, RequirementKind
_FEWEST_WORDS = 3

# The first that is found counts; words as `fold` leaves them.
_PRIORITIES: Final = (
    (P.SHOULD, r"devrai(?:t|ent)|should|recommand|de preference|preferabl"),
    (P.COULD, r"souhait|pourrai(?:t|ent)|\bcould\b|\bmay\b|option|desirab"),
    (
        P.MUST,
        r"\bdoi(?:t|vent)\b|\bdevr(?:a|ont)\b|\bshall\b|\bmust\b|obligatoire|imperati"
        r"|exige|interdit|mandatory|required|est a fournir|sera fourni",
    ),
)
_KINDS: Final = (
    (K.FINANCIAL, r"paiement|payment|budget|\bprix\b|\bprices?\b|factur|invoic"),
    (K.COMMERCIAL, r"penalit|penalt|confidential|propriete intellectuelle|clause"),
    (
        K.SERVICE,
        r"garanti|warrant|maintenance|formation\b|training|rechange|spare part"
        r"|mise en service|commission|assistance|depannage|hotline",
    ),
    (
        K.LOGISTIC,
        r"livraison|livre |deliver|\bdelais?\b|lead time|emballage|packing|packag"
        r"|incoterm|transport|quantite|quantit",
    ),
    (
        K.QUALITY,
        r"qualite|quality|proces-verbal|\bpv\b|plan de controle|inspection"
        r"|tracabilit|traceab|essais? de reception|acceptance test",
    ),
    (
        K.ENVIRONMENT,
        r"temperature ambiante|ambient|\batex\b|\bip ?\d\d\b|humid|poussi|\bdust"
        r"|altitude|corros|exterieur|outdoor|explosi|vibration|bruit|noise",
    ),
    (
        K.REGULATORY,
        r"\bnormes?\b|\bstandards?\b|directive|reglement|\biso\b|\ben \d{3}|\bnf\b"
        r"|marquage ce|\bce mark|\breach\b|\brohs\b|certificat|conform",
    ),
    (
        K.INTERFACE,
        r"\bbrides?\b|flange|raccord|connect|\bdn ?\d|\bpn ?\d|interface|profibus"
        r"|modbus|profinet|ethernet|alimentation electrique|supply voltage"
        r"|encombrement",
    ),
    (
        K.PERFORMANCE,
        r"debit|\bflow|pression|pressure|puissance|\bpower|vitesse|speed|rendement"
        r"|efficien|capacite|capacity|cadence|throughput|precision|accuracy|couple"
        r"|torque|charge|load|duree de vie|lifetime",
    ),
)
_PRIORITY_RULES: Final = tuple((p, re.compile(rule)) for p, rule in _PRIORITIES)
_KIND_RULES: Final = tuple((k, re.compile(rule)) for k, rule in _KINDS)


@dataclass(frozen=True, slots=True)
class Guess:
    """What a passage would become.

    :ivar is_proposed: whether it reads like a requirement at all.
    :ivar read: fields of Requirement that its level gave.
    """

    kind: str
    priority: str
    is_proposed: bool
    read: dict[str, Any]


def guess(text: str, *, is_heading: bool = False) -> Guess:
    """Return what a passage probably asks for, and how firmly.

    A passage is proposed if it commands, wishes or states a level.
    """
    folded = fold(text)
    read = levels.read_line(text.replace(" | ", " "))
    said = next((p for p, rule in _PRIORITY_RULES if rule.search(folded)), None)
    kind = next((k for k, rule in _KIND_RULES if rule.search(folded)), None)
    default = K.PERFORMANCE if read else K.FUNCTIONAL
    is_long = len(folded.split()) >= _FEWEST_WORDS
    return Guess(
        kind=(kind or default).value,
        priority=(said or P.SHOULD).value,
        is_proposed=not is_heading and is_long and (said is not None or bool(read)),
        read=read,
    )
