"""The company's framework: its texts, who has read them, where they are cited."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from filon.accounts.http import UserRequest
from filon.coordination import kinds, policies, selectors, services
from filon.coordination.forms.filters import PolicyFilters
from filon.coordination.forms.texts import PolicyForm
from filon.coordination.models import PolicyDocument
from filon.coordination.views.downloads import download
from filon.coordination.views.targets import Facts, kept_upload, known
from filon.files.http import list_response
from filon.journal.http import once
from filon.journal.selectors import timeline
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import scoped, with_right
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day

CITATIONS = 50


@scoped(policies.can_read_framework)
@require_safe
def policy_list(request: UserRequest) -> HttpResponseBase:
    """Show the texts of the company."""
    filters = PolicyFilters(request.GET)
    rows = PolicyDocument.objects.visible_to(request.user)
    if kind := filters.value("kind"):
        rows = rows.filter(kind=kind)
    may_write = policies.can_write_framework(request.user)
    new = reverse("coordination:policy-create")
    spec = ListSpec(
        title=_("Company framework"),
        subtitle=_("What everybody's work must respect, and who has read it."),
        rows=rows,
        columns=_columns(clock.today(), selectors.acknowledged_ids(request.user)),
        url=lambda row: reverse("coordination:policy-detail", args=[row.pk]),
        search=lambda text: Q(title__icontains=text) | Q(summary__icontains=text),
        filters=filters,
        actions=[(_("New text"), new, "plus", True)] if may_write else [],
        empty=(
            _("No text yet"),
            _(
                "Sales policy, general terms of sale, standards: put the first"
                " in force."
            ),
            new if may_write else "",
            _("New text") if may_write else "",
        ),
        file_name="framework",
    )
    return list_response(request, spec)


@with_right(policies.can_write_framework)
@require_http_methods(["GET", "POST"])
@once
def policy_create(request: UserRequest) -> HttpResponseBase:
    """Put an edition of a text in force."""
    initial = {**_former(request), "valid_from": clock.today()}
    form = PolicyForm(request.POST or None, request.FILES or None, initial=initial)
    error = ""
    if form.is_valid():
        try:
            policy = services.policy_create(
                edition=form.edition_put(),
                file=kept_upload(form.cleaned_data["file"], actor=request.user),
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return redirect("coordination:policy-detail", policy.pk)
    return _form_page(request, form, error)


@scoped(policies.can_read_framework)
@require_safe
def policy_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a text, who has read it and where it is cited."""
    policy = _fetched(request, pk)
    readers = list(policy.acknowledgements.select_related("user").order_by("-at", "pk"))
    context = {
        "policy": policy,
        "limits": [line for line in policy.key_limits.splitlines() if line.strip()],
        "facts": known(_facts(policy)),
        "state": _state(policy, clock.today()),
        "readers": readers,
        "has_read": any(one.user_id == request.user.pk for one in readers),
        "citations": _citations(request, policy),
        "can_write": policies.can_write_framework(request.user),
        "history": timeline(policy),
        "trail": [(_("Company framework"), reverse("coordination:policies"))],
    }
    return render(request, "coordination/policy.html", context)


@scoped(policies.can_read_framework)
@require_POST
def acknowledge(request: UserRequest, pk: int) -> HttpResponse:
    """Note that this person has read a text."""
    services.policy_acknowledge(
        policy=_fetched(request, pk), actor=request.user, now=clock.now()
    )
    messages.success(request, _("Your reading is noted."))
    return redirect("coordination:policy-detail", pk)


@scoped(policies.can_read_framework)
@require_safe
def policy_file(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give the file of a text."""
    return download(_fetched(request, pk).file)


def _fetched(request: UserRequest, pk: int) -> PolicyDocument:
    rows = PolicyDocument.objects.visible_to(request.user).select_related("file")
    found: PolicyDocument = get_object_or_404(rows, pk=pk)
    return found


def _former(request: UserRequest) -> dict[str, Any]:
    """Return the values of the text that a new edition follows."""
    asked = request.GET.get("follows", "")
    if not asked.isdigit():
        return {}
    former = _fetched(request, int(asked))
    names = ("kind", "title", "language", "summary", "key_limits")
    return {"edition": "", **{name: getattr(former, name) for name in names}}


def _form_page(request: UserRequest, form: PolicyForm, error: str) -> HttpResponse:
    groups = [
        ("", ("kind", "title", "edition", "language", "valid_from", "valid_until")),
        (_("Contents"), ("summary", "key_limits", "file")),
    ]
    context = {
        "title": _("New text"),
        "intro": _("An open former edition of the same title ends the day before."),
        "form": form,
        "fieldsets": [
            (legend, [form[name] for name in names]) for legend, names in groups
        ],
        "submit_label": _("Put in force"),
        "submit_icon": "scale",
        "cancel_url": reverse("coordination:policies"),
        "error": error,
    }
    is_refused = bool(error) or bool(form.is_bound and form.errors)
    return render(request, "web/form.html", context, status=422 if is_refused else 200)


def _citations(request: UserRequest, policy: PolicyDocument) -> list[dict[str, str]]:
    """Return the sentences that cite a text, without naming records."""
    rows = selectors.citations_of(policy, request.user)
    return [
        {
            "how": row.how,
            "kind": kinds.label_of(row.target_kind),
            "who": str(row.cited_by or ""),
        }
        for row in rows[:CITATIONS]
    ]


def _facts(policy: PolicyDocument) -> Facts:
    return [
        (_("Kind"), policy.get_kind_display()),
        (_("Edition"), policy.edition),
        (_("Language"), dict(settings.LANGUAGES)[policy.language]),
        (_("In force from"), day(policy.valid_from)),
        (_("In force until"), day(policy.valid_until) if policy.valid_until else ""),
    ]


def _state(policy: PolicyDocument, today: date) -> tuple[str, str]:
    if policy.valid_from > today:
        return pgettext("text", "To come"), "info"
    if policy.valid_until is not None and policy.valid_until < today:
        return pgettext("text", "Former"), "neutral"
    return pgettext("text", "In force"), "good"


def _columns(today: date, read: set[int]) -> list[Column]:
    return [
        Column(_("Title"), lambda row: Cell(row.title, sub=row.summary[:120])),
        Column(_("Kind"), lambda row: str(row.get_kind_display())),
        Column(_("Edition"), lambda row: f"{row.edition} ({row.language})"),
        Column(_("Status"), lambda row: _badge(row, today)),
        Column(
            _("In force from"),
            lambda row: day(row.valid_from),
            value=lambda row: row.valid_from,
            sort="valid_from",
        ),
        Column(
            _("In force until"),
            lambda row: day(row.valid_until),
            value=lambda row: row.valid_until,
        ),
        Column(
            _("Read by me"),
            lambda row: (
                Cell(_("Yes"), badge="good")
                if row.pk in read
                else Cell(_("Not yet"), badge="warn")
            ),
        ),
    ]


def _badge(policy: PolicyDocument, today: date) -> Cell:
    text, tone = _state(policy, today)
    return Cell(text, badge=tone)
