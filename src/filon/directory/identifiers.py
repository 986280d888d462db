"""Company identifiers: what was typed, its one stored form, and what is wrong with it.

Nothing here touches the database. Each `read_*` returns the stored form or raises
`IdentifierRefused`; each `tidy_*` returns the stored form without judging it, for data
that comes in with its faults.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.translation import gettext as _
from stdnum.eu import vat as eu_vat
from stdnum.fr import siren as fr_siren
from stdnum.fr import siret as fr_siret
from stdnum.fr import tva as fr_vat

from filon.kernel.errors import DomainError

SIREN_LENGTH, SIRET_LENGTH = 9, 14
_SEPARATORS = re.compile(r"[\s.\-_/  ]+")
_NAF = re.compile(r"(\d{2})(\d{2})([A-Z])")
_POSTCODE = re.compile(r"\d{5}")
# Collectivities of Saint-Barthélemy and Saint-Martin kept postcodes of Guadeloupe.
_ISLANDS = {"97133": "977", "97150": "978"}
_GENERIC = frozenset(
    {
        "accueil",
        "achat",
        "achats",
        "admin",
        "administration",
        "bonjour",
        "commande",
        "commandes",
        "commercial",
        "compta",
        "comptabilite",
        "contact",
        "direction",
        "hello",
        "info",
        "infos",
        "mail",
        "office",
        "purchasing",
        "sales",
        "secretariat",
        "service",
        "standard",
        "vente",
        "ventes",
    }
)


class IdentifierRefused(DomainError):
    """An identifier cannot be right; `field` names it."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


def compact(text: str) -> str:
    """Return an identifier in capitals without blanks, points, dashes or slashes."""
    return _SEPARATORS.sub("", text).upper()


def tidy_number(text: str, length: int) -> str:
    """Return the digits; zeros that a spreadsheet cut off in front are put back.

    Only one to five zeros are restored: a number that is shorter still is no
    identifier that lost its zeros.
    """
    number = compact(text)
    if number.isdecimal() and length - 5 <= len(number) < length:
        return number.zfill(length)
    return number


def read_siren(text: str) -> str:
    """Return the nine digits of a SIREN; its last digit is a Luhn key.

    :raises IdentifierRefused: by its length or its key.
    """
    number = compact(text)
    if not number:
        return ""
    if not (number.isdecimal() and len(number) == SIREN_LENGTH):
        raise IdentifierRefused(_("A SIREN has 9 digits."), "siren")
    if not fr_siren.is_valid(number):
        raise IdentifierRefused(
            _("This SIREN does not exist: its check digit is wrong."), "siren"
        )
    return number


def read_siret(text: str) -> str:
    """Return the fourteen digits of a SIRET: the SIREN and the number of the site.

    La Poste is the exception to the Luhn key: the sum of its digits is a multiple
    of five.

    :raises IdentifierRefused: by its length or its key.
    """
    number = compact(text)
    if not number:
        return ""
    if not (number.isdecimal() and len(number) == SIRET_LENGTH):
        raise IdentifierRefused(_("A SIRET has 14 digits."), "siret")
    if not fr_siret.is_valid(number):
        raise IdentifierRefused(
            _("This SIRET does not exist: its check digit is wrong."), "siret"
        )
    return number


def read_vat(text: str) -> str:
    """Return a VAT number with its country in front, checked as its country does.

    Numbers of countries outside the European Union are kept as typed.

    :raises IdentifierRefused: if its country is in the Union and its key is wrong.
    """
    number = compact(text)
    if not number:
        return ""
    if not number[:2].isalpha():
        raise IdentifierRefused(
            _("A VAT number starts with the two letters of its country."),
            "vat_number",
        )
    if number.startswith("FR"):
        return _checked_vat(number, "FR" + fr_vat.compact(number), fr_vat.is_valid)
    country = number[:2].lower().replace("el", "gr")
    if country in eu_vat.MEMBER_STATES:
        return _checked_vat(number, number[:20], eu_vat.is_valid)
    return number[:20]


def vat_of_siren(siren: str) -> str:
    """Return the French VAT number that a SIREN determines, "" if it is no SIREN."""
    if not fr_siren.is_valid(siren):
        return ""
    return "FR" + compact(fr_siren.to_tva(siren))


def read_naf(text: str) -> str:
    """Return an activity code as published: `2562B` gives `25.62B`.

    :raises IdentifierRefused: if it has not two digits twice and a letter.
    """
    code = compact(text)
    if not code:
        return ""
    found = _NAF.fullmatch(code)
    if found is None:
        raise IdentifierRefused(
            _("An activity code has four digits and a letter, such as 25.62B."), "naf"
        )
    return f"{found[1]}.{found[2]}{found[3]}"


def siren_of(siret: str) -> str:
    """Return the company that a SIRET belongs to."""
    return siret[:SIREN_LENGTH] if len(siret) == SIRET_LENGTH else ""


def department_of(postcode: str, country: str = "FR") -> str:
    """Return the department code of a French postcode, "" where there is none.

    Corsica: 200 and 201 are 2A, 202 and 206 are 2B. Overseas: three digits. Monaco
    and army postcodes have none.
    """
    number = compact(postcode)
    if country != "FR" or not _POSTCODE.fullmatch(number):
        return ""
    if number in _ISLANDS:
        return _ISLANDS[number]
    if number.startswith("20"):
        return "2A" if number[2] in "01" else "2B"
    if number.startswith(("97", "98")):
        return "" if number.startswith("980") else number[:3]
    return "" if number.startswith("00") else number[:2]


def is_generic_email(email: str) -> bool:
    """Tell whether an address is a company's counter rather than a person's."""
    local = email.partition("@")[0].lower()
    return re.split(r"[.\-_+]", local)[0] in _GENERIC


def _checked_vat(number: str, stored: str, is_valid: Callable[[str], bool]) -> str:
    if not is_valid(number):
        raise IdentifierRefused(
            _("This VAT number does not exist: its check digits are wrong."),
            "vat_number",
        )
    return stored
