"""The synthesis frozen, and the need opened again."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.coordination.services import approvals_void
from filon.documents.services import render_and_store
from filon.journal.services import move
from filon.kernel.errors import DomainError
from filon.needs import policies, synthesis
from filon.needs.lifecycle import NEED
from filon.needs.models import Need
from filon.needs.selectors.needs import whole_content
from filon.needs.services.guards import require_draft

N = Need


class SynthesisIncomplete(DomainError):
    """Something that the synthesis rests on is missing."""


@transaction.atomic
def need_synthesize(*, need: Need, actor: User, now: datetime) -> None:
    """Freeze the synthesis: its content as data, its PDF in the need's language.

    What is missing without blocking is printed as open points.

    :raises SynthesisIncomplete: with one sentence for each thing that is missing.
    :raises NeedFrozen: if it is frozen already.
    :raises RenderingFailed: if the document cannot be set; nothing is written.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(need, actor)
    N.objects.select_for_update().get(pk=need.pk)
    need.refresh_from_db()
    sources = list(need.sources.order_by("pk"))
    requirements = list(need.requirements.order_by("position", "pk"))
    missing = synthesis.gaps(need, sources, requirements)
    blocking = [gap.sentence for gap in missing if gap.blocks]
    if blocking:
        raise SynthesisIncomplete(" ".join(blocking))
    with translation.override(need.language):
        points = [gap.sentence for gap in synthesis.gaps(need, sources, requirements)]
        content = whole_content(need, sources, requirements)
        document = synthesis.document_of(content, points)
    file = render_and_store(
        document=document,
        name=f"{need.ref} {need.title}",
        language=need.language,
        actor=actor,
        now=now,
    )
    move(
        need,
        to=N.Status.SYNTHESIZED,
        transitions=NEED,
        actor=actor,
        now=now,
        message=gettext_noop("Synthesis frozen"),
        about=need.deal,
        synthesis={**content, "open_points": points},
        synthesis_file=file,
        synthesized_at=now,
        updated_at=now,
    )


@transaction.atomic
def need_reopen(*, need: Need, reason: str, actor: User, now: datetime) -> None:
    """Open a frozen need again; the frozen file stays until the next synthesis.

    Approvals of the frozen content become void.

    :raises SynthesisIncomplete: without a reason.
    :raises TransitionRefused: if it is not frozen any more.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_write(actor, need):
        raise PermissionDenied
    if not reason.strip():
        raise SynthesisIncomplete(_("Say why the need is opened again."))
    move(
        need,
        to=N.Status.DRAFT,
        transitions=NEED,
        actor=actor,
        now=now,
        message=gettext_noop("Opened again: %(reason)s"),
        params={"reason": reason.strip()[:200]},
        about=need.deal,
        updated_at=now,
    )
    approvals_void(target=need, actor=actor, now=now)
