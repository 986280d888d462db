"""The six verifications of a revision and the expert answers that fill them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from filon.accounts.models import DepartmentKind as D
from filon.coordination.models import Consultation
from filon.journal.models import kind_of
from filon.offers.models import ConformityCheck, OfferRevision

T = ConformityCheck.Topic
# The check that a department's answer fills (offers.md §10).
TOPIC_OF: Final[dict[str, str]] = {
    D.PURCHASING: T.COST,
    D.FINANCE: T.COST,
    D.METHODS: T.MANUFACTURING,
    D.PRODUCTION: T.MANUFACTURING,
    D.ENGINEERING: T.TECHNICALITY,
    D.RESEARCH: T.TECHNICALITY,
    D.HSE: T.IMPLEMENTATION,
    D.LEGAL: T.IMPLEMENTATION,
    D.QUALITY: T.WARRANTY,
    D.AFTER_SALES: T.WARRANTY,
    D.LOGISTICS: T.DELIVERY,
    D.SALES_ADMIN: T.DELIVERY,
}


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One verification with the latest question that was asked about it."""

    check: ConformityCheck
    consultation: Consultation | None

    @property
    def is_answered(self) -> bool:
        """Whether an unconditional yes would fill it."""
        found = self.consultation
        return (
            found is not None
            and found.status == Consultation.Status.ANSWERED
            and found.verdict == Consultation.Verdict.YES
        )


def check_rows(
    revision: OfferRevision, asked: list[Consultation] | None = None
) -> list[CheckRow]:
    """Return the six checks in the order of the referential; two queries.

    :param asked: the questions about the revision, where they are read already.
    """
    known = consultations_about(revision) if asked is None else asked
    order = {topic: rank for rank, topic in enumerate(T.values)}
    checks = sorted(
        revision.conformity.select_related("checked_by", "consultation"),
        key=lambda row: order.get(row.topic, 99),
    )
    latest = {c.topic: c for c in known if c.topic}
    return [CheckRow(row, latest.get(row.topic) or row.consultation) for row in checks]


def consultations_about(
    revision: OfferRevision, known: Sequence[Consultation] | None = None
) -> list[Consultation]:
    """Return the questions about a revision and its offer, the oldest first.

    :param known: those about all revisions of the offer, where they are read already.
    """
    if known is not None:
        here_keys = {
            (kind_of(revision), revision.pk),
            (kind_of(revision.offer), revision.offer_id),
        }
        return sorted(
            (row for row in known if (row.target_kind, row.target_id) in here_keys),
            key=lambda row: row.pk,
        )
    here = Q(target_kind=kind_of(revision), target_id=revision.pk)
    here |= Q(target_kind=kind_of(revision.offer), target_id=revision.offer_id)
    rows = Consultation.objects.alive().filter(here)
    return list(rows.exclude(status=Consultation.Status.CANCELLED).order_by("pk"))


def blocking(rows: list[CheckRow], asked: list[Consultation]) -> list[Consultation]:
    """Return the unanswered questions that hold the sending back.

    A check that was waived with its reason lifts the question of its topic
    (product.md §3.4).
    """
    waived = {
        row.check.topic
        for row in rows
        if row.check.status == ConformityCheck.Status.WAIVED
    }
    return [
        row
        for row in asked
        if row.status == Consultation.Status.OPEN
        and row.blocks_sending
        and row.topic not in waived
    ]


def unconfirmed(rows: list[CheckRow], asked: list[Consultation]) -> list[Consultation]:
    """Return the opinions without which the offer would leave.

    Those that said no, and those whose topic was waived before they answered: the
    feasibility is then missing, which offers.md §9 (W-02) gives to an approver.
    """
    held = {row.pk for row in blocking(rows, asked)}
    return [
        row
        for row in asked
        if row.verdict == Consultation.Verdict.NO
        or (
            row.status == Consultation.Status.OPEN
            and row.blocks_sending
            and row.pk not in held
        )
    ]
