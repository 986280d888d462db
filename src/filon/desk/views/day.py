"""« Ma journée », the home page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from filon.accounts.http import UserRequest
from filon.accounts.models import CompanyProfile, Role
from filon.accounts.policies import can_manage, can_write_sales
from filon.coordination.selectors import inbox_count as inbox_waiting
from filon.desk.selectors.day import day, knows_nobody
from filon.kernel import clock
from filon.web.access import signed_in

EXAM_ROLES = frozenset({Role.OFFICER, Role.EVALUATOR, Role.TUTOR, Role.CANDIDATE})


@signed_in
def my_day(request: UserRequest) -> HttpResponse:
    """Show what awaits this person; lead exam people to their candidates."""
    if request.user.role in EXAM_ROLES:
        return redirect("certification:candidates")
    if request.user.role == Role.ADMINISTRATOR and not _is_set_up():
        return redirect("accounts:setup")
    sheet = day(user=request.user, now=clock.now())
    context = {
        "day": sheet,
        "may_plan": can_write_sales(request.user),
        "leads": can_manage(request.user),
        "is_new": sheet.is_calm and knows_nobody(request.user),
    }
    return render(request, "desk/day.html", context)


def _is_set_up() -> bool:
    return CompanyProfile.objects.filter(pk=1, is_set_up=True).exists()


@signed_in
def inbox_count(request: UserRequest) -> HttpResponse:
    """Answer how many things await this person, for the badge of the navigation."""
    count = inbox_waiting(request.user, clock.now())
    return HttpResponse(str(count) if count else "", content_type="text/plain")
