"""What a person sees and changes of themselves."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts import services
from filon.accounts.forms import ProfileForm
from filon.accounts.http import UserRequest
from filon.web.access import signed_in


@signed_in
def profile(request: UserRequest) -> HttpResponse:
    """Show and change one's own particulars."""
    initial = {name: getattr(request.user, name) for name in ProfileForm.base_fields}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.profile_update(user=request.user, values=form.cleaned_data)
        return redirect("accounts:profile")
    context = {"title": _("My profile"), "form": form, "calendar_url": ""}
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/profile.html", context, status=status)


@signed_in
@require_POST
def calendar_link(request: UserRequest) -> HttpResponse:
    """Make the address of one's calendar feed; the former one dies."""
    token = services.calendar_token_create(user=request.user)
    address = reverse("desk:calendar-feed", args=[request.user.pk, token])
    initial = {name: getattr(request.user, name) for name in ProfileForm.base_fields}
    context = {
        "title": _("My profile"),
        "form": ProfileForm(initial=initial),
        "calendar_url": request.build_absolute_uri(address),
    }
    return render(request, "accounts/profile.html", context)
