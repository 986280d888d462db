"""Who leads, who approves, who knows, who must be told."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, Q, QuerySet

from filon.accounts.models import CompanyProfile, Department, Role, User

APPROVES = (Role.MANAGER, Role.DIRECTOR, Role.SALES_ADMIN, Role.EXPERT)
CENTRE = (Role.CANDIDATE, Role.TUTOR, Role.EVALUATOR, Role.OFFICER)


def superior_of(user: User) -> User | None:
    """Return whom this person reports to, else the manager of their team."""
    if user.reports_to is not None:
        return user.reports_to
    manager = user.team.manager if user.team is not None else None
    return manager if manager is not None and manager != user else None


def colleagues(user: User) -> QuerySet[User]:
    """Return the active people that this person can address, by name.

    The exam centre and the sales side do not see each other's people.
    """
    rows = User.objects.filter(is_active=True)
    is_centre = user.role in CENTRE
    rows = rows.filter(role__in=CENTRE) if is_centre else rows.exclude(role__in=CENTRE)
    return rows.order_by("last_name", "first_name", "pk")


def experts(user: User) -> QuerySet[User]:
    """Return the people whose opinion this person can ask, themselves left out.

    The administrator of the installation is asked nothing about sales.
    """
    return colleagues(user).exclude(Q(pk=user.pk) | Q(role=Role.ADMINISTRATOR))


def approvers(user: User) -> QuerySet[User]:
    """Return the people who can approve this person's work.

    Whoever has no superior approves alone, if their role allows it.
    """
    rows = colleagues(user).filter(Q(role__in=APPROVES) | Q(role=Role.OFFICER))
    return rows if user.reports_to_id is None else rows.exclude(pk=user.pk)


def departments_present() -> QuerySet[Department]:
    """Return the active departments, only those of the company once it has said so."""
    rows = Department.objects.filter(is_active=True).order_by("name", "pk")
    chosen = CompanyProfile.departments.through.objects.filter(companyprofile_id=1)
    return rows.filter(Q(pk__in=chosen.values("department_id")) | ~Exists(chosen))


def departments_to_inform(department_kinds: Iterable[str]) -> list[Department]:
    """Return the departments of these kinds that the company has."""
    wanted = tuple(department_kinds)
    if not wanted:
        return []
    return list(departments_present().filter(kind__in=wanted))
