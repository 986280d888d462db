"""The record that a gesture is about, and the form page of every gesture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from filon.accounts.http import UserRequest
from filon.accounts.models import User
from filon.coordination import kinds
from filon.files.models import StoredFile
from filon.files.services import keep_upload
from filon.files.uploads import check_upload
from filon.kernel import clock
from filon.kernel.errors import DomainError

Trail = list[tuple[str, str]]
Facts = list[tuple[str, Any]]


def target_or_404(user: User, kind: str, pk: int) -> Model:
    """Return the record of a kind if this person may read it."""
    row = kinds.fetch(user, kind, pk)
    if row is None:
        raise Http404
    return row


def trail_of(target: Model) -> Trail:
    """Return the way back to a record."""
    kind = target._meta.label_lower
    return [
        (f"{kinds.label_of(kind)} · {kinds.title_of(target)}", back_to(target)),
    ]


def back_to(target: Model) -> str:
    """Return the page of a record."""
    return kinds.url_of(target._meta.label_lower, target.pk)


def known(facts: Facts) -> Facts:
    """Leave out the facts that have no value."""
    return [(label, value) for label, value in facts if value not in {None, ""}]


def link_to(user: User, kind: str, pk: int) -> str:
    """Return the page of a gesture's record, or nothing if it is not theirs to read."""
    if kinds.fetch(user, kind, pk) is None:
        return ""
    return kinds.url_of(kind, pk)


@dataclass(frozen=True, slots=True)
class Page:
    """The words of a form page; `fieldsets` groups the fields by their names."""

    title: str
    submit: str
    icon: str
    template: str = "coordination/gesture_form.html"
    fieldsets: Sequence[tuple[str, Sequence[str]]] = ()


def answer_form(
    request: UserRequest,
    target: Model,
    form: Form,
    page: Page,
    act: Callable[[], str],
    **more: Any,
) -> HttpResponse:
    """Run `act` on a good form and go back to the record, else show the form.

    `act` makes one service call and returns what to tell the person. Its DomainError
    is shown above the form (422).
    """
    error = ""
    if form.is_valid():
        try:
            told = act()
        except DomainError as refusal:
            error = str(refusal)
        else:
            messages.success(request, told)
            return redirect(back_to(target))
    context = {
        "title": page.title,
        "subtitle": kinds.title_of(target),
        "trail": trail_of(target),
        "form": form,
        "fieldsets": [
            (legend, [form[name] for name in names]) for legend, names in page.fieldsets
        ],
        "submit_label": page.submit,
        "submit_icon": page.icon,
        "cancel_url": back_to(target),
        "error": error,
        **more,
    }
    is_refused = bool(error) or bool(form.is_bound and form.errors)
    return render(request, page.template, context, status=422 if is_refused else 200)


def kept_upload(upload: UploadedFile[Any] | None, *, actor: User) -> StoredFile | None:
    """Check and keep a file that was sent, or return None without one.

    :raises UploadRefused: by name, size or content.
    """
    if upload is None:
        return None
    checked = check_upload(upload.name or "", cast("BinaryIO", upload))
    return keep_upload(upload=checked, actor=actor, now=clock.now())
