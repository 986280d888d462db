"""Addresses of the watch."""

from __future__ import annotations

from django.urls import path

from filon.watch.views import (
    analyses,
    briefs,
    findings,
    home,
    insights,
    potentials,
    rivals,
    sources,
    topics,
)

app_name = "watch"

T, S, F, R = "watch/topics/", "watch/sources/", "watch/findings/", "watch/rival-offers/"
N, P, A, B = "watch/insights/", "watch/potentials/", "watch/analyses/", "watch/briefs/"
E, X = "watch/entries/", "watch/expectations/"

urlpatterns = [
    path("watch/", home.home, name="home"),
    path(E, home.item_list, name="item-list"),
    path(f"{E}<int:pk>/", home.item_detail, name="item-detail"),
    path(f"{E}<int:pk>/keep/", home.item_keep, name="item-keep"),
    path(f"{E}<int:pk>/dismiss/", home.item_dismiss, name="item-dismiss"),
    path(f"{E}<int:pk>/restore/", home.item_restore, name="item-restore"),
    path(T, topics.topic_list, name="topic-list"),
    path(f"{T}new/", topics.topic_create, name="topic-create"),
    path(f"{T}<int:pk>/", topics.topic_detail, name="topic-detail"),
    path(f"{T}<int:pk>/edit/", topics.topic_edit, name="topic-edit"),
    path(f"{T}<int:pk>/sharing/", topics.topic_sharing, name="topic-sharing"),
    path(f"{T}<int:pk>/review/", topics.topic_review, name="topic-review"),
    path(f"{T}<int:pk>/move/", topics.topic_move, name="topic-move"),
    path(f"{T}<int:pk>/expect/", topics.expectation_add, name="expectation-add"),
    path(f"{X}<int:pk>/move/", topics.expectation_move, name="expectation-move"),
    path(S, sources.source_list, name="source-list"),
    path(f"{S}new/", sources.source_create, name="source-create"),
    path(f"{S}<int:pk>/", sources.source_detail, name="source-detail"),
    path(f"{S}<int:pk>/edit/", sources.source_edit, name="source-edit"),
    path(f"{S}<int:pk>/check/", sources.source_check, name="source-check"),
    path(F, findings.finding_list, name="finding-list"),
    path(f"{F}new/", findings.finding_create, name="finding-create"),
    path(f"{F}<int:pk>/", findings.finding_detail, name="finding-detail"),
    path(f"{F}<int:pk>/edit/", findings.finding_edit, name="finding-edit"),
    path(f"{F}<int:pk>/trash/", findings.finding_trash, name="finding-trash"),
    path(R, rivals.rival_list, name="rival-list"),
    path(f"{R}new/", rivals.rival_create, name="rival-create"),
    path(f"{R}<int:pk>/", rivals.rival_detail, name="rival-detail"),
    path(f"{R}<int:pk>/edit/", rivals.rival_edit, name="rival-edit"),
    path(N, insights.insight_list, name="insight-list"),
    path(f"{N}new/", insights.insight_create, name="insight-create"),
    path(f"{N}<int:pk>/", insights.insight_detail, name="insight-detail"),
    path(f"{N}<int:pk>/edit/", insights.insight_edit, name="insight-edit"),
    path(f"{N}<int:pk>/decide/", insights.insight_decide, name="insight-decide"),
    path(f"{N}<int:pk>/trash/", insights.insight_trash, name="insight-trash"),
    path(P, potentials.potential_list, name="potential-list"),
    path(f"{P}new/", potentials.potential_create, name="potential-create"),
    path(f"{P}<int:pk>/", potentials.potential_detail, name="potential-detail"),
    path(f"{P}<int:pk>/edit/", potentials.potential_edit, name="potential-edit"),
    path(A, analyses.analysis_list, name="analysis-list"),
    path(f"{A}new/", analyses.analysis_create, name="analysis-create"),
    path(f"{A}<int:pk>/", analyses.analysis_detail, name="analysis-detail"),
    path(f"{A}<int:pk>/edit/", analyses.analysis_edit, name="analysis-edit"),
    path(B, briefs.brief_list, name="brief-list"),
    path(f"{B}new/", briefs.brief_create, name="brief-create"),
    path(f"{B}<int:pk>/", briefs.brief_detail, name="brief-detail"),
    path(f"{B}<int:pk>/sharing/", briefs.brief_sharing, name="brief-sharing"),
    path(f"{B}<int:pk>/pdf/", briefs.brief_pdf, name="brief-pdf"),
    path(f"{B}<int:pk>/edit/", briefs.brief_edit, name="brief-edit"),
    path(f"{B}<int:pk>/collect/", briefs.brief_collect, name="brief-collect"),
    path(f"{B}<int:pk>/freeze/", briefs.brief_freeze, name="brief-freeze"),
]
