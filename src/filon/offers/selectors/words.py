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
from filon.offers.selectors.snapshot import DISCOUNT_REASON, FREIGHT_REASON
from filon.offers.selectors.tariffs import ITEM_PRICE
from filon.web.templatetags.filon import money, percent, price, quantity

Operands = Mapping[str, str]
Sentence = Callable[[Operands, str, str], str]


def sentences(trace: Sequence[Mapping[str, Any]], currency: str) -> list[str]:
    """Return why a number is what it is, one sentence a step, for our own people."""
    found = []
    for step in trace:
        make = _SENTENCES.get(step.get("code", ""))
        if make is not None:
            found.append(
                make(step.get("operands", {}), step.get("result", ""), currency)
            )
    return found


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


def _free(operands: Operands, _result: str, currency: str) -> str:
    return _("Carriage free: goods for %(goods)s, from %(threshold)s on.") % {
        "goods": money(operands.get("goods"), currency),
        "threshold": money(operands.get("threshold"), currency),
    }


_SENTENCES: Final[dict[str, Sentence]] = {
    "PRICE_FOUND": _found,
    "PRICE_LOWEST_WINS": _found,
    "CANDIDATE_SET_ASIDE": _set_aside,
    "BREAK_REACHED": _break,
    "BREAK_GRADUATED": _break,
    "BREAK_BLOCK": _break,
    "FX_CONVERTED": _converted,
    "DISCOUNT_PERCENT": _discount,
    "NET_PRICE": _net,
    "PRICE_MANUAL": _manual,
    "LINE_GROSS": _gross,
    "LINE_ALLOWANCE": _allowance,
    "PERCENT_OF_LINES": _percent_line,
    "QUANTITY_ROUNDED_UP": _rounded,
    "DOCUMENT_ALLOWANCE": _document_part,
    "DOCUMENT_CHARGE": _document_part,
    "FREIGHT_FREE": _free,
    "TAX_EXCLUSIVE": _total,
    "VAT": _vat,
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
