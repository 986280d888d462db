"""Revising the price of a contract by its index formula."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.contracts import policies
from filon.contracts.models import Contract, ContractEvent
from filon.journal.services import record
from filon.kernel.errors import DomainError
from filon.offers.pricing.errors import IndexNotPositive, WeightsNotWhole
from filon.offers.pricing.indexation import RevisedPrice, RevisionFormula, revise


class FormulaRefused(DomainError):
    """The formula is not one: weights that do not make 1, an index of zero."""


def price_revised(
    *, contract: Contract, initial: Decimal, formula: RevisionFormula
) -> RevisedPrice:
    """Return what the formula makes of a price, in the currency of the contract.

    :raises FormulaRefused: if the weights do not sum to 1, or an index is zero.

    Source: Code monétaire et financier L112-2 (the index must relate to the trade).
    """
    try:
        return revise(initial, formula, contract.currency)
    except WeightsNotWhole as error:
        raise FormulaRefused(
            _("The fixed part and the weights must sum to 1.")
        ) from error
    except IndexNotPositive as error:
        raise FormulaRefused(_("An index must be above zero.")) from error


@transaction.atomic
def price_revision_record(
    *,
    contract: Contract,
    initial: Decimal,
    formula: RevisionFormula,
    on: date,
    actor: User,
    now: datetime,
) -> ContractEvent:
    """Keep a price revision among the dates of the contract, with its computation.

    :param on: day from which the new price holds.
    :raises FormulaRefused: see `price_revised`.
    :raises PermissionDenied: if the contract is over, or for a reader.
    """
    if not policies.can_follow(actor, contract):
        raise PermissionDenied
    revised = price_revised(contract=contract, initial=initial, formula=formula)
    steps = [f"{formula.fixed:f}"]
    steps += [
        f"{term.weight:f} × {term.current:f} / {term.base:f} ({term.code})"
        for term in formula.terms
    ]
    note = (
        f"{initial:f} × ({' + '.join(steps)}) = {initial:f} × {revised.coefficient:f}"
        f" = {revised.amount:f} {contract.currency}"
    )
    event = ContractEvent.objects.create(
        contract=contract,
        kind=ContractEvent.Kind.PRICE_REVISION,
        title=_("Price revised to %(amount)s")
        % {"amount": f"{revised.amount:f} {contract.currency}"},
        due_on=on,
        done_at=now,
        note=note,
    )
    record(
        target=contract,
        message=gettext_noop("Price revised: coefficient %(coefficient)s"),
        params={"coefficient": f"{revised.coefficient:f}"},
        changes={"price": [f"{initial:f}", f"{revised.amount:f}"]},
        actor=actor,
        now=now,
        about=contract.organization,
    )
    return event
