"""Nobody finds what they may not read, by whatever words (AZ-03)."""

from __future__ import annotations

import pytest

from filon.accounts.models import Role, Team, User
from filon.search.selectors import find, matching_ids
from filon.search.services import index
from tests.search.rows import KIND, make_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def records(alice: User, carol: User) -> None:
    """Index one record of each team, one without a team and a shared one."""
    index(
        [
            make_row(
                1, "Fonderie canari nord", team_id=alice.team_id, owner_id=alice.pk
            ),
            make_row(
                2, "Fonderie canari sud", team_id=carol.team_id, owner_id=carol.pk
            ),
            make_row(3, "Fonderie sans équipe", owner_id=carol.pk),
            make_row(4, "Fonderie partagée"),
        ]
    )


def ids(user: User, text: str) -> set[int]:
    """Return what the box and the list filter find; they must agree."""
    found = {hit.object_id for hit in find(user, text)}
    assert set(matching_ids(user, KIND, text)) == found
    return found


@pytest.mark.usefixtures("records")
def test_each_role_finds_what_it_reads(request: pytest.FixtureRequest) -> None:
    expected = {
        "alice": {1, 4},
        "bob": {1, 4},
        "carol": {2, 4},
        "denis": {1, 4},
        "diane": {1, 2, 3, 4},
        "nadia": {1, 2, 3, 4},
        "rene": {1, 2, 3, 4},
        "ada": {1, 2, 3, 4},
        "ines": set(),
        "eva": set(),
        "farid": set(),
        "oscar": set(),
    }

    found = {name: ids(request.getfixturevalue(name), "fonderie") for name in expected}

    assert found == expected


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize(
    "text", ["canari sud", "cannari", "canrai sud", "fonderei", "_t2", "t2", "_all"]
)
def test_no_writing_leads_to_the_other_team(
    alice: User, carol: User, text: str
) -> None:
    assert 2 not in ids(alice, text)
    assert 2 not in ids(alice, text.replace("t2", f"t{carol.team_id}"))


def test_a_name_that_looks_like_a_mark_grants_nothing(alice: User, carol: User) -> None:
    index(
        [
            make_row(
                1,
                f"_t{alice.team_id} _all canari",
                subtitle=f"_t{alice.team_id}",
                text=f"_o{alice.pk} _all",
                identifiers=("_all", f"_t{alice.team_id}"),
                phones=("_all",),
                team_id=carol.team_id,
            )
        ]
    )

    assert ids(alice, "canari") == set()
    assert ids(carol, "canari") == {1}


@pytest.mark.usefixtures("records")
def test_without_a_team_one_finds_the_own_and_the_reports(carol: User) -> None:
    boss = User.objects.create_user("solo@filon.example", role=Role.SALESPERSON)
    index([make_row(5, "Fonderie du chef", owner_id=boss.pk)])
    assert ids(boss, "fonderie") == {4, 5}

    User.objects.filter(pk=carol.pk).update(reports_to=boss)

    assert ids(boss, "fonderie") == {2, 3, 4, 5}


@pytest.mark.usefixtures("records")
def test_manager_of_two_teams_finds_both(denis: User) -> None:
    Team.objects.filter(name="South").update(manager=denis)

    assert ids(denis, "canari") == {1, 2}


@pytest.mark.usefixtures("records")
def test_deactivated_person_finds_nothing(diane: User) -> None:
    diane.is_active = False

    assert ids(diane, "fonderie") == set()


def test_one_record_among_many_is_found_by_a_common_word(
    alice: User, carol: User
) -> None:
    crowd = [
        make_row(n, f"Mécanique {n}", team_id=carol.team_id) for n in range(1, 3000)
    ]
    index([*crowd, make_row(3000, "Mécanique", team_id=alice.team_id)])

    assert ids(alice, "mécan") == {3000}
    assert ids(alice, "mécnaique") == {3000}


def test_record_given_to_another_team_changes_hands(alice: User, carol: User) -> None:
    index([make_row(1, "Canari", team_id=alice.team_id)])

    index([make_row(1, "Canari", team_id=carol.team_id)])

    assert ids(alice, "canari") == set()
    assert ids(carol, "canari") == {1}
