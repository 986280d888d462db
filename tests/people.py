"""The cast: named people with fixed roles, in two teams."""

from __future__ import annotations

from filon.accounts.models import Department, DepartmentKind, Role, Team, User

PASSWORD = "correct horse battery"


def team(name: str) -> Team:
    """Return the team of that name."""
    return Team.objects.get_or_create(name=name)[0]


def department(kind: str = DepartmentKind.ENGINEERING) -> Department:
    """Return the department of that kind."""
    name = DepartmentKind(kind).name.title()
    return Department.objects.get_or_create(kind=kind, defaults={"name": name})[0]


def person(
    first_name: str,
    role: str,
    *,
    in_team: str | None = None,
    reports_to: User | None = None,
    in_department: str | None = None,
    language: str = "en",
) -> User:
    """Create a person of the cast, who signs in with PASSWORD."""
    return User.objects.create_user(
        f"{first_name.lower()}@example.com",
        PASSWORD,
        first_name=first_name,
        last_name="Test",
        role=role,
        team=team(in_team) if in_team else None,
        reports_to=reports_to,
        department=department(in_department) if in_department else None,
        language=language,
    )


def make_manager(first_name: str, team_name: str) -> User:
    """Create a manager and give them the team."""
    manager = person(first_name, Role.MANAGER, in_team=team_name)
    Team.objects.filter(name=team_name).update(manager=manager)
    return manager
