"""What templates need to write figures, dates, icons and fields.

Every filter follows the active language and shows an absent value as "–".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote

import phonenumbers
from babel.dates import format_date, format_datetime
from babel.numbers import (
    format_currency,
    format_decimal,
    format_percent,
    get_currency_symbol,
)
from django import template
from django.forms import BoundField, widgets
from django.forms.boundfield import BoundWidget
from django.http import HttpRequest
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from filon.kernel.countries import country_name
from filon.kernel.money import UnknownCurrency, round_amount

register = template.Library()

ABSENT = "–"
HOME_COUNTRY = "FR"
NO_BREAK = "\N{NO-BREAK SPACE}"

# Class of daisyUI for each kind of widget; a subclass takes the class of its parent.
WIDGET_CLASSES: tuple[tuple[type[widgets.Widget], str], ...] = (
    (widgets.CheckboxInput, "checkbox checkbox-primary"),
    (widgets.Select, "select"),
    (widgets.Textarea, "textarea"),
    (widgets.FileInput, "file-input"),
    (widgets.Input, "input"),
)

# Native pickers read and write these forms, whatever the language.
NATIVE_PICKERS: tuple[tuple[type[widgets.DateTimeBaseInput], str, str], ...] = (
    (widgets.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (widgets.DateInput, "date", "%Y-%m-%d"),
    (widgets.TimeInput, "time", "%H:%M"),
)


def is_french() -> bool:
    """Tell whether the active language is French."""
    return (translation.get_language() or "en").startswith("fr")


def _locale() -> str:
    return "fr_FR" if is_french() else "en_US"


def _number(value: Any) -> Decimal | None:
    """Return `value` as an exact number, or None when there is none to show."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@register.filter
def money(value: Any, currency: str = "EUR") -> str:
    """Write an amount with its currency: `1 234,56 €`, `€1,234.56`."""
    number = _number(value)
    if number is None:
        return ABSENT
    code = currency or "EUR"
    try:
        number = round_amount(number, code)
    except UnknownCurrency:
        return f"{amount(number)}{NO_BREAK}{code}"
    return format_currency(number, code, locale=_locale())


@register.filter
def money_short(value: Any, currency: str = "EUR") -> str:
    """Write an amount for a headline: `118 k€`, `1,6 M€`, `€118K`, `€1.6M`.

    Rounded to the unit below 1000, to the thousand from 10,000, else to one decimal.
    """
    number = _number(value)
    if number is None:
        return ABSENT
    scaled, suffix = number, ""
    for threshold, letters in ((10**6, ("M", "M")), (10**3, ("k", "K"))):
        if abs(number) >= threshold:
            scaled, suffix = number / threshold, letters[0 if is_french() else 1]
            break
    places = "0.1" if suffix and abs(scaled) < 10 else "1"
    text = format_decimal(
        scaled.quantize(Decimal(places), ROUND_HALF_UP), locale=_locale()
    )
    symbol = get_currency_symbol(currency or "EUR", locale=_locale())
    if is_french():
        return f"{text}{NO_BREAK}{suffix}{symbol}"
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    return f"{sign}{symbol}{text}{suffix}"


@register.filter
def money_whole(value: Any, currency: str = "EUR") -> str:
    """Write an amount without cents, rounded half up: `1 235 €`, `€1,235`."""
    number = _number(value)
    if number is None:
        return ABSENT
    return format_currency(
        number.quantize(Decimal(1), ROUND_HALF_UP),
        currency or "EUR",
        format=_whole_pattern(),
        locale=_locale(),
        currency_digits=False,
    )


def _whole_pattern() -> str:
    return f"#,##0{NO_BREAK}¤" if is_french() else "¤#,##0"


@register.filter
def price(value: Any, currency: str = "EUR") -> str:
    """Write a unit price with its own decimals, at least those of the currency."""
    number = _number(value)
    if number is None:
        return ABSENT
    code = currency or "EUR"
    if round_amount(number, code) == number:
        return money(number, code)
    return format_currency(
        number.normalize(),
        code,
        locale=_locale(),
        currency_digits=False,
        decimal_quantization=False,
    )


@register.filter
def amount(value: Any) -> str:
    """Write an amount without its currency, two decimals: `1 234,56`."""
    number = _number(value)
    if number is None:
        return ABSENT
    cents = number.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return format_decimal(cents, format="#,##0.00", locale=_locale())


@register.filter
def quantity(value: Any, unit: str = "") -> str:
    """Write a quantity without useless zeros, with its unit if given: `12,5 kg`."""
    number = _number(value)
    if number is None:
        return ABSENT
    text = format_decimal(number, locale=_locale(), decimal_quantization=False)
    return f"{text}{NO_BREAK}{unit}" if unit else text


@register.filter
def typed(value: Any) -> str:
    """Write a number as one types it into a field: ungrouped, `1234,5`, `1234.5`."""
    number = _number(value)
    if number is None:
        return ""
    return format_decimal(
        number, locale=_locale(), decimal_quantization=False, group_separator=False
    )


