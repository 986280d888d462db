"""What people type about the sources and the requirements of a need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from filon.catalog.models import Item, ProductFamily
from filon.directory.models import Contact
from filon.needs.models import Need, NeedSource, Requirement
from filon.needs.scales import priority_choices
from filon.prospecting.forms import choose_from
from filon.prospecting.models import RequirementKind
from filon.watch.models import Reliability
from filon.web.forms import DateField, DecimalField, FilterForm, Form, TextField


def _level(label: str | Promise, **kwargs: Any) -> DecimalField:
    return DecimalField(
        required=False, max_digits=19, decimal_places=6, label=label, **kwargs
    )


class SourceForm(Form):
    """A source and why it can be relied on."""

    kind = forms.ChoiceField(choices=NeedSource.Kind, label=_("Kind"))
    title = forms.CharField(max_length=200, label=_("Title"))
    relevance = forms.CharField(
        max_length=300,
        label=_("Relevance"),
        help_text=_("Why this source can be relied on for this need."),
    )
    dated_on = DateField(label=_("Dated"))
    reliability = forms.ChoiceField(
        choices=Reliability, initial="B", label=_("Reliability")
    )
    author = forms.CharField(max_length=120, required=False, label=_("Author"))
    contact: forms.ModelChoiceField[Contact] = forms.ModelChoiceField(
        None, required=False, label=_("Contact")
    )
    file = forms.FileField(required=False, label=_("File"))

    def __init__(self, *args: Any, contacts: QuerySet[Contact], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, contact=contacts)


class QuickForm(Form):
    """One requirement in one line."""

    text = forms.CharField(
        max_length=500,
        label=_("New requirement"),
        help_text=_("“Flow ≥ 12 ±0.5 m3/h” or “-20 to 60 °C” is read into its parts."),
    )
    source: forms.ModelChoiceField[NeedSource] = forms.ModelChoiceField(
        None, label=_("Source"), empty_label=None
    )
    kind = forms.ChoiceField(choices=RequirementKind, label=_("About"))
    nature = forms.ChoiceField(choices=Requirement.Nature, label=_("Nature"))
    priority = forms.ChoiceField(label=_("Priority"))

    def __init__(self, *args: Any, need: Need, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources = NeedSource.objects.filter(need=need).order_by("pk")
        choose_from(self, source=sources)
        if "more_sources" in self.fields:
            choose_from(self, more_sources=sources)
        self.fields["priority"].choices = priority_choices(need.scale)  # type: ignore[attr-defined]


class RequirementForm(QuickForm):
    """All that a requirement can say."""

    field_order = ("text", "kind", "nature", "revealed_by", "priority", "weight")

    text = forms.CharField(max_length=500, label=_("Requirement"))
    revealed_by = forms.CharField(
        max_length=300,
        required=False,
        label=_("Question that revealed it"),
        help_text=_("For an implicit or latent need."),
    )
    weight = forms.TypedChoiceField(
        choices=[(n, str(n)) for n in range(1, 6)],
        coerce=int,
        initial=3,
        label=_("Weight (1 to 5)"),
    )
    criterion = forms.CharField(max_length=200, required=False, label=_("Criterion"))
    operator = forms.ChoiceField(choices=Requirement.Operator, label=_("Compared as"))
    level = _level(_("Level, or lower end"))
    level_high = _level(_("Upper end of the range"))
    allowed = forms.CharField(
        max_length=300,
        required=False,
        label=_("Values accepted"),
        help_text=_("For “one of a list”; separated by semicolons."),
    )
    tolerance = _level(_("Tolerance (±)"), min_value=0)
    unit = forms.CharField(
        max_length=20,
        required=False,
        label=_("Unit"),
        help_text=_("m3/h, bar, °C, kW…: known ones bear their UN/ECE code."),
    )
    limit = _level(
        _("Limit of acceptance"), help_text=_("How far the level may be negotiated.")
    )
    exchange_rate = DecimalField(
        required=False,
        max_digits=15,
        decimal_places=2,
        label=_("Exchange rate"),
        help_text=_("What one unit of the level more or less is worth."),
    )
    standard = forms.CharField(max_length=120, required=False, label=_("Standard"))
    method = forms.ChoiceField(
        choices=[("", "–"), *Requirement.Method.choices],
        required=False,
        label=_("Verified by"),
    )
    verification = forms.CharField(
        max_length=120, required=False, label=_("Detail of the verification")
    )
    place = forms.CharField(
        max_length=120,
        required=False,
        label=_("Place in the source"),
        help_text=_("Page, paragraph, cell."),
    )
    verbatim = TextField(required=False, label=_("Words of the source"))
    more_sources: forms.ModelMultipleChoiceField[NeedSource] = (
        forms.ModelMultipleChoiceField(
            None,
            required=False,
            label=_("Confirmed by other sources too"),
            widget=forms.CheckboxSelectMultiple,
        )
    )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields under their legends, in the order of thinking."""
        groups = [
            (
                _("What is asked for"),
                ("text", "kind", "nature", "revealed_by", "priority", "weight"),
            ),
            (
                _("Level"),
                (
                    *("criterion", "operator", "level", "level_high", "allowed"),
                    *("tolerance", "unit", "limit", "exchange_rate"),
                ),
            ),
            (_("Verification"), ("standard", "method", "verification")),
            (_("Known from"), ("source", "place", "verbatim", "more_sources")),
            (_("Why it changes"), ("reason", "price_effect", "delay_days")),
        ]
        return [
            (str(legend), [self[name] for name in names if name in self.fields])
            for legend, names in groups
            if set(names) & set(self.fields)
        ]


class ChangeForm(Form):
    """Why a requirement changes or goes, and what that does to price and delay."""

    reason = forms.CharField(max_length=300, label=_("Reason"))
    price_effect = DecimalField(
        required=False,
        max_digits=15,
        decimal_places=2,
        label=_("Effect on the price"),
        help_text=_("Negative if it becomes cheaper; empty while it is not known."),
    )
    delay_days = forms.IntegerField(
        required=False,
        min_value=-3650,
        max_value=3650,
        label=_("Effect on the delay (days)"),
    )


class ConfirmedForm(RequirementForm, ChangeForm):
    """A requirement that the customer confirmed: changing it asks why."""


class GridChoice(FilterForm):
    """For which family of products, goods or services, the grid is shown."""

    nature = forms.ChoiceField(
        choices=[("", _("Goods and services")), *Item.Kind.choices],
        label=_("Nature"),
    )
    family = forms.ModelChoiceField(
        ProductFamily.objects.order_by("name"), label=_("Family")
    )


class GridForm(Form):
    """The answers to the grid, all from one source."""

    source: forms.ModelChoiceField[NeedSource] = forms.ModelChoiceField(
        None, label=_("Source of these answers"), empty_label=None
    )

    def __init__(
        self,
        *args: Any,
        sources: QuerySet[NeedSource],
        questions: Sequence[tuple[str, str, str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, source=sources)
        self.questions = questions
        for code, text, _kind, unit in questions:
            self.fields[code] = TextField(
                required=False,
                max_length=500,
                label=text,
                help_text=unit,
                widget=forms.Textarea(attrs={"rows": 1}),
            )
