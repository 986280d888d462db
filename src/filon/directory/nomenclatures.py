"""Public lists of codes: activities (NAF), departments, headcount bands.

Read once from `data/` (see its README for sources and license).
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from filon.kernel.text import words


def naf_label(code: str) -> str:
    """Return the French label of a NAF code of either edition, "" if unknown."""
    return naf_rev2().get(code) or naf_2025().get(code) or ""


def naf_rev2() -> dict[str, str]:
    """Return code → label of NAF rev. 2."""
    return _naf()["REV2"]


def naf_2025() -> dict[str, str]:
    """Return code → label of NAF 2025."""
    return _naf()["2025"]


@cache
def naf_2025_of(rev2: str) -> str:
    """Return the one NAF 2025 code with the label of a NAF rev. 2 code, or "".

    No table of correspondence is invented: codes whose label changed have none.
    """
    return _by_label().get(_key(naf_rev2().get(rev2, "")), "")


@cache
def departments() -> dict[str, str]:
    """Return code → name of the French departments, in the order of their codes."""
    return {row["code"]: row["name"] for row in _rows("departments.csv")}


@cache
def headcount_bands() -> dict[str, str]:
    """Return code → label of the headcount bands of the Sirene register."""
    return {row["code"]: row["label"] for row in _rows("headcount_bands.csv")}


@cache
def _naf() -> dict[str, dict[str, str]]:
    editions: dict[str, dict[str, str]] = {"REV2": {}, "2025": {}}
    for row in _rows("naf.csv"):
        editions[row["nomenclature"]][row["code"]] = row["label"]
    return editions


@cache
def _by_label() -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for code, label in naf_2025().items():
        found.setdefault(_key(label), []).append(code)
    return {label: codes[0] for label, codes in found.items() if len(codes) == 1}


def _key(label: str) -> str:
    return " ".join(words(label)) or "-"


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("filon.directory") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
