"""The salesperson's day on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q
from django.utils import timezone

from filon.accounts.models import Role, User, scope_of
from filon.accounts.policies import can_manage
from filon.contracts.models import ContractEvent
from filon.coordination.models import Approval, Consultation, Signal
from filon.deals.models import Deal
from filon.directory.models import Organization
from filon.loyalty.models import Vigilance
from filon.offers.models import OfferRevision
from filon.offers.selectors.requests import EndingPrice, ending_prices_of
from filon.plans.models import PlanTarget
from filon.prospecting.models import Activity
from filon.watch.models import WatchItem
from filon.watch.selectors.lists import items_to_sort

SHOWN = 8
CADENCE = {"A": 30, "B": 60, "C": 120}


@dataclass(frozen=True, slots=True)
class Day:
    """All that « Ma journée » shows, each list cut at what a screen can hold."""

    on: date
    leads_with_calls: bool
    today: Sequence[Activity]
    overdue: Sequence[Activity]
    team: Sequence[Activity]
    queue: Sequence[PlanTarget]
    unanswered: Sequence[tuple[OfferRevision, int]]
    approvals: Sequence[Approval]
    consultations: Sequence[Consultation]
    signals: Sequence[Signal]
    items_to_sort: Sequence[WatchItem]
    vigilances: Sequence[Vigilance]
    silent: Sequence[tuple[Organization, int]]
    ending_prices: Sequence[EndingPrice]
    contract_dates: Sequence[ContractEvent]
    to_debrief: Sequence[Deal]

    @property
    def is_calm(self) -> bool:
        """Whether no contact, offer, decision or contract waits."""
        return not any(
            (
                self.today,
                self.overdue,
                self.team,
                self.queue,
                self.unanswered,
                self.awaiting,
                self.ending_prices,
                self.contract_dates,
                self.to_debrief,
            )
        )

    @property
    def awaiting(self) -> int:
        """How many people wait for an answer of this person."""
        return len(self.approvals) + len(self.consultations) + len(self.signals)


def day(*, user: User, now: datetime) -> Day:
    """Return what awaits this person today, each list at most SHOWN long."""
    on = timezone.localtime(now).date()
    start, end = _bounds(on)
    mine = Activity.objects.visible_to(user).filter(
        owner=user, status=Activity.Status.PLANNED
    )
    agenda = list(
        mine.filter(starts_at__lt=end)
        .select_related("organization", "site")
        .prefetch_related("contacts")
        .order_by("starts_at", "pk")[: SHOWN * 3]
    )
    calls = user.work_mode == User.WorkMode.SEDENTARY
    return Day(
        on=on,
        leads_with_calls=calls,
        today=[a for a in agenda if a.starts_at >= start],
        overdue=[a for a in agenda if a.starts_at < start],
        team=_team(user, start, end) if can_manage(user) else [],
        queue=_queue(user, on) if calls else [],
        unanswered=_unanswered(user, on),
        approvals=_approvals(user),
        consultations=_consultations(user),
        signals=_signals(user),
        items_to_sort=_to_sort(user),
        vigilances=_vigilances(user, on),
        silent=_silent(user, on),
        ending_prices=ending_prices_of(user, limit=SHOWN),
        contract_dates=_contract_dates(user, on),
        to_debrief=_to_debrief(user),
    )


def knows_nobody(user: User) -> bool:
    """Whether this person sees no company yet: the base is the first thing to fill."""
    return not Organization.objects.visible_to(user).exists()


def _bounds(on: date) -> tuple[datetime, datetime]:
    """Return the first moments of the day and of the next one, in company time."""
    zone = timezone.get_current_timezone()
    start = datetime.combine(on, time.min, tzinfo=zone)
    return start, datetime.combine(on + timedelta(days=1), time.min, tzinfo=zone)


def _queue(user: User, on: date) -> list[PlanTarget]:
    """Return the next targets to call, best first."""
    rows = PlanTarget.objects.filter(
        assignee=user,
        status__in=[PlanTarget.Status.TO_CONTACT, PlanTarget.Status.IN_PROGRESS],
        plan__status="RUNNING",
    ).filter(Q(next_activity_on=None) | Q(next_activity_on__lte=on))
    return list(
        rows.select_related("organization", "contact", "plan").order_by(
            "priority", "pk"
        )[:SHOWN]
    )


def _team(user: User, start: datetime, end: datetime) -> list[Activity]:
    """Return what the people one leads have planned today."""
    rows = Activity.objects.visible_to(user).exclude(owner=user)
    return list(
        rows.filter(
            status=Activity.Status.PLANNED, starts_at__gte=start, starts_at__lt=end
        )
        .select_related("organization", "owner")
        .order_by("starts_at", "pk")[:SHOWN]
    )


def _unanswered(user: User, on: date) -> list[tuple[OfferRevision, int]]:
    """Return the offers without an answer, oldest first, with the days since sending.

    One's own; those of the teams for who leads them.
    """
    whose = scope_of(user, "offer__") if can_manage(user) else Q(offer__owner=user)
    rows = OfferRevision.objects.filter(
        whose, status=OfferRevision.Status.SENT, is_current=True, sent_at__isnull=False
    )
    found = rows.select_related("offer__organization", "offer__owner").order_by(
        "sent_at", "pk"
    )[:SHOWN]
    return [(row, (on - timezone.localdate(row.sent_at)).days) for row in found]


def _approvals(user: User) -> list[Approval]:
    whose = Q(approver=user) | Q(substitute=user)
    rows = Approval.objects.filter(whose, status=Approval.Status.PENDING)
    return list(rows.select_related("owner").order_by("due_on", "pk")[:SHOWN])


def _consultations(user: User) -> list[Consultation]:
    asked = Q(person=user)
    if user.department_id:
        asked |= Q(person=None, department_id=user.department_id)
    rows = Consultation.objects.filter(asked, status=Consultation.Status.OPEN)
    return list(rows.order_by("due_on", "pk")[:SHOWN])


def _signals(user: User) -> list[Signal]:
    rows = Signal.objects.filter(addressee=user, status=Signal.Status.OPEN)
    return list(rows.select_related("owner").order_by("-pk")[:SHOWN])


def _to_sort(user: User) -> list[WatchItem]:
    if not user.reads_sales or user.role == Role.READ_ONLY:
        return []
    return list(items_to_sort(user)[:SHOWN])


def _vigilances(user: User, on: date) -> list[Vigilance]:
    rows = Vigilance.objects.visible_to(user).filter(
        status=Vigilance.Status.ACTIVE, next_on__lte=on, owner=user
    )
    return list(
        rows.select_related("organization", "item").order_by("next_on", "pk")[:SHOWN]
    )


def _silent(user: User, on: date) -> list[tuple[Organization, int]]:
    """Return the customers whose contact cadence has run out, with the days since.

    The cadence is the account's own, else that of its class: A 30, B 60, C 120 days.
    """
    rows = Organization.objects.visible_to(user).filter(
        owner=user, is_customer=True, last_contact_on__isnull=False
    )
    due = Q()
    for letter, days in CADENCE.items():
        due |= Q(
            contact_cadence_days=None,
            abc_class=letter,
            last_contact_on__lt=on - timedelta(days=days),
        )
    own = Q(
        contact_cadence_days__isnull=False,
        last_contact_on__lt=on - timedelta(days=1),
    )
    late = []
    for row in rows.filter(due | own).order_by(F("last_contact_on"), "pk")[:200]:
        since = (on - row.last_contact_on).days
        if since > (row.contact_cadence_days or CADENCE.get(row.abc_class, 0)):
            late.append((row, since))
    return late[:SHOWN]


def _to_debrief(user: User) -> list[Deal]:
    """Return the won deals of which nobody said why, the latest first."""
    rows = Deal.objects.visible_to(user).filter(
        owner=user, stage=Deal.Stage.WON, won_reason=""
    )
    return list(rows.select_related("organization").order_by("-won_at", "-pk")[:SHOWN])


def _contract_dates(user: User, on: date) -> list[ContractEvent]:
    rows = ContractEvent.objects.filter(
        done_at=None, remind_on__lte=on, contract__owner=user
    )
    return list(
        rows.select_related("contract__organization").order_by("due_on", "pk")[:SHOWN]
    )
