"""Fields that name a company or an item as people know it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.accounts.models import User
from filon.catalog.models import Item
from filon.directory.models import Organization
from filon.kernel.text import digits, fold

_PROPOSED = 5


class CompanyField(forms.CharField):
    """A company, typed by its name or SIREN: a list of a base would be endless.

    The form sets `user`; only companies that this person reads are found.
    """

    user: User | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("label", gettext_lazy("Company"))
        kwargs.setdefault("help_text", gettext_lazy("Name or SIREN, as in the base."))
        super().__init__(*args, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the one company that is meant, or None."""
        text = super().clean(value)
        if not text or self.user is None:
            return None
        found = _companies(self.user, text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                _("No company of the base is called “%(text)s”.") % {"text": text}
            )
        names = ", ".join(f"{row.name} ({row.siren or row.city})" for row in found)
        raise ValidationError(
            _("Several companies fit: %(names)s. Type the SIREN.") % {"names": names}
        )

    def prepare_value(self, value: Any) -> Any:
        """Show the name of a company that is known."""
        return str(value) if isinstance(value, Organization) else value


class ItemField(forms.CharField):
    """An item of the catalogue, typed by its reference; the form sets `user`."""

    user: User | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("label", gettext_lazy("Item reference"))
        super().__init__(*args, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the item of this reference, or None."""
        text = super().clean(value)
        if not text or self.user is None:
            return None
        rows = Item.objects.visible_to(self.user).filter(reference=text)
        found = (
            rows.first()
            or rows.model.objects.visible_to(self.user)
            .filter(reference__iexact=text)
            .first()
        )
        if found is None:
            raise ValidationError(
                _("No item has the reference %(reference)s.") % {"reference": text}
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        """Show the reference of an item that is known."""
        return value.reference if isinstance(value, Item) else value


def _companies(user: User, text: str) -> list[Organization]:
    """Return the companies meant: by SIREN, by whole name, then by beginning."""
    rows = Organization.objects.visible_to(user).order_by("name_key", "pk")
    number = digits(text)
    if len(number) == 9 and len(text.strip()) <= 13:
        return list(rows.filter(siren=number)[:_PROPOSED])
    key = " ".join(fold(text).split())
    exact = list(rows.filter(name_key=key)[:_PROPOSED])
    return exact or list(rows.filter(name_key__startswith=key)[:_PROPOSED])
