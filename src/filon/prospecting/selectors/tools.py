"""Guides and supports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from filon.accounts.models import User
from filon.directory.models import Organization
from filon.journal.models import Entry
from filon.journal.selectors import timeline
from filon.plans.models import PlanAction
from filon.prospecting.models import CallGuide, GuideQuestion, SalesSupport


@dataclass(frozen=True, slots=True)
class GuideSheet:
    """All that the page of a guide shows, read in six queries."""

    guide: CallGuide
    questions: Sequence[GuideQuestion]
    families: Sequence[str]
    segments: Sequence[str]
    actions: Sequence[str]
    history: Sequence[Entry]


def guides(user: User) -> QuerySet[CallGuide]:
    """Return the guides that a person may read, with their number of questions."""
    rows: QuerySet[CallGuide] = CallGuide.objects.visible_to(user)
    return rows.select_related("owner").annotate(size=Count("questions"))


def guide_sheet(*, user: User, pk: int) -> GuideSheet:
    """Return one guide with its questions and what it is meant for.

    :raises CallGuide.DoesNotExist: if it is absent or not visible to `user`.
    """
    guide = CallGuide.objects.visible_to(user).get(pk=pk)
    return GuideSheet(
        guide=guide,
        questions=list(guide.questions.order_by("position", "pk")),
        families=[str(row) for row in guide.families.order_by("name")],
        segments=[str(row) for row in guide.segments.order_by("name")],
        actions=[str(row) for row in guide.actions.order_by("pk")],
        history=timeline(guide, limit=20),
    )


def proposed_guide(
    *,
    user: User,
    organization: Organization,
    language: str,
    action: PlanAction | None = None,
) -> CallGuide | None:
    """Return the guide that suits: of the plan's action, else of the segment, else any.

    Guides in the language of the contact come first. One query.
    """
    rows = CallGuide.objects.visible_to(user).prefetch_related("actions", "segments")
    best: tuple[int, CallGuide] | None = None
    for guide in rows.order_by("pk")[:100]:
        score = 4 * (action is not None and action in guide.actions.all())
        score += 2 * (organization.segment_id in {s.pk for s in guide.segments.all()})
        score += guide.language == language
        if best is None or score > best[0]:
            best = (score, guide)
    return best[1] if best else None


def supports(user: User) -> QuerySet[SalesSupport]:
    """Return the supports that a person may read, with how often they were used."""
    rows: QuerySet[SalesSupport] = SalesSupport.objects.visible_to(user)
    return rows.select_related("family", "segment", "file").annotate(used=Count("uses"))
