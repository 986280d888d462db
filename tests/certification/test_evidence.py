"""Evidence: gathered by right, frozen at submission, altered never unseen."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, IntegrityError, connection, transaction

from filon.accounts.models import User
from filon.catalog.models import Item
from filon.certification.models import EvidenceLink, EvidenceSnapshot
from filon.certification.selectors.evidence import coverage, proofs_of, verify
from filon.certification.services import candidates, evidence, paths
from filon.files.models import StoredFile
from filon.files.services import path_of
from filon.kernel.lifecycle import TransitionRefused
from tests.certification.makers import Followed, criteria, enrolled, item
from tests.certification.tiny import CQPM, second_edition


@pytest.fixture
def followed(oscar: User, alice: User, now: datetime) -> Followed:
    """Alice is a candidate in preparation."""
    return enrolled(oscar, now, user=alice).prepare()


def use(followed: Followed, row: Item, actor: User, *codes: str) -> list[EvidenceLink]:
    """Use an item as evidence."""
    return evidence.evidence_add_record(
        path=followed.path,
        kind="catalog.item",
        pk=row.pk,
        criteria=criteria(followed.path, *codes),
        note="My own data sheet",
        actor=actor,
        now=followed.now,
    )


@pytest.mark.django_db
def test_candidate_uses_a_record_for_several_criteria_once(
    followed: Followed, alice: User, now: datetime
) -> None:
    row = item(alice, now)

    use(followed, row, alice)
    again = use(followed, row, alice, "T1-DO-1")

    assert again == []
    (proof,) = proofs_of(followed.path, alice)
    assert proof.codes == ("T1-DO-1", "T1-DO-1a", "T1-SAY-1")
    assert proof.title == str(row)


@pytest.mark.django_db
def test_record_counts_only_with_the_candidates_own_rights(
    followed: Followed, oscar: User, bob: User, eva: User, farid: User, now: datetime
) -> None:
    row = item(bob, now)
    followed.assign(eva)
    stranger = enrolled(oscar, now, user=farid).prepare()

    for actor in (oscar, bob, eva):
        with pytest.raises(PermissionDenied):
            use(followed, row, actor)
    with pytest.raises(evidence.EvidenceRefused):
        use(stranger, row, farid)

    assert not EvidenceLink.objects.exists()


@pytest.mark.django_db
def test_unknown_kind_and_foreign_criterion_are_refused(
    followed: Followed, alice: User, now: datetime
) -> None:
    row = item(alice, now)
    foreign = enrolled(followed.officer, now, text=second_edition()).path

    with pytest.raises(evidence.EvidenceRefused):
        evidence.evidence_add_record(
            path=followed.path,
            kind="accounts.user",
            pk=alice.pk,
            criteria=criteria(followed.path),
            note="",
            actor=alice,
            now=now,
        )
    for wanted in ([], criteria(foreign)):
        with pytest.raises(evidence.EvidenceRefused):
            evidence.evidence_add_record(
                path=followed.path,
                kind="catalog.item",
                pk=row.pk,
                criteria=wanted,
                note="",
                actor=alice,
                now=now,
            )

    assert not EvidenceLink.objects.exists()


@pytest.mark.django_db
def test_submission_waits_for_evidence_and_consent(
    followed: Followed, alice: User, now: datetime
) -> None:
    with pytest.raises(paths.StepRefused, match="evidence"):
        followed.submit()
    use(followed, item(alice, now), alice)
    with pytest.raises(paths.StepRefused, match="agree"):
        followed.submit()

    followed.path.refresh_from_db()
    assert followed.path.status == "IN_PREPARATION"
    assert not EvidenceSnapshot.objects.exists()


@pytest.mark.django_db
def test_file_without_work_records_needs_no_consent(oscar: User, now: datetime) -> None:
    followed = enrolled(oscar, now).prepare().upload().submit()

    assert followed.path.status == "SUBMITTED"
    assert EvidenceSnapshot.objects.count() == 3


@pytest.mark.django_db
def test_submitted_evidence_stays_when_the_record_changes_or_goes(
    followed: Followed, alice: User, now: datetime
) -> None:
    """CE-14."""
    row = item(alice, now)
    use(followed, row, alice)
    candidates.consent_give(candidate=followed.candidate, actor=alice, now=now)
    followed.submit()
    before = list(EvidenceSnapshot.objects.values_list("content", "sha256"))

    Item.objects.filter(pk=row.pk).update(name_fr="Something else", deleted_at=now)

    assert list(EvidenceSnapshot.objects.values_list("content", "sha256")) == before
    assert before[0][0]["record"]["name_fr"] == "Ball valve DN25"
    assert "cost" not in before[0][0]["record"]
    assert verify(followed.path) == []
    with pytest.raises(evidence.EvidenceRefused):
        evidence.evidence_remove(
            evidence=EvidenceLink.objects.all()[0], actor=alice, now=now
        )


@pytest.mark.django_db
def test_record_that_cannot_be_read_any_more_stops_the_submission(
    followed: Followed, alice: User, now: datetime
) -> None:
    row = item(alice, now)
    use(followed, row, alice)
    candidates.consent_give(candidate=followed.candidate, actor=alice, now=now)
    Item.objects.filter(pk=row.pk).update(deleted_at=now)

    with pytest.raises(paths.StepRefused, match="T1-DO-1"):
        followed.submit()

    followed.path.refresh_from_db()
    assert followed.path.status == "IN_PREPARATION"


@pytest.mark.django_db
def test_evidence_is_taken_back_until_submission(
    followed: Followed, alice: User, now: datetime
) -> None:
    use(followed, item(alice, now), alice, "T1-DO-1")
    link = EvidenceLink.objects.get()

    with pytest.raises(PermissionDenied):
        evidence.evidence_remove(evidence=link, actor=followed.officer, now=now)
    evidence.evidence_remove(evidence=link, actor=alice, now=now)

    assert not EvidenceLink.objects.exists()


@pytest.mark.django_db
def test_database_refuses_to_touch_submitted_evidence(
    oscar: User, now: datetime
) -> None:
    followed = enrolled(oscar, now).prepare().upload("T1-DO-1").submit()
    link = EvidenceLink.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceLink.objects.update(title="other")
    for sql in (
        "DELETE FROM certification_evidencelink",
        "UPDATE certification_evidencesnapshot SET sha256 = ''",
        "DELETE FROM certification_evidencesnapshot",
    ):
        with pytest.raises(Error), transaction.atomic():
            connection.cursor().execute(sql)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceLink.objects.create(
            path=followed.path,
            criterion=criteria(followed.path, "T1-SAY-1")[0],
            file=link.file,
            title="late",
            linked_at=now,
        )

    assert EvidenceLink.objects.get().title == "Visit"


@pytest.mark.django_db
def test_file_is_submitted_once(oscar: User, now: datetime) -> None:
    followed = enrolled(oscar, now).prepare().upload().submit()

    with pytest.raises(TransitionRefused):
        followed.submit()

    assert EvidenceSnapshot.objects.count() == 3


@pytest.mark.django_db
def test_altered_file_is_named(oscar: User, now: datetime) -> None:
    """CE-15: one byte of a file."""
    followed = enrolled(oscar, now).prepare().upload("T1-DO-1").submit()
    assert verify(followed.path) == []
    file = path_of(StoredFile.objects.get().sha256)

    file.write_bytes(file.read_bytes().replace(b"visit", b"visiT"))

    (fault,) = verify(followed.path)
    assert (fault.name, fault.code) == ("Visit", "T1-DO-1")
    assert "altered" in fault.reason
    file.unlink()
    (fault,) = verify(followed.path)
    assert "missing" in fault.reason


@pytest.mark.django_db
def test_altered_snapshot_is_named(oscar: User, now: datetime) -> None:
    """CE-15: one byte of a snapshot, the guard taken away first."""
    followed = enrolled(oscar, now).prepare().upload("T1-DO-1").submit()
    guard = "DROP TRIGGER certification_evidencesnapshot_no_update"
    if connection.vendor == "postgresql":
        guard += " ON certification_evidencesnapshot"
    snapshot = EvidenceSnapshot.objects.get()

    with connection.cursor() as cursor:
        cursor.execute(guard)
    altered = {**snapshot.content, "name": "visiT.txt"}
    EvidenceSnapshot.objects.update(content=altered)

    (fault,) = verify(followed.path)
    assert (fault.name, fault.code) == ("Visit", "T1-DO-1")


@pytest.mark.django_db
def test_titles_of_work_records_are_shown_by_right_only(
    followed: Followed, oscar: User, alice: User, eva: User, now: datetime
) -> None:
    row = item(alice, now)
    use(followed, row, alice)
    followed.assign(eva)

    def title(reader: User) -> str:
        return proofs_of(followed.path, reader)[0].title

    assert (title(alice), title(eva), title(oscar)) == (str(row), "", "")
    candidates.consent_give(candidate=followed.candidate, actor=alice, now=now)
    assert (title(alice), title(eva), title(oscar)) == (str(row), str(row), "")


@pytest.mark.django_db
def test_map_counts_a_criterion_by_itself_or_its_items(
    oscar: User, now: datetime
) -> None:
    path = enrolled(oscar, now).path

    (row,) = coverage(path, ["T1-DO-1a"])

    assert [(cell.covered, cell.total, cell.tone) for cell in row.cells] == [
        (1, 1, "good"),
        (0, 1, "bad"),
    ]


@pytest.mark.django_db
def test_map_of_the_first_referential_is_seven_by_five(
    oscar: User, now: datetime
) -> None:

    path = enrolled(oscar, now, text=CQPM).path

    rows = coverage(path, [])

    assert [len(row.cells) for row in rows] == [5] * 7
    assert sum(cell.total for row in rows for cell in row.cells) == 87
