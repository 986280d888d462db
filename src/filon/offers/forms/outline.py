"""How the document of an offer is printed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filon.offers.rules.outline import Layout, Outline, Section
from filon.offers.selectors.outlines import LAYOUTS
from filon.web.forms import Form


class OutlineForm(Form):
    """Sections that are printed, their look, and one that moves."""

    layout = forms.ChoiceField(
        choices=[(layout.value, label) for layout, label in LAYOUTS.items()],
        label=_("Layout"),
    )
    accuracy_percent = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=99,
        label=_("Accuracy of the estimate (± %)"),
    )
    shown = forms.MultipleChoiceField(
        choices=[(section.value, section.value) for section in Section],
        required=False,
    )
    up = forms.ChoiceField(
        choices=[(section.value, section.value) for section in Section],
        required=False,
    )
    down = forms.ChoiceField(
        choices=[(section.value, section.value) for section in Section],
        required=False,
    )

    def __init__(self, *args: Any, outline: Outline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._outline = outline
        self.fields["layout"].initial = outline.layout.value

    def outline(self) -> Outline:
        """Return the outline as it was asked for."""
        given = self.cleaned_data
        shown = set(given["shown"])
        found = Outline(
            Layout(given["layout"]),
            self._outline.order,
            frozenset(s for s in self._outline.order if s.value not in shown),
        )
        for name, by in (("up", -1), ("down", 1)):
            if given[name]:
                found = found.moved(Section(given[name]), by=by)
        return found