@register.filter
def percent(value: Any, decimals: int = 1) -> str:
    """Write a number that is already in percent: 27.4 gives `27,4 %` and `27.4%`.

    :param decimals: most decimals shown; a round number shows none.
    """
    number = _number(value)
    if number is None:
        return ABSENT
    ratio = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) / 100
    return format_percent(ratio, locale=_locale(), decimal_quantization=False)


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day: `14/12/2026`, in English `14 Dec 2026` (no doubt on the order)."""
    return _day(value, "dd/MM/yyyy", "d MMM yyyy")


@register.filter
def day_short(value: date | datetime | None) -> str:
    """Write a day of the current year: `14/12`, in English `14 Dec`."""
    return _day(value, "dd/MM", "d MMM")


def _day(value: date | datetime | None, french: str, english: str) -> str:
    if not value:
        return ABSENT
    if isinstance(value, datetime):
        value = _local(value).date()
    pattern = french if is_french() else english
    return format_date(value, format=pattern, locale=_locale())


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment in local time: `14/12/2026 09:30`, `14 Dec 2026, 09:30`."""
    if not value:
        return ABSENT
    pattern = "dd/MM/yyyy HH:mm" if is_french() else "d MMM yyyy, HH:mm"
    return format_datetime(_local(value), format=pattern, locale=_locale())


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


@register.filter
def since_days(value: int | None) -> str:
    """Write a number of days, short: `12 j`, `12 d`."""
    if value is None:
        return ABSENT
    # Translators: short form of a number of days, as in a narrow column.
    return ngettext("%(count)s d", "%(count)s d", value) % {"count": value}


register.filter("country", country_name)


@register.filter
def phone(value: str | None) -> str:
    """Write a telephone number as people dial it, foreign ones with their prefix."""
    if not value:
        return ABSENT
    number = _phone(value)
    if number is None:
        return value
    at_home = phonenumbers.region_code_for_number(number) == HOME_COUNTRY
    form = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if at_home
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(number, form).replace(" ", NO_BREAK)


@register.filter
def map_url(address: str | None) -> str:
    """Return the `geo:` address that opens the map of the device at a place."""
    words = " ".join(str(address or "").split())
    return f"geo:0,0?q={quote(words)}" if words else ""


@register.filter
def phone_url(value: str | None) -> str:
    """Return the address that a telephone calls: `tel:+33477123456`."""
    number = _phone(value or "")
    if number is None:
        digits = "".join(sign for sign in value or "" if sign.isdigit() or sign == "+")
        return f"tel:{digits}"
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"tel:{plain}"


def _phone(value: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(value, HOME_COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


@register.filter
def initials(name: str | None) -> str:
    """Return at most two capital letters of a name: `Camille Martin` gives `CM`."""
    words = (name or "").replace("-", " ").split()
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [w[0] for w in words]
    return "".join(letters).upper()


@register.filter
def get(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    """Return an item of a mapping, or None."""
    return mapping.get(key) if mapping else None


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """Draw an icon of lucide; `name` is written as a literal so that the build sees it.

    :param label: what it says when no text beside it does; empty: decorative.
    :param size: "", "sm" or "lg".
    """
    css = f"icon icon-{size}" if size else "icon"
    href = f"{static('web/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>',
            css,
            label,
            href,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', css, href
    )


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """Draw the control of a field with its class and its accessible state."""
    attrs: dict[str, str | bool] = {}
    control = field.field.widget
    css = _widget_class(control)
    if css:
        own = control.attrs.get("class", "")
        attrs["class"] = f"{css} {own}".strip()
    if isinstance(control, widgets.Textarea):
        attrs["data-autogrow"] = True
    for kind, input_type, pattern in NATIVE_PICKERS:
        if isinstance(control, kind):
            control.format = pattern
            attrs["type"] = input_type
            break
    return field.as_widget(attrs=attrs)


@register.filter
def widget_kind(field: BoundField) -> str:
    """Return how a field is laid out: check, choices, hidden, wide or plain."""
    control = field.field.widget
    if control.is_hidden:
        return "hidden"
    if isinstance(control, widgets.CheckboxInput):
        return "check"
    if isinstance(control, widgets.RadioSelect | widgets.CheckboxSelectMultiple):
        return "choices"
    if isinstance(control, widgets.Textarea | widgets.FileInput):
        return "wide"
    return "plain"


def _widget_class(control: widgets.Widget) -> str:
    if isinstance(control, widgets.RadioSelect | widgets.CheckboxSelectMultiple):
        return ""
    return next((css for kind, css in WIDGET_CLASSES if isinstance(control, kind)), "")


@register.filter
def has_files(form: Any) -> bool:
    """Tell whether a form, if there is one, must be sent as multipart."""
    return bool(form and form.is_multipart())


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """Return the current query string with changes; None removes a parameter."""
    request: HttpRequest | None = context.get("request")
    parameters = request.GET.copy() if request else None
    if parameters is None:
        return "?"
    for name, value in changes.items():
        if value is None:
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


@register.filter
def nth(values: Sequence[Any], position: int) -> Any:
    """Return one value of a sequence, or None past its end."""
    return values[position] if position < len(values) else None


@register.simple_tag
def choice_control(field: BoundField, choice: BoundWidget) -> SafeString:
    """Draw the round or square control of one choice, without its label."""
    data = choice.data
    # Django derives CheckboxSelectMultiple from RadioSelect: ask for the former.
    many = isinstance(field.field.widget, widgets.CheckboxSelectMultiple)
    kind = "checkbox" if many else "radio"
    css = "checkbox checkbox-primary" if many else "radio radio-primary"
    return format_html(
        '<input type="{}" name="{}" value="{}" id="{}" class="{}"{}{}>',
        kind,
        data["name"],
        data["value"],
        choice.id_for_label,
        css,
        " checked" if data["selected"] else "",
        " required" if kind == "radio" and field.field.required else "",
    )
