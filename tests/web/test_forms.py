"""Numbers are read as people and our own pages write them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

from filon.accounts.models import User
from filon.web.forms import DecimalField, FilterForm, Form
from filon.web.templatetags.filon import amount, quantity, typed


@pytest.mark.parametrize(
    "typed",
    [
        "1234.56",
        "1234,56",
        "1 234,56",
        "1\u00a0234,56",
        "1\u202f234,56",
        "1\u2009234,56",
        "1'234.56",
        "1,234.56",
        "1.234,56",
    ],
)
def test_number_is_read_in_either_notation(typed: str) -> None:
    assert DecimalField(decimal_places=2, max_digits=12).clean(typed) == Decimal(
        "1234.56"
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_number_that_a_page_shows_can_be_sent_back(language: str) -> None:
    field = DecimalField(decimal_places=2, max_digits=12)

    with translation.override(language):
        assert field.clean(quantity(Decimal(5000))) == 5000
        assert field.clean(amount(Decimal("12345.60"))) == Decimal("12345.60")


@pytest.mark.parametrize(("language", "shown"), [("fr", "1234,5"), ("en", "1234.5")])
def test_number_in_a_field_is_ungrouped_and_can_be_sent_back(
    language: str, shown: str
) -> None:
    field = DecimalField(decimal_places=4, max_digits=12)
    value = Decimal("1234.5000")

    with translation.override(language):
        assert typed(value) == field.prepare_value(value) == shown
        assert field.clean(shown) == value
    assert typed(None) == ""


class Choosing(Form):
    """Records to choose among, required and not."""

    must = forms.ModelChoiceField(User.objects.none())
    may = forms.ModelChoiceField(User.objects.none(), required=False)
    said = forms.ModelChoiceField(User.objects.none(), empty_label="Everybody")
    known = forms.ModelChoiceField(User.objects.none(), empty_label=None)


class Narrowing(FilterForm):
    """A filter among records."""

    owner = forms.ModelChoiceField(User.objects.none())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("en", ["Choose…", "–", "Everybody", "All"]),
        ("fr", ["Choisissez…", "–", "Everybody", "Tous"]),
    ],
)
def test_choice_among_records_says_what_empty_means(
    language: str, labels: list[str]
) -> None:
    with translation.override(language):
        form, narrowing = Choosing(), Narrowing()
        shown = [str(field) for field in (*form, *narrowing)]

    assert "---------" not in "".join(shown)
    assert [
        text for html in shown for text in re.findall(r">([^<\n]+)</opt", html)
    ] == (labels)


def test_lone_comma_groups_in_english_and_is_a_decimal_mark_in_french() -> None:
    field = DecimalField(decimal_places=3, max_digits=12)

    with translation.override("en"):
        assert field.clean("5,000") == 5000
        assert field.clean("12,5") == Decimal("12.5")
        assert field.clean("0,125") == Decimal("0.125")
    with translation.override("fr"):
        assert field.clean("5,000") == 5
