"""Addresses of prospecting; the contact brief is `desk:brief`."""

from __future__ import annotations

from django.urls import path

from filon.prospecting.views import (
    activities,
    agenda,
    calls,
    guides,
    lists,
    performance,
    reports,
    roadmaps,
    supports,
)

app_name = "prospecting"

urlpatterns = [
    path("prospecting/", lists.activity_list, name="list"),
    path("prospecting/week/", agenda.agenda, name="agenda"),
    path("prospecting/new/", activities.activity_create, name="create"),
    path("prospecting/calls/", calls.call_screen, name="calls"),
    path("prospecting/calls/<int:pk>/", calls.call_log, name="call-log"),
    path("prospecting/performance/", performance.performance, name="performance"),
    path("prospecting/roadmap/", roadmaps.roadmap, name="roadmap"),
    path("prospecting/<int:pk>/", activities.activity_detail, name="detail"),
    path("prospecting/<int:pk>/edit/", activities.activity_edit, name="edit"),
    path("prospecting/<int:pk>/report/", reports.activity_report, name="report"),
    path(
        "prospecting/<int:pk>/put-off/",
        activities.activity_reschedule,
        name="reschedule",
    ),
    path("prospecting/<int:pk>/give-up/", activities.activity_cancel, name="cancel"),
    path("prospecting/<int:pk>/finding/", reports.finding_capture, name="capture"),
    path("prospecting/<int:pk>/support/", reports.support_use, name="support-use"),
    path("prospecting/<int:pk>/deal/", reports.deal_open, name="deal-open"),
    path("guides/", guides.guide_list, name="guides"),
    path("guides/new/", guides.guide_create, name="guide-create"),
    path("guides/<int:pk>/", guides.guide_detail, name="guide-detail"),
    path("guides/<int:pk>/edit/", guides.guide_edit, name="guide-edit"),
    path("guides/<int:pk>/questions/new/", guides.question_add, name="question-add"),
    path("guide-questions/<int:pk>/", guides.question_edit, name="question-edit"),
    path(
        "guide-questions/<int:pk>/remove/",
        guides.question_remove,
        name="question-remove",
    ),
    path("supports/", supports.support_list, name="supports"),
    path("supports/new/", supports.support_create, name="support-create"),
    path("supports/<int:pk>/", supports.support_detail, name="support-detail"),
    path("supports/<int:pk>/file/", supports.support_file, name="support-file"),
    path("supports/<int:pk>/retire/", supports.support_retire, name="support-retire"),
]
