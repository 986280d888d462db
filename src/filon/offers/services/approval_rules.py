"""The company's approval rules: written, taken away, put back to the default set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.accounts.services import company
from filon.journal.services import record
from filon.kernel.errors import DomainError
from filon.offers.models import ApprovalLevel, ApprovalRule
from filon.offers.rules.approval import default_rules
from filon.offers.selectors.policy import offer_policy
from filon.offers.services.own_rules import check_setter, policy_write


class RuleRefused(DomainError):
    """The rule could never be broken, or breaks by itself."""


@transaction.atomic
def rule_set(
    *,
    rule: ApprovalRule | None,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
) -> ApprovalRule:
    """Write a new rule, or change one; the default set becomes the company's own first.

    :raises RuleRefused: if the amounts leave no offer.
    :raises PermissionDenied: if this person does not set the rules of offers.
    """
    check_setter(actor)
    low, high = values.get("amount_from"), values.get("amount_to")
    if low is not None and high is not None and high <= low:
        raise RuleRefused(_("The amounts leave no offer: check from and below."))
    if rule is None:
        rules_adopt()
        rule = ApprovalRule(**values)
    else:
        for name, value in values.items():
            setattr(rule, name, value)
    rule.save()
    _written(gettext_noop("Approval rule “%(rule)s” written"), rule, actor, now)
    return rule


@transaction.atomic
def rule_remove(*, rule: ApprovalRule, actor: User, now: datetime) -> None:
    """Take a rule away.

    :raises PermissionDenied: if this person does not set the rules of offers.
    """
    check_setter(actor)
    _written(gettext_noop("Approval rule “%(rule)s” removed"), rule, actor, now)
    rule.delete()


@transaction.atomic
def rules_reset(*, actor: User, now: datetime) -> None:
    """Put the default set in force again.

    :raises PermissionDenied: if this person does not set the rules of offers.
    """
    check_setter(actor)
    ApprovalRule.objects.all().delete()
    policy_write(has_own_rules=False)
    record(
        target=company(),
        message=gettext_noop("Approval rules put back to the default set"),
        actor=actor,
        now=now,
    )


def rules_adopt() -> None:
    """Write the default set down as the company's own, unless it has rules."""
    if offer_policy().has_own_rules:
        return
    policy_write(has_own_rules=True)
    ApprovalRule.objects.bulk_create(
        ApprovalRule(
            metric=rule.metric.value,
            operator=rule.operator.value,
            basis=rule.basis.value,
            threshold=rule.threshold,
            level=rule.level,
            amount_from=rule.amount_from,
        )
        for rule in default_rules()
    )


@transaction.atomic
def offer_policy_set(
    *,
    values: Mapping[str, Any],
    levels: Mapping[int, Mapping[str, Any]],
    actor: User,
    now: datetime,
) -> None:
    """Say in which order levels decide, who they are, and what an offer costs besides.

    :param levels: for each of the levels 1 to 3: person, substitute, hours.
    :raises PermissionDenied: if this person does not set the rules of offers.
    """
    check_setter(actor)
    policy_write(**values)
    for level, row in levels.items():
        ApprovalLevel.objects.update_or_create(level=level, defaults=dict(row))
    record(
        target=company(),
        message=gettext_noop("Approval chain and costs of offers changed"),
        actor=actor,
        now=now,
        changes={name: ["", str(value)] for name, value in values.items()},
    )


def _written(message: str, rule: ApprovalRule, actor: User, now: datetime) -> None:
    words = f"{rule.get_metric_display()} {rule.get_level_display()}"
    record(
        target=company(),
        message=message,
        params={"rule": words},
        actor=actor,
        now=now,
    )
