"""What a check of the data reports; each app lists its checks in `integrity.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One record that is not as the rules say.

    `record` names it for a person (a number, a path, "table 12"); `sentence` is
    translated and says what is wrong.
    """

    record: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Check:
    """One question asked of the data; `faults` reads and never writes."""

    name: str
    faults: Callable[[], Iterable[Fault]]
