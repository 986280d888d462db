from __future__ import annotations

from django.urls import path

from filon.measure.views import home, plan, reports

app_name = "measure"

urlpatterns = [
    path("indicators/", home.home, name="home"),
    path("indicators/history/", home.history, name="history"),
    path("indicators/plans/<int:pk>/", plan.plan_detail, name="plan"),
    path(
        "indicators/snapshots/<int:pk>/comment/",
        plan.snapshot_comment,
        name="snapshot-comment",
    ),
    path("indicators/checkpoints/<int:pk>/", plan.checkpoint, name="checkpoint"),
    path("reports/", reports.report_list, name="reports"),
    path("reports/new/", reports.report_create, name="report-create"),
    path("reports/<int:pk>/", reports.report_detail, name="report-detail"),
    path("reports/<int:pk>/edit/", reports.report_edit, name="report-edit"),
    path("reports/<int:pk>/freeze/", reports.report_freeze, name="report-freeze"),
    path("reports/<int:pk>/pdf/", reports.report_pdf, name="report-pdf"),
    path("reports/<int:pk>/xlsx/", reports.report_xlsx, name="report-xlsx"),
]
