"""The steps of a path, the concertation and the modalities (CE-06, CE-07)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, IntegrityError, connection, transaction

from filon.accounts.models import User
from filon.certification.models import Concertation, ModalityChoice, Path
from filon.certification.selectors import paths as reads
from filon.certification.services import modalities, opinion, paths
from filon.journal.models import Entry
from filon.kernel.lifecycle import TransitionRefused
from tests.certification.makers import Followed, enrolled, opinion_of


@pytest.fixture
def followed(oscar: User, now: datetime) -> Followed:
    """A candidate in preparation."""
    return enrolled(oscar, now).prepare()


def give_opinion(followed: Followed, tutor: User) -> None:
    """Let the tutor sign the company's opinion."""
    followed.candidate.tutor = tutor
    opinion.opinion_give(
        path=followed.path,
        said=opinion_of(followed.path),
        signatory=opinion.Signatory("Ms. Tutor"),
        actor=tutor,
        now=followed.now,
    )


@pytest.mark.django_db
def test_modality_waits_for_the_concertation(
    followed: Followed, oscar: User, now: datetime
) -> None:
    pair = (followed.competencies[0].pk, "REAL")

    with pytest.raises(modalities.ModalityRefused):
        modalities.modalities_choose(
            path=followed.path, wanted={pair}, actor=oscar, now=now
        )

    assert not ModalityChoice.objects.exists()


@pytest.mark.django_db
def test_concertation_needs_people_conclusion_and_a_past_day(
    followed: Followed, oscar: User, now: datetime
) -> None:
    someone = [modalities.Consulted("Ms. Tutor")]
    tomorrow = now.date() + timedelta(days=1)

    for day, consulted, conclusion in (
        (now.date(), [], "kept"),
        (now.date(), someone, "  "),
        (tomorrow, someone, "kept"),
    ):
        with pytest.raises(modalities.ConcertationRefused):
            modalities.concertation_record(
                path=followed.path,
                held_on=day,
                consulted=consulted,
                conclusion=conclusion,
                actor=oscar,
                now=now,
            )

    assert not Concertation.objects.exists()


@pytest.mark.django_db
def test_modality_that_the_referential_does_not_offer_is_refused(
    followed: Followed,
) -> None:
    with pytest.raises(modalities.ModalityRefused):
        followed.choose("PROJECT")

    assert not ModalityChoice.objects.exists()


@pytest.mark.django_db
def test_company_opinion_is_no_modality(followed: Followed) -> None:
    with pytest.raises(modalities.ModalityRefused):
        followed.choose("COMPANY_OPINION")
    followed.choose("REAL")

    with pytest.raises(IntegrityError), transaction.atomic():
        ModalityChoice.objects.update(modality="OPINION")
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE certification_modalitychoice SET modality = 'OPINION'")

    assert ModalityChoice.objects.get().modality == "REAL"


@pytest.mark.django_db
def test_competency_without_modality_is_not_evaluated(
    followed: Followed, tara: User
) -> None:
    give_opinion(followed, tara)
    followed.upload().submit()

    with pytest.raises(paths.StepRefused, match="T1"):
        followed.evaluated()

    followed.path.refresh_from_db()
    assert followed.path.status == "SUBMITTED"


@pytest.mark.django_db
def test_modality_without_signed_grid_is_not_evaluated(
    followed: Followed, eva: User
) -> None:
    followed.choose().assign(eva).upload().submit()
    followed.grid(eva)

    with pytest.raises(paths.StepRefused, match="signed"):
        followed.evaluated()

    followed.path.refresh_from_db()
    assert followed.path.status == "SUBMITTED"


@pytest.mark.django_db
def test_file_is_not_closed_without_the_company_opinion(
    followed: Followed, eva: User, tara: User, oscar: User, now: datetime
) -> None:
    followed.choose().assign(eva).upload().submit().signed(eva).evaluated()

    with pytest.raises(paths.StepRefused, match="opinion"):
        paths.path_close(path=followed.path, actor=oscar, now=now)
    followed.path.refresh_from_db()
    assert followed.path.status == "EVALUATED"

    path = followed.path
    path.candidate.tutor = tara
    give_opinion(followed, tara)
    paths.path_close(path=path, actor=oscar, now=now)
    assert path.status == "CLOSED"


@pytest.mark.django_db
def test_vae_file_is_closed_without_opinion(
    oscar: User, eva: User, now: datetime
) -> None:
    followed = enrolled(oscar, now, track="VAE").prepare().choose().assign(eva)
    followed.upload().submit().signed(eva).evaluated()

    paths.path_close(path=followed.path, actor=oscar, now=now)

    assert followed.path.status == "CLOSED"


@pytest.mark.django_db
def test_steps_cannot_be_skipped(
    followed: Followed, oscar: User, now: datetime
) -> None:
    for step in (paths.path_prepare, paths.path_evaluate, paths.path_close):
        with pytest.raises(TransitionRefused):
            step(path=followed.path, actor=oscar, now=now)

    followed.path.refresh_from_db()
    assert followed.path.status == "IN_PREPARATION"


@pytest.mark.django_db
def test_withdrawal_needs_a_reason(
    followed: Followed, oscar: User, now: datetime
) -> None:
    with pytest.raises(paths.ReasonMissing):
        paths.path_withdraw(path=followed.path, reason=" ", actor=oscar, now=now)
    paths.path_withdraw(path=followed.path, reason="moved", actor=oscar, now=now)

    assert followed.path.status == "WITHDRAWN"


@pytest.mark.django_db
def test_only_the_exam_centre_leads_the_path(
    followed: Followed, eva: User, farid: User, now: datetime
) -> None:
    for user in (eva, farid):
        with pytest.raises(PermissionDenied):
            paths.path_withdraw(path=followed.path, reason="x", actor=user, now=now)

    followed.path.refresh_from_db()
    assert followed.path.status == "IN_PREPARATION"


@pytest.mark.django_db
def test_every_step_is_signed_by_a_person(
    followed: Followed, eva: User, tara: User, oscar: User, now: datetime
) -> None:
    """CE-24: no state without a human behind it, and no state of a competency."""
    followed.choose().assign(eva).upload().submit().signed(eva).evaluated()
    give_opinion(followed, tara)
    paths.path_close(path=followed.path, actor=oscar, now=now)

    steps = Entry.objects.filter(changes__has_key="status").exclude(
        target_kind="certification.referential"
    )
    assert steps.count() >= 5
    assert not steps.filter(actor=None).exists()


@pytest.mark.django_db
def test_modality_with_a_grid_is_not_taken_away(
    followed: Followed, eva: User, oscar: User, now: datetime
) -> None:
    followed.choose().assign(eva).upload().submit()
    followed.grid(eva)

    with pytest.raises(modalities.ModalityRefused):
        modalities.modalities_choose(
            path=followed.path, wanted=set(), actor=oscar, now=now
        )

    assert ModalityChoice.objects.count() == 1


@pytest.mark.django_db
def test_second_active_path_on_a_version_is_refused_by_the_database(
    followed: Followed, now: datetime
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Path.objects.create(
            candidate=followed.candidate,
            referential=followed.path.referential,
            track="CPF",
            registered_at=now,
        )


@pytest.mark.django_db
def test_vae_needs_no_opinion(oscar: User, now: datetime) -> None:
    assert not reads.needs_opinion(enrolled(oscar, now, track="VAE").path)
