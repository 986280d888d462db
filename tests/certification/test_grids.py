"""Grids: one evaluator each, blind, signed, corrected by adding (CE-20, CE-21)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, IntegrityError, connection, transaction

from filon.accounts.models import Role, User
from filon.certification import frozen
from filon.certification.models import Grid, Mark
from filon.certification.services import grids, opinion, paths
from tests import people
from tests.certification.makers import Followed, enrolled, fill, opinion_of


@pytest.fixture
def second(db: None) -> User:
    """Another evaluator."""
    return people.person("Emil", Role.EVALUATOR)


@pytest.fixture
def followed(
    oscar: User, eva: User, second: User, tara: User, farid: User, now: datetime
) -> Followed:
    """A submitted file with two evaluators."""
    followed = enrolled(oscar, now, user=farid, tutor=tara).prepare().choose()
    return followed.assign(eva).assign(second).upload().submit()


@pytest.mark.django_db
def test_grid_opens_for_assigned_evaluators_on_chosen_modalities(
    followed: Followed, eva: User, oscar: User
) -> None:
    stranger = people.person("Sam", Role.EVALUATOR)

    for user in (stranger, oscar):
        with pytest.raises(PermissionDenied):
            followed.grid(user)
    with pytest.raises(grids.GridRefused):
        followed.grid(eva, modality="PROJECT")

    assert not Grid.objects.exists()
    assert followed.grid(eva) == followed.grid(eva)


@pytest.mark.django_db
def test_grid_waits_for_the_submission(oscar: User, eva: User, now: datetime) -> None:
    followed = enrolled(oscar, now).prepare().choose().assign(eva)

    with pytest.raises(grids.GridRefused):
        followed.grid(eva)


@pytest.mark.django_db
def test_signature_needs_every_criterion_and_a_conclusion(
    followed: Followed, eva: User, now: datetime
) -> None:
    grid = followed.grid(eva)

    with pytest.raises(grids.GridRefused, match="T1-DO-1, T1-SAY-1"):
        grids.grid_sign(grid=grid, actor=eva, now=now)
    fill(grid, eva, now)
    Grid.objects.update(conclusion=" ")
    grid.refresh_from_db()
    with pytest.raises(grids.GridRefused, match="conclusion"):
        grids.grid_sign(grid=grid, actor=eva, now=now)

    assert Grid.objects.get().status == "OPEN"


@pytest.mark.django_db
def test_two_evaluators_work_at_once_and_lose_nothing(
    followed: Followed, eva: User, second: User, now: datetime
) -> None:
    """CE-20."""
    hers, his = followed.grid(eva), followed.grid(second)
    fill(hers, eva, now, "ACQUIRED")
    fill(his, second, now, "NOT_ACQUIRED")
    grids.grid_sign(grid=hers, actor=eva, now=now)

    with pytest.raises(grids.GridRefused):
        fill(hers, eva, now, "NOT_OBSERVED")
    mark = hers.marks.select_related("grid__path").order_by("pk")[0]
    correction = grids.mark_correct(
        mark=mark,
        said=grids.Said("NOT_OBSERVED", "Wrong line."),
        actor=eva,
        now=now,
    )

    assert {m.state for m in hers.marks.filter(correction_of=None)} == {"ACQUIRED"}
    assert {m.state for m in his.marks.all()} == {"NOT_ACQUIRED"}
    assert correction.correction_of == mark
    assert his.status == "OPEN"


@pytest.mark.django_db
def test_correction_needs_its_reason_and_its_author(
    followed: Followed, eva: User, second: User, now: datetime
) -> None:
    followed.signed(eva)
    mark = Mark.objects.select_related("grid__path").order_by("pk")[0]

    with pytest.raises(grids.GridRefused):
        grids.mark_correct(
            mark=mark, said=grids.Said("ACQUIRED", " "), actor=eva, now=now
        )
    with pytest.raises(PermissionDenied):
        grids.mark_correct(
            mark=mark, said=grids.Said("ACQUIRED", "x"), actor=second, now=now
        )

    assert not Mark.objects.exclude(correction_of=None).exists()


@pytest.mark.django_db
def test_signature_hashes_what_was_signed(
    followed: Followed, eva: User, now: datetime
) -> None:
    followed.signed(eva)

    grid = Grid.objects.get()
    marks = list(grid.marks.select_related("criterion"))
    assert grid.content_hash == frozen.fingerprint(grids.signed_content(grid, marks))


@pytest.mark.django_db
def test_database_refuses_to_change_a_signed_grid(
    followed: Followed, eva: User, now: datetime
) -> None:
    followed.signed(eva)
    mark = Mark.objects.order_by("pk")[0]

    for sql in (
        "UPDATE certification_grid SET conclusion = 'x'",
        "UPDATE certification_grid SET status = 'OPEN'",
        "DELETE FROM certification_grid",
        "UPDATE certification_mark SET state = 'NOT_ACQUIRED'",
        "DELETE FROM certification_mark",
    ):
        with pytest.raises(Error), transaction.atomic():
            connection.cursor().execute(sql)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(
            grid=mark.grid, criterion=mark.criterion, state="ACQUIRED", marked_at=now
        )

    assert Grid.objects.get().conclusion == "Works with method."


@pytest.mark.django_db
def test_grids_open_to_each_reader_in_their_time(
    followed: Followed,
    eva: User,
    second: User,
    oscar: User,
    farid: User,
    tara: User,
    now: datetime,
) -> None:
    def seen(user: User) -> int:
        return Grid.objects.visible_to(user).count()

    hers = followed.grid(eva)
    assert [seen(u) for u in (eva, second, oscar, farid, tara)] == [1, 0, 0, 0, 0]
    fill(hers, eva, now)
    grids.grid_sign(grid=hers, actor=eva, now=now)
    assert [seen(u) for u in (eva, second, oscar, farid, tara)] == [1, 0, 1, 0, 0]
    followed.signed(second).evaluated()
    assert [seen(u) for u in (eva, second, oscar, farid, tara)] == [2, 2, 2, 2, 0]
    opinion.opinion_give(
        path=followed.path,
        said=opinion_of(followed.path),
        signatory=opinion.Signatory("Tara"),
        actor=tara,
        now=now,
    )
    paths.path_close(path=followed.path, actor=oscar, now=now)
    assert seen(tara) == 2


def test_no_arithmetic_is_done_with_marks() -> None:
    """CE-24: marks have words, no number, and nothing holds a competency's state."""
    fields = {f.name for f in Mark._meta.concrete_fields}

    assert fields == {
        "id",
        "grid",
        "criterion",
        "state",
        "comment",
        "correction_of",
        "marked_at",
    }
