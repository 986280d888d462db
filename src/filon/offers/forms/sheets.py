"""What people say about a buyer's workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.offers.models import BuyerSheet
from filon.web.forms import Form

ROLE_NAMES = {
    "ref": _("Reference"),
    "text": pgettext_lazy("column", "Requirement or designation"),
    "verdict": _("Verdict"),
    "offered": _("What we offer"),
    "answer": _("Answer"),
    "proof": _("Proof"),
    "place": _("Page"),
    "unit": _("Unit"),
    "quantity": _("Quantity"),
    "price": _("Unit price"),
    "total": _("Total"),
}


class SheetForm(Form):
    """A workbook of the buyer."""

    file = forms.FileField(
        label=_("Workbook of the buyer"),
        help_text=_("XLSX. Their columns, order and look are kept."),
    )
    kind = forms.ChoiceField(choices=BuyerSheet.Kind, label=_("What is filled in"))


class ReturnedForm(Form):
    """The same workbook, answered by colleagues in a spreadsheet."""

    file = forms.FileField(label=_("Workbook with answers"))


class LayoutForm(Form):
    """Which column is what."""

    def __init__(
        self,
        *args: Any,
        roles: Sequence[str],
        columns: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for role in roles:
            self.fields[role] = forms.TypedChoiceField(
                choices=[("", "–"), *columns],
                coerce=int,
                empty_value=None,
                required=False,
                label=ROLE_NAMES[role],
            )
