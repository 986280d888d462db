"""Creating, changing, handing over and moving companies."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from filon.accounts.models import User
from filon.directory import services
from filon.directory.identifiers import IdentifierRefused
from filon.directory.models import Organization
from filon.directory.services.organizations import LoopInGroup, NameMissing
from filon.journal.models import Entry
from filon.journal.services import EditConflict
from filon.kernel.lifecycle import TransitionRefused
from filon.search.selectors import find
from tests.directory.builders import SIREN, company, contact

L = Organization.Lifecycle


def test_created_company_is_mine_found_and_in_the_history(
    alice: User, now: datetime
) -> None:
    created = company(
        alice,
        now,
        name="Établissements Dœuvre",
        siren="732 829 320",
        phone="04 77 12 34 56",
    )

    assert (created.owner, created.team) == (alice, alice.team)
    assert created.name_key == "etablissements doeuvre"
    assert created.siren == SIREN
    assert created.phone_digits == "477123456"
    assert created.department_code == "42"
    assert [e.sentence for e in Entry.objects.all()] == ["Created"]
    for typed in ("doeuvre", "etablisements", "732829320", "+33 4 77 12 34 56"):
        assert [hit.object_id for hit in find(alice, typed)] == [created.pk]


def test_company_is_placed_by_its_activity_and_department(
    alice: User, nadia: User, now: datetime
) -> None:
    segment = services.segment_create(
        values={"code": "MECA", "name": "Mécanique", "naf_prefixes": ["25", "28"]},
        actor=nadia,
        now=now,
    )
    fine = services.segment_create(
        values={"code": "DEC", "name": "Décolletage", "naf_prefixes": ["25.62"]},
        actor=nadia,
        now=now,
    )
    territory = services.territory_create(
        values={"code": "LOIRE", "name": "Loire", "departments": ["42"]},
        actor=nadia,
        now=now,
    )

    near = company(alice, now, naf_rev2="2562A")
    other = company(alice, now, naf_rev2="28.41Z", postcode="69003")

    assert (near.segment, near.territory) == (fine, territory)
    assert (other.segment, other.territory) == (segment, None)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"name": " "}, NameMissing),
        ({"siren": "732829321"}, IdentifierRefused),
        ({"vat_number": "FR00732829320"}, IdentifierRefused),
    ],
)
def test_company_that_cannot_be_right_is_refused_and_nothing_is_written(
    values: dict[str, str], refusal: type[Exception], alice: User, now: datetime
) -> None:
    with pytest.raises(refusal):
        company(alice, now, **values)

    assert not Organization.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("who", ["rene", "ines", "eva", "oscar", "farid"])
def test_who_does_not_sell_creates_no_company(
    who: str, request: pytest.FixtureRequest, now: datetime
) -> None:
    actor: User = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        company(actor, now)

    assert not Organization.objects.exists()


def test_change_raises_the_version_and_renames_its_people_in_the_search(
    alice: User, now: datetime
) -> None:
    forge = company(alice, now)
    contact(forge, alice, now)

    changed = services.organization_update(
        organization=forge, values={"name": "Aciéries Neuves"}, actor=alice, now=now
    )

    forge.refresh_from_db()
    assert changed
    assert forge.version == 2
    assert [h.title for h in find(alice, "acieries")] == [
        "Aciéries Neuves",
        "Zoé Çelik",
    ]
    assert find(alice, "lignon") == []


def test_equal_values_write_nothing(alice: User, now: datetime) -> None:
    forge = company(alice, now)

    changed = services.organization_update(
        organization=forge, values={"name": forge.name}, actor=alice, now=now
    )

    assert not changed
    assert Entry.objects.count() == 1


def test_second_editor_is_told_and_changes_nothing(
    alice: User, bob: User, now: datetime
) -> None:
    forge = company(alice, now)
    services.organization_update(
        organization=forge, values={"note": "first"}, actor=bob, now=now
    )
    seen = Organization.objects.get(pk=forge.pk)

    with pytest.raises(EditConflict):
        services.organization_update(
            organization=seen,
            values={"note": "second"},
            actor=alice,
            now=now,
            expected_version=1,
        )

    assert Organization.objects.get(pk=forge.pk).note == "first"


def test_company_cannot_belong_to_its_own_subsidiary(
    alice: User, now: datetime
) -> None:
    mother = company(alice, now, name="Holding")
    daughter = company(alice, now, name="Filiale", parent=mother)

    with pytest.raises(LoopInGroup):
        services.organization_update(
            organization=mother, values={"parent": daughter}, actor=alice, now=now
        )


def test_shared_company_of_another_team_is_read_only(
    alice: User, carol: User, now: datetime
) -> None:
    rival = company(carol, now, is_shared=True, is_competitor=True)

    assert rival in Organization.objects.visible_to(alice)
    with pytest.raises(PermissionDenied):
        services.organization_update(
            organization=rival, values={"note": "x"}, actor=alice, now=now
        )


def test_handing_over_moves_the_company_its_people_and_what_is_found(
    alice: User, carol: User, diane: User, now: datetime
) -> None:
    forge = company(alice, now)
    person = contact(forge, alice, now)

    services.organization_assign(organization=forge, owner=carol, actor=diane, now=now)

    person.refresh_from_db()
    assert (person.owner, person.team) == (carol, carol.team)
    assert find(alice, "lignon") == []
    assert len(find(carol, "lignon")) == 2


def test_salesperson_hands_nothing_over(alice: User, bob: User, now: datetime) -> None:
    forge = company(alice, now)

    with pytest.raises(PermissionDenied):
        services.organization_assign(
            organization=forge, owner=bob, actor=alice, now=now
        )

    assert Organization.objects.get(pk=forge.pk).owner == alice


def test_new_customer_is_no_prospect_any_more(alice: User, now: datetime) -> None:
    forge = company(alice, now, is_prospect=True)

    services.lifecycle_move(organization=forge, to=L.NEW, actor=alice, now=now)

    assert (forge.lifecycle, forge.is_customer, forge.is_prospect) == (
        L.NEW,
        True,
        False,
    )


def test_customer_does_not_turn_into_a_prospect(alice: User, now: datetime) -> None:
    forge = company(alice, now)
    services.lifecycle_move(organization=forge, to=L.ACTIVE, actor=alice, now=now)

    with pytest.raises(TransitionRefused):
        services.lifecycle_move(organization=forge, to=L.PROSPECT, actor=alice, now=now)

    assert Organization.objects.get(pk=forge.pk).lifecycle == L.ACTIVE


def test_only_a_later_contact_counts(alice: User, now: datetime) -> None:
    forge = company(alice, now)
    person = contact(forge, alice, now)
    day = date(2026, 2, 20)

    services.contact_made(organization=forge, on=day, contacts=[person])
    services.contact_made(
        organization=forge, on=day - timedelta(days=9), contacts=[person]
    )

    forge.refresh_from_db()
    person.refresh_from_db()
    assert (forge.last_contact_on, person.last_contacted_on) == (day, day)


def test_trash_takes_people_along_and_gives_them_back(
    alice: User, now: datetime
) -> None:
    forge = company(alice, now)
    contact(forge, alice, now)

    services.organization_trash(organization=forge, actor=alice, now=now)

    assert not Organization.objects.visible_to(alice).exists()
    assert find(alice, "celik") == []

    services.organization_restore(organization=forge, actor=alice, now=now)

    assert Organization.objects.visible_to(alice).get() == forge
    assert len(find(alice, "lignon")) == 2
