"""What the methods gathered of a need, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence

from filon.directory.models import Contact
from filon.needs.methods import ITEMS, MethodItem, MethodSheet
from filon.needs.models import MethodAnswer, Need

M = MethodAnswer.Method


def method_sheet(need: Need) -> MethodSheet:
    """Return what the methods gathered; three queries."""
    answers: dict[str, dict[str, MethodAnswer]] = {method: {} for method in M.values}
    levers: dict[int, list[MethodAnswer]] = {}
    contacts: dict[int, Contact] = {}
    for row in need.answers.select_related("contact").order_by("pk"):
        if row.contact is None:
            answers[row.method][row.item] = row
        else:
            contacts[row.contact.pk] = row.contact
            levers.setdefault(row.contact.pk, []).append(row)
    roles = list(need.deal.roles.select_related("contact").order_by("-influence", "pk"))
    people = {role.contact_id: role.contact for role in roles}
    if need.deal.contact is not None:
        people.setdefault(need.deal.contact.pk, need.deal.contact)
    return MethodSheet(
        answers=answers,
        levers=[(contacts[pk], _strongest(rows)) for pk, rows in levers.items()],
        roles=roles,
        steps=list(need.decision_steps.order_by("on", "pk")),
        people=[person for pk, person in people.items() if pk not in levers],
    )


def answers_to(
    need: Need, method: str, contact: Contact | None = None
) -> dict[str, MethodAnswer]:
    """Return the answers to one method by item."""
    rows = need.answers.filter(method=method, contact=contact)
    return {row.item: row for row in rows}


def _strongest(
    rows: Sequence[MethodAnswer],
) -> list[tuple[MethodItem, MethodAnswer]]:
    items = {item.code: item for item in ITEMS[M.SONCASE]}
    known = [(items[row.item], row) for row in rows if row.item in items]
    return sorted(known, key=lambda pair: -(pair[1].score or 0))
