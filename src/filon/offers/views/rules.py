"""The rules of offers: what is decided by whom, and what an offer costs besides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.accounts.http import UserRequest
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers import policies, services
from filon.offers.forms import LevelForm, PolicyForm, RuleForm
from filon.offers.models import ApprovalLevel, ApprovalRule
from filon.offers.rules.approval import default_rules
from filon.offers.selectors.approval import rule_of
from filon.offers.selectors.approval_words import level_name, rule_sentence
from filon.offers.selectors.policy import offer_policy
from filon.web.access import scoped, with_right

LEVELS = (1, 2, 3)


@scoped(policies.can_read)
@require_safe
def rules(request: UserRequest) -> HttpResponse:
    """Show the rules in force, whoever reads offers; they explain every refusal."""
    rows = list(
        ApprovalRule.objects.select_related("family", "segment").order_by(
            "metric", "level", "pk"
        )
    )
    shown = [
        {
            "pk": row.pk,
            "level": level_name(row.level),
            "text": rule_sentence(
                rule_of(row),
                family=str(row.family or ""),
                segment=str(row.segment or ""),
            ),
        }
        for row in rows
    ]
    policy = offer_policy()
    if not policy.has_own_rules:
        shown = [
            {"pk": None, "level": level_name(rule.level), "text": rule_sentence(rule)}
            for rule in default_rules()
        ]
    people = ApprovalLevel.objects.select_related("person", "substitute")
    context = {
        "rules": shown,
        "is_default": not policy.has_own_rules,
        "policy": policy,
        "levels": _levels({row.level: row for row in people}),
        "may_set": policies.can_set_rules(request.user),
        "trail": [(_("Offers"), reverse("offers:list"))],
    }
    return render(request, "offers/rules.html", context)


def _levels(rows: dict[int, ApprovalLevel]) -> list[tuple[str, str, str, int]]:
    usual = {
        1: _("the superior of whoever sells"),
        2: _("the superior’s superior, else a director"),
        3: _("a director"),
    }
    found = []
    for level in LEVELS:
        row = rows.get(level) or ApprovalLevel(level=level)
        person = str(row.person) if row.person is not None else usual[level]
        found.append((level_name(level), person, str(row.substitute or ""), row.hours))
    return found


@with_right(policies.can_set_rules)
@once
def rule_create(request: UserRequest) -> HttpResponse:
    """Write a rule."""
    return _rule(request, None)


@with_right(policies.can_set_rules)
@once
def rule_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a rule."""
    return _rule(request, get_object_or_404(ApprovalRule, pk=pk))


def _rule(request: UserRequest, row: ApprovalRule | None) -> HttpResponse:
    initial = {} if row is None else {n: getattr(row, n) for n in RuleForm.base_fields}
    form = RuleForm(request.POST or None, initial=initial)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.rule_set(
                rule=row,
                values=form.cleaned_data,
                actor=request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            error = str(refusal)
        else:
            return redirect("offers:rules")
    context = {
        "title": _("Approval rule"),
        "form": form,
        "error": error,
        "cancel_url": reverse("offers:rules"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


@with_right(policies.can_set_rules)
@require_POST
def rule_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take a rule away."""
    row = get_object_or_404(ApprovalRule, pk=pk)
    services.rule_remove(rule=row, actor=request.user, now=clock.now())
    return redirect("offers:rules")


@with_right(policies.can_set_rules)
@require_POST
def rules_reset(request: UserRequest) -> HttpResponse:
    """Put the default set in force again."""
    services.rules_reset(actor=request.user, now=clock.now())
    messages.success(request, _("The default rules are in force again."))
    return redirect("offers:rules")


@with_right(policies.can_set_rules)
@once
def policy(request: UserRequest) -> HttpResponse:
    """Say who decides in which order, and what an offer costs besides."""
    row = offer_policy()
    known = {one.level: one for one in ApprovalLevel.objects.all()}
    data = request.POST or None
    form = PolicyForm(
        data, initial={name: getattr(row, name) for name in PolicyForm.base_fields}
    )
    levels = {
        level: LevelForm(
            data,
            prefix=f"n{level}",
            initial=_initial(known.get(level) or ApprovalLevel(level=level)),
        )
        for level in LEVELS
    }
    is_valid = form.is_valid() and all(one.is_valid() for one in levels.values())
    if request.method == "POST" and is_valid:
        services.offer_policy_set(
            values=form.cleaned_data,
            levels={level: one.cleaned_data for level, one in levels.items()},
            actor=request.user,
            now=clock.now(),
        )
        return redirect("offers:rules")
    context = {
        "title": _("Approval chain and costs"),
        "form": form,
        "fieldsets": [
            *((level_name(level), list(one)) for level, one in levels.items()),
            (_("Chain and costs"), list(form)),
        ],
        "cancel_url": reverse("offers:rules"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)


def _initial(row: ApprovalLevel) -> dict[str, Any]:
    return {
        "person": row.person_id,
        "substitute": row.substitute_id,
        "hours": row.hours,
    }
