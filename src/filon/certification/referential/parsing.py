"""Reading a referential from YAML, with every reference resolved and checked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from filon.certification.referential.shape import (
    Block,
    Common,
    Competency,
    Criterion,
    EvidenceType,
    Heading,
    Item,
    Modality,
    Referential,
)

SCHEMA = "filon.referential/1"
CHECKS = ("auto", "assisted", "human")
MAX_CHARACTERS = 2_000_000
# The C one is ten times faster; both build plain values only.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLACE = re.compile(r"\{([A-Z_]+)\}")


class ReferentialInvalid(Exception):
    """The text is no referential; str(error) says where and why, in English."""


def parse(text: str) -> Referential:
    """Return the referential that a YAML text describes.

    Repeated texts are put in where they are cited. Checked: every identifier once,
    every reference to a heading, an evidence type, a modality and a repeated text,
    every heading in every competency, and the counts that the file states.

    :raises ReferentialInvalid: if any of it does not hold.
    """
    if len(text) > MAX_CHARACTERS:
        raise ReferentialInvalid("the text is too long")
    try:
        data = yaml.load(text, Loader=_LOADER)  # noqa: S506 -- both are safe loaders
    except yaml.YAMLError as error:
        raise ReferentialInvalid(f"not YAML: {error}") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ReferentialInvalid(f"the line “schema: {SCHEMA}” is missing")
    try:
        referential = _referential(_preamble(text), data)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ReferentialInvalid(f"a part is missing or misplaced: {error}") from error
    _check(referential)
    return referential


def _preamble(text: str) -> str:
    lines = []
    for line in text.splitlines(keepends=True):
        if not line.startswith("#"):
            break
        lines.append(line)
    return "".join(lines)


def _referential(preamble: str, data: Mapping[str, Any]) -> Referential:
    evaluation = data["evaluation"]
    common = tuple(
        Common(key, c["fr"], c["en"], tuple(c["used_by"]), c.get("note"))
        for key, c in data.get("common", {}).items()
    )
    texts = {c.id: c.fr for c in common}
    return Referential(
        preamble=preamble,
        schema=data["schema"],
        code=str(data["code"]),
        version=str(data["version"]),
        title_fr=data["title"]["fr"],
        title_en=data["title"]["en"],
        note=data.get("note"),
        work_environment_fr=tuple(data.get("work_environment_fr", ())),
        interactions_fr=data.get("interactions_fr"),
        rule_fr=tuple(evaluation["rule_fr"]),
        evaluation_note=evaluation.get("note"),
        modalities=tuple(
            Modality(m["id"], m["fr"], m["en"], tuple(m.get("excluded_tracks", ())))
            for m in evaluation["modalities"]
        ),
        headings=tuple(
            Heading(h["id"], h["fr"], h["en"], h.get("seed_variant"))
            for h in data["headings"]
        ),
        common=common,
        evidence_types=tuple(
            EvidenceType(e["id"], e["fr"], e["en"]) for e in data["evidence_types"]
        ),
        counts=data.get("counts"),
        blocks=tuple(_block(b, texts) for b in data["blocks"]),
    )


def _block(data: Mapping[str, Any], texts: Mapping[str, str]) -> Block:
    return Block(
        id=data["id"],
        title_fr=data["title"]["fr"],
        title_en=data["title"]["en"],
        summary_fr=tuple(data["summary_fr"]),
        competencies=tuple(_competency(c, texts) for c in data["competencies"]),
    )


def _competency(data: Mapping[str, Any], texts: Mapping[str, str]) -> Competency:
    modalities = data["modalities"]
    return Competency(
        id=data["id"],
        number=int(data["number"]),
        title_fr=data["title"]["fr"],
        title_en=data["title"]["en"],
        purpose_fr=data["purpose"]["fr"],
        purpose_en=data["purpose"]["en"],
        inputs_intro=data["inputs_intro"],
        inputs=tuple(data["inputs"]),
        timing=data.get("timing"),
        modalities=modalities if isinstance(modalities, str) else tuple(modalities),
        criteria=tuple(_criterion(c, texts) for c in data["criteria"]),
    )


def _criterion(data: Mapping[str, Any], texts: Mapping[str, str]) -> Criterion:
    written, ref = data.get("fr", ""), data.get("ref", "")
    if bool(written) == bool(ref):
        raise ReferentialInvalid(f"{data['id']} needs either “fr” or “ref”")
    return Criterion(
        heading=data["heading"],
        written=written,
        ref=ref,
        fr=_resolved(f"{{{ref}}}" if ref else written, texts, data["id"]),
        seed_variant=data.get("seed_variant"),
        items=tuple(_item(i, texts) for i in data.get("items", ())),
        **_proof(data),
    )


def _item(data: Mapping[str, Any], texts: Mapping[str, str]) -> Item:
    return Item(
        written=data["fr"], fr=_resolved(data["fr"], texts, data["id"]), **_proof(data)
    )


def _proof(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": data["id"],
        "en": data["en"],
        "evidence": tuple(data["evidence"]),
        "check": data["check"],
        "rule": data["rule"],
        "seed": str(data["seed"]),
    }


def _resolved(written: str, texts: Mapping[str, str], where: str) -> str:
    def text_of(match: re.Match[str]) -> str:
        if match[1] not in texts:
            raise ReferentialInvalid(f"{where} cites the unknown text {match[1]}")
        return texts[match[1]]

    return _PLACE.sub(text_of, written)


def _check(referential: Referential) -> None:
    _once("blocks", (b.id for b in referential.blocks))
    _once("competencies", (c.id for c in referential.competencies))
    _once("criteria", (e.id for e in referential.elements()))
    _once("headings", (h.id for h in referential.headings))
    _once("evidence types", (e.id for e in referential.evidence_types))
    headings = {h.id for h in referential.headings}
    for competency in referential.competencies:
        used = {c.heading for c in competency.criteria}
        if used != headings:
            named = ", ".join(sorted(used ^ headings))
            raise ReferentialInvalid(f"{competency.id}: wrong headings: {named}")
    kinds = {e.id for e in referential.evidence_types}
    for element in referential.elements():
        if not element.evidence or not set(element.evidence) <= kinds:
            raise ReferentialInvalid(f"{element.id} names no known evidence type")
        if element.check not in CHECKS:
            raise ReferentialInvalid(f"{element.id}: unknown check {element.check}")
    _check_counts(referential)


def _once(what: str, ids: Iterable[str]) -> None:
    twice = [code for code, count in Counter(ids).items() if count > 1]
    if twice:
        raise ReferentialInvalid(f"{what} given twice: {', '.join(twice)}")


def _check_counts(referential: Referential) -> None:
    """Compare what the file says of itself with what it holds."""
    stated, totals = referential.counts, referential.totals()
    if stated is None:
        return
    found: dict[str, Any] = {
        "blocks": totals.blocks,
        "competencies": totals.competencies,
        "headings": totals.headings,
        "criteria": totals.criteria,
        "items": totals.items,
        "elements": totals.elements,
        "check": dict(Counter(e.check for e in referential.elements())),
        "by_competency": {
            c.id: {
                "criteria": len(c.criteria),
                "items": sum(len(k.items) for k in c.criteria),
            }
            for c in referential.competencies
        },
    }
    wrong = [name for name, value in stated.items() if found.get(name) != value]
    if wrong:
        raise ReferentialInvalid(f"wrong counts: {', '.join(wrong)}")
