from __future__ import annotations

from django.urls import path

from filon.desk.views import brief, calendar, company, day, deal, search, trash

app_name = "desk"

urlpatterns = [
    path("", day.my_day, name="day"),
    path("inbox/count/", day.inbox_count, name="inbox-count"),
    path("companies/<int:pk>/", company.detail, name="company"),
    path("companies/<int:pk>/brief/", brief.contact_brief_page, name="brief"),
    path("deals/<int:pk>/", deal.deal_detail, name="deal"),
    path("search/", search.search, name="search"),
    path("trash/", trash.trash, name="trash"),
    path("trash/<str:kind>/<int:pk>/restore/", trash.restore, name="restore"),
    path("trash/<str:kind>/<int:pk>/throw/", trash.throw, name="throw"),
    path(
        "calendar/<int:pk>/<str:token>.ics",
        calendar.calendar_feed,
        name="calendar-feed",
    ),
]
