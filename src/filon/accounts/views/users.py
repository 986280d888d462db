"""The people of the house, for the administrator."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from filon.accounts import services
from filon.accounts.forms import TeamForm, UserForm
from filon.accounts.http import UserRequest
from filon.accounts.models import User
from filon.accounts.policies import can_administer
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.web.access import with_right
from filon.web.listing import Cell, Column, ListSpec, build_page


@with_right(can_administer)
def user_list(request: UserRequest) -> HttpResponseBase:
    """Show everybody who may sign in."""
    spec = ListSpec(
        title=_("Users"),
        rows=User.objects.select_related("team", "department"),
        columns=[
            Column(
                _("Name"), lambda u: Cell(str(u), sub=u.job_title), sort="last_name"
            ),
            Column(_("E-mail"), lambda u: u.email, sort="email"),
            Column(_("Role"), lambda u: u.get_role_display()),
            Column(_("Team"), lambda u: str(u.team or u.department or "")),
            Column(_("State"), _state),
        ],
        url=lambda u: reverse("accounts:user-edit", args=[u.pk]),
        default_sort="last_name",
        search=lambda q: (
            Q(last_name__icontains=q)
            | Q(first_name__icontains=q)
            | Q(email__icontains=q)
        ),
        actions=[
            (_("New team"), reverse("accounts:team-create"), "users", False),
            (_("New user"), reverse("accounts:user-create"), "plus", True),
        ],
        file_name="users",
    )
    return render(request, "web/list.html", {"page": build_page(request, spec)})


def _state(user: User) -> Cell:
    if user.is_active:
        return Cell(pgettext("user", "Active"), badge="good")
    return Cell(pgettext("user", "Closed"), badge="neutral")


@with_right(can_administer)
def user_create(request: UserRequest) -> HttpResponse:
    """Create a user and show their one-time sign-in link."""
    form = UserForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            user = services.user_create(**form.cleaned_data)
        except DomainError as refusal:
            error = str(refusal)
        else:
            return _with_link(request, user)
    context = {
        "title": _("New user"),
        "form": form,
        "error": error,
        "cancel_url": reverse("accounts:users"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


@with_right(can_administer)
def user_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a user."""
    user = get_object_or_404(User, pk=pk)
    initial = {name: getattr(user, name) for name in UserForm.base_fields}
    form = UserForm(request.POST or None, initial=initial)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.user_update(
                user=user,
                values=form.cleaned_data,
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return redirect("accounts:users")
    context = {
        "title": str(user),
        "form": form,
        "error": error,
        "account": user,
        "cancel_url": reverse("accounts:users"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/user_edit.html", context, status=status)


@with_right(can_administer)
@require_POST
def user_link(request: UserRequest, pk: int) -> HttpResponse:
    """Make a one-time sign-in link for a user."""
    return _with_link(request, get_object_or_404(User, pk=pk, is_active=True))


@with_right(can_administer)
@require_POST
def user_close(request: UserRequest, pk: int) -> HttpResponse:
    """Close or open an account again; a closed one loses its sessions at once."""
    user = get_object_or_404(User, pk=pk)
    try:
        services.user_set_active(
            user=user,
            is_active=not user.is_active,
            actor=request.user,
            now=clock.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("accounts:users")


@with_right(can_administer)
def team_create(request: UserRequest) -> HttpResponse:
    """Create a sales team."""
    form = TeamForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.team_create(
                **form.cleaned_data, actor=request.user, now=clock.now()
            )
            return redirect("accounts:users")
        except DomainError as refusal:
            error = str(refusal)
    context = {
        "title": _("New team"),
        "form": form,
        "error": error,
        "cancel_url": reverse("accounts:users"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


def _with_link(request: UserRequest, user: User) -> HttpResponse:
    token = services.sign_in_link_create(user=user, now=clock.now())
    link = request.build_absolute_uri(reverse("accounts:sign-in", args=[token]))
    context = {"account": user, "link": link}
    return render(request, "accounts/user_link.html", context)
