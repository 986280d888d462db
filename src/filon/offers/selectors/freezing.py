"""Reading a frozen snapshot back, so that what was sent prices itself forever."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from filon.offers.pricing import DocumentInput, Inclusion, LineInput, Selection


def thaw(data: Mapping[str, Any]) -> DocumentInput:
    """Return the snapshot that `pricing.as_json` wrote.

    :raises KeyError, ValueError: if the data is not such a snapshot.
    """
    document = revived(DocumentInput, dict(data))
    if not isinstance(document, DocumentInput):
        msg = "not a snapshot of a document"
        raise ValueError(msg)
    return document


def revived(kind: Any, data: Any) -> Any:
    """Return what `pricing.as_json` wrote as an instance of the annotated `kind`.

    :raises KeyError, ValueError, TypeError: if the data is not of that kind.
    """
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        if data is None:
            return None
        (inner,) = [a for a in get_args(kind) if a is not type(None)]
        return revived(inner, data)
    if origin is tuple:
        inner = get_args(kind)[0]
        return tuple(revived(inner, entry) for entry in data)
    if origin is frozenset:
        return frozenset(data)
    if is_dataclass(kind):
        return _record(kind, data)
    return _plain(kind, data)


def _record(kind: Any, data: Mapping[str, Any]) -> Any:
    hints = get_type_hints(kind)
    known = {f.name for f in fields(kind)}
    values = {n: revived(hints[n], v) for n, v in data.items() if n in known}
    return kind(**values)


def _plain(kind: Any, data: Any) -> Any:
    if kind is Decimal:
        return Decimal(data)
    if kind is date:
        return date.fromisoformat(data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    return data


def selection_of(lines: Iterable[LineInput], ticked: Iterable[str]) -> Selection:
    """Return the choice that ticked ids make among the lines of a snapshot.

    Ids of firm lines and of other offers are nobody's choice and are left out. Of the
    alternatives of a group the last one in the order of the offer counts.
    """
    wanted = set(ticked)
    options: set[str] = set()
    groups: dict[str, str] = {}
    for line in lines:
        if line.line_id not in wanted:
            continue
        if line.inclusion is Inclusion.OPTION:
            options.add(line.line_id)
        elif line.inclusion is Inclusion.ALTERNATIVE:
            groups[line.alternative_group] = line.line_id
    return Selection(
        options=frozenset(options), alternatives=frozenset(groups.values())
    )
