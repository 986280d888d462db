"""Addresses of plans."""

from __future__ import annotations

from django.urls import path

from filon.plans.views import objectives, outputs, parts, plans, targets, workflow

app_name = "plans"

P = "plans/<int:pk>/"
PART = "<int:part>/"

urlpatterns = [
    path("plans/", plans.plan_list, name="list"),
    path("plans/new/", plans.plan_create, name="create"),
    path(P, plans.plan_detail, name="detail"),
    path(f"{P}edit/", plans.plan_edit, name="edit"),
    path(f"{P}mission/", plans.plan_mission, name="mission"),
    path(f"{P}trash/", plans.plan_trash, name="trash"),
    path(f"{P}submit/", workflow.plan_submit, name="submit"),
    path(f"{P}withdraw/", workflow.plan_withdraw, name="withdraw"),
    path(f"{P}start/", workflow.plan_start, name="start"),
    path(f"{P}close/", workflow.plan_close, name="close"),
    path(f"{P}objectives/", objectives.objectives, name="objectives"),
    path(f"{P}objectives/new/", objectives.objective_create, name="objective-create"),
    path(f"{P}objectives/{PART}", objectives.objective_edit, name="objective-edit"),
    path(
        f"{P}objectives/{PART}remove/",
        objectives.objective_remove,
        name="objective-remove",
    ),
    path(f"{P}funnel/", objectives.funnel_edit, name="funnel"),
    path(f"{P}targets/", targets.targets, name="targets"),
    path(f"{P}targets/find/", targets.targets_find, name="targets-find"),
    path(f"{P}targets/new/", targets.target_create, name="target-create"),
    path(f"{P}targets/{PART}", targets.target_edit, name="target-edit"),
    path(f"{P}targets/{PART}move/", targets.target_move, name="target-move"),
    path(f"{P}targets/{PART}remove/", targets.target_remove, name="target-remove"),
    path(f"{P}actions/", parts.actions, name="actions"),
    path(f"{P}actions/new/", parts.action_save, name="action-create"),
    path(f"{P}actions/{PART}", parts.action_save, name="action-edit"),
    path(f"{P}budget/", parts.budget, name="budget"),
    path(f"{P}budget/new/", parts.budget_save, name="budget-create"),
    path(f"{P}budget/{PART}", parts.budget_save, name="budget-edit"),
    path(f"{P}checkpoints/", parts.checkpoints, name="checkpoints"),
    path(f"{P}checkpoints/new/", parts.checkpoint_save, name="checkpoint-create"),
    path(f"{P}checkpoints/{PART}", parts.checkpoint_save, name="checkpoint-edit"),
    path(f"{P}checkpoints/{PART}hold/", parts.checkpoint_hold, name="checkpoint-hold"),
    path(f"{P}rules/new/", parts.rule_save, name="rule-create"),
    path(f"{P}rules/{PART}", parts.rule_save, name="rule-edit"),
    path(f"{P}remove/<slug:kind>/{PART}", parts.part_remove, name="part-remove"),
    path(f"{P}people/", outputs.people, name="people"),
    path(f"{P}roadmap.pdf", outputs.roadmap, name="roadmap"),
    path(f"{P}export.xlsx", outputs.export, name="export"),
]
