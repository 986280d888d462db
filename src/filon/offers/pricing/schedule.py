"""Step 16: the payment schedule."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from filon.kernel.money import largest_remainder
from filon.offers.pricing.errors import SharesNotWhole
from filon.offers.pricing.result import Payment
from filon.offers.pricing.snapshot import HUNDRED, ZERO, PaymentShare


def payment_schedule(
    total: Decimal, shares: Sequence[PaymentShare], currency: str
) -> tuple[Payment, ...]:
    """Split the total with VAT (BT-112) so that the instalments sum to it exactly.

    :param shares: percentages that sum to 100; no share gives no schedule.
    :raises SharesNotWhole: if they do not, or if one is negative.
    """
    if not shares:
        return ()
    percents = [share.percent for share in shares]
    if sum(percents, ZERO) != HUNDRED or min(percents) < 0:
        raise SharesNotWhole(str(sum(percents, ZERO)))
    amounts = largest_remainder(total, percents, currency)
    return tuple(
        Payment(code=share.code, percent=share.percent, amount=amount)
        for share, amount in zip(shares, amounts, strict=True)
    )
