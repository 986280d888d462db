"""What changes from one version of a referential to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from filon.certification.referential.shape import Referential


@dataclass(frozen=True, slots=True)
class Difference:
    """One line: an element that came, went, or was reworded (French texts)."""

    kind: Literal["added", "removed", "reworded"]
    code: str
    before: str
    after: str


def differences(old: Referential, new: Referential) -> list[Difference]:
    """Return what differs in competencies, criteria and items, in reading order.

    A text counts as reworded if it differs in either language.
    """
    before, after = _texts(old), _texts(new)
    lines = []
    for code in [*before, *(code for code in after if code not in before)]:
        first, second = before.get(code), after.get(code)
        if first is None and second is not None:
            lines.append(Difference("added", code, "", second[0]))
        elif second is None and first is not None:
            lines.append(Difference("removed", code, first[0], ""))
        elif first is not None and second is not None and first != second:
            lines.append(Difference("reworded", code, first[0], second[0]))
    return lines


def _texts(referential: Referential) -> dict[str, tuple[str, str]]:
    texts: dict[str, tuple[str, str]] = {}
    for competency in referential.competencies:
        texts[competency.id] = (competency.title_fr, competency.title_en)
        for criterion in competency.criteria:
            texts[criterion.id] = (criterion.fr, criterion.en)
            texts.update({i.id: (i.fr, i.en) for i in criterion.items})
    return texts
