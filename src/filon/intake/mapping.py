"""Proposes which column fills which field, from its name and from what it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from filon.directory.identifiers import IdentifierRefused, read_siret, siren_of
from filon.files.tables import Cell
from filon.intake.fields import SPECS, Field, Spec
from filon.intake.models import Import
from filon.intake.values import text_of
from filon.kernel.text import phone_digits, words

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SHARE = 0.8
_ENOUGH = 3
# Words that say nothing about what follows them ("libelle eprtr").
_TOO_GENERAL = frozenset(
    {
        "account",
        "article",
        "ca",
        "categorie",
        "class",
        "classe",
        "client",
        "code",
        "company",
        "contact",
        "cp",
        "customer",
        "id",
        "identifiant",
        "item",
        "libelle",
        "name",
        "nature",
        "no",
        "nom",
        "note",
        "numero",
        "pu",
        "qte",
        "ref",
        "reference",
        "role",
        "site",
        "societe",
        "standard",
        "tarif",
        "title",
        "titre",
        "type",
        "web",
    }
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Column number (as text) → field, and whether the first line is a header."""

    mapping: dict[str, str]
    has_header: bool


def propose(
    kind: str, header: Sequence[str], sample: Sequence[Sequence[Cell]]
) -> Proposal:
    """Return the proposed mapping of a file.

    Names decide first; columns that no name explains are recognized by their content
    (e-mail, SIRET, SIREN, phone, postcode, activity code). A header whose names look
    like such content is no header.
    """
    spec = SPECS[kind]
    if any(_content_of([name]) in {"email", "siret", "siren"} for name in header):
        return Proposal(_by_content(spec, [header, *sample], {}), has_header=False)
    named = _by_name(spec, header)
    mapping = _by_content(spec, sample, named)
    if kind == Import.Kind.ORGANIZATIONS:
        mapping = _with_sites(mapping, sample)
    return Proposal(mapping, has_header=True)


def missing(kind: str, mapping: dict[str, str]) -> list[tuple[Field, ...]]:
    """Return the groups of fields of which the file must have one and has none."""
    spec = SPECS[kind]
    given = set(mapping.values())
    return [
        tuple(f for code in group if (f := spec.field(code)))
        for group in spec.required
        if not given.intersection(group)
    ]


def _by_name(spec: Spec, header: Sequence[str]) -> dict[str, str]:
    folded = [" ".join(words(_CAMEL.sub(" ", name))) for name in header]
    found: dict[int, str] = {}
    for fits in (_is_exact, _is_close):
        for field in spec.fields:
            if field.code in found.values():
                continue
            column = _column_of(field, folded, found, fits)
            if column is not None:
                found[column] = field.code
    return {str(column): code for column, code in sorted(found.items())}


def _column_of(
    field: Field,
    folded: Sequence[str],
    taken: dict[int, str],
    fits: Callable[[str, str], bool],
) -> int | None:
    for name in field.headers:
        for column, header in enumerate(folded):
            if column not in taken and fits(name, header):
                return column
    return None


def _is_exact(name: str, header: str) -> bool:
    return name == header


def _is_close(name: str, header: str) -> bool:
    """Tell whether a header is the name with something after it ("tel bureau")."""
    return name not in _TOO_GENERAL and header.startswith(f"{name} ")


def _by_content(
    spec: Spec, sample: Sequence[Sequence[Cell]], named: dict[str, str]
) -> dict[str, str]:
    mapping = dict(named)
    width = max((len(row) for row in sample), default=0)
    for column in range(width):
        if str(column) in mapping:
            continue
        cells = [text_of(row[column]) for row in sample if column < len(row)]
        code = _content_of([cell for cell in cells if cell])
        is_free = code not in mapping.values() and spec.field(code) is not None
        if is_free and (len(cells) >= _ENOUGH or not named):
            mapping[str(column)] = code
    if not named:
        _name_the_rest(spec, sample, mapping)
    return mapping


def _name_the_rest(
    spec: Spec, sample: Sequence[Sequence[Cell]], mapping: dict[str, str]
) -> None:
    """Give the first columns of plain text to what the file must have."""
    for group in spec.required:
        if set(mapping.values()).intersection(group):
            continue
        for column in range(max((len(row) for row in sample), default=0)):
            if str(column) not in mapping and _is_wordy(sample, column):
                mapping[str(column)] = group[0]
                break


def _is_wordy(sample: Sequence[Sequence[Cell]], column: int) -> bool:
    cells = [text_of(row[column]) for row in sample if column < len(row)]
    wordy = [cell for cell in cells if re.search(r"[A-Za-zÀ-ÿ]{2}", cell)]
    return len(wordy) >= _SHARE * max(1, len(cells))


def _content_of(cells: Sequence[str]) -> str:
    """Return the field that most cells look like, or an empty text."""
    if not cells:
        return ""
    for code, looks in _LOOKS:
        if sum(map(looks, cells)) >= _SHARE * len(cells):
            return code
    return ""


def _is_siret(cell: str) -> bool:
    try:
        return bool(read_siret(cell))
    except IdentifierRefused:
        return False


def _is_phone(cell: str) -> bool:
    return bool(re.fullmatch(r"\+?[\d\s().-]{9,20}", cell)) and cell[0] in "+0("


_LOOKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("email", lambda c: bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}", c))),
    ("siret", _is_siret),
    ("naf_rev2", lambda c: bool(re.fullmatch(r"\d{2}\.?\d{2}[A-Z]", c))),
    ("postcode", lambda c: bool(re.fullmatch(r"\d{5}", c))),
    ("siren", lambda c: bool(re.fullmatch(r"\d{3} ?\d{3} ?\d{3}", c))),
    ("phone", lambda c: _is_phone(c) and len(phone_digits(c)) >= len("123456789")),
)


def _with_sites(
    mapping: dict[str, str], sample: Sequence[Sequence[Cell]]
) -> dict[str, str]:
    """Read a file of sites as such: its code then names the site, not the company.

    A file has one row for each site if its header says so, or if the same SIREN comes
    back with another SIRET.
    """
    codes = {code: column for column, code in mapping.items()}
    if "siret" not in codes or "external_ref" not in codes or "site_ref" in codes:
        return mapping
    column = int(codes["siret"])
    sirets = {text_of(row[column]) for row in sample if column < len(row)}
    sirens = {siren_of(siret) for siret in sirets if siret}
    if "site_name" in codes or len(sirens) < len(sirets):
        return {
            column: "site_ref" if code == "external_ref" else code
            for column, code in mapping.items()
        }
    return mapping
