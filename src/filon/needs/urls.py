"""Addresses of the needs."""

from __future__ import annotations

from django.urls import path

from filon.needs.views import (
    confirming,
    deciding,
    forms,
    lists,
    methods,
    pages,
    parts,
    passages,
    requirements,
    valuing,
)

app_name = "needs"

urlpatterns = [
    path("needs/", lists.need_list, name="list"),
    path("deals/<int:deal_pk>/needs/new/", forms.need_create, name="create"),
    path("needs/<int:pk>/", pages.need_detail, name="detail"),
    path("needs/<int:pk>/requirements/", pages.need_requirements, name="requirements"),
    path("needs/<int:pk>/sources/", pages.need_sources, name="sources"),
    path("needs/<int:pk>/confirmation/", confirming.confirmation, name="confirmation"),
    path(
        "needs/<int:pk>/confirmation/ask/",
        confirming.confirmation_ask,
        name="confirmation-ask",
    ),
    path(
        "need-confirmations/<int:pk>/close/",
        confirming.confirmation_close,
        name="confirmation-close",
    ),
    path(
        "need-corrections/<int:pk>/settle/",
        confirming.correction_settle,
        name="correction-settle",
    ),
    path("l/<slug:link>/need/", confirming.public_list, name="public-list"),
    path("needs/<int:pk>/go-no-go/", deciding.decision, name="decision"),
    path("needs/<int:pk>/go-no-go/grid/", deciding.need_assess, name="assess"),
    path("settings/go-no-go/", deciding.grid_settings, name="grid-settings"),
    path("needs/<int:pk>/value/", valuing.value, name="value"),
    path("needs/<int:pk>/value/new/", valuing.value_add, name="value-add"),
    path("need-values/<int:pk>/", valuing.value_edit, name="value-edit"),
    path("need-values/<int:pk>/remove/", valuing.value_remove, name="value-remove"),
    path("needs/<int:pk>/methods/", methods.need_methods, name="methods"),
    path("needs/<int:pk>/methods/<slug:slug>/", methods.method_edit, name="method"),
    path("needs/<int:pk>/decision-steps/new/", methods.step_add, name="step-add"),
    path("need-steps/<int:pk>/turn/", methods.step_turn, name="step-turn"),
    path("need-steps/<int:pk>/remove/", methods.step_remove, name="step-remove"),
    path("needs/<int:pk>/sharing/", pages.need_sharing, name="sharing"),
    path("needs/<int:pk>/synthesis.pdf", pages.need_pdf, name="pdf"),
    path("needs/<int:pk>/context/", forms.context_edit, name="context"),
    path("needs/<int:pk>/financing/", forms.financing_edit, name="financing"),
    path("needs/<int:pk>/policy/", forms.policy_edit, name="policy"),
    path("needs/<int:pk>/decision/", forms.need_decide, name="decide"),
    path("needs/<int:pk>/steps/<slug:step>/", forms.need_step, name="step"),
    path("needs/<int:pk>/answers/", forms.answers_take, name="answers"),
    path("needs/<int:pk>/freeze/", forms.need_synthesize, name="synthesize"),
    path("needs/<int:pk>/reopen/", forms.need_reopen, name="reopen"),
    path("needs/<int:pk>/grid/", parts.need_grid, name="grid"),
    path(
        "needs/<int:pk>/requirements/new/",
        parts.requirement_add,
        name="requirement-add",
    ),
    path(
        "requirements/<int:pk>/",
        requirements.requirement_edit,
        name="requirement-edit",
    ),
    path(
        "requirements/<int:pk>/withdraw/",
        requirements.requirement_withdraw,
        name="requirement-withdraw",
    ),
    path(
        "requirements/<int:pk>/resume/",
        requirements.requirement_resume,
        name="requirement-resume",
    ),
    path(
        "requirements/<int:pk>/remove/",
        requirements.requirement_remove,
        name="requirement-remove",
    ),
    path("needs/<int:pk>/sources/new/", parts.source_add, name="source-add"),
    path(
        "needs/<int:pk>/specification/",
        passages.specification_import,
        name="specification",
    ),
    path("need-sources/<int:pk>/passages/", passages.passages, name="passages"),
    path(
        "need-sources/<int:pk>/passages/choose/",
        passages.passages_choose,
        name="passages-choose",
    ),
    path("need-sources/<int:pk>/remove/", parts.source_remove, name="source-remove"),
    path("need-sources/<int:pk>/file/", pages.source_file, name="source-file"),
]
