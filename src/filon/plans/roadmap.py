"""The roadmap sheet of one person and one week, on paper (« fiche de route »)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.documents import formats
from filon.documents.content import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
)


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A wave of contacts that runs in the week."""

    title: str
    channel: str
    start_on: date
    end_on: date
    quota: int
    plan: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A company to reach, whom to ask for, and what for."""

    company: str
    place: str
    contact: str
    phone: str
    aim: str
    priority: int
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A contact that is planned in the week."""

    at: datetime
    kind: str
    company: str
    place: str
    contact: str
    aim: str


@dataclass(frozen=True, slots=True)
class RoadmapSheet:
    """All that the sheet says; every text is already in the language of the sheet."""

    person: str
    start_on: date
    end_on: date
    actions: Sequence[ActionRow] = ()
    activities: Sequence[ActivityRow] = ()
    targets: Sequence[TargetRow] = ()


def roadmap_document(sheet: RoadmapSheet, *, language: str) -> Document:
    """Return the sheet as a landscape document: appointments, waves, targets to reach.

    The last column of the targets is left blank, to write the outcome by hand.
    """
    with translation.override(language):
        start, end = (formats.day(d, "short") for d in (sheet.start_on, sheet.end_on))
        week = sheet.start_on.isocalendar().week
        return Document(
            title=_("Roadmap sheet"),
            subtitle=sheet.person,
            meta=[
                (pgettext("roadmap", "Week"), str(week)),
                (_("Days"), f"{start} – {end}"),
            ],
            blocks=[*_activities(sheet), *_actions(sheet), *_targets(sheet)],
            landscape=True,
        )


def _activities(sheet: RoadmapSheet) -> list[Block]:
    if not sheet.activities:
        return [Heading(_("Planned contacts")), Paragraph(_("No contact is planned."))]
    columns = [
        Column(_("When")),
        Column(_("Kind")),
        Column(_("Company"), width=2),
        Column(pgettext("person", "Contact"), width=1.5),
        Column(_("Aim"), width=2.5),
    ]
    rows: list[Sequence[str | Cell]] = [
        [
            _when(row.at),
            row.kind,
            Cell(row.company, detail=row.place),
            row.contact,
            row.aim,
        ]
        for row in sorted(sheet.activities, key=lambda row: row.at)
    ]
    return [Heading(_("Planned contacts")), Table(columns, rows)]


def _actions(sheet: RoadmapSheet) -> list[Block]:
    if not sheet.actions:
        return []
    columns = [
        Column(_("Action"), width=2.5),
        Column(_("Channel")),
        Column(_("Days")),
        Column(_("Quota"), align="right"),
        Column(_("Plan"), width=1.5),
    ]
    rows: list[Sequence[str | Cell]] = [
        [
            Cell(row.title, detail=row.note),
            row.channel,
            _days(row.start_on, row.end_on),
            formats.number(row.quota) if row.quota else "",
            row.plan,
        ]
        for row in sheet.actions
    ]
    return [Heading(_("Actions of the week")), Table(columns, rows)]


def _targets(sheet: RoadmapSheet) -> list[Block]:
    if not sheet.targets:
        return []
    columns = [
        Column(_("Priority"), align="center"),
        Column(_("Company"), width=2),
        Column(pgettext("person", "Contact"), width=1.5),
        Column(_("Aim"), width=2),
        Column(_("Last contact")),
        Column(_("Outcome"), width=2),
    ]
    rows: list[Sequence[str | Cell]] = [
        [
            str(row.priority),
            Cell(row.company, detail=row.place),
            Cell(row.contact, detail=row.phone),
            row.aim,
            formats.day(row.last_on, "short") if row.last_on else "",
            "",
        ]
        for row in sheet.targets
    ]
    return [Heading(_("Targets to reach")), Table(columns, rows)]


def _days(start: date, end: date) -> str:
    return " – ".join(formats.day(on, "short") for on in (start, end))


def _when(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{formats.day(local.date(), 'short')} {local:%H:%M}"
