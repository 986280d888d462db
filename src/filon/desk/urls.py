from __future__ import annotations

from django.urls import path

from filon.desk.views import calendar, day, search, trash

app_name = "desk"

urlpatterns = [
    path("", day.my_day, name="day"),
    path("inbox/count/", day.inbox_count, name="inbox-count"),
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
