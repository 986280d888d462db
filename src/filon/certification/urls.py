from __future__ import annotations

from django.urls import path

from filon.certification.views import (
    candidates,
    evaluation,
    evidence,
    opinion,
    referential,
)

app_name = "certification"

urlpatterns = [
    path("referential/", referential.referential_page, name="referential"),
    path("referential/load/", referential.referential_load, name="referential-load"),
    path(
        "referential/<int:pk>/",
        referential.referential_version,
        name="referential-version",
    ),
    path(
        "referential/screen/<str:route>/",
        referential.referential_screen,
        name="referential-screen",
    ),
    path(
        "referential/<int:pk>/publish/",
        referential.referential_publish,
        name="referential-publish",
    ),
    path(
        "referential/<int:pk>/compare/<int:other>/",
        referential.referential_compare,
        name="referential-compare",
    ),
    path("candidates/", candidates.candidate_list, name="candidates"),
    path("candidates/new/", candidates.candidate_create, name="candidate-create"),
    path("candidates/<int:pk>/", candidates.detail, name="detail"),
    path("candidates/<int:pk>/edit/", candidates.candidate_edit, name="edit"),
    path("candidates/<int:pk>/due/", candidates.deadline, name="deadline"),
    path("candidates/<int:pk>/account/", candidates.account, name="account"),
    path(
        "candidates/<int:pk>/account/link/",
        candidates.account_link,
        name="account-link",
    ),
    path("candidates/<int:pk>/assign/", candidates.assign, name="assign"),
    path("assignments/<int:pk>/release/", candidates.release, name="release"),
    path("candidates/<int:pk>/steps/<slug:name>/", candidates.step, name="step"),
    path("candidates/<int:pk>/withdraw/", candidates.withdraw, name="withdraw"),
    path("candidates/<int:pk>/consent/", candidates.consent, name="consent"),
    path("candidates/<int:pk>/file.pdf", candidates.file_pdf, name="file-pdf"),
    path("candidates/<int:pk>/evidence/", evidence.evidence_tab, name="evidence"),
    path("candidates/<int:pk>/evidence/new/", evidence.upload, name="upload"),
    path("candidates/<int:pk>/submit/", evidence.submit, name="submit"),
    path(
        "candidates/<int:pk>/criteria/<slug:code>/<slug:heading>/",
        evidence.criteria,
        name="criteria",
    ),
    path("evidence/new/", evidence.evidence_add, name="evidence-add"),
    path("evidence/<int:pk>/", evidence.evidence_detail, name="evidence-detail"),
    path("evidence/<int:pk>/file/", evidence.evidence_file, name="evidence-file"),
    path("evidence/<int:pk>/remove/", evidence.evidence_remove, name="evidence-remove"),
    path(
        "candidates/<int:pk>/concertation/",
        evaluation.concertation,
        name="concertation",
    ),
    path(
        "candidates/<int:pk>/concertation/new/",
        evaluation.concertation_create,
        name="concertation-create",
    ),
    path(
        "candidates/<int:pk>/modalities/",
        evaluation.modalities_choose,
        name="modalities",
    ),
    path("modalities/<int:pk>/", evaluation.modality_plan, name="modality-plan"),
    path("candidates/<int:pk>/grids/", evaluation.grids_tab, name="grids"),
    path(
        "candidates/<int:pk>/grids/<slug:code>/<slug:modality>/",
        evaluation.grid_open,
        name="grid-open",
    ),
    path("grids/<int:pk>/", evaluation.grid, name="grid"),
    path("grids/<int:pk>/sign/", evaluation.grid_sign, name="grid-sign"),
    path("marks/<int:pk>/correct/", evaluation.mark_correct, name="mark-correct"),
    path("candidates/<int:pk>/opinion/", opinion.opinion_tab, name="opinion"),
    path("candidates/<int:pk>/opinion/ask/", opinion.opinion_ask, name="opinion-ask"),
    path(
        "candidates/<int:pk>/opinion/give/",
        opinion.opinion_give,
        name="opinion-give",
    ),
    path("l/<slug:link>/opinion/", opinion.public_opinion, name="public-opinion"),
]
