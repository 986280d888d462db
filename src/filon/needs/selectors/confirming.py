"""What the customer was asked to confirm, and what they said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from filon.coordination.models import PublicLink
from filon.needs.models import Need, NeedConfirmation, Requirement, RowConfirmation


@dataclass(frozen=True, slots=True)
class PublicList:
    """The list of requirements as the holder of a link reads it.

    :ivar rows: each with what this person said of the version that stands, or None.
    """

    confirmation: NeedConfirmation
    rows: Sequence[tuple[Requirement, RowConfirmation | None]]


def confirmations_of(need: Need) -> list[NeedConfirmation]:
    """Return who was asked, the latest first, with what they said; two queries."""
    said = RowConfirmation.objects.select_related("requirement", "settled_by")
    rows = need.confirmations.select_related("contact", "link", "sent_by")
    return list(
        rows.prefetch_related(
            Prefetch("rows", said.order_by("requirement__position", "pk"))
        ).order_by("-sent_at", "-pk")
    )


def public_list(link: PublicLink) -> PublicList | None:
    """Return what a link opens, None if the need is gone; three queries.

    Weights, sources, limits and exchange rates are our own affair and stay out.
    """
    rows = NeedConfirmation.objects.filter(link=link, need__deleted_at=None)
    found = rows.select_related("need__deal__organization", "link", "sent_by").first()
    if found is None or found.need.deal.deleted_at is not None:
        return None
    said = {(row.requirement_id, row.version): row for row in found.rows.all()}
    standing = found.need.requirements.exclude(status=Requirement.Status.WITHDRAWN)
    return PublicList(
        found,
        [
            (row, said.get((row.pk, row.version)))
            for row in standing.order_by("position", "pk")
        ],
    )
