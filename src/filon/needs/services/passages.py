"""A specification brought in, and requirements taken from its passages."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.files.passages import (
    MAX_PASSAGES,
    PassagesRefused,
    passages_of,
    read_passages,
)
from filon.files.uploads import CheckedUpload
from filon.journal.services import record
from filon.kernel.errors import DomainError
from filon.needs.guessing import guess
from filon.needs.models import Need, NeedSource, Requirement, SourcePassage
from filon.needs.services.guards import require_draft
from filon.needs.services.requirements import requirement_values, reserve_refs
from filon.needs.services.sources import source_add

_TEXT = 500


class NothingChosen(DomainError):
    """No passage was chosen that can still be taken."""


@transaction.atomic
def specification_import(
    *,
    need: Need,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    upload: CheckedUpload | None = None,
    text: str = "",
) -> NeedSource:
    """Keep a specification as a source, with every passage of it in order.

    :param values: fields of NeedSource; `kind`, `title`, `dated_on`, `relevance` are
        required.
    :param upload: the document; the words of `text` where there is none.
    :raises PassagesRefused: if no text can be read, or there is too much of it.
    :raises DomainError: if the file is refused, each with its sentence.
    :raises SourceRefused: as `source_add`.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(need, actor)
    passages = passages_of(text) if upload is None else read_passages(upload)
    if not passages:
        raise PassagesRefused(_("Choose a file, or paste the text."))
    if len(passages) > MAX_PASSAGES:
        raise PassagesRefused(
            _("The document has more than %(limit)s paragraphs: split it.")
            % {"limit": MAX_PASSAGES}
        )
    source = source_add(need=need, values=values, upload=upload, actor=actor, now=now)
    SourcePassage.objects.bulk_create(
        [
            SourcePassage(
                source=source,
                position=position,
                place=passage.place[:120],
                text=passage.text,
                is_heading=passage.is_heading,
            )
            for position, passage in enumerate(passages, start=1)
        ],
        batch_size=500,
    )
    return source


@transaction.atomic
def passages_take(
    *, source: NeedSource, passages: Collection[int], actor: User, now: datetime
) -> list[Requirement]:
    """Make a requirement of each chosen passage, with its place and its words.

    What it asks for, how firmly and at which level is guessed from the words. One that
    was taken already is left alone: chosen by two people it is taken once.

    :raises NothingChosen: if none of them can be taken.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    need = source.need
    require_draft(need, actor)
    chosen = list(
        source.passages.select_for_update()
        .filter(pk__in=passages, requirement=None)
        .order_by("position")
    )
    if not chosen:
        raise NothingChosen(_("Choose the passages that become requirements."))
    refs = reserve_refs(need, len(chosen))
    made = []
    for (ref, position), passage in zip(refs, chosen, strict=True):
        guessed = guess(passage.text, is_heading=passage.is_heading)
        values = requirement_values(
            {
                "kind": guessed.kind,
                "priority": guessed.priority,
                "text": _short(passage.text),
                **guessed.read,
            },
            read_number=False,
        )
        requirement = Requirement.objects.create(
            need=need,
            ref=ref,
            position=position,
            source=source,
            place=passage.place,
            verbatim=passage.text,
            **values,
        )
        passage.requirement = requirement
        made.append(requirement)
    SourcePassage.objects.bulk_update(chosen, ["requirement"], batch_size=500)
    record(
        target=need,
        message=gettext_noop("Requirements taken from %(title)s: %(count)s"),
        params={"title": source.title, "count": len(made)},
        actor=actor,
        now=now,
    )
    return made


@transaction.atomic
def passages_set_aside(
    *,
    source: NeedSource,
    passages: Collection[int],
    actor: User,
    now: datetime,
    is_back: bool = False,
) -> int:
    """Set passages aside as asking for nothing, or bring them back; return how many.

    :raises NothingChosen: if none of them can be set aside.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(source.need, actor)
    rows = source.passages.filter(
        pk__in=passages, requirement=None, set_aside_at__isnull=not is_back
    )
    count = rows.update(set_aside_at=None if is_back else now)
    if not count:
        raise NothingChosen(_("Choose the passages first."))
    message = (
        gettext_noop("Passages of %(title)s brought back: %(count)s")
        if is_back
        else gettext_noop("Passages of %(title)s set aside: %(count)s")
    )
    record(
        target=source.need,
        message=message,
        params={"title": source.title, "count": count},
        actor=actor,
        now=now,
    )
    return count


def _short(text: str) -> str:
    """Return the words of a requirement; the whole passage stays its verbatim."""
    words = " ".join(text.replace(" | ", " ").split())
    return words if len(words) <= _TEXT else f"{words[: _TEXT - 1].rstrip()}…"
