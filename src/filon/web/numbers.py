"""Numbers as people type them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import get_language

# Plain, no-break, narrow no-break (as we write thousands ourselves) and thin.
_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009'\u2019"))
_GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+")


def plain_number(text: str) -> str:
    """Return a typed number as Python writes it, or the text if it is none.

    The last separator is the decimal mark; a lone comma or point is a decimal mark
    too, except `1,234,567` and `1.234.567`, where a repeated one groups thousands, and
    in English `5,000`, which our pages themselves write.
    """
    compact = text.strip().translate(_SPACES)
    last = max(compact.rfind(","), compact.rfind("."))
    if last < 0:
        return compact
    mark, other = compact[last], "," if compact[last] == "." else "."
    if mark == "," and get_language() == "en" and _GROUPED.fullmatch(compact):
        return compact.replace(",", "")
    if compact.count(mark) > 1:
        return compact.replace(mark, "") if other not in compact else compact
    number = compact.replace(other, "").replace(mark, ".")
    try:
        Decimal(number)
    except InvalidOperation:
        return compact
    return number
