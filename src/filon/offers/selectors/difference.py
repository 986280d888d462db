"""What changed from one revision to another, in words; ours and the customer's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from filon.kernel import units
from filon.offers.models import AdequacyCheck, OfferLine, OfferRevision
from filon.offers.rules.difference import Change, Difference, LineChange, difference
from filon.offers.selectors.adequacy import rows_of
from filon.offers.selectors.content import content_of
from filon.offers.selectors.document.figures import unit_symbol
from filon.offers.selectors.snapshot import lines_of
from filon.web.templatetags.filon import day, money, percent, price, quantity

_LABELS: Final[dict[str, str | Promise]] = {
    "language": gettext_lazy("Language"),
    "currency": gettext_lazy("Currency"),
    "exchange_rate": gettext_lazy("Exchange rate"),
    "exchange_source": gettext_lazy("Source and date of the rate"),
    "valid_until": gettext_lazy("Valid until"),
    "incoterm": gettext_lazy("Incoterm® 2020"),
    "incoterm_place": gettext_lazy("Named place"),
    "payment_days": gettext_lazy("Payment (days)"),
    "payment_mode": gettext_lazy("Counted as"),
    "payment_schedule": gettext_lazy("Payment schedule"),
    "lead_time_days": gettext_lazy("Lead time"),
    "delivery_terms": gettext_lazy("Delivery"),
    "warranty_months": gettext_lazy("Warranty (months)"),
    "after_sales": gettext_lazy("After-sales"),
    "discount_percent": gettext_lazy("Discount on the whole offer (%)"),
    "discount_reason": gettext_lazy("Why this discount"),
    "freight": gettext_lazy("Carriage billed"),
    "introduction": gettext_lazy("Introduction"),
    "technical_argument": gettext_lazy("Technical side"),
    "financial_argument": gettext_lazy("Financial side"),
    "service_argument": gettext_lazy("Services and follow-up"),
    "recommendation": gettext_lazy("Our recommendation"),
    "reserves": gettext_lazy("Reserves and exclusions"),
    "accuracy_percent": gettext_lazy("Accuracy of the estimate (± %)"),
    "total_net": gettext_lazy("Total without VAT"),
    "total_gross": gettext_lazy("Total with VAT"),
    "kind": gettext_lazy("Kind"),
    "inclusion": gettext_lazy("Inclusion"),
    "alternative_group": gettext_lazy("Alternative"),
    "reference": gettext_lazy("Reference"),
    "designation": gettext_lazy("Designation"),
    "description": gettext_lazy("Description"),
    "customer_part_number": gettext_lazy("Customer’s part number"),
    "drawing": gettext_lazy("Drawing"),
    "drawing_index": gettext_lazy("Index of the drawing"),
    "quantity": gettext_lazy("Quantity"),
    "unit": gettext_lazy("Unit"),
    "net_price": gettext_lazy("Unit price"),
    "net_amount": gettext_lazy("Amount without VAT"),
    "percent": gettext_lazy("Percentage"),
    "vat_rate": gettext_lazy("VAT rate"),
    "breaks": gettext_lazy("Price breaks"),
    "cost": gettext_lazy("Costs"),
    "margin": pgettext_lazy("offer", "Margin"),
}
_MONEY = frozenset({"total_net", "total_gross", "freight", "net_amount"})
_LONG = 120


@dataclass(frozen=True, slots=True)
class Row:
    """One change as a reader sees it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LineRows:
    """A line that came, went or changed, with its changes."""

    name: str
    badge: str
    tone: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes from one revision to another.

    :ivar margin: ours only, empty for a customer.
    """

    before: OfferRevision
    after: OfferRevision
    lines: Sequence[LineRows]
    terms: Sequence[Row]
    answers: Sequence[Row]
    margin: Sequence[Row]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed for a reader."""
        return not (self.lines or self.terms or self.answers)


def content(revision: OfferRevision) -> Mapping[str, Any]:
    """Return the content of a revision: what left, or the draft as it stands."""
    frozen: Mapping[str, Any] | None = revision.frozen.get("content")
    if frozen is not None:
        return frozen
    return content_of(revision, lines_of(revision), rows_of(revision))


