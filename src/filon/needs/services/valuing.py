"""The value case: what our solution is worth to the customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.journal.services import record
from filon.kernel.errors import DomainError
from filon.needs.models import Need, ValueCase, ValueInput
from filon.needs.services.guards import require_draft
from filon.needs.value import COSTS, MOST_YEARS

_NAMES = ("title", "ours", "other", "years", "discount_percent", "inflation_percent")


class ValueRefused(DomainError):
    """A cost lacks its source, or the horizon is none."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One cost of one side, with where it is known from."""

    side: str
    name: str
    amount: Decimal
    source: str = ""
    is_confirmed: bool = False


@transaction.atomic
def value_case_save(
    *,
    need: Need,
    values: Mapping[str, Any],
    costs: Sequence[Cost],
    actor: User,
    now: datetime,
    case: ValueCase | None = None,
) -> ValueCase:
    """Write a value case with all its inputs; those that are left out go.

    :param values: title, ours, other, years, discount_percent, inflation_percent.
    :raises ValueRefused: if a cost has no source, or the horizon is none.
    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(need, actor)
    if not 1 <= values["years"] <= MOST_YEARS:
        raise ValueRefused(_("Choose between 1 and 50 years."))
    for cost in costs:
        if cost.name not in COSTS or cost.side not in ValueInput.Side.values:
            raise ValueRefused(_("This cost is not known."))
        if not cost.source.strip():
            raise ValueRefused(_("Say where each amount is known from."))
    written = {name: values[name] for name in _NAMES}
    if case is None:
        case = ValueCase.objects.create(
            need=need, created_at=now, created_by=actor, **written
        )
    else:
        ValueCase.objects.filter(pk=case.pk).update(**written)
        case.inputs.all().delete()
        case.refresh_from_db()
    ValueInput.objects.bulk_create(
        [
            ValueInput(
                case=case,
                side=cost.side,
                name=cost.name,
                amount=cost.amount,
                source=cost.source.strip()[:200],
                is_confirmed=cost.is_confirmed,
            )
            for cost in costs
        ]
    )
    record(
        target=need,
        message=gettext_noop("Value case written: %(title)s"),
        params={"title": case.title},
        actor=actor,
        now=now,
    )
    return case


@transaction.atomic
def value_case_remove(*, case: ValueCase, actor: User, now: datetime) -> None:
    """Remove a value case.

    :raises NeedFrozen: if the synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(case.need, actor)
    record(
        target=case.need,
        message=gettext_noop("Value case removed: %(title)s"),
        params={"title": case.title},
        actor=actor,
        now=now,
    )
    case.delete()
