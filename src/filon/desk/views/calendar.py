"""One's calendar as a feed that a phone can subscribe to (iCalendar, RFC 5545)."""

from __future__ import annotations

import hmac
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from icalendar import Calendar, Event

from filon.accounts import limits
from filon.accounts.models import User
from filon.accounts.services import hash_token
from filon.kernel import clock
from filon.prospecting.models import Activity
from filon.web.access import by_link

PAST, HOUR = timedelta(days=90), timedelta(hours=1)


@by_link
def calendar_feed(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Answer the planned and past activities of the person whose token this is."""
    user = User.objects.filter(pk=pk, is_active=True).first()
    known = user.calendar_token_hash if user else ""
    if not known or not hmac.compare_digest(known, hash_token(token)):
        if not limits.link_try_is_allowed(request):
            return HttpResponse(status=429)
        raise Http404
    with translation.override(user.language if user else None):
        content = _calendar(user).to_ical()  # type: ignore[arg-type]
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="filon.ics"'
    return response


def _calendar(user: User) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Filon//Filon//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Filon · {user}")
    rows = (
        Activity.objects.visible_to(user)
        .filter(owner=user, starts_at__gte=clock.now() - PAST)
        .exclude(status=Activity.Status.CANCELLED)
        .select_related("organization")
        .order_by("starts_at", "pk")[:2000]
    )
    for activity in rows:
        calendar.add_component(_event(activity))
    return calendar


def _event(activity: Activity) -> Event:
    event = Event()
    event.add("uid", f"activity-{activity.pk}@filon")
    event.add("dtstamp", activity.updated_at)
    event.add("dtstart", activity.starts_at)
    event.add("dtend", activity.ends_at or activity.starts_at + HOUR)
    kind = activity.get_kind_display()
    event.add("summary", f"{kind} · {activity.organization} · {activity.subject}")
    if activity.location:
        event.add("location", activity.location)
    if activity.aim:
        event.add("description", activity.aim)
    return event
