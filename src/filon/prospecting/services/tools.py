"""Call guides, and the supports that help to sell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.files.services import keep_upload
from filon.files.uploads import CheckedUpload
from filon.journal.services import record, save_changes
from filon.kernel.errors import DomainError
from filon.prospecting import policies
from filon.prospecting.models import (
    Activity,
    CallGuide,
    GuideQuestion,
    SalesSupport,
    SupportUse,
)

SCOPES = ("families", "segments", "actions")


class GuideRefused(DomainError):
    """The guide or its question lacks its words, or was answered already."""


class SupportRefused(DomainError):
    """The support has neither a file nor a name."""


@transaction.atomic
def guide_create(
    *,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    scopes: Mapping[str, Sequence[Any]] | None = None,
) -> CallGuide:
    """Write a call guide.

    :param scopes: families, segments and plan actions that it is meant for.
    :raises GuideRefused: without a title.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_plan(actor):
        raise PermissionDenied
    if not str(values.get("title", "")).strip():
        raise GuideRefused(_("Give the guide a title."))
    guide = CallGuide.objects.create(**ownership(actor, now), **values)
    _aim(guide, scopes)
    record(target=guide, message=gettext_noop("Created"), actor=actor, now=now)
    return guide


@transaction.atomic
def guide_update(
    *,
    guide: CallGuide,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    scopes: Mapping[str, Sequence[Any]] | None = None,
) -> None:
    """Change a call guide and what it is meant for.

    :raises GuideRefused: without a title.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_edit(actor, guide):
        raise PermissionDenied
    if not str(values.get("title", guide.title)).strip():
        raise GuideRefused(_("Give the guide a title."))
    save_changes(guide, values=values, actor=actor, now=now)
    _aim(guide, scopes)


@transaction.atomic
def question_add(
    *, guide: CallGuide, values: Mapping[str, Any], actor: User, now: datetime
) -> GuideQuestion:
    """Add a question with its argument, objection and reply, in both languages.

    :raises GuideRefused: without the question in French or, in an English guide, in
        English.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_edit(actor, guide):
        raise PermissionDenied
    _check_question(guide, values)
    last = guide.questions.aggregate(last=Max("position"))["last"] or 0
    question = GuideQuestion.objects.create(guide=guide, position=last + 1, **values)
    record(
        target=guide,
        message=gettext_noop("Question added: %(text)s"),
        params={"text": question.text_fr},
        actor=actor,
        now=now,
    )
    return question


@transaction.atomic
def question_update(
    *, question: GuideQuestion, values: Mapping[str, Any], actor: User, now: datetime
) -> None:
    """Change a question; the answers that were given stand.

    :raises GuideRefused: without the question in the guide's language.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_edit(actor, question.guide):
        raise PermissionDenied
    _check_question(question.guide, values)
    GuideQuestion.objects.filter(pk=question.pk).update(**values)
    question.refresh_from_db()
    record(
        target=question.guide,
        message=gettext_noop("Question changed: %(text)s"),
        params={"text": question.text_fr},
        actor=actor,
        now=now,
    )


@transaction.atomic
def question_remove(*, question: GuideQuestion, actor: User, now: datetime) -> None:
    """Remove a question that nobody has answered.

    :raises GuideRefused: if it was answered: the answers would lose their question.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_edit(actor, question.guide):
        raise PermissionDenied
    if question.guideanswer_set.exists():
        raise GuideRefused(_("This question has been answered; it stays in the guide."))
    record(
        target=question.guide,
        message=gettext_noop("Question removed: %(text)s"),
        params={"text": question.text_fr},
        actor=actor,
        now=now,
    )
    question.delete()


@transaction.atomic
def support_create(
    *,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    upload: CheckedUpload | None = None,
) -> SalesSupport:
    """Add a sales support; only a sample goes without a file.

    :raises SupportRefused: without a file, unless it is a sample.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_plan(actor):
        raise PermissionDenied
    if upload is None and values["kind"] != SalesSupport.Kind.SAMPLE:
        raise SupportRefused(_("Add the file; only a sample goes without one."))
    file = keep_upload(upload=upload, actor=actor, now=now) if upload else None
    support = SalesSupport.objects.create(
        **{**ownership(actor, now), **values, "file": file}
    )
    record(target=support, message=gettext_noop("Created"), actor=actor, now=now)
    return support


def support_retire(
    *, support: SalesSupport, is_active: bool, actor: User, now: datetime
) -> None:
    """Take a support out of use, or back into use; its past uses stand.

    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_edit(actor, support):
        raise PermissionDenied
    save_changes(support, values={"is_active": is_active}, actor=actor, now=now)


@transaction.atomic
def support_use(
    *, support: SalesSupport, activity: Activity, way: str, actor: User, now: datetime
) -> SupportUse:
    """Note that a support was shown, handed over or sent.

    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_edit(actor, activity):
        raise PermissionDenied
    use = SupportUse.objects.create(
        support=support, activity=activity, way=way, used_at=now
    )
    record(
        target=activity,
        message=gettext_noop("Support used: %(title)s"),
        params={"title": support.title},
        actor=actor,
        now=now,
    )
    return use


def _aim(guide: CallGuide, scopes: Mapping[str, Sequence[Any]] | None) -> None:
    for name in SCOPES:
        if scopes is not None and name in scopes:
            getattr(guide, name).set(scopes[name])


def _check_question(guide: CallGuide, values: Mapping[str, Any]) -> None:
    if not str(values.get("text_fr", "")).strip():
        raise GuideRefused(_("Write the question in French."))
    is_english = guide.language == "en"
    if is_english and not str(values.get("text_en", "")).strip():
        raise GuideRefused(
            _("This guide is in English: write the question in English.")
        )
