"""How far a document from outside may be from its own arithmetic.

Accepted on import, never produced: official examples differ by a cent where a price
was rounded before it was multiplied.
"""

from __future__ import annotations

from decimal import Decimal

LINE_SLACK = Decimal("0.02")
VAT_SLACK = Decimal("1.00")


def line_is_acceptable(*, declared: Decimal, computed: Decimal) -> bool:
    """Tell whether a declared line net (BT-131) is within 0.02 of ours."""
    return abs(declared - computed) <= LINE_SLACK


def vat_is_acceptable(*, declared: Decimal, computed: Decimal) -> bool:
    """Tell whether a declared VAT amount (BT-117) is within 1.00 of ours.

    Source: EN 16931-1 BR-CO-17 as its official rules check it.
    """
    return abs(declared - computed) <= VAT_SLACK
