"""The lines of a draft: every change prices the whole offer again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.catalog.models import Item
from filon.journal.services import record
from filon.offers.models import LineStep, OfferLine, OfferRevision
from filon.offers.selectors import suggestions
from filon.offers.services.drafts import LineRefused, Priced, open_draft, reprice
from filon.offers.services.line_rules import check_line
from filon.offers.services.pasting import quantity_of, split_row
from filon.offers.services.steps import remember

L = OfferLine
_Step = LineStep.Kind
_HEADS = frozenset({L.Kind.TITLE, L.Kind.SUBTOTAL})
EDITABLE = frozenset(
    {
        "designation",
        "description",
        "quantity",
        "unit",
        "inclusion",
        "alternative_group",
        "manual_price",
        "manual_reason",
        "discounts",
        "percent",
        "vat_rate",
        "lead_time_days",
        "unit_cost",
        "cost_source",
        "customer_part_number",
        "drawing",
        "drawing_index",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEntry:
    """One line as it is typed.

    :ivar text: a reference, or words of an item; for titles and texts the words.
    :ivar item: chosen from the suggestions; it wins over `text`.
    :ivar values: further fields of the line, of `EDITABLE`.
    :ivar is_free: take the words as they are, without an item of the catalogue.
    """

    text: str = ""
    item: Item | None = None
    quantity: Decimal = Decimal(1)
    kind: str = L.Kind.ITEM
    values: Mapping[str, Any] | None = None
    is_free: bool = False


@dataclass(frozen=True, slots=True)
class LineWritten:
    """What became of a line: the notices are sentences for whoever typed it."""

    line: OfferLine
    priced: Priced
    notices: tuple[str, ...] = ()


@transaction.atomic
def line_add(
    *,
    revision: OfferRevision,
    entry: LineEntry,
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> LineWritten:
    """Add a line at the end, by reference or by words, and price the offer.

    A quantity below the minimum or between two multiples is raised, with a notice.

    :raises LineRefused: if no item or several are meant, or the line cannot be so.
    :raises RevisionFrozen, EditConflict: see `open_draft`.
    """
    open_draft(revision, actor=actor, now=now, expected_version=expected_version)
    position = OfferLine.objects.filter(revision=revision).count() + 1
    line, notices = _write(revision, entry, position, actor)
    remember(
        revision,
        _Step.ADD,
        actor=actor,
        now=now,
        name=line.designation,
        added=[line.pk],
    )
    record(
        target=revision,
        message=gettext_noop("Line “%(line)s” added"),
        params={"line": line.designation[:100]},
        actor=actor,
        now=now,
        about=revision.offer,
    )
    priced = reprice(revision, now=now)
    line.refresh_from_db()
    return LineWritten(line, priced, tuple(notices))


@transaction.atomic
def lines_paste(
    *,
    revision: OfferRevision,
    text: str,
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> tuple[int, Priced]:
    """Add the rows of a table: reference, then quantity; all of them or none.

    Columns are separated by tabulators, semicolons or runs of spaces.

    :returns: how many lines were added, and the priced draft.
    :raises LineRefused: with every row that cannot be read, by its number.
    """
    open_draft(revision, actor=actor, now=now, expected_version=expected_version)
    entries, faults = _rows(text, actor)
    if faults:
        raise LineRefused("\n".join(faults))
    if not entries:
        raise LineRefused(_("Paste at least one row: reference, then quantity."))
    start = OfferLine.objects.filter(revision=revision).count() + 1
    added = [
        _write(revision, entry, place, actor)[0].pk
        for place, entry in enumerate(entries, start=start)
    ]
    remember(revision, _Step.PASTE, actor=actor, now=now, added=added)
    record(
        target=revision,
        message=gettext_noop("Lines pasted: %(count)s"),
        params={"count": len(entries)},
        actor=actor,
        now=now,
        about=revision.offer,
    )
    return len(entries), reprice(revision, now=now)


@transaction.atomic
def line_update(
    *,
    line: OfferLine,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> LineWritten:
    """Change a line and price the offer.

    :param values: fields of `EDITABLE`; a manual price needs `manual_reason`.
    :raises LineRefused: if the line cannot be so.
    """
    revision = line.revision
    open_draft(revision, actor=actor, now=now, expected_version=expected_version)
    written = {name: values[name] for name in values if name in EDITABLE}
    is_other_cost = any(
        name in written and written[name] != getattr(line, name)
        for name in ("unit_cost", "cost_source")
    )
    if is_other_cost and line.supplier_price_id:
        # A cost typed by hand does not come from the supplier any more.
        written["supplier_price_id"] = None
    notices = check_line(line.item, written, line)
    history = {
        name: [str(getattr(line, name)), str(value)]
        for name, value in written.items()
        if getattr(line, name) != value
    }
    if history:
        remember(
            revision,
            _Step.CHANGE,
            actor=actor,
            now=now,
            name=line.designation,
            fields={line.pk: {name: getattr(line, name) for name in history}},
        )
        OfferLine.objects.filter(pk=line.pk).update(**written)
        record(
            target=revision,
            message=gettext_noop("Line “%(line)s” changed"),
            params={"line": line.designation[:100]},
            changes=history,
            actor=actor,
            now=now,
            about=revision.offer,
        )
    priced = reprice(revision, now=now)
    line.refresh_from_db()
    return LineWritten(line, priced, tuple(notices))


@transaction.atomic
def line_delete(
    *,
    line: OfferLine,
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> Priced:
    """Take a line out and price the offer."""
    revision = line.revision
    open_draft(revision, actor=actor, now=now, expected_version=expected_version)
    rows = _ordered(revision)
    remember(
        revision,
        _Step.REMOVE,
        actor=actor,
        now=now,
        name=line.designation,
        removed=[line],
        order=rows,
    )
    _renumber([row for row in rows if row.pk != line.pk])
    line.delete()
    record(
        target=revision,
        message=gettext_noop("Line “%(line)s” removed"),
        params={"line": line.designation[:100]},
        actor=actor,
        now=now,
        about=revision.offer,
    )
    return reprice(revision, now=now)


@transaction.atomic
def line_move(
    *,
    line: OfferLine,
    position: int,
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> Priced:
    """Put a line at a place, counted from 1; places past the ends are the ends.

    Of alternatives the first one is the default, so moving may change totals.
    """
    revision = line.revision
    open_draft(revision, actor=actor, now=now, expected_version=expected_version)
    rows = _ordered(revision)
    remember(
        revision,
        _Step.MOVE,
        actor=actor,
        now=now,
        name=line.designation,
        order=rows,
    )
    others = [row for row in rows if row.pk != line.pk]
    place = max(0, min(position - 1, len(others)))
    _renumber([*others[:place], line, *others[place:]])
    return reprice(revision, now=now)


@transaction.atomic
def line_duplicate(
    *,
    line: OfferLine,
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> LineWritten:
    """Put a copy of a line just below it and price the offer."""
    revision = line.revision
    open_draft(revision, actor=actor, now=now, expected_version=expected_version)
    rows = _ordered(revision)
    copy = OfferLine.objects.get(pk=line.pk)
    copy.pk = None
    copy._state.adding = True
    copy.save()
    remember(
        revision,
        _Step.COPY,
        actor=actor,
        now=now,
        name=line.designation,
        added=[copy.pk],
        order=rows,
    )
    place = [row.pk for row in rows].index(line.pk) + 1
    _renumber([*rows[:place], copy, *rows[place:]])
    priced = reprice(revision, now=now)
    copy.refresh_from_db()
    return LineWritten(copy, priced)


@transaction.atomic
def lines_group(
    *,
    revision: OfferRevision,
    line_ids: Collection[int],
    title: str,
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> Priced:
    """Put lines under a title of their own, with their subtotal, and price the offer.

    They stand where the first of them stood, in the order they had.

    :raises LineRefused: without a title, or without a line that can be grouped.
    """
    open_draft(revision, actor=actor, now=now, expected_version=expected_version)
    rows = _ordered(revision)
    inside = [r for r in rows if r.pk in line_ids and r.kind not in _HEADS]
    if not inside or not title.strip():
        raise LineRefused(_("Check the lines to group and write the title above them."))
    head, foot = (
        OfferLine.objects.create(
            revision=revision, kind=kind, position=0, designation=words
        )
        for kind, words in (
            (L.Kind.TITLE, title.strip()[:300]),
            (L.Kind.SUBTOTAL, ""),
        )
    )
    remember(
        revision,
        _Step.GROUP,
        actor=actor,
        now=now,
        name=head.designation,
        added=[head.pk, foot.pk],
        order=rows,
    )
    keys = {row.pk for row in inside}
    place = rows.index(inside[0])
    others = [row for row in rows[place:] if row.pk not in keys]
    _renumber([*rows[:place], head, *inside, foot, *others])
    record(
        target=revision,
        message=gettext_noop("Lines grouped under “%(line)s”"),
        params={"line": head.designation[:100]},
        actor=actor,
        now=now,
        about=revision.offer,
    )
    return reprice(revision, now=now)


def _write(
    revision: OfferRevision, entry: LineEntry, position: int, actor: User
) -> tuple[OfferLine, list[str]]:
    values = {k: v for k, v in (entry.values or {}).items() if k in EDITABLE}
    item = _item(entry, actor)
    values["quantity"] = entry.quantity
    notices = check_line(item, values, None, kind=entry.kind)
    fields = _from_item(item, revision) if item else _from_words(entry)
    if item is None and values.get("manual_price") is not None:
        values.setdefault("manual_reason", _("Line outside the catalogue"))
    line = OfferLine.objects.create(
        **{
            "revision": revision,
            "position": position,
            "kind": entry.kind,
            **fields,
            **values,
        }
    )
    return line, notices


def _item(entry: LineEntry, actor: User) -> Item | None:
    """Return the item that an entry means.

    :raises LineRefused: if its words name none, or several.
    """
    if entry.kind != L.Kind.ITEM or entry.is_free:
        if not entry.text.strip() and entry.kind != L.Kind.SUBTOTAL:
            raise LineRefused(_("Write the words of the line."))
        return None
    if entry.item is not None:
        return entry.item
    if not entry.text.strip():
        raise LineRefused(_("Type a reference or words."))
    exact = suggestions.exact(actor, entry.text)
    if exact is not None:
        return exact
    found = suggestions.suggest(actor, entry.text, limit=2)
    if not found:
        raise LineRefused(
            _("No item is called “%(text)s”. Add it as a line outside the catalogue.")
            % {"text": entry.text.strip()[:100]}
        )
    if len(found) > 1:
        raise LineRefused(
            _("Several items are called “%(text)s”: choose one of the suggestions.")
            % {"text": entry.text.strip()[:100]}
        )
    return found[0]


def _from_item(item: Item, revision: OfferRevision) -> dict[str, Any]:
    with translation.override(revision.language):
        name = item.name
    english = revision.language == "en" and item.description_en
    return {
        "item": item,
        "reference": item.reference,
        "designation": name,
        "description": item.description_en if english else item.description_fr,
        "unit": item.unit,
        "price_base": item.price_base,
        "price_decimals": max(2, min(6, item.price_decimals)),
        "vat_rate": item.vat_rate,
        "lead_time_days": item.lead_time_days,
    }


def _from_words(entry: LineEntry) -> dict[str, Any]:
    fields: dict[str, Any] = {"designation": entry.text.strip()[:300]}
    if entry.kind == L.Kind.TEXT:
        fields["description"] = entry.text.strip()
    return fields


def _rows(text: str, actor: User) -> tuple[list[LineEntry], list[str]]:
    entries, faults = [], []
    for number, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip():
            continue
        reference, typed = split_row(raw)
        item = suggestions.exact(actor, reference)
        quantity = quantity_of(typed)
        if item is None:
            faults.append(
                _("Row %(row)s: no item has the reference “%(text)s”.")
                % {"row": number, "text": reference[:60]}
            )
        elif quantity is None:
            faults.append(
                _("Row %(row)s: “%(text)s” is not a quantity.")
                % {"row": number, "text": typed[:60]}
            )
        else:
            entries.append(LineEntry(item=item, quantity=quantity))
    return entries, faults


def _ordered(revision: OfferRevision) -> list[OfferLine]:
    rows = OfferLine.objects.filter(revision=revision)
    return list(rows.order_by("position", "pk"))


def _renumber(rows: Sequence[OfferLine]) -> None:
    moved = []
    for place, row in enumerate(rows, start=1):
        if row.position != place:
            row.position = place
            moved.append(row)
    if moved:
        OfferLine.objects.bulk_update(moved, ["position"], batch_size=200)
