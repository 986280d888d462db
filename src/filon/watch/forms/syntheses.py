"""Potentials, grids of analysis, briefs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.accounts.policies import can_see_margin
from filon.watch.forms.records import SCALE, families, segments, territories
from filon.watch.forms.scoped import ScopedForm
from filon.watch.methods import typed_cells
from filon.watch.models import (
    Analysis,
    Brief,
    Finding,
    MarketInsight,
    MarketPotential,
    WatchTopic,
)
from filon.web.forms import DateField, DecimalField, Form, TextField

LANGUAGES = [("fr", _("French")), ("en", _("English"))]


class PotentialForm(ScopedForm):
    """The assumptions of a potential; what it is worth is computed."""

    title = forms.CharField(max_length=200, label=_("Title"))
    territory = forms.ModelChoiceField(
        territories(), required=False, label=_("Territory")
    )
    segment = forms.ModelChoiceField(
        segments(), required=False, label=_("Market segment")
    )
    family = forms.ModelChoiceField(
        families(), required=False, label=_("Product family")
    )
    accounts = forms.IntegerField(
        min_value=0,
        max_value=10**9,
        label=_("Companies that could buy"),
        help_text=_("Or let Filon count those of the territory and segment."),
    )
    take_rate_percent = DecimalField(
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        label=_("Share expected to buy (%)"),
    )
    basket = DecimalField(
        min_value=0,
        max_digits=15,
        decimal_places=2,
        label=_("What one of them spends in a year"),
    )
    currency = forms.CharField(
        max_length=3, min_length=3, initial="EUR", label=_("Currency")
    )
    basket_quantity = DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=4,
        label=_("Quantity that one of them buys in a year"),
    )
    margin_percent = DecimalField(
        required=False,
        min_value=-100,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        label=_("Margin rate on price (%)"),
    )
    technical_score = forms.TypedChoiceField(
        choices=SCALE, coerce=int, initial=3, label=_("Technical potential")
    )
    commercial_score = forms.TypedChoiceField(
        choices=SCALE, coerce=int, initial=3, label=_("Commercial potential")
    )
    financial_score = forms.TypedChoiceField(
        choices=SCALE, coerce=int, initial=3, label=_("Financial potential")
    )
    confidence = forms.TypedChoiceField(
        choices=SCALE,
        coerce=int,
        initial=3,
        label=_("Confidence"),
        help_text=_("1 is a guess, 5 rests on checked figures."),
    )
    assumptions = TextField(
        label=_("Assumptions"), help_text=_("Where each figure comes from.")
    )
    as_of = DateField(label=_("As of"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        if not can_see_margin(user):
            del self.fields["margin_percent"]


class MethodForm(Form):
    """Which grid to start."""

    method = forms.ChoiceField(choices=Analysis.Method, label=_("Method"))


class AnalysisForm(ScopedForm):
    """A grid: the cells that are typed, the insights that are drawn."""

    title = forms.CharField(max_length=200, label=_("Title"))
    topic = forms.ModelChoiceField(
        WatchTopic.objects.none(), required=False, label=_("Topic")
    )

    def __init__(
        self, *args: Any, user: User, method: str, chosen: Any = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.method = method
        self.offer("topic", WatchTopic.objects.visible_to(user).order_by("title"))
        for cell in typed_cells(method):
            self.fields[f"cell_{cell.code}"] = TextField(
                required=False, label=cell.label, help_text=_("One point a line.")
            )
        if method == Analysis.Method.SWOT:
            self.fields["insights"] = forms.ModelMultipleChoiceField(
                _recent(MarketInsight, user, chosen, "-updated_at"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                label=_("Only these insights"),
                help_text=_("Choose none to draw all those of the topic."),
            )
        self.fields["conclusion"] = TextField(required=False, label=_("Conclusion"))

    def values(self) -> dict[str, Any]:
        """Return the fields of an Analysis."""
        data = self.cleaned_data
        return {
            "method": self.method,
            "title": data["title"],
            "topic": data["topic"],
            "conclusion": data["conclusion"],
            "cells": {
                cell.code: data[f"cell_{cell.code}"]
                for cell in typed_cells(self.method)
            },
        }


class BriefForm(ScopedForm):
    """A new brief: a period, a topic, a due day."""

    title = forms.CharField(max_length=200, label=_("Title"))
    topic = forms.ModelChoiceField(
        WatchTopic.objects.none(),
        required=False,
        label=_("Topic"),
        help_text=_("None: all topics together."),
    )
    period_start = DateField(label=pgettext_lazy("period", "From"))
    period_end = DateField(label=pgettext_lazy("period", "To"))
    language = forms.ChoiceField(choices=LANGUAGES, label=_("Language of the brief"))
    due_on = DateField(required=False, label=_("To be transmitted by"))
    introduction = TextField(required=False, label=_("Key messages"))
    conclusion = TextField(required=False, label=_("Conclusion"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.offer("topic", WatchTopic.objects.visible_to(user).order_by("title"))


class BriefContentForm(BriefForm):
    """A brief being written: its texts, and what it holds."""

    insights = forms.ModelMultipleChoiceField(
        MarketInsight.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Insights"),
    )
    findings = forms.ModelMultipleChoiceField(
        Finding.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Findings"),
    )
    potentials = forms.ModelMultipleChoiceField(
        MarketPotential.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Market potentials"),
    )
    analyses = forms.ModelMultipleChoiceField(
        Analysis.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Grids of analysis"),
    )

    def __init__(self, *args: Any, user: User, brief: Brief, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        for name, model, order in (
            ("insights", MarketInsight, "-updated_at"),
            ("findings", Finding, "-observed_on"),
            ("potentials", MarketPotential, "-as_of"),
            ("analyses", Analysis, "-updated_at"),
        ):
            chosen = getattr(brief, name).values_list("pk", flat=True)
            self.offer(name, _recent(model, user, chosen, order))


def _recent(model: Any, user: User, chosen: Any, order: str) -> Any:
    """Return the latest rows that a person reads, and the chosen ones with them."""
    visible = model.objects.visible_to(user)
    latest = visible.order_by(order, "-pk").values_list("pk", flat=True)[:100]
    return visible.filter(pk__in={*latest, *chosen}).order_by(order, "-pk")
