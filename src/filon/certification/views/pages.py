"""What every page of a candidate shares: the record, its tabs, its steps, actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.accounts.http import UserRequest
from filon.certification import policies
from filon.certification.lifecycle import ENDED, GATHERING
from filon.certification.models import Candidate, Path
from filon.certification.selectors import candidates, paths
from filon.certification.selectors.candidates import CandidateFile
from filon.kernel import clock
from filon.kernel.errors import DomainError

STATUS_TONES = {
    "REGISTERED": "neutral",
    "IN_PREPARATION": "info",
    "SUBMITTED": "accent",
    "EVALUATED": "good",
    "CLOSED": "good",
    "WITHDRAWN": "bad",
}
WAY = ("REGISTERED", "IN_PREPARATION", "SUBMITTED", "EVALUATED", "CLOSED")


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the page."""

    label: str
    url: str
    active: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the path as `steps.html` shows it."""

    label: str
    state: str
    on: date | None = None


def candidate_file(request: UserRequest, pk: int) -> CandidateFile:
    """Return a candidate's file, or answer that there is none."""
    try:
        return candidates.file_of(request.user, pk)
    except Candidate.DoesNotExist:
        raise Http404 from None


def page(
    request: UserRequest,
    file: CandidateFile,
    tab: str,
    template: str,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Answer one tab of a candidate's page."""
    path, reader = file.path, request.user
    shown = {
        "file": file,
        "candidate": file.candidate,
        "path": path,
        "tone": STATUS_TONES[path.status],
        "tabs": _tabs(file, tab),
        "steps": _steps(path),
        "may_organize": policies.can_organize(reader),
        "may_upload": policies.can_upload(reader, path),
        "may_submit": policies.can_submit(reader, path),
        "is_gathering": path.status in GATHERING,
        "is_ended": path.status in ENDED,
        "needs_opinion": paths.needs_opinion(path),
        "trail": [(_("Candidates"), reverse("certification:candidates"))],
        **context,
    }
    return render(request, template, shown, status=status)


def attempt(request: UserRequest, act: Callable[[], Any], done: str = "") -> bool:
    """Run one service call; tell what came of it; return whether it took place."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return False
    if done:
        messages.success(request, done)
    return True


def _tabs(file: CandidateFile, active: str) -> list[Tab]:
    labels = [
        ("detail", pgettext("candidate", "File")),
        ("evidence", _("Evidence")),
        ("concertation", _("Concertation")),
        ("grids", _("Grids")),
        ("opinion", _("Company's opinion")),
    ]
    return [
        Tab(
            label,
            reverse(f"certification:{name}", args=[file.candidate.pk]),
            name == active,
        )
        for name, label in labels
    ]


def _steps(path: Path) -> list[Step]:
    labels = dict(Path.Status.choices)
    if path.status == Path.Status.WITHDRAWN:
        return [Step(str(labels["WITHDRAWN"]), "late", _day(path.closed_at))]
    at = WAY.index(path.status)
    days = {
        "REGISTERED": path.registered_at,
        "SUBMITTED": path.submitted_at,
        "CLOSED": path.closed_at,
    }
    is_last = at == len(WAY) - 1
    return [
        Step(
            str(labels[name]),
            "done" if n < at or is_last else "current" if n == at else "todo",
            _day(days.get(name)),
        )
        for n, name in enumerate(WAY)
    ]


def _day(moment: Any) -> date | None:
    return clock.day_of(moment) if moment is not None else None
