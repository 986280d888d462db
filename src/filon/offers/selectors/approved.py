"""Which levels have approved a revision as it stands, and who decides at a level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from filon.accounts.models import Role, User
from filon.coordination.models import Approval
from filon.coordination.policies import NEVER_APPROVE
from filon.coordination.selectors import superior_of
from filon.offers.models import ApprovalLevel, OfferApproval, OfferPolicy, OfferRevision
from filon.offers.rules.approval import (
    Finding,
    Granted,
    Metric,
    Operator,
    covers,
    levels_of,
)
from filon.web.templatetags.filon import day, percent

STEP = "OFFER"
S = Approval.Status


def step_of(level: int) -> str:
    """Return the step of the approvals of a level."""
    return f"{STEP}-N{level}"


@dataclass(frozen=True, slots=True)
class LevelState:
    """Where the decision of one level stands for the content as it is now.

    :ivar status: APPROVED, PENDING, REFUSED or empty: not asked yet.
    :ivar because: why an approval of another content still holds.
    """

    level: int
    status: str
    record: OfferApproval | None
    because: str = ""

    @property
    def is_approved(self) -> bool:
        """Whether the level has given its consent."""
        return self.status == S.APPROVED


def needed_levels(findings: Sequence[Finding], policy: OfferPolicy) -> tuple[int, ...]:
    """Return the levels that must decide, in the order of the company's chain."""
    levels = levels_of(findings)
    if policy.chain == OfferPolicy.Chain.HIGHEST:
        return levels[-1:]
    return levels


def level_states(
    revision: OfferRevision,
    findings: Sequence[Finding],
    policy: OfferPolicy,
    *,
    content_hash: str,
    on: date,
) -> list[LevelState]:
    """Return the state of each level that must decide; one query, none if never asked.

    An approval holds for the very content that was seen, for prices within the limit
    that an approver gave, and, where the company says so, for an improvement. What a
    higher level approved needs no lower one.
    """
    wanted = needed_levels(findings, policy)
    if not wanted:
        return []
    # The page of an offer knows already whether a decision was ever asked for.
    was_submitted = getattr(revision, "was_submitted", True)
    records = approvals_of(revision) if was_submitted else []
    return [
        _state(level, revision, records, findings, policy, content_hash, on)
        for level in wanted
    ]


def approvals_of(revision: OfferRevision) -> list[OfferApproval]:
    """Return the approvals of all revisions of the offer, the latest first."""
    rows = OfferApproval.objects.filter(
        revision__offer=revision.offer_id, approval__deleted_at=None
    ).exclude(approval__status=S.VOID)
    return list(
        rows.select_related("approval__approver", "approval__decided_by").order_by(
            "-pk"
        )
    )


def granted_by(record: OfferApproval, on: date) -> Granted:
    """Return what an approval allows on a day; a limit ends with its last day."""
    is_over = record.limit_until is not None and record.limit_until < on
    values: dict[Metric, tuple[Operator, Decimal]] = {}
    for row in record.findings:
        metric, operator = Metric(row["metric"]), Operator(row["operator"])
        value = Decimal(row["value"])
        known = values.get(metric)
        if known is not None:
            worse = min if operator is Operator.BELOW else max
            value = worse(known[1], value)
        values[metric] = (operator, value)
    return Granted(
        level=record.level,
        values=values,
        margin=record.margin_percent,
        limit=None if is_over else record.limit_percent,
        reserves=frozenset(
            row["where"]
            for row in record.findings
            if row["metric"] == Metric.RESERVE.value
        ),
    )


def holds_for(
    record: OfferApproval,
    findings: Sequence[Finding],
    policy: OfferPolicy,
    *,
    margin: Decimal | None,
    on: date,
    is_own: bool,
) -> bool:
    """Whether an approval of another content still holds.

    :param is_own: it is about this revision; an improvement keeps only those.
    """
    return covers(
        granted_by(record, on),
        findings,
        margin=margin,
        keeps_improvements=policy.keeps_improvements and is_own,
    )


def _state(
    level: int,
    revision: OfferRevision,
    records: Sequence[OfferApproval],
    findings: Sequence[Finding],
    policy: OfferPolicy,
    content_hash: str,
    on: date,
) -> LevelState:
    mine = [f for f in findings if f.level <= level]
    able = [row for row in records if row.level >= level]
    for row in able:
        if row.approval.status != S.APPROVED:
            continue
        is_own = row.revision_id == revision.pk
        if is_own and row.approval.content_hash == content_hash:
            return LevelState(level, S.APPROVED, row)
        if holds_for(
            row,
            mine,
            policy,
            margin=revision.margin_percent,
            on=on,
            is_own=is_own,
        ):
            return LevelState(level, S.APPROVED, row, _because(row))
    for status in (S.PENDING, S.REFUSED):
        for row in able:
            if (
                row.approval.status == status
                and row.level == level
                and row.revision_id == revision.pk
                and row.approval.content_hash == content_hash
            ):
                return LevelState(level, status, row)
    return LevelState(level, "", None)


def _because(row: OfferApproval) -> str:
    if row.limit_percent is None:
        return _("The changes since then are improvements only.")
    return _("Allowed down to a margin rate of %(rate)s, until %(until)s.") % {
        "rate": percent(row.limit_percent, 2),
        "until": day(row.limit_until),
    }


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides at a level, who stands in, and within how many hours."""

    person: User
    substitute: User | None
    hours: int


def deciders(seller: User, levels: Sequence[int]) -> Mapping[int, Decider]:
    """Return who decides at each level about what a person sells.

    The company names people for a level; otherwise N1 is the superior, N2 the one
    above, N3 a director, as far as they exist. Whoever has nobody above decides alone.
    """
    rows = {
        row.level: row
        for row in ApprovalLevel.objects.select_related("person", "substitute")
    }
    above = _above(seller)
    director = (
        User.objects.filter(role=Role.DIRECTOR, is_active=True)
        .exclude(pk=seller.pk)
        .order_by("pk")
        .first()
    )
    found: dict[int, Decider] = {}
    for level in levels:
        row = rows.get(level)
        named = row.person if row is not None else None
        if named is None or not named.is_active or named == seller:
            named = _by_rank(level, above, director) or seller
        stand_in = row.substitute if row is not None else None
        if stand_in is not None and stand_in in {seller, named}:
            stand_in = None
        default: Any = ApprovalLevel._meta.get_field("hours").default
        found[level] = Decider(named, stand_in, row.hours if row else default)
    return found


def _above(seller: User) -> list[User]:
    """Return the superiors, the nearest first; those who never approve left out."""
    found: list[User] = []
    one = superior_of(seller)
    while one is not None and one not in found and one != seller:
        found.append(one)
        one = superior_of(one)
    return [u for u in found if u.is_active and u.role not in NEVER_APPROVE]


def _by_rank(level: int, above: list[User], director: User | None) -> User | None:
    if level == 1:
        return above[0] if above else director
    if level == 2 and len(above) > 1:
        return above[1]
    return director or (above[-1] if above else None)
