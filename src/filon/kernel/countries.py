"""Countries by their two letters (ISO 3166-1)."""

from __future__ import annotations

from functools import cache

from babel import Locale
from django.utils.translation import get_language


def country_name(code: str) -> str:
    """Return the name of a country in the active language; the code if it is none.

    Source: Unicode CLDR, as Babel holds it.
    """
    return _names((get_language() or "en")[:2]).get(code.upper(), code)


@cache
def _names(language: str) -> dict[str, str]:
    return dict(Locale.parse(language).territories)
