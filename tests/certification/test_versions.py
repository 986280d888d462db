"""CE-03, CE-04: a published version never changes; the next one is compared."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path as FilePath

import pytest
from django.db import Error, IntegrityError, connection, transaction

from filon.accounts.models import User
from filon.certification.models import Block, Competency, Criterion, Path, Referential
from filon.certification.selectors.versions import compared, criteria_of_kind
from filon.certification.services.referential import (
    EditionTaken,
    ReferentialRefused,
    referential_load,
    referential_publish,
)
from filon.kernel.lifecycle import TransitionRefused
from filon.project.cli import run_command
from tests.certification.makers import enrolled, published
from tests.certification.tiny import CQPM, TINY, second_edition

RAW = [
    "UPDATE certification_referential SET title_fr = 'x' WHERE id = %s",
    "UPDATE certification_referential SET status = 'DRAFT' WHERE id = %s",
    "DELETE FROM certification_referential WHERE id = %s",
    "UPDATE certification_block SET title_fr = 'x' WHERE referential_id = %s",
    "DELETE FROM certification_block WHERE referential_id = %s",
    "INSERT INTO certification_block"
    " (referential_id, code, position, title_fr, title_en, activities_fr)"
    " VALUES (%s, 'Z', 9, 'x', '', '')",
    "UPDATE certification_competency SET title_fr = 'x' WHERE block_id IN"
    " (SELECT id FROM certification_block WHERE referential_id = %s)",
    "UPDATE certification_criterion SET text_fr = 'x' WHERE competency_id IN"
    " (SELECT c.id FROM certification_competency c JOIN certification_block b"
    " ON b.id = c.block_id WHERE b.referential_id = %s)",
    "DELETE FROM certification_criterion WHERE competency_id IN"
    " (SELECT c.id FROM certification_competency c JOIN certification_block b"
    " ON b.id = c.block_id WHERE b.referential_id = %s)",
]


@pytest.mark.django_db
def test_loading_writes_every_part(now: datetime) -> None:
    loaded = referential_load(text=CQPM, actor=None, now=now)

    assert loaded.is_new
    assert Block.objects.count() == 3
    assert Competency.objects.count() == 7
    assert Criterion.objects.filter(parent=None).count() == 87
    assert Criterion.objects.exclude(parent=None).count() == 53
    assert not Criterion.objects.filter(text_fr__contains="{").exists()


@pytest.mark.django_db
def test_loading_the_same_text_again_changes_nothing(now: datetime) -> None:
    first = published(now)

    again = referential_load(text=TINY, actor=None, now=now)

    assert not again.is_new
    assert again.referential == first
    assert Referential.objects.count() == 1


@pytest.mark.django_db
def test_draft_is_replaced_by_another_text_of_its_version(now: datetime) -> None:
    referential_load(text=TINY, actor=None, now=now)
    other = TINY.replace("avec une date", "avec deux dates")

    referential_load(text=other, actor=None, now=now)

    assert Referential.objects.get().source == other
    assert Criterion.objects.get(code="T1-DO-1a").text_fr == "avec deux dates"


@pytest.mark.django_db
def test_published_version_with_another_text_is_refused(now: datetime) -> None:
    published(now)

    with pytest.raises(EditionTaken):
        referential_load(text=TINY.replace("un", "deux"), actor=None, now=now)

    assert Referential.objects.get().source == TINY


@pytest.mark.django_db
def test_text_that_is_no_referential_is_refused(now: datetime) -> None:
    with pytest.raises(ReferentialRefused):
        referential_load(text="a: 1", actor=None, now=now)

    assert not Referential.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("sql", RAW)
def test_database_refuses_to_change_a_published_version(
    sql: str, now: datetime
) -> None:
    row = published(now)

    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [row.pk])

    row.refresh_from_db()
    assert (row.status, row.title_fr) == ("PUBLISHED", "Un tout petit référentiel")
    assert Criterion.objects.count() == 3


@pytest.mark.django_db
def test_orm_cannot_change_a_published_version(now: datetime) -> None:
    row = published(now)
    criterion = Criterion.objects.get(code="T1-DO-1")

    with pytest.raises(IntegrityError), transaction.atomic():
        Criterion.objects.filter(pk=criterion.pk).update(text_fr="other")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()

    criterion.refresh_from_db()
    assert criterion.text_fr == "Le plan est fait :"


@pytest.mark.django_db
def test_next_version_retires_the_former_and_leaves_candidates_on_it(
    oscar: User, now: datetime
) -> None:
    paths = [enrolled(oscar, now, last_name=f"N{n}").path.pk for n in range(50)]
    first = Referential.objects.get()

    second = published(now, second_edition())

    first.refresh_from_db()
    assert (first.status, second.status) == ("RETIRED", "PUBLISHED")
    assert Path.objects.filter(pk__in=paths, referential=first).count() == 50
    lines = [(line.kind, line.code) for line in compared(first, second)]
    assert lines == [
        ("reworded", "T1-DO-1"),
        ("removed", "T1-DO-1a"),
        ("added", "T1-DO-1b"),
    ]


@pytest.mark.django_db
def test_version_is_published_once(now: datetime) -> None:
    row = published(now)

    with pytest.raises(TransitionRefused):
        referential_publish(referential=row, actor=None, now=now)


@pytest.mark.django_db
def test_command_loads_and_writes_out(
    tmp_path: FilePath, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "tiny.yaml", tmp_path / "out.yaml"
    source.write_text(TINY, encoding="utf-8")

    assert run_command("referential", ["load", str(source)]) == 0
    assert run_command("referential", ["export", "TINY", "--output", str(target)]) == 0

    assert '"criteria": 2' in capsys.readouterr().out
    assert target.read_text(encoding="utf-8") == TINY


@pytest.mark.django_db
def test_command_says_what_it_cannot_read(
    tmp_path: FilePath, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command("referential", ["load", str(tmp_path / "none.yaml")]) == 1
    assert run_command("referential", ["export", "NONE"]) == 1

    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.django_db
def test_screen_without_published_referential_shows_no_criterion() -> None:
    assert criteria_of_kind("catalog.item") == []
    assert criteria_of_kind("no.kind") == []
