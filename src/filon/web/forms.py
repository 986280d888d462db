"""The base of every form: dates, numbers and choices as each language writes them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import localize_input
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from filon.web.numbers import plain_number

# What Django shows where a form says nothing.
_DASHES = "---------"


class DecimalField(forms.DecimalField):
    """A number typed as `1 234,56`, `1,234.56`, `1234.56` or `1234,56`."""

    widget = forms.TextInput

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value: Any) -> Any:
        """Return the exact number, whichever of the two notations was typed."""
        if isinstance(value, str):
            value = plain_number(value)
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number without useless zeros, in the form's language."""
        if isinstance(value, Decimal):
            text = f"{value.normalize():f}"
            if "." not in text and value.as_tuple().exponent == -2:
                text = f"{value:f}"
            return localize_input(Decimal(text))
        return value


class DateField(forms.DateField):
    """A day, with the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class DateTimeField(forms.DateTimeField):
    """A day and a time, with the browser's own picker."""

    widget = forms.DateTimeInput(
        format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}
    )


class TextField(forms.CharField):
    """A text of several lines."""

    widget = forms.Textarea(attrs={"rows": 3})


class Form(forms.Form):
    """Base form: fields declared one by one, cleaning only, no rule of the trade."""

    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in self.fields.values():
            if isinstance(item, forms.ModelChoiceField) and item.empty_label == _DASHES:
                item.empty_label = self.empty_label_of(item)

    def empty_label_of(self, field: forms.Field) -> str:
        """Return what a choice shows while nothing is chosen among records."""
        return gettext("Choose…") if field.required else "–"


class FilterForm(Form):
    """A form of a list's filters; nothing is required, errors filter nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in self.fields.values():
            item.required = False

    def empty_label_of(self, field: forms.Field) -> str:
        """Return what a filter shows that narrows nothing."""
        return gettext("All")

    def value(self, name: str) -> Any:
        """Return the cleaned value of a filter, or None."""
        return self.cleaned_data.get(name) if self.is_valid() else None


class ConfirmForm(Form):
    """A form that only asks for a reason."""

    reason = TextField(label=_("Reason"))
