"""Needs as a list, and one with its sources and requirements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from filon.accounts.models import User
from filon.catalog.models import ProductFamily
from filon.coordination.selectors import consultations_of
from filon.journal.models import Entry
from filon.journal.selectors import timeline
from filon.kernel.text import words
from filon.needs import synthesis
from filon.needs.dossier import dossier_content
from filon.needs.models import Need, NeedSource, Requirement, RequirementChange
from filon.needs.selectors.deciding import assessments_of, value_cases_of
from filon.needs.selectors.methods import method_sheet
from filon.prospecting.models import CallGuide, GuideAnswer, GuideQuestion


@dataclass(frozen=True, slots=True)
class NeedSheet:
    """All that the pages of a need show, read in six queries."""

    need: Need
    sources: Sequence[NeedSource]
    requirements: Sequence[Requirement]
    waiting_answers: int
    history: Sequence[Entry]

    @property
    def gaps(self) -> list[synthesis.Gap]:
        """What is missing, in the active language."""
        return synthesis.gaps(self.need, self.sources, self.requirements)

    @property
    def may_freeze(self) -> bool:
        """Whether nothing that blocks is missing."""
        return not any(gap.blocks for gap in self.gaps)


def needs(user: User) -> QuerySet[Need]:
    """Return the needs that a person may read, with deal, company and owner."""
    rows: QuerySet[Need] = Need.objects.visible_to(user)
    return rows.select_related(
        "deal__organization", "deal__contact", "owner", "synthesis_file"
    )


def needs_counted(user: User) -> QuerySet[Need]:
    """Return the same with the number of requirements, for lists."""
    return needs(user).annotate(size=Count("requirements"))


def search_needs(text: str) -> Q:
    """Return the filter of the list's search box: reference, title, company."""
    by_company = Q()
    for word in words(text):
        by_company &= Q(deal__organization__name_key__contains=word)
    found = Q(ref__icontains=text) | Q(title__icontains=text)
    return found | by_company if by_company else found


def need_sheet(*, user: User, pk: int) -> NeedSheet:
    """Return one need with sources, requirements and history.

    :raises Need.DoesNotExist: if it is absent or not visible to `user`.
    """
    need = needs(user).get(pk=pk)
    answers = GuideAnswer.objects.filter(
        activity__deal_id=need.deal_id, activity__deleted_at=None, requirement=None
    )
    return NeedSheet(
        need=need,
        sources=sources_of(need),
        requirements=requirements_of(need),
        waiting_answers=answers.count() if need.status == Need.Status.DRAFT else 0,
        history=timeline(need, limit=20),
    )


def need_content(need: Need) -> dict[str, Any]:
    """Return what a proof or an approval of a need is about: frozen once it is."""
    if need.status == Need.Status.SYNTHESIZED:
        return dict(need.synthesis)
    return whole_content(need, sources_of(need), requirements_of(need))


def whole_content(
    need: Need, sources: Sequence[NeedSource], requirements: Sequence[Requirement]
) -> dict[str, Any]:
    """Return everything that a synthesis says; seven queries beside what is given."""
    return {
        **synthesis.content_of(need, sources, requirements, consultations_of(need)),
        **dossier_content(
            need,
            method_sheet(need),
            next(iter(assessments_of(need)), None),
            value_cases_of(need),
        ),
    }


def sources_of(need: Need) -> list[NeedSource]:
    """Return the sources as they are numbered, each with its count of passages."""
    rows = need.sources.select_related("contact", "activity", "file")
    return list(rows.annotate(size=Count("passages")).order_by("pk"))


def requirements_of(need: Need) -> list[Requirement]:
    """Return the requirements in order, with their source."""
    rows = need.requirements.select_related("source").prefetch_related("more_sources")
    return list(rows.order_by("position", "pk"))


def changes_of(requirement: Requirement) -> list[RequirementChange]:
    """Return what changed since the customer confirmed, the latest first."""
    rows = requirement.changes.select_related("by")
    return list(rows.order_by("-version", "-pk"))


def family_questions(
    *, user: User, family: ProductFamily | None
) -> list[GuideQuestion]:
    """Return the questions of the guides written for a family of products."""
    if family is None:
        return []
    guides = CallGuide.objects.visible_to(user).filter(families=family)
    rows = GuideQuestion.objects.filter(guide__in=guides)
    return list(rows.order_by("guide_id", "position", "pk")[:60])
