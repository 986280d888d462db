"""The opinions of experts in the synthesis of a need, as data and as a table.

Pure functions of what was read; nothing here queries or writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from filon.coordination.models import Consultation
from filon.documents import formats
from filon.documents.content import Block, Cell, Column, Heading, Row, Table, Text
from filon.kernel import units


def opinions_content(asked: Sequence[Consultation]) -> list[dict[str, Any]]:
    """Return the answers, the earliest first, codes untranslated.

    Costs stay out: the synthesis is transmitted to people who may not see them.
    """
    answered = [row for row in asked if row.answered_at is not None]
    return [
        {
            "question": row.question,
            "verdict": row.verdict,
            "answer": row.answer,
            "conditions": row.conditions,
            "lead_time_days": row.lead_time_days,
            "by": row.answered_by_name or row.addressee_name,
            "on": timezone.localdate(row.answered_at).isoformat(),
        }
        for row in sorted(answered, key=lambda row: row.pk)
    ]


def opinions_blocks(content: Mapping[str, Any]) -> list[Block]:
    """Return the table of the opinions, nothing where nobody answered.

    :param content: of a need; frozen before opinions were kept, it has none.
    """
    rows: list[Row | Sequence[Text | Cell]] = [
        [
            Cell(row["question"], detail=_signed(row)),
            _verdict(row),
            Cell(row["answer"] or "–", detail=row["conditions"]),
        ]
        for row in content.get("opinions", [])
    ]
    if not rows:
        return []
    columns = [
        Column(_("Question"), width=2),
        Column(_("Opinion")),
        Column(_("Explanation"), width=2),
    ]
    return [Heading(_("Opinions of experts")), Table(columns, rows)]


def _verdict(row: Mapping[str, Any]) -> str:
    code, days = row["verdict"], row["lead_time_days"]
    parts = [str(Consultation.Verdict(code).label)] if code else []
    if days is not None:
        parts.append(units.days(days))
    return ", ".join(parts) or "–"


def _signed(row: Mapping[str, Any]) -> str:
    on = formats.day(date.fromisoformat(row["on"]), "short")
    return " · ".join(filter(None, [row["by"], on]))
