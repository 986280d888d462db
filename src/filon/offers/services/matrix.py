"""Answering the requirements of a need, one row of the matrix at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from filon.accounts.models import User
from filon.journal.services import record
from filon.kernel.errors import DomainError
from filon.offers.models import AdequacyCheck, OfferLine
from filon.offers.selectors import adequacy
from filon.offers.selectors.snapshot import lines_of
from filon.offers.services.check_words import VERDICTS
from filon.offers.services.drafts import open_draft
from filon.offers.services.outdating import approvals_outdate
from filon.offers.services.reserve_numbers import reserves_sync
from filon.offers.services.verdicts import compute

V = AdequacyCheck.Verdict
R = AdequacyCheck.Review
DEVIATIONS = frozenset({V.RESERVED, V.VARIANT, V.NOT_COMPLIANT})
DETAILS = ("proof", "proof_page", "proof_file", "owner", "due_on", "review")
_ANSWER = ("verdict", "offered", "comment")
_STORED = (
    *_ANSWER,
    *DETAILS,
    "is_computed",
    "is_typed",
    "line_id",
    "level",
    "unit",
    "margin_percent",
    "trace",
    "reviewed_by_id",
    "reviewed_at",
)


class AnswerUnexplained(DomainError):
    """A reserve, a variant or a deviation needs its words."""


@transaction.atomic
def adequacy_set(
    *,
    row: AdequacyCheck,
    verdict: str,
    comment: str = "",
    offered: str | None = None,
    line: OfferLine | None = None,
    details: Mapping[str, Any] | None = None,
    actor: User,
    now: datetime,
) -> None:
    """Say how the revision answers one requirement.

    A level typed as `12 bar` is compared like that of an item. A row set back to
    "to clarify" without words is worked out again. Changing an answer that was
    reviewed asks for another review.

    :param offered: what is offered; empty: what the lines give; None: as it was.
    :param details: of DETAILS, those that change.
    :raises AnswerUnexplained: if a reserve, variant or deviation has no words.
    :raises RevisionFrozen: if the revision was sent.
    """
    words = comment.strip()
    if verdict in DEVIATIONS and not words and not _is_kept(row, verdict, words):
        raise AnswerUnexplained(
            _("Explain the deviation: the customer reads it among the reserves.")
        )
    open_draft(row.revision, actor=actor, now=now)
    before = [getattr(row, name) for name in _ANSWER]
    row.is_computed = _is_kept(row, verdict, words)
    if offered is not None:
        _offer(row, offered.strip()[:200])
    row.verdict, row.comment = verdict, words
    row.line = line or row.line
    for name, value in (details or {}).items():
        if name in DETAILS:
            setattr(row, name, value)
    _work_out(row)
    is_changed = before != [getattr(row, name) for name in _ANSWER]
    _review(row, actor=actor, now=now, is_changed=is_changed)
    AdequacyCheck.objects.filter(pk=row.pk).update(
        **{name: getattr(row, name) for name in _STORED}
    )
    reserves_sync(row.revision)
    record(
        target=row.revision,
        message=VERDICTS[row.verdict],
        params={"ref": row.requirement.ref},
        actor=actor,
        now=now,
        about=row.revision.offer,
    )
    approvals_outdate(row.revision, now=now)


def _is_kept(row: AdequacyCheck, verdict: str, words: str) -> bool:
    """Whether the computed verdict stands: confirmed as it is, or left to itself."""
    is_same = row.is_computed and verdict == row.verdict
    return is_same and (verdict == V.COMPLIANT or not words)


def _offer(row: AdequacyCheck, text: str) -> None:
    """Take what was typed; what the form showed by itself was not typed."""
    if not text:
        row.is_typed, row.offered = False, ""
    elif row.is_typed or text not in {row.offered, adequacy.offered_words(row)}:
        row.is_typed, row.offered = True, text


def _work_out(row: AdequacyCheck) -> None:
    lines = [
        found
        for found in lines_of(row.revision)
        if found.item_id is not None and found.inclusion == OfferLine.Inclusion.FIRM
    ]
    known = adequacy.characteristics_by_item(
        found.item_id for found in lines if found.item_id is not None
    )
    compute(row, lines, known)


def _review(
    row: AdequacyCheck, *, actor: User, now: datetime, is_changed: bool
) -> None:
    was_reviewed = row.reviewed_at is not None
    if row.review == R.REVIEWED and not (was_reviewed and is_changed):
        if not was_reviewed:
            row.reviewed_by, row.reviewed_at = actor, now
        return
    row.reviewed_by = row.reviewed_at = None
    if row.review == R.REVIEWED or (row.review == R.TO_WRITE and row.verdict != V.OPEN):
        row.review = R.TO_REVIEW
