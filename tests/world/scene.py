"""Two teams side by side, and one person of each role who looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from filon.accounts.models import CompanyProfile, Department, DepartmentKind, Role, User
from filon.certification.models import Competency, Criterion
from filon.measure.definitions import BY_CODE
from filon.measure.services.snapshots import indicator_of
from tests import people
from tests.certification import makers
from tests.world.build import World

# Words that stand in every text of a team's world and nowhere else.
OURS = "nordlicht"
THEIRS = "suedstern"


@dataclass(frozen=True, slots=True)
class Scene:
    """The house, the team of the people who look, and a team they do not know."""

    house: World
    ours: World
    theirs: World
    cast: dict[str, User]

    def fill(self, count: int) -> Scene:
        """Bring every kind of row to `count` in the house and in each team."""
        for world in (self.house, self.ours, self.theirs):
            world.fill(count)
        return self


def scene(now: datetime) -> Scene:
    """Build the people and the empty worlds; `fill` them next."""
    _company()
    cast = _cast()
    house = World("haus", 1, cast[Role.ADMINISTRATOR], now)
    _referential(house, now)
    house.rows["measure.Indicator"] = [indicator_of(code) for code in BY_CODE]
    ours = World(OURS, 2, cast[Role.SALESPERSON], now, house, _centre(cast))
    stranger = people.person("Carol", Role.SALESPERSON, in_team="South")
    theirs = World(THEIRS, 3, stranger, now, house, _other_centre())
    return Scene(house, ours, theirs, cast)


def _company() -> None:
    CompanyProfile.objects.update_or_create(
        pk=1,
        defaults={"name": "Acier Précis", "is_set_up": True, "is_exam_centre": True},
    )


def _cast() -> dict[str, User]:
    """Return one person of each role; those of a team are in North."""
    department = Department.objects.create(
        kind=DepartmentKind.ENGINEERING, name="Engineering"
    )
    manager = people.make_manager("Denis", "North")
    cast = {str(Role.MANAGER): manager}
    for role in Role:
        if role == Role.MANAGER:
            continue
        team = "North" if role == Role.SALESPERSON else None
        cast[str(role)] = people.person(str(role).title(), role, in_team=team)
    User.objects.filter(role=Role.EXPERT).update(department=department)
    cast[Role.EXPERT].refresh_from_db()
    return cast


def _centre(cast: dict[str, User]) -> dict[str, User]:
    return {
        "candidate": cast[Role.CANDIDATE],
        "tutor": cast[Role.TUTOR],
        "evaluator": cast[Role.EVALUATOR],
    }


def _other_centre() -> dict[str, User]:
    return {
        role.lower(): people.person(f"Other{role.title()}", role)
        for role in (Role.CANDIDATE, Role.TUTOR, Role.EVALUATOR)
    }


def _referential(house: World, now: datetime) -> None:
    """Publish the referential, which is data and does not grow."""
    referential = makers.published(now)
    house.rows["certification.Referential"] = [referential]
    competencies = Competency.objects.filter(block__referential=referential)
    criteria = Criterion.objects.filter(competency__in=competencies)
    house.rows["certification.Block"] = list(referential.blocks.all())
    house.rows["certification.Competency"] = list(competencies)
    house.rows["certification.Criterion"] = list(criteria)
