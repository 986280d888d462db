"""Columns that follow from others: folded names, phone digits, department."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from filon.directory.identifiers import (
    department_of,
    is_generic_email,
    read_naf,
    read_siren,
    read_siret,
    read_vat,
)
from filon.kernel.text import fold, phone_digits

_READERS = {
    "siren": read_siren,
    "siret": read_siret,
    "vat_number": read_vat,
    "naf_rev2": read_naf,
    "naf_2025": read_naf,
}


def name_key(text: str, length: int = 200) -> str:
    """Return what a name is sorted and compared by."""
    return " ".join(fold(text).split())[:length]


def organization_values(values: Mapping[str, Any], country: str) -> dict[str, Any]:
    """Return the values with those that follow from them.

    :param country: of the company before the change.
    :raises IdentifierRefused: if an identifier cannot be right.
    """
    written = checked(values)
    if "name" in written:
        written["name_key"] = name_key(written["name"])
    if "city" in written:
        written["city_key"] = name_key(written["city"], 120)
    if "phone" in written:
        written["phone_digits"] = phone_digits(written["phone"])[:20]
    return with_department(written, country)


def contact_values(values: Mapping[str, Any], first: str, last: str) -> dict[str, Any]:
    """Return the values with those that follow from them.

    :param first: first name before the change, `last` the last name.
    """
    written = dict(values)
    if "first_name" in written or "last_name" in written:
        first = written.get("first_name", first)
        last = written.get("last_name", last)
        written["name_key"] = name_key(f"{last} {first}", 160)
    for name in ("phone", "mobile"):
        if name in written:
            written[f"{name}_digits"] = phone_digits(written[name])[:20]
    if "email" in written:
        written["email"] = written["email"].strip().lower()
        written["is_generic_email"] = is_generic_email(written["email"])
    return written


def with_department(values: Mapping[str, Any], country: str) -> dict[str, Any]:
    """Return the values with the department, where the postcode or country changes."""
    written = dict(values)
    if "postcode" in written and "department_code" not in written:
        home = written.get("country", country)
        written["department_code"] = department_of(written["postcode"], home)
    return written


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with identifiers in their stored form.

    :raises IdentifierRefused: if one cannot be right.
    """
    written = dict(values)
    for name, read in _READERS.items():
        if name in written:
            written[name] = read(written[name] or "")
    return written
