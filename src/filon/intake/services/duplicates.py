"""Finds pairs of records that may be one, and keeps what people decide about them.

Records are compared within small blocks only (same SIREN, SIRET, phone, e-mail, name,
or a word of the name in the same place), never all with all, and never merged by
themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop
from rapidfuzz import fuzz

from filon.accounts.models import User
from filon.directory.derivation import name_key
from filon.directory.models import Contact, Organization, Site
from filon.intake import policies
from filon.intake.lifecycle import PAIR
from filon.intake.models import DuplicatePair, Import, ImportRow
from filon.jobs.registry import Reporter
from filon.journal.services import move
from filon.kernel.text import words

BATCH = 300
NEAR = 88
# Enough for two names that share a phone or an e-mail.
ALIKE = 60
# Shorter words ("de", "est") tell nothing.
TELLING = 4
# A block this large says nothing: a switchboard shared by a whole business park.
LARGEST_BLOCK = 60
_LEGAL_FORMS = frozenset(
    {
        "sa",
        "sas",
        "sasu",
        "sarl",
        "eurl",
        "sci",
        "snc",
        "scop",
        "gie",
        "ets",
        "etablissements",
        "societe",
        "ste",
        "groupe",
        "france",
        "company",
        "co",
        "ltd",
        "inc",
        "corp",
        "gmbh",
        "ag",
        "kg",
        "spa",
        "srl",
        "bv",
        "nv",
        "et",
        "and",
        "cie",
        "fils",
    }
)
_COMPANY = ("id", "name_key", "siren", "phone_digits", "email", "postcode")
_PERSON = ("id", "name_key", "organization_id", "phone_digits", "email")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What two records are compared by; `place` is a postcode or a company."""

    pk: int
    name: str
    siren: str
    phone: str
    email: str
    place: str


def find_duplicates(*, source: Import, report: Reporter) -> int:
    """Propose the pairs that the records of an import make; return how many are new.

    Pairs that were judged before are left as they are.
    """
    model = {"ORGANIZATIONS": Organization, "CONTACTS": Contact}.get(source.kind)
    if model is None:
        return 0
    rows = ImportRow.objects.filter(
        source=source,
        outcome__in=[ImportRow.Outcome.CREATED, ImportRow.Outcome.UPDATED],
    )
    found = 0
    last = 0
    while True:
        ids = rows.filter(record_id__gt=last).order_by("record_id")
        found_ids = ids.values_list("record_id", flat=True).distinct()[:BATCH]
        batch = [pk for pk in found_ids if pk is not None]
        if not batch:
            return found
        with transaction.atomic():
            found += _propose(model, batch, source)
            if model is Organization:
                found += _propose_sites(batch, source)
            report(step=gettext_noop("Looking for duplicates"))
        last = batch[-1]


@transaction.atomic
def pair_set_distinct(*, pair: DuplicatePair, actor: User, now: datetime) -> None:
    """Say that two records are not the same; the pair is not proposed again.

    :raises PermissionDenied: if this person does not write sales records.
    :raises TransitionRefused: if somebody decided meanwhile.
    """
    _decide(pair, DuplicatePair.Status.DISTINCT, actor, now)


@transaction.atomic
def pair_reopen(*, pair: DuplicatePair, actor: User, now: datetime) -> None:
    """Propose a pair again that was judged not to be one.

    :raises PermissionDenied: if this person does not write sales records.
    :raises TransitionRefused: if somebody decided meanwhile.
    """
    _decide(pair, DuplicatePair.Status.PROPOSED, actor, now)


def _decide(pair: DuplicatePair, to: str, actor: User, now: datetime) -> None:
    if not policies.can_settle_duplicates(actor):
        raise PermissionDenied
    move(
        pair,
        to=to,
        transitions=PAIR,
        actor=actor,
        now=now,
        message=gettext_noop("Pair judged"),
        decided_by=actor,
        decided_at=now,
    )


def _propose(model: Any, ids: Sequence[int], source: Import) -> int:
    mine = _candidates(model, Q(pk__in=ids))
    blocks: dict[tuple[str, str], list[Candidate]] = {}
    others = _neighbours(model, mine)
    for candidate in {c.pk: c for c in [*mine, *others]}.values():
        for key in dict.fromkeys(_keys(candidate)):
            blocks.setdefault(key, []).append(candidate)
    wanted = {candidate.pk for candidate in mine}
    pairs = {}
    for block in blocks.values():
        for left, right in _pairs(block, wanted):
            judged = compared(left, right)
            if judged is not None:
                pairs[left.pk, right.pk] = judged
    return _store(model._meta.label_lower, pairs, source)


