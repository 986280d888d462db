"""Call after call, for whoever works from the desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.models import scope_of
from filon.accounts.policies import can_read_sales, can_write_sales
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.plans.models import PlanTarget
from filon.prospecting import policies, selectors, services
from filon.prospecting.forms import CallForm
from filon.prospecting.models import Activity
from filon.prospecting.views.tabs import tabs
from filon.web.access import scoped


@scoped(can_read_sales)
def call_screen(request: UserRequest) -> HttpResponse:
    """Show whom to call now; `?target=` chooses another one of the queue."""
    return _screen(request, CallForm(), "")


def _screen(request: UserRequest, form: CallForm, error: str) -> HttpResponse:
    chosen = request.GET.get("target", "")
    screen = selectors.call_screen(
        user=request.user,
        on=clock.today(),
        target_id=int(chosen) if chosen.isdigit() else None,
    )
    context = {
        "screen": screen,
        "form": form,
        "error": error,
        "keys": list(enumerate(Activity.Outcome.choices, start=1)),
        "may_call": policies.can_plan(request.user),
        "in_english": screen.guide is not None and screen.guide.language == "en",
        "tabs": tabs("calls"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "prospecting/calls.html", context, status=status)


@scoped(can_write_sales)
@require_POST
@once
def call_log(request: UserRequest, pk: int) -> HttpResponse:
    """Report a call and show the next one."""
    rows = PlanTarget.objects.filter(scope_of(request.user, "plan__"))
    related = rows.select_related("organization", "plan", "contact", "site")
    target = get_object_or_404(related, pk=pk)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _screen(request, form, "")
    try:
        services.call_log(
            target=target, **form.cleaned_data, actor=request.user, now=clock.now()
        )
    except DomainError as refusal:
        return _screen(request, form, str(refusal))
    messages.success(
        request, _("%(company)s: noted.") % {"company": target.organization}
    )
    return redirect("prospecting:calls")