def compared(
    before: OfferRevision,
    after: OfferRevision,
    *,
    for_customer: bool,
    sees_margin: bool = False,
) -> Comparison:
    """Return what changed between two revisions; at most eight queries, none if sent.

    :param for_customer: without cost, margin and our own reasons.
    :param sees_margin: whether the reader of ours may see the margin.
    """
    found = difference(content(before), content(after), for_customer=for_customer)
    currency = after.currency
    return Comparison(
        before=before,
        after=after,
        lines=[_line(one, currency) for one in found.lines],
        terms=[_row(one, currency) for one in found.terms],
        answers=[*_answers(found), *_reserves(found)],
        margin=_margin(before, after) if sees_margin and not for_customer else [],
    )


def _line(one: LineChange, currency: str) -> LineRows:
    shown = one.after or one.before or {}
    name = str(shown.get("designation") or shown.get("reference") or "")
    if one.before is None:
        amount = money(shown.get("net_amount"), currency)
        size = quantity(shown["quantity"], unit_symbol(shown["unit"]))
        rows = [Row(_("Quantity"), "", size), Row(_("Amount without VAT"), "", amount)]
        return LineRows(name, pgettext("line", "Added"), "good", rows)
    if one.after is None:
        amount = money(shown.get("net_amount"), currency)
        rows = [Row(_("Amount without VAT"), amount, "")]
        return LineRows(name, pgettext("line", "Taken out"), "bad", rows)
    rows = [_row(change, currency) for change in one.changes]
    return LineRows(name, pgettext("line", "Changed"), "info", rows)


def _row(change: Change, currency: str) -> Row:
    label = str(_LABELS.get(change.name, change.name))
    return Row(
        label,
        _value(change.name, change.before, currency),
        _value(change.name, change.after, currency),
    )


def _value(name: str, value: Any, currency: str) -> str:
    if value is None or value in ("", []):
        return "–"
    if name in _MONEY:
        return money(value, currency)
    if name == "net_price":
        return price(value, currency)
    if name in {"discount_percent", "percent", "vat_rate"}:
        return percent(Decimal(str(value)), 2)
    if name == "lead_time_days":
        return units.days(int(value))
    if name == "valid_until":
        return day(date.fromisoformat(str(value)))
    if name == "quantity":
        return quantity(value)
    if name == "unit":
        return unit_symbol(str(value))
    if name == "inclusion":
        return str(OfferLine.Inclusion(value).label)
    if name == "payment_mode":
        return str(OfferRevision.PaymentMode(value).label)
    if name == "payment_schedule":
        return ", ".join(f"{row['code']} {row['percent']} %" for row in value)
    if name == "breaks":
        return ", ".join(
            f"{quantity(low)} : {price(net, currency)}" for low, net in value
        )
    text = str(value)
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _answers(found: Difference) -> list[Row]:
    rows = []
    for one in found.answers:
        known = one.after or one.before
        ref = str(known.get("asked", {}).get("ref") or _("Requirement"))
        old, new = _answer(one.before), _answer(one.after)
        if old != new:
            rows.append(Row(ref, old, new))
    return rows


def _answer(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return "–"
    words = str(AdequacyCheck.Verdict(row["verdict"]).label)
    more = [row.get("offered"), row.get("comment")]
    return " – ".join([words, *(str(text) for text in more if text)])


def _reserves(found: Difference) -> list[Row]:
    return [
        Row(
            _("Reserve %(number)s") % {"number": one.name},
            str((one.before or {}).get("text") or "–"),
            str((one.after or {}).get("text") or "–"),
        )
        for one in found.reserves
    ]


def _margin(before: OfferRevision, after: OfferRevision) -> list[Row]:
    """Return margin and rate on both sides, with what was given up."""
    return [
        Row(pgettext("offer", "Margin"), money(before.margin), money(after.margin)),
        Row(
            _("Margin rate"),
            percent(before.margin_percent, 2),
            percent(after.margin_percent, 2),
        ),
    ]
