"""Documents of prospecting, built from what was read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from filon.documents import formats
from filon.documents.content import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Row,
    Table,
    Text,
)
from filon.prospecting.models import Activity
from filon.prospecting.selectors import Roadmap


def roadmap_document(roadmap: Roadmap) -> Document:
    """Return the roadmap sheet; call it in the language of the reader."""
    week = roadmap.week
    return Document(
        title=_("Roadmap sheet"),
        subtitle=str(roadmap.person),
        meta=[
            (_("Week"), f"{_short(week.start)} – {_short(week.end)}"),
            (_("Contacts planned"), formats.number(week.count)),
        ],
        blocks=[*_actions(roadmap), *_days(roadmap), *_targets(roadmap)],
        landscape=True,
    )


def roadmap_table(roadmap: Roadmap) -> tuple[list[str], list[list[Any]]]:
    """Return head and rows of the sheet as a table: contacts, then waiting targets."""
    header = [
        _("Day"),
        _("Time"),
        _("Kind"),
        _("Company"),
        _("People"),
        _("Aim"),
        _("Place"),
        _("State"),
    ]
    rows: list[list[Any]] = []
    for day in roadmap.week.days:
        rows += [
            [
                day.on,
                formats.moment(row.starts_at)[-5:],
                str(row.get_kind_display()),
                row.organization.name,
                _people(row),
                row.aim or row.subject,
                _place(row),
                str(row.get_status_display()),
            ]
            for row in day.activities
        ]
    rows += [
        [
            None,
            "",
            _("To plan"),
            target.organization.name,
            str(target.contact or ""),
            target.aim or target.reason,
            "",
            str(target.get_status_display()),
        ]
        for target in roadmap.targets
    ]
    return header, rows


def _actions(roadmap: Roadmap) -> list[Block]:
    rows: list[Row | Sequence[Text | Cell]] = [
        [
            Cell(action.title, detail=str(action.plan)),
            str(action.get_channel_display()),
            formats.day(action.start_on, "short"),
            formats.day(action.end_on, "short"),
            formats.number(action.quota),
        ]
        for action in roadmap.actions
    ]
    if not rows:
        return []
    columns = [
        Column(_("Action of the plan"), width=3),
        Column(_("Channel")),
        Column(_("From")),
        Column(_("Until")),
        Column(_("Quota"), align="right"),
    ]
    return [Heading(_("Actions of the plans")), Table(columns, rows)]


def _days(roadmap: Roadmap) -> list[Block]:
    rows: list[Row | Sequence[Text | Cell]] = []
    for day in roadmap.week.days:
        if day.activities:
            rows.append(Row([formats.day(day.on)], kind="group"))
            rows += [
                [
                    formats.moment(row.starts_at)[-5:],
                    Cell(row.organization.name, detail=_people(row)),
                    str(row.get_kind_display()),
                    row.aim or row.subject,
                    _place(row),
                    str(row.get_outcome_display() or row.get_status_display()),
                ]
                for row in day.activities
            ]
    columns = [
        Column(_("Time")),
        Column(_("Company"), width=2),
        Column(_("Kind")),
        Column(_("Aim"), width=2),
        Column(_("Place"), width=1.5),
        Column(_("State")),
    ]
    empty = _("No contact is planned this week.")
    return [Heading(_("Contacts of the week")), Table(columns, rows, empty=empty)]


def _targets(roadmap: Roadmap) -> list[Block]:
    if not roadmap.targets:
        return []
    rows: list[Row | Sequence[Text | Cell]] = [
        [
            Cell(target.organization.name, detail=target.organization.city),
            str(target.contact or ""),
            target.organization.phone,
            target.aim or target.reason,
            formats.number(target.priority),
        ]
        for target in roadmap.targets
    ]
    columns = [
        Column(_("Company"), width=2),
        Column(_("Contact"), width=1.2),
        Column(_("Phone")),
        Column(_("Aim"), width=2),
        Column(_("Priority"), align="right"),
    ]
    return [Heading(_("Targets waiting for a contact")), Table(columns, rows)]


def _short(on: date) -> str:
    return formats.day(on, "short")


def _people(activity: Activity) -> str:
    return ", ".join(str(person) for person in activity.contacts.all())


def _place(activity: Activity) -> str:
    return activity.location or (activity.site.city if activity.site else "")
