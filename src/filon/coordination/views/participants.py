"""Who must be informed of a record."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from filon.accounts.http import UserRequest
from filon.coordination import policies, services
from filon.coordination.forms.asking import ParticipantForm
from filon.coordination.models import Participant
from filon.coordination.views.targets import Page, answer_form, target_or_404
from filon.journal.http import once
from filon.kernel import clock
from filon.web.access import scoped


@scoped(policies.can_start)
@require_http_methods(["GET", "POST"])
@once
def participants(request: UserRequest, kind: str, pk: int) -> HttpResponseBase:
    """Show who is identified and add somebody."""
    target = target_or_404(request.user, kind, pk)
    form = ParticipantForm(request.POST or None, user=request.user)

    def act() -> str:
        added = services.participant_add(
            target=target,
            who=form.addressee(),
            role=form.cleaned_data["role"],
            is_to_inform=form.cleaned_data["is_to_inform"],
            actor=request.user,
            now=clock.now(),
        )
        return _("%(name)s is identified.") % {"name": added}

    page = Page(
        _("Who to inform"), _("Add"), "plus", template="coordination/participants.html"
    )
    rows = Participant.objects.filter(target_kind=kind, target_id=pk)
    return answer_form(
        request,
        target,
        form,
        page,
        act,
        kind=kind,
        pk=pk,
        participants=rows.select_related("user", "department").order_by("pk"),
    )


@scoped(policies.can_start)
@require_POST
def prefill(request: UserRequest, kind: str, pk: int) -> HttpResponse:
    """Add those who must be informed by rule."""
    added = services.participants_prefill(
        target=target_or_404(request.user, kind, pk),
        actor=request.user,
        now=clock.now(),
    )
    sentence = ngettext(
        "%(count)s participant added.", "%(count)s participants added.", len(added)
    )
    messages.success(request, sentence % {"count": len(added)})
    return redirect("coordination:participants", kind, pk)


@scoped(policies.can_start)
@require_POST
def remove(request: UserRequest, kind: str, pk: int, participant: int) -> HttpResponse:
    """Take somebody off."""
    services.participant_remove(
        target=target_or_404(request.user, kind, pk),
        participant=get_object_or_404(
            Participant, pk=participant, target_kind=kind, target_id=pk
        ),
        actor=request.user,
        now=clock.now(),
    )
    return redirect("coordination:participants", kind, pk)
