"""The trace of a price in words, and technical words marked in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.catalog.models import Term
from filon.offers.pricing import StepCode
from filon.offers.selectors.snapshot import DISCOUNT_REASON, FREIGHT_REASON
from filon.offers.selectors.suggestions import PastPrices
from filon.offers.selectors.tariffs import ITEM_PRICE
from filon.web.templatetags.filon import day, money, percent, price, quantity

Operands = Mapping[str, str]
Sentence = Callable[[Operands, str, str], str]


def sentences(trace: Sequence[Mapping[str, Any]], currency: str) -> list[str]:
    """Return why a number is what it is, one sentence a step, for our own people."""
    found = []
    spoken = currency  # a list may be in another one until its price is converted
    for step in trace:
        code, operands = step.get("code", ""), step.get("operands", {})
        if code in _PRICES:
            spoken = operands.get("currency") or currency
        elif code == StepCode.FX_CONVERTED:
            spoken = currency
        make = _SENTENCES.get(code)
        if make is not None:
            found.append(make(operands, step.get("result", ""), spoken))
    return found


def next_break(
    trace: Sequence[Mapping[str, Any]], currency: str
) -> tuple[Decimal, str] | None:
    """Return the larger quantity that costs no more, and the sentence that says so."""
    last = trace[-1] if trace else {}
    if last.get("code") != StepCode.NEXT_BREAK:
        return None
    operands = last["operands"]
    return Decimal(operands["quantity"]), _next_break(
        operands, last["result"], currency
    )


def past_sentences(past: PastPrices) -> list[str]:
    """Return what a customer last paid and last refused, else was last offered."""
    named = [
        (_("Last sold: %(price)s for %(quantity)s (%(number)s, %(on)s)"), past.sold),
        (_("Last lost: %(price)s for %(quantity)s (%(number)s, %(on)s)"), past.lost),
    ]
    if past.sold is None and past.lost is None:
        offered = _("Last offered: %(price)s for %(quantity)s (%(number)s, %(on)s)")
        named.append((offered, past.offered))
    return [
        words
        % {
            "price": price(one.net_price, one.currency) + _per(one.price_base),
            "quantity": quantity(one.quantity),
            "number": one.number,
            "on": day(one.sent_at),
        }
        for words, one in named
        if one is not None
    ]


def _per(base: int) -> str:
    return f" / {base}" if base != 1 else ""


def source_name(source: str, reference: str) -> str:
    """Return where a price comes from."""
    if reference == ITEM_PRICE:
        return _("the catalogue")
    if reference:
        return _("the list “%(name)s”") % {"name": reference}
    return source.lower()


def reason_name(reason: str) -> str:
    """Return a reason in words; typed reasons stay as they are."""
    known = {
        "AGREEMENT": _("agreed with the customer"),
        FREIGHT_REASON: _("carriage"),
        StepCode.MINIMUM_ORDER_CHARGE: _("smallest order"),
        DISCOUNT_REASON: _("discount"),
    }
    return known.get(reason, reason)


def _base(operands: Operands) -> str:
    basis = Decimal(operands.get("basis", "1") or "1")
    return f" / {quantity(basis)}" if basis != 1 else ""


def _found(operands: Operands, result: str, currency: str) -> str:
    return _("Price of %(price)s%(base)s from %(source)s.") % {
        "price": price(result, operands.get("currency", currency)),
        "base": _base(operands),
        "source": source_name(
            operands.get("source", ""), operands.get("reference", "")
        ),
    }


def _set_aside(operands: Operands, result: str, _currency: str) -> str:
    why = {
        "NOT_YET_VALID": _("not valid yet"),
        "EXPIRED": _("no longer valid"),
        "OTHER_CURRENCY": _("in another currency"),
        "OTHER_UNIT": _("for another unit"),
        "OUTRANKED": _("another price comes first"),
        "DEARER": _("a cheaper list says that it wins"),
    }
    return _("Set aside: %(source)s (%(why)s).") % {
        "source": source_name(
            operands.get("source", ""), operands.get("reference", "")
        ),
        "why": why.get(result, result.lower()),
    }


def _break(operands: Operands, result: str, currency: str) -> str:
    return _("Break reached with %(quantity)s: %(price)s.") % {
        "quantity": quantity(operands.get("quantity")),
        "price": price(result, currency),
    }


def _graduated(operands: Operands, result: str, currency: str) -> str:
    return _(
        "Each tranche at its own price: %(price)s on average for %(quantity)s."
    ) % {
        "quantity": quantity(operands.get("quantity")),
        "price": price(result, currency),
    }


def _block(operands: Operands, result: str, currency: str) -> str:
    return _("Fixed amount of the range for %(quantity)s: %(price)s.") % {
        "quantity": quantity(operands.get("quantity")),
        "price": price(result, currency),
    }


def _cost_plus(_operands: Operands, result: str, currency: str) -> str:
    # Without cost and margin: whoever reads the sentence may not see them.
    return _("No list gives a price: %(price)s from cost and target margin.") % {
        "price": price(result, currency)
    }


def _adder(operands: Operands, result: str, currency: str) -> str:
    return _("Option “%(code)s” in the price: +%(price)s.") % {
        "code": operands.get("code", ""),
        "price": price(result, currency),
    }


def _adder_percent(operands: Operands, result: str, currency: str) -> str:
    return _(
        "Option “%(code)s” in the price: %(percent)s of %(base)s = +%(price)s."
    ) % {
        "code": operands.get("code", ""),
        "percent": percent(operands.get("percent"), 2),
        "base": price(operands.get("base"), currency),
        "price": price(result, currency),
    }


def _converted(operands: Operands, result: str, currency: str) -> str:
    return _("Converted at %(rate)s: %(price)s.") % {
        "rate": quantity(operands.get("rate")),
        "price": price(result, currency),
    }


def _discount(operands: Operands, result: str, currency: str) -> str:
    words = _("Discount of %(percent)s: %(price)s.") % {
        "percent": percent(operands.get("percent"), 2),
        "price": price(result, currency),
    }
    reason = reason_name(operands.get("reason", ""))
    return f"{words} ({reason})" if reason else words


def _fixed(operands: Operands, result: str, currency: str) -> str:
    return _("Discount of %(amount)s on each price: %(price)s.") % {
        "amount": price(operands.get("amount"), currency),
        "price": price(result, currency),
    }


def _unit_charge(operands: Operands, result: str, currency: str) -> str:
    return _("%(reason)s in the price, +%(amount)s: %(price)s.") % {
        "reason": reason_name(operands.get("reason", "")).capitalize(),
        "amount": price(operands.get("amount"), currency),
        "price": price(result, currency),
    }


def _net(_operands: Operands, result: str, currency: str) -> str:
    return _("Net unit price: %(price)s.") % {"price": price(result, currency)}


def _manual(operands: Operands, result: str, currency: str) -> str:
    computed = operands.get("computed", "")
    if not computed:
        return _("Price typed: %(price)s (%(reason)s). No list gives one.") % {
            "price": price(result, currency),
            "reason": operands.get("reason", ""),
        }
    return _("Price typed: %(price)s instead of %(computed)s (%(reason)s).") % {
        "price": price(result, currency),
        "computed": price(computed, currency),
        "reason": operands.get("reason", ""),
    }


def _gross(operands: Operands, result: str, currency: str) -> str:
    return _("%(quantity)s × %(price)s%(base)s = %(amount)s.") % {
        "quantity": quantity(operands.get("quantity")),
        "price": price(operands.get("price"), currency),
        "base": _base(operands),
        "amount": money(result, currency),
    }


def _percent_line(operands: Operands, result: str, currency: str) -> str:
    return _("%(percent)s of %(base)s = %(amount)s.") % {
        "percent": percent(operands.get("percent"), 2),
        "base": money(operands.get("base"), currency),
        "amount": money(result, currency),
    }


def _rounded(operands: Operands, result: str, _currency: str) -> str:
    return _("Quantity raised from %(requested)s to %(quantity)s: it is sold so.") % {
        "requested": quantity(operands.get("requested")),
        "quantity": quantity(result),
    }


def _allowance(operands: Operands, result: str, currency: str) -> str:
    return _("Discount of the line: −%(amount)s (%(reason)s).") % {
        "amount": money(result, currency),
        "reason": reason_name(operands.get("reason", "")),
    }


def _line_charge(operands: Operands, result: str, currency: str) -> str:
    return _("Charge of the line: +%(amount)s (%(reason)s).") % {
        "amount": money(result, currency),
        "reason": reason_name(operands.get("reason", "")),
    }


def _line_net(operands: Operands, result: str, currency: str) -> str:
    return _("Amount of the line: %(gross)s − %(off)s + %(on)s = %(amount)s.") % {
        "gross": money(operands.get("gross"), currency),
        "off": money(operands.get("allowances"), currency),
        "on": money(operands.get("charges"), currency),
        "amount": money(result, currency),
    }


def _next_break(operands: Operands, result: str, currency: str) -> str:
    return _("%(quantity)s at %(price)s%(base)s cost only %(amount)s.") % {
        "quantity": quantity(operands.get("quantity")),
        "price": price(operands.get("price"), currency),
        "base": _base(operands),
        "amount": money(result, currency),
    }


def _lines_total(_operands: Operands, result: str, currency: str) -> str:
    return _("Lines that count: %(amount)s.") % {"amount": money(result, currency)}


def _minimum_charge(operands: Operands, result: str, currency: str) -> str:
    return _("Smallest order %(minimum)s, lines %(value)s: %(amount)s added.") % {
        "minimum": money(operands.get("minimum"), currency),
        "value": money(operands.get("value"), currency),
        "amount": money(result, currency),
    }


def _minimum_blocks(operands: Operands, result: str, currency: str) -> str:
    return _("Smallest order %(minimum)s, lines %(value)s: %(amount)s missing.") % {
        "minimum": money(operands.get("minimum"), currency),
        "value": money(operands.get("value"), currency),
        "amount": money(result, currency),
    }


def _document_part(operands: Operands, result: str, currency: str) -> str:
    return pgettext("amount on the whole offer", "%(reason)s: %(amount)s.") % {
        "reason": reason_name(operands.get("reason", "")).capitalize(),
        "amount": money(result, currency),
    }


def _total(operands: Operands, result: str, currency: str) -> str:
    return _("Total without VAT: %(lines)s − %(off)s + %(on)s = %(total)s.") % {
        "lines": money(operands.get("lines"), currency),
        "off": money(operands.get("allowances"), currency),
        "on": money(operands.get("charges"), currency),
        "total": money(result, currency),
    }


def _vat(operands: Operands, result: str, currency: str) -> str:
    return _("VAT, once for each rate: %(rate)s of %(base)s = %(amount)s.") % {
        "rate": percent(operands.get("rate"), 2),
        "base": money(operands.get("taxable"), currency),
        "amount": money(result, currency),
    }


def _vat_part(operands: Operands, result: str, currency: str) -> str:
    return _("Of it on what bears %(rate)s of VAT (%(weight)s): %(amount)s.") % {
        "rate": percent(operands.get("rate"), 2),
        "weight": money(operands.get("weight"), currency),
        "amount": money(result, currency),
    }


def _tax_inclusive(operands: Operands, result: str, currency: str) -> str:
    return _("Total with VAT: %(net)s + %(tax)s = %(total)s.") % {
        "net": money(operands.get("net"), currency),
        "tax": money(operands.get("tax"), currency),
        "total": money(result, currency),
    }


def _due(operands: Operands, result: str, currency: str) -> str:
    return _("Amount due: %(total)s − %(prepaid)s paid + %(rounding)s = %(due)s.") % {
        "total": money(operands.get("total"), currency),
        "prepaid": money(operands.get("prepaid"), currency),
        "rounding": money(operands.get("rounding"), currency),
        "due": money(result, currency),
    }


def _company_tax(operands: Operands, result: str, currency: str) -> str:
    return _("VAT at the rate of %(rate)s: %(tax)s = %(amount)s.") % {
        "rate": quantity(operands.get("rate")),
        "tax": money(operands.get("tax"), currency),
        "amount": money(result, operands.get("currency", currency)),
    }


def _payment(operands: Operands, result: str, currency: str) -> str:
    return _("To pay: %(percent)s of %(total)s = %(amount)s.") % {
        "percent": percent(operands.get("percent"), 2),
        "total": money(operands.get("total"), currency),
        "amount": money(result, currency),
    }


def _free(operands: Operands, _result: str, currency: str) -> str:
    return _("Carriage free: goods for %(goods)s, from %(threshold)s on.") % {
        "goods": money(operands.get("goods"), currency),
        "threshold": money(operands.get("threshold"), currency),
    }


_PRICES: Final = frozenset({StepCode.PRICE_FOUND, StepCode.PRICE_LOWEST_WINS})
_SENTENCES: Final[Mapping[str, Sentence]] = {
    StepCode.QUANTITY_ROUNDED_UP: _rounded,
    StepCode.CANDIDATE_SET_ASIDE: _set_aside,
    StepCode.PRICE_FOUND: _found,
    StepCode.PRICE_LOWEST_WINS: _found,
    StepCode.PRICE_COST_PLUS: _cost_plus,
    StepCode.BREAK_REACHED: _break,
    StepCode.BREAK_GRADUATED: _graduated,
    StepCode.BREAK_BLOCK: _block,
    StepCode.ADDER_AMOUNT: _adder,
    StepCode.ADDER_PERCENT: _adder_percent,
    StepCode.FX_CONVERTED: _converted,
    StepCode.DISCOUNT_PERCENT: _discount,
    StepCode.DISCOUNT_FIXED: _fixed,
    StepCode.NET_PRICE: _net,
    StepCode.PRICE_MANUAL: _manual,
    StepCode.UNIT_CHARGE: _unit_charge,
    StepCode.LINE_GROSS: _gross,
    StepCode.LINE_ALLOWANCE: _allowance,
    StepCode.LINE_CHARGE: _line_charge,
    StepCode.LINE_NET: _line_net,
    StepCode.NEXT_BREAK: _next_break,
    StepCode.PERCENT_OF_LINES: _percent_line,
    StepCode.LINES_TOTAL: _lines_total,
    StepCode.DOCUMENT_ALLOWANCE: _document_part,
    StepCode.DOCUMENT_CHARGE: _document_part,
    StepCode.FREIGHT_FREE: _free,
    StepCode.MINIMUM_ORDER_CHARGE: _minimum_charge,
    StepCode.MINIMUM_ORDER_BLOCKS: _minimum_blocks,
    StepCode.VAT_PART: _vat_part,
    StepCode.TAX_EXCLUSIVE: _total,
    StepCode.VAT: _vat,
    StepCode.TAX_INCLUSIVE: _tax_inclusive,
    StepCode.AMOUNT_DUE: _due,
    StepCode.TAX_IN_COMPANY_CURRENCY: _company_tax,
    StepCode.PAYMENT: _payment,
}


def marked(text: str, terms: Iterable[Term], language: str) -> SafeString:
    """Return a text with its technical words marked and explained; safe HTML."""
    known: dict[str, Term] = {}
    for term in terms:
        known[(term.term_en if language == "en" else term.term_fr).casefold()] = term
    names = sorted((re.escape(n) for n in known if n), key=len, reverse=True)
    if not names:
        return conditional_escape(text)
    pattern = re.compile(rf"(?<!\w)({'|'.join(names)})(?!\w)", re.IGNORECASE)
    parts = []
    for place, part in enumerate(pattern.split(text)):
        if place % 2:
            parts.append((_mark(part, known[part.casefold()], language),))
        else:
            parts.append((conditional_escape(part),))
    return format_html_join("", "{}", parts)


def _mark(word: str, term: Term, language: str) -> SafeString:
    other = term.term_fr if language == "en" else term.term_en
    definition = term.definition_en if language == "en" else term.definition_fr
    title = " – ".join(filter(None, [other, definition]))
    return format_html('<mark title="{}">{}</mark>', title, word)
