"""Figures, dates and fields as templates write them, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from filon.web.forms import DateField, TextField
from filon.web.templatetags import filon

NARROW = "\N{NARROW NO-BREAK SPACE}"
FIXED = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "currency", "french", "english"),
    [
        (Decimal("1234.56"), "EUR", f"1{NARROW}234,56{FIXED}€", "€1,234.56"),
        (Decimal("-12.5"), "EUR", f"-12,50{FIXED}€", "-€12.50"),
        (Decimal("0.005"), "EUR", f"0,01{FIXED}€", "€0.01"),
        (Decimal("1234.5"), "JPY", f"1{NARROW}235{FIXED}JPY", "¥1,235"),
        (Decimal(5), "XXZ", f"5,00{FIXED}XXZ", f"5.00{FIXED}XXZ"),
        (0, "EUR", f"0,00{FIXED}€", "€0.00"),
        (None, "EUR", "–", "–"),
        ("", "EUR", "–", "–"),
        ("not a number", "EUR", "–", "–"),
        (Decimal("NaN"), "EUR", "–", "–"),
    ],
)
def test_money_is_written_as_each_language_writes_it(
    value: object, currency: str, french: str, english: str
) -> None:
    with translation.override("fr"):
        assert filon.money(value, currency) == french
    with translation.override("en"):
        assert filon.money(value, currency) == english


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (Decimal(118000), f"118{FIXED}k€", "€118K"),
        (Decimal(1604000), f"1,6{FIXED}M€", "€1.6M"),
        (Decimal(1550), f"1,6{FIXED}k€", "€1.6K"),
        (Decimal(950), f"950{FIXED}€", "€950"),
        (Decimal(-118000), f"-118{FIXED}k€", "-€118K"),
        (None, "–", "–"),
    ],
)
def test_headline_amount_is_short(value: object, french: str, english: str) -> None:
    with translation.override("fr"):
        assert filon.money_short(value, "EUR") == french
    with translation.override("en"):
        assert filon.money_short(value, "EUR") == english


def test_amount_of_a_card_has_no_cents() -> None:
    with translation.override("fr"):
        assert filon.money_whole(Decimal("2771.50"), "EUR") == f"2{NARROW}772{FIXED}€"
    with translation.override("en"):
        assert filon.money_whole(Decimal("-2771.06"), "EUR") == "-€2,771"
    assert filon.money_whole(None, "EUR") == "–"


def test_unit_price_keeps_its_own_decimals() -> None:
    with translation.override("fr"):
        assert filon.price(Decimal("1.845200"), "EUR") == f"1,8452{FIXED}€"
        assert filon.price(Decimal("1.800000"), "EUR") == f"1,80{FIXED}€"
        assert filon.price(None, "EUR") == "–"


def test_numbers_carry_no_useless_zero() -> None:
    with translation.override("fr"):
        assert filon.amount(Decimal("1234.5")) == f"1{NARROW}234,50"
        assert filon.quantity(Decimal("12.5000"), "kg") == f"12,5{FIXED}kg"
        assert filon.quantity(Decimal(1000)) == f"1{NARROW}000"
        assert filon.percent(Decimal("27.40")) == f"27,4{FIXED}%"
        assert filon.percent(Decimal(40), 0) == f"40{FIXED}%"
    with translation.override("en"):
        assert filon.quantity(Decimal("1234.25")) == "1,234.25"
        assert filon.percent(Decimal("27.45")) == "27.5%"
    assert filon.amount(None) == filon.quantity(None) == filon.percent(None) == "–"


def test_days_and_moments_leave_no_doubt_on_the_order() -> None:
    on, at = date(2026, 12, 4), datetime(2026, 12, 4, 23, 30, tzinfo=UTC)

    with translation.override("fr"):
        assert filon.day(on) == "04/12/2026"
        assert filon.day_short(on) == "04/12"
        assert filon.moment(at) == "05/12/2026 00:30"
        assert filon.day(at) == "05/12/2026"
    with translation.override("en"):
        assert filon.day(on) == "4 Dec 2026"
        assert filon.moment(at) == "5 Dec 2026, 00:30"
    assert filon.day(None) == filon.moment(None) == "–"


def test_french_numbers_are_national_and_foreign_ones_keep_their_prefix() -> None:
    assert filon.phone("+33477123456") == "04 77 12 34 56".replace(" ", FIXED)
    assert filon.phone("+498912345678").startswith("+49")
    assert filon.phone("poste 12 b") == "poste 12 b"
    assert filon.phone("") == "–"
    assert filon.phone_url("04 77 12 34 56") == "tel:+33477123456"
    assert filon.phone_url("x 12") == "tel:12"


def test_address_opens_the_map_of_the_device() -> None:
    assert (
        filon.map_url("12 rue de l’Étang\n69200 Vénissieux")
        == "geo:0,0?q=12%20rue%20de%20l%E2%80%99%C3%89tang%2069200%20V%C3%A9nissieux"
    )
    assert filon.map_url("") == ""


def test_initials_are_two_at_most() -> None:
    assert filon.initials("Camille Martin") == "CM"
    assert filon.initials("Jean-Luc de La Tour") == "JT"
    assert filon.initials("ada") == "A"
    assert filon.initials(None) == ""


def test_icon_is_silent_unless_it_speaks_alone() -> None:
    assert 'aria-hidden="true"' in filon.icon("plus")
    labelled = filon.icon("x", label='Fermer "<b>"')
    assert 'role="img"' in labelled
    assert "<b>" not in labelled
    assert "icon-sm" in filon.icon("x", size="sm")


class Sample(forms.Form):
    """One field of each kind."""

    name = forms.CharField(help_text="As on the sign.")
    note = TextField(required=False)
    on = DateField(required=False)
    agreed = forms.BooleanField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    origin = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    services = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def render(field: str, data: dict[str, object] | None = None) -> str:
    """Return one field of the sample as `field.html` draws it."""
    form = Sample(data)
    source = '{% include "web/components/field.html" with field=field only %}'
    return Template(source).render(Context({"field": form[field]}))


def test_every_field_has_its_label_its_class_and_its_help() -> None:
    page = render("name")

    assert '<label class="field-label" for="id_name">' in page
    assert 'class="input"' in page
    assert 'aria-describedby="id_name_helptext"' in page
    assert 'id="id_name_helptext"' in page
    assert 'class="textarea"' in render("note")
    assert 'class="select"' in render("kind")
    assert 'type="checkbox"' in render("agreed")
    assert "label" not in render("secret")


def test_refused_field_says_so_and_is_tied_to_its_reason() -> None:
    page = render("name", {"name": ""})

    assert 'aria-invalid="true"' in page
    assert 'id="id_name_error"' in page
    assert "id_name_error" in page.split("aria-describedby=")[1][:60]


def test_native_date_keeps_the_form_browsers_read() -> None:
    with translation.override("fr"):
        page = render("on", {"on": date(2026, 12, 14)})

    assert 'type="date"' in page
    assert 'value="2026-12-14"' in page


def test_one_choice_is_round_and_several_are_square() -> None:
    origin = render("origin", {"origin": "a"})
    services = render("services", {"services": ["b"]})

    assert 'type="radio"' in origin
    assert " checked" in origin
    assert services.count('type="checkbox"') == 2
    assert services.count(" checked") == 1
    assert "<fieldset" in services
    assert "<legend" in services


def test_query_keeps_the_other_parameters() -> None:
    request = RequestFactory().get("/x/?q=roche&page=2")
    context = Context({"request": request})

    assert filon.query(context, page=3) == "?q=roche&page=3"
    assert filon.query(context, page=None) == "?q=roche"
    assert filon.query(Context({}), page=1) == "?"
