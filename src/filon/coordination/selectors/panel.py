"""All gestures of one deliverable, ready for `coordination/panel.html`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.accounts.models import User
from filon.coordination import policies
from filon.coordination.models import (
    Approval,
    Consultation,
    Participant,
    PolicyCitation,
    Signal,
    Transmission,
)
from filon.coordination.selectors import tones
from filon.journal.models import kind_of
from filon.kernel import clock

LIMIT = 30


@dataclass(frozen=True, slots=True)
class GestureLine:
    """One gesture: who or what, its state, its day."""

    title: str
    text: str = ""
    url: str = ""
    badge: str = ""
    tone: str = "neutral"
    on: date | None = None
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class GestureSection:
    """The gestures of one sort; `add_url` is empty for who may only read."""

    code: str
    label: str
    icon: str
    lines: list[GestureLine]
    add_url: str
    add_label: str

    @property
    def waiting(self) -> int:
        """How many of them await somebody."""
        return sum(line.is_waiting for line in self.lines)


@dataclass(frozen=True, slots=True)
class GesturePanel:
    """The panel of a deliverable."""

    title: str
    sections: list[GestureSection] = field(default_factory=list)
    can_start: bool = False

    @property
    def waiting(self) -> int:
        """How many gestures await somebody."""
        return sum(section.waiting for section in self.sections)


def gestures_of(
    user: User, target: Model, *, title: str, today: date | None = None
) -> GesturePanel:
    """Return the gestures of a record that this person has been shown.

    Six queries. The caller has already fetched `target` through what the user may
    see. Each section holds the latest 30.

    :param title: how the page calls the record.
    """
    day = today or clock.today()
    can_start = policies.can_start(user)
    builder = _Builder(kind_of(target), target.pk, day, can_start=can_start)
    sections = [
        builder.consultations(),
        builder.approvals(),
        builder.transmissions(),
        builder.signals(),
        builder.participants(),
        builder.citations(),
    ]
    return GesturePanel(title=title, sections=sections, can_start=can_start)


class _Builder:
    """Builds the sections of one record."""

    def __init__(self, kind: str, pk: int, today: date, *, can_start: bool) -> None:
        self.kind, self.pk, self.today = kind, pk, today
        self.can_start = can_start
        self.about = {"target_kind": kind, "target_id": pk}

    def section(
        self, code: str, label: str, icon: str, add: str, lines: list[GestureLine]
    ) -> GestureSection:
        url = ""
        if self.can_start:
            url = reverse(f"coordination:{code}", args=[self.kind, self.pk])
        return GestureSection(code, label, icon, lines, url, add)

    def consultations(self) -> GestureSection:
        rows = Consultation.objects.alive().filter(**self.about).order_by("-pk")
        lines = []
        for row in rows[:LIMIT]:
            badge, tone = tones.consultation_badge(row, self.today)
            is_open = row.status == Consultation.Status.OPEN
            lines.append(
                GestureLine(
                    row.addressee_name,
                    row.question,
                    reverse("coordination:consultation-detail", args=[row.pk]),
                    badge,
                    tone,
                    row.due_on if is_open else None,
                    is_open,
                )
            )
        return self.section(
            "consult", _("Opinions"), "message-circle", _("Ask for an opinion"), lines
        )

    def approvals(self) -> GestureSection:
        rows = Approval.objects.alive().filter(**self.about)
        lines = []
        for row in rows.select_related("approver").order_by("-pk")[:LIMIT]:
            badge, tone = tones.approval_badge(row, self.today)
            is_pending = row.status == Approval.Status.PENDING
            lines.append(
                GestureLine(
                    str(row.approver),
                    row.comment or row.reason,
                    reverse("coordination:approval-detail", args=[row.pk]),
                    badge,
                    tone,
                    row.due_on if is_pending else None,
                    is_pending,
                )
            )
        return self.section(
            "approve", _("Approvals"), "stamp", _("Submit for approval"), lines
        )

    def transmissions(self) -> GestureSection:
        rows = Transmission.objects.alive().filter(**self.about)
        counted = rows.annotate(
            people=Count("recipients"),
            readers=Count("recipients", filter=Q(recipients__read_at__isnull=False)),
        )
        lines = []
        for row in counted.order_by("-pk")[:LIMIT]:
            badge, tone = tones.transmission_badge(
                row, self.today, read=row.readers, recipients=row.people
            )
            is_planned = row.status == Transmission.Status.PLANNED
            lines.append(
                GestureLine(
                    str(row.get_channel_display()),
                    row.message,
                    reverse("coordination:transmission-detail", args=[row.pk]),
                    badge,
                    tone,
                    row.due_on if is_planned else None,
                    is_planned,
                )
            )
        return self.section(
            "transmit", _("Transmissions"), "send", _("Transmit"), lines
        )

    def signals(self) -> GestureSection:
        rows = Signal.objects.alive().filter(**self.about)
        lines = []
        for row in rows.select_related("addressee").order_by("-pk")[:LIMIT]:
            badge, tone = tones.signal_badge(row)
            lines.append(
                GestureLine(
                    f"{row.get_kind_display()} → {row.addressee}",
                    row.message,
                    reverse("coordination:signal-detail", args=[row.pk]),
                    badge,
                    tone,
                    None,
                    row.status == Signal.Status.OPEN,
                )
            )
        return self.section(
            "signal", _("Signals"), "siren", _("Signal a difficulty"), lines
        )

    def participants(self) -> GestureSection:
        rows = Participant.objects.filter(**self.about)
        lines = [
            GestureLine(
                str(row.user or row.department or row.name),
                row.role,
                "",
                pgettext("participant", "To inform") if row.is_to_inform else "",
                "neutral",
            )
            for row in rows.select_related("user", "department").order_by("pk")[:LIMIT]
        ]
        return self.section(
            "participants", _("Who to inform"), "users", _("Identify people"), lines
        )

    def citations(self) -> GestureSection:
        rows = PolicyCitation.objects.filter(**self.about).select_related("policy")
        lines = [
            GestureLine(
                str(row.policy),
                row.how,
                reverse("coordination:policy-detail", args=[row.policy_id]),
            )
            for row in rows.order_by("pk")[:LIMIT]
        ]
        return self.section(
            "cite", _("Company framework"), "scale", _("Cite a text"), lines
        )
