"""The company's opinion: by link, complete, never for VAE (CE-05)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, IntegrityError, connection, transaction

from filon.accounts.models import User
from filon.certification.models import CompanyOpinion
from filon.certification.services import opinion
from filon.coordination.models import PublicLink
from filon.mail.models import OutboxMessage
from tests.certification.makers import Followed, enrolled, opinion_of

INSERT = (
    "INSERT INTO certification_companyopinion (path_id, track, competency_id, verdict,"
    " facts, signatory_name, signatory_function, signed_at)"
    " VALUES (%s, %s, %s, 'FAVOURABLE', 'x', 'x', '', %s)"
)


def ask(followed: Followed) -> PublicLink:
    """Send the link to the tutor."""
    return opinion.opinion_ask(
        path=followed.path,
        name="Ms. Tutor",
        email="tutor@example.com",
        language="fr",
        actor=followed.officer,
        now=followed.now,
    )


def give(
    followed: Followed, link: PublicLink, said: dict[str, opinion.Said] | None = None
) -> None:
    """Sign the opinion through the link."""
    opinion.opinion_give(
        path=followed.path,
        said=opinion_of(followed.path) if said is None else said,
        signatory=opinion.Signatory("Ms. Tutor", "Sales manager"),
        link=link,
        now=followed.now,
    )


@pytest.fixture
def followed(oscar: User, now: datetime) -> Followed:
    """A candidate in preparation, in work-study."""
    return enrolled(oscar, now, track="WORK_STUDY").prepare()


@pytest.fixture
def vae(oscar: User, now: datetime) -> Followed:
    """A VAE candidate in preparation."""
    return enrolled(oscar, now, track="VAE").prepare()


@pytest.mark.django_db
def test_opinion_is_given_through_the_link(followed: Followed) -> None:
    link = ask(followed)

    give(followed, link)

    row = CompanyOpinion.objects.get()
    assert (row.verdict, row.signatory_name, row.link) == (
        "FAVOURABLE",
        "Ms. Tutor",
        link,
    )
    assert row.track == "WORK_STUDY"
    assert OutboxMessage.objects.get().to == ["tutor@example.com"]


@pytest.mark.django_db
def test_new_link_closes_the_former(followed: Followed) -> None:
    first, second = ask(followed), ask(followed)

    first.refresh_from_db()
    assert first.revoked_at is not None
    assert second.revoked_at is None


@pytest.mark.django_db
def test_incomplete_or_second_opinion_is_refused(followed: Followed) -> None:
    link = ask(followed)

    with pytest.raises(opinion.OpinionRefused):
        give(followed, link, {})
    with pytest.raises(opinion.OpinionRefused):
        give(followed, link, {"T1": opinion.Said("FAVOURABLE", "  ")})
    assert not CompanyOpinion.objects.exists()

    give(followed, link)
    with pytest.raises(opinion.OpinionRefused):
        give(followed, link)
    assert CompanyOpinion.objects.count() == 1


@pytest.mark.django_db
def test_stranger_gives_no_opinion(
    followed: Followed, eva: User, vae: Followed, now: datetime
) -> None:
    foreign = ask(enrolled(followed.officer, now).prepare())

    with pytest.raises(PermissionDenied):
        give(followed, foreign)
    with pytest.raises(PermissionDenied):
        opinion.opinion_give(
            path=followed.path,
            said=opinion_of(followed.path),
            signatory=opinion.Signatory("Eva"),
            actor=eva,
            now=now,
        )

    assert not CompanyOpinion.objects.exists()


@pytest.mark.django_db
def test_vae_is_refused_by_the_service(vae: Followed) -> None:
    with pytest.raises(opinion.OpinionRefused):
        ask(vae)

    assert not PublicLink.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("track", ["VAE", "TRAINING"])
def test_vae_is_refused_by_the_database_through_the_orm(
    track: str, vae: Followed, now: datetime
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CompanyOpinion.objects.create(
            path=vae.path,
            track=track,
            competency=vae.competencies[0],
            verdict="FAVOURABLE",
            facts="x",
            signatory_name="x",
            signed_at=now,
        )

    assert not CompanyOpinion.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("track", ["VAE", "TRAINING"])
def test_vae_is_refused_by_the_database_in_raw_sql(
    track: str, vae: Followed, now: datetime
) -> None:
    row = (vae.path.pk, track, vae.competencies[0].pk, now.isoformat())

    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, row)

    assert not CompanyOpinion.objects.exists()


@pytest.mark.django_db
def test_path_with_an_opinion_does_not_become_vae(followed: Followed) -> None:
    give(followed, ask(followed))

    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE certification_path SET track = 'VAE'")

    followed.path.refresh_from_db()
    assert followed.path.track == "WORK_STUDY"


@pytest.mark.django_db
def test_given_opinion_never_changes(followed: Followed) -> None:
    give(followed, ask(followed))

    with pytest.raises(IntegrityError), transaction.atomic():
        CompanyOpinion.objects.update(verdict="UNFAVOURABLE")

    assert CompanyOpinion.objects.get().verdict == "FAVOURABLE"
