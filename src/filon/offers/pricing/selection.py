"""Which lines count: firm ones, ticked options, one of each group of alternatives."""

from __future__ import annotations

from collections.abc import Mapping

from filon.offers.pricing.errors import (
    AlternativeDefaultMissing,
    AlternativeGroupMissing,
    AlternativeNotUnique,
    UnknownSelection,
)
from filon.offers.pricing.snapshot import (
    DocumentInput,
    Inclusion,
    LineInput,
    Selection,
)


def alternative_groups(document: DocumentInput) -> dict[str, list[LineInput]]:
    """Return the alternatives by group.

    :raises AlternativeGroupMissing: if an alternative names no group.
    :raises AlternativeDefaultMissing: if a group has no default, or several.
    """
    groups: dict[str, list[LineInput]] = {}
    for line in document.lines:
        if line.inclusion is Inclusion.ALTERNATIVE:
            if not line.alternative_group:
                raise AlternativeGroupMissing(where=line.line_id)
            groups.setdefault(line.alternative_group, []).append(line)
    for group, members in groups.items():
        if sum(line.is_default for line in members) != 1:
            raise AlternativeDefaultMissing(where=group)
    return groups


def all_options(document: DocumentInput) -> Selection:
    """Return the selection that ticks every option and keeps the defaults."""
    return Selection(
        options=frozenset(
            line.line_id
            for line in document.lines
            if line.inclusion is Inclusion.OPTION
        )
    )


def counted_ids(
    document: DocumentInput,
    selection: Selection,
    groups: Mapping[str, list[LineInput]],
) -> frozenset[str]:
    """Return the ids of the lines that count under `selection`.

    :raises UnknownSelection: if it names a line that cannot be chosen.
    :raises AlternativeNotUnique: if it keeps two alternatives of one group.
    """
    inclusions = {line.line_id: line.inclusion for line in document.lines}
    for option in selection.options:
        if inclusions.get(option) is not Inclusion.OPTION:
            raise UnknownSelection(where=option)
    for alternative in selection.alternatives:
        if inclusions.get(alternative) is not Inclusion.ALTERNATIVE:
            raise UnknownSelection(where=alternative)
    counted = {key for key, value in inclusions.items() if value is Inclusion.FIRM}
    for group, members in groups.items():
        ticked = [m.line_id for m in members if m.line_id in selection.alternatives]
        if len(ticked) > 1:
            raise AlternativeNotUnique(where=group)
        default = [member.line_id for member in members if member.is_default]
        counted.update(ticked or default)
    return frozenset(counted | selection.options)
