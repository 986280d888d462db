"""A plan as tables for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.accounts.models import User
from filon.plans.models import ActionPlan
from filon.plans.selectors.sheets import budget, targets, visible_objectives


@dataclass(frozen=True, slots=True)
class PlanTable:
    """One table: its name, its head, its rows of plain values."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]


def plan_tables(user: User, plan: ActionPlan) -> list[PlanTable]:
    """Return targets, objectives and budget; three queries.

    Margins are left out for who may not see them.
    """
    return [_targets(plan), _objectives(user, plan), _budget(plan)]


def _targets(plan: ActionPlan) -> PlanTable:
    head = [
        _("Company"),
        _("SIREN"),
        _("Site"),
        _("SIRET"),
        _("Postcode"),
        _("City"),
        pgettext("person", "Contact"),
        _("Phone"),
        _("Priority"),
        _("Aim"),
        _("Potential"),
        _("Assigned to"),
        _("State"),
        _("Last contact"),
        _("Next contact"),
    ]
    rows = []
    for target in targets(plan).order_by("priority", "organization__name_key", "pk"):
        company, site, contact = target.organization, target.site, target.contact
        place = site or company
        rows.append(
            [
                company.name,
                company.siren,
                str(site or ""),
                site.siret if site else "",
                place.postcode,
                place.city,
                str(contact or ""),
                (contact.phone or contact.mobile) if contact else company.phone,
                target.priority,
                target.aim or target.reason,
                target.potential,
                str(target.assignee or ""),
                target.get_status_display(),
                target.last_activity_on,
                target.next_activity_on,
            ]
        )
    return PlanTable(_("Targets"), head, rows)


def _objectives(user: User, plan: ActionPlan) -> PlanTable:
    head = [
        _("Objective"),
        pgettext("objective", "Given"),
        pgettext("objective", "Proposed"),
        _("Unit"),
        _("Person"),
        _("Product family"),
        _("Territory"),
    ]
    rows = [
        [
            row.get_metric_display(),
            row.given,
            row.target,
            row.unit,
            str(row.person or ""),
            str(row.family or ""),
            str(row.territory or ""),
        ]
        for row in visible_objectives(user, plan)
    ]
    return PlanTable(_("Objectives"), head, rows)


def _budget(plan: ActionPlan) -> PlanTable:
    head = [
        _("Category"),
        _("Label"),
        pgettext("budget", "Planned"),
        pgettext("budget", "Committed"),
        pgettext("budget", "Actual"),
    ]
    found = budget(plan)
    rows: list[list[Any]] = [
        [
            line.get_category_display(),
            line.label,
            line.planned,
            line.committed,
            line.actual,
        ]
        for line in found.lines
    ]
    rows.append(["", _("Total"), found.planned, found.committed, found.actual])
    return PlanTable(_("Budget"), head, rows)
