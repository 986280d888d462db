"""What a market is worth, kept with the assumptions it was computed from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.journal.services import record, save_changes
from filon.kernel.errors import DomainError
from filon.kernel.money import currencies, currency_decimals
from filon.watch import policies
from filon.watch.arithmetic import PotentialInputs, potential_of
from filon.watch.models import MarketPotential

_INPUTS = (
    "accounts",
    "take_rate_percent",
    "basket",
    "currency",
    "basket_quantity",
    "margin_percent",
)


class PotentialRefused(DomainError):
    """The assumptions cannot be computed with."""


@transaction.atomic
def potential_create(
    *, values: Mapping[str, Any], actor: User, now: datetime
) -> MarketPotential:
    """Compute and keep a potential.

    :param values: fields of MarketPotential; amount, volume and margin amount follow
        from the others and are not taken from here.
    :raises PotentialRefused: if the currency is unknown or the result is too large.
    :raises PermissionDenied: if this person keeps no watch.
    """
    if not policies.can_watch(actor):
        raise PermissionDenied
    potential = MarketPotential.objects.create(
        **ownership(actor, now), **_computed(values)
    )
    record(
        target=potential,
        message=gettext_noop("Computed: %(amount)s %(currency)s"),
        params={"amount": str(potential.amount), "currency": potential.currency},
        actor=actor,
        now=now,
    )
    return potential


@transaction.atomic
def potential_update(
    *,
    potential: MarketPotential,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> None:
    """Change assumptions and compute again.

    :raises PotentialRefused: as for `potential_create`.
    :raises EditConflict: if somebody else changed it meanwhile.
    :raises PermissionDenied: if this person keeps no watch.
    """
    if not policies.can_edit(actor, potential):
        raise PermissionDenied
    present = {name: getattr(potential, name) for name in _INPUTS}
    save_changes(
        potential,
        values=_computed({**present, **values}),
        actor=actor,
        now=now,
        expected_version=expected_version,
        message=gettext_noop("Computed again"),
    )


def _computed(values: Mapping[str, Any]) -> dict[str, Any]:
    currency = values.get("currency", "EUR")
    if currency not in currencies():
        raise PotentialRefused(
            _("%(code)s is not a currency code, such as EUR.") % {"code": currency}
        )
    inputs = PotentialInputs(
        accounts=values["accounts"],
        take_rate_percent=values["take_rate_percent"],
        basket=values["basket"],
        currency=currency,
        basket_quantity=values.get("basket_quantity"),
        margin_percent=values.get("margin_percent"),
    )
    found = potential_of(inputs)
    if len(str(int(found.amount))) + currency_decimals(currency) > 15 or (
        found.volume is not None and found.volume >= 10**15
    ):
        raise PotentialRefused(_("The result is too large: check the assumptions."))
    return {
        **values,
        "currency": currency,
        "amount": found.amount,
        "volume": found.volume,
        "margin_amount": found.margin_amount,
    }
