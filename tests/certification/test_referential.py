"""CE-01 and CE-02: the referential is read, checked and written back unchanged."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from filon.certification.referential import (
    Referential,
    ReferentialInvalid,
    dump,
    parse,
)
from tests.certification.tiny import CQPM, TINY

ROOT = Path(__file__).resolve().parents[2]
# Titles of the published table; everything else is in the referential.
ACTIVITIES = (
    "REFERENTIEL D'ACTIVITES décrit les situations de travail et les activités"
    " exercées, les métiers ou emplois visés"
)
COMPETENCIES = (
    "REFERENTIEL DE COMPETENCES identifie les compétences et les connaissances, y"
    " compris transversales, qui découlent du référentiel d'activités"
)
EVALUATION = (
    "REFERENTIEL D'ÉVALUATION définit les critères et les modalités d'évaluation des"
    " acquis"
)
MODALITIES = "Modalités d'évaluation "
SEED = "seed-referentiel-cqpm-technico-commercial.txt"


def seed_file() -> Path:
    """Return where the published text lies: next to the real data."""
    data = Path(os.environ.get("FILON_REAL_DATA", ROOT.parent / "shared" / "data"))
    return data.parent / "design" / SEED


def test_reading_and_writing_give_the_same_bytes() -> None:
    assert dump(parse(CQPM)) == CQPM
    assert dump(parse(TINY)) == TINY


def test_reading_what_was_written_gives_the_same_referential() -> None:
    first = parse(CQPM)

    assert parse(dump(first)) == first


def test_referential_has_its_published_counts() -> None:
    totals = parse(CQPM).totals()

    assert (totals.blocks, totals.competencies, totals.headings) == (3, 7, 35)
    assert (totals.criteria, totals.items, totals.elements) == (87, 53, 140)


def test_repeated_texts_stand_where_they_are_cited() -> None:
    referential = parse(CQPM)
    by_code = {c.id: c for c in referential.criteria}
    informed = "Si d'autres interlocuteurs internes"

    assert not any("{" in element.fr for element in referential.elements())
    assert sum(c.fr.startswith(informed) for c in referential.criteria) == 7
    assert sum(c.fr.startswith("En cas de retard") for c in referential.criteria) == 6
    assert "avec le hiérarchique, la direction commerciale" in by_code["C2-LIE-1"].fr


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("schema: filon.referential/1", "schema: other/1", "schema"),
        ("criteria: 2\n", "criteria: 3\n", "wrong counts: criteria"),
        ("id: T1-SAY-1", "id: T1-DO-1", "given twice"),
        ("heading: SAY", "heading: DO", "wrong headings"),
        ("ref: SHARED", "ref: OTHER", "unknown text"),
        ("evidence: [share_log]", "evidence: [dream]", "evidence type"),
        ("check: assisted", "check: magic", "unknown check"),
        ("title:\n  fr: Un tout", "titel:\n  fr: Un tout", "missing"),
        ("blocks:\n- id: X", "blocks: [\n- id: X", "not YAML"),
    ],
)
def test_faulty_referential_is_refused(old: str, new: str, reason: str) -> None:
    assert old in TINY

    with pytest.raises(ReferentialInvalid, match=reason):
        parse(TINY.replace(old, new, 1))


def words(text: str) -> list[str]:
    """Return the words of a text, its marks and spelling of quotes left out."""
    plain = re.sub(r"<[^>]+>", " ", text).replace("&amp;", "&")
    return re.findall(r"[\w&]+", plain.lower())


def columns_of_the_seed(text: str) -> list[str]:
    """Return the published columns, each cell following the one above."""
    columns = ["", "", "", ""]
    for line in text.splitlines():
        for index, cell in enumerate(line.split("\t")[:4]):
            columns[index] += f" {cell}"
    return columns


def published_texts(referential: Referential) -> list[str]:
    """Return every text of the referential, as often as it is published."""
    texts = [*referential.work_environment_fr, referential.interactions_fr or ""]
    headings = {h.id: h for h in referential.headings}
    for block in referential.blocks:
        texts += [block.title_fr, *block.summary_fr]
        for competency in block.competencies:
            texts += [competency.title_fr, competency.purpose_fr]
            texts += [competency.inputs_intro, *competency.inputs]
            texts += [competency.timing or ""]
            texts += [*referential.rule_fr, *(m.fr for m in referential.modalities)]
            for heading in headings.values():
                own = (heading.seed_variant or "").partition(" (")
                is_own = own[2] == f"{competency.id})"
                texts.append(own[0] if is_own else heading.fr)
                for criterion in competency.under(heading.id):
                    texts += [criterion.seed_variant or criterion.fr]
                    texts += [item.fr for item in criterion.items]
    return texts


@pytest.mark.real_data
def test_every_text_is_in_the_published_document() -> None:
    path = seed_file()
    if not path.exists():
        pytest.skip("the published document is not here")
    columns = columns_of_the_seed(path.read_text(encoding="utf-8"))
    left = " | ".join(" ".join(words(column)) for column in columns)
    not_found = []

    for text in sorted(published_texts(parse(CQPM)), key=len, reverse=True):
        wanted = " ".join(words(text))
        if wanted and re.search(rf"\b{re.escape(wanted)}\b", left):
            left = re.sub(rf"\b{re.escape(wanted)}\b", "§", left, count=1)
        elif wanted:
            not_found.append(text)

    assert not_found == []
    assert [w for w in re.sub(r"[§|]", " ", left).split() if not w.isdigit()] == words(
        "environnement de travail interactions dans l'environnement de travail"
        f" {ACTIVITIES} {COMPETENCIES} {EVALUATION} {MODALITIES * 8}"
        " critères d'évaluation"
    )
