"""What was answered to a guide becomes requirements with their source."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.journal.services import record
from filon.kernel import clock
from filon.needs.models import Need, NeedSource, Requirement
from filon.needs.services.guards import require_draft
from filon.needs.services.requirements import requirement_values, reserve_refs
from filon.prospecting.models import Activity, GuideAnswer, RequirementKind

A = Activity.Kind
VISITED = frozenset({A.VISIT, A.MEETING, A.DEMO, A.SHOW})


@transaction.atomic
def requirements_from_answers(*, need: Need, actor: User, now: datetime) -> int:
    """Take over the answers of the deal's contacts that no need has yet.

    Each contact becomes one source; the question becomes the criterion, the answer
    the text, a number in the answer the level. Returns how many were taken over.

    :raises NeedFrozen: if its synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(need, actor)
    answers = list(
        GuideAnswer.objects.filter(
            activity__deal=need.deal, activity__deleted_at=None, requirement=None
        )
        .select_related("question", "activity")
        .order_by("activity__starts_at", "activity_id", "question__position", "pk")
    )
    if not answers:
        return 0
    sources = _sources(need, answers)
    refs = reserve_refs(need, len(answers))
    for (ref, position), answer in zip(refs, answers, strict=True):
        Requirement.objects.create(
            need=need,
            ref=ref,
            position=position,
            source=sources[answer.activity_id],
            guide_answer=answer,
            **_values(need, answer),
        )
    record(
        target=need,
        message=gettext_noop("Requirements made of answers of contacts: %(count)s"),
        params={"count": len(answers)},
        actor=actor,
        now=now,
    )
    return len(answers)


def _values(need: Need, answer: GuideAnswer) -> dict[str, object]:
    question = answer.question
    asked = question.text_en if need.language == "en" else question.text_fr
    natures = Requirement.Nature
    return requirement_values(
        {
            "kind": question.requirement_kind or RequirementKind.FUNCTIONAL,
            "nature": natures.IMPLICIT if answer.is_implicit else natures.EXPLICIT,
            "text": answer.answer[:500],
            "criterion": (asked or question.text_fr)[:200].rstrip(" ?\u00a0"),
            "unit": question.unit,
            "revealed_by": (asked or question.text_fr)[:300],
            "priority": Requirement.Priority.SHOULD,
        },
        read_number=bool(question.unit),
    )


def _sources(need: Need, answers: list[GuideAnswer]) -> dict[int, NeedSource]:
    """Return the source that each contact is, those that exist first."""
    known = {
        source.activity_id: source
        for source in need.sources.exclude(activity=None)
        if source.activity_id is not None
    }
    for answer in answers:
        activity = answer.activity
        if activity.pk not in known:
            known[activity.pk] = _source(need, activity)
    return known


def _source(need: Need, activity: Activity) -> NeedSource:
    kinds = NeedSource.Kind
    with translation.override(need.language):
        relevance = _("Answers given to our questions during this contact")
    return NeedSource.objects.create(
        need=need,
        kind=kinds.VISIT if activity.kind in VISITED else kinds.INTERVIEW,
        title=activity.subject,
        author=str(activity.owner or ""),
        contact=activity.contacts.first(),
        activity=activity,
        dated_on=clock.day_of(activity.done_at or activity.starts_at),
        relevance=relevance,
    )
