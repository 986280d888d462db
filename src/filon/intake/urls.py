"""Addresses of imports and duplicates."""

from __future__ import annotations

from django.urls import path

from filon.intake.views import duplicates, imports, preparation

app_name = "intake"

urlpatterns = [
    path("imports/", imports.import_list, name="list"),
    path("imports/new/", preparation.upload, name="upload"),
    path("imports/<int:pk>/", imports.detail, name="detail"),
    path("imports/<int:pk>/columns/", preparation.mapping, name="mapping"),
    path("imports/<int:pk>/preview/", preparation.show_preview, name="preview"),
    path("imports/<int:pk>/start/", preparation.start, name="start"),
    path("imports/<int:pk>/rows/", imports.rows, name="rows"),
    path("imports/<int:pk>/errors.csv", imports.errors, name="errors"),
    path("imports/<int:pk>/revert/", imports.revert, name="revert"),
    path("duplicates/", duplicates.pair_list, name="duplicates"),
    path(
        "duplicates/<int:pk>/distinct/", duplicates.pair_distinct, name="pair-distinct"
    ),
]