def _propose_sites(companies: Sequence[int], source: Import) -> int:
    """Propose the sites of these companies that carry the same SIRET."""
    blocks: dict[str, list[Candidate]] = {}
    rows = Site.objects.filter(organization_id__in=companies).exclude(siret="")
    for pk, name, siret, place in rows.values_list("pk", "name", "siret", "postcode"):
        site = Candidate(pk, name_key(name), siret, "", "", place)
        blocks.setdefault(siret, []).append(site)
    pairs: dict[tuple[int, int], tuple[int, list[str]]] = {}
    for block in blocks.values():
        for left, right in _pairs(block, {site.pk for site in block}):
            likeness = fuzz.token_sort_ratio(left.name, right.name)
            reasons = ["siret", *(["name"] if likeness >= NEAR else [])]
            pairs[left.pk, right.pk] = (70 + round(likeness * 0.3), reasons)
    return _store(Site._meta.label_lower, pairs, source)


def _store(
    kind: str, pairs: dict[tuple[int, int], tuple[int, list[str]]], source: Import
) -> int:
    rows = [
        DuplicatePair(
            kind=kind,
            left_id=left,
            right_id=right,
            score=score,
            reasons=reasons,
            source=source,
        )
        for (left, right), (score, reasons) in pairs.items()
    ]
    DuplicatePair.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _candidates(model: Any, condition: Q) -> list[Candidate]:
    alive = model.objects.filter(condition, deleted_at=None)
    if model is Organization:
        return [
            Candidate(pk, name, siren, phone, email, place)
            for pk, name, siren, phone, email, place in alive.values_list(*_COMPANY)
        ]
    return [
        Candidate(pk, name, "", phone, email, str(company))
        for pk, name, company, phone, email in alive.values_list(*_PERSON)
    ]


def _neighbours(model: Any, mine: Iterable[Candidate]) -> list[Candidate]:
    """Return the records that share a block with some of these; one query a column.

    Each is answered by an index; all of them joined by "or" would read the table.
    """
    listed = list(mine)
    wanted: dict[str, set[str]] = {
        "name_key": {c.name for c in listed},
        "phone_digits": {c.phone for c in listed if c.phone},
        "email": {c.email for c in listed if c.email},
    }
    places = {c.place for c in listed if c.place}
    if model is Organization:
        wanted |= {"siren": {c.siren for c in listed if c.siren}, "postcode": places}
    else:
        wanted["organization_id"] = places
    return [
        candidate
        for column, values in wanted.items()
        if values
        for candidate in _candidates(model, Q(**{f"{column}__in": values}))
    ]


def _keys(candidate: Candidate) -> list[tuple[str, str]]:
    keys = [("siren", candidate.siren)] if candidate.siren else []
    if len(candidate.phone) >= 6:
        keys.append(("phone", candidate.phone))
    if candidate.email:
        keys.append(("email", candidate.email))
    core = core_words(candidate.name)
    keys.append(("name", " ".join(core)))
    if candidate.place:
        telling = [word for word in core if len(word) >= TELLING] or core[:1]
        keys += [("word", f"{candidate.place}|{word}") for word in telling]
    return keys


def _pairs(
    block: Sequence[Candidate], wanted: set[int]
) -> Iterator[tuple[Candidate, Candidate]]:
    if not 1 < len(block) <= LARGEST_BLOCK:
        return
    ordered = sorted(block, key=lambda c: c.pk)
    for place, left in enumerate(ordered):
        for right in ordered[place + 1 :]:
            if left.pk in wanted or right.pk in wanted:
                yield left, right


def compared(left: Candidate, right: Candidate) -> tuple[int, list[str]] | None:
    """Return the score from 0 to 100 and the reasons, None if they are two.

    The name alone is enough in the same place; the same SIREN, phone or e-mail is
    enough where the names do not contradict it.
    """
    here, there = " ".join(core_words(left.name)), " ".join(core_words(right.name))
    is_near_by = bool(left.place) and left.place == right.place
    likeness = fuzz.token_sort_ratio(here, there)
    if is_near_by:
        # One name within the other: "Exsto" and "Baule et Exsto" in one town.
        likeness = max(likeness, fuzz.token_set_ratio(here, there) - 5)
    reasons = [
        code
        for code in ("siren", "phone", "email")
        if getattr(left, code) and getattr(left, code) == getattr(right, code)
    ]
    if likeness >= NEAR:
        reasons.append("name")
    may_be_near = is_near_by or not (left.place and right.place)
    is_same_name = here == there and may_be_near
    if not (is_same_name or (is_near_by and "name" in reasons) or reasons != ["name"]):
        return None
    if not _is_enough(reasons, likeness):
        return None
    if is_near_by:
        reasons.append("place")
    base = 85 if "siren" in reasons else round(likeness * 0.8)
    return min(100, base + 5 * len(reasons)), reasons


def _is_enough(reasons: list[str], likeness: float) -> bool:
    if "siren" in reasons or "name" in reasons:
        return True
    return len(reasons) == 2 or (bool(reasons) and likeness >= ALIKE)


def core_words(name: str) -> list[str]:
    """Return the words of a name that tell it apart: without its legal form."""
    every = words(name)
    return [word for word in every if word not in _LEGAL_FORMS] or every
