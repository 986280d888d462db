"""What is typed on the go/no-go grid, and about the value for the customer."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from filon.needs import gonogo
from filon.needs.models import Need, ValueInput
from filon.needs.services import Cost, Notes, Prospects
from filon.needs.value import ANNUAL, COSTS
from filon.web.forms import DecimalField, Form, TextField

Group = tuple[str, list[forms.BoundField]]

COST_NAMES = {
    "purchase": _("Purchase"),
    "energy": _("Energy, a year"),
    "maintenance": _("Maintenance, a year"),
    "downtime": _("Downtime, a year"),
    "consumables": _("Consumables, a year"),
    "labour": _("Labour, a year"),
    "insurance": _("Insurance, a year"),
    "end_of_life": _("End of life"),
    "residual": _("Residual value"),
    "discount_percent": _("Discount rate"),
    "inflation_percent": _("Inflation"),
}
OWN_ROWS = 2


class AssessForm(Form):
    """Notes and comments on the criteria in force, knock-outs, prospects."""

    knocked_out = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Knock-outs")
    )
    conditions = TextField(
        required=False,
        label=_("Conditions"),
        help_text=_("Under which we answer, where the grid does not simply say go."),
    )
    win_percent = DecimalField(
        required=False,
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=2,
        label=_("Chance to win (%)"),
    )
    win_source = forms.CharField(max_length=300, required=False, label=_("Known from"))
    expected_margin = DecimalField(
        required=False, max_digits=15, decimal_places=2, label=_("Expected margin")
    )
    answer_cost = DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        label=_("Cost of answering"),
    )

    def __init__(self, *args: Any, grid: gonogo.Grid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grid = grid
        knock_outs = self.fields["knocked_out"]
        knock_outs.choices = [  # type: ignore[attr-defined]
            (row.code, gettext(row.label)) for row in grid.knock_outs
        ]
        for row in grid.criteria:
            ends = (
                _("0: %(low)s; 5: %(high)s.")
                % {"low": gettext(row.low), "high": gettext(row.high)}
                if row.low and row.high
                else ""
            )
            self.fields[f"note-{row.code}"] = forms.TypedChoiceField(
                choices=[("", "–"), *((n, str(n)) for n in range(gonogo.MOST + 1))],
                coerce=int,
                label=f"{gettext(row.label)} ({row.weight})",
                help_text=ends,
            )
            self.fields[f"why-{row.code}"] = forms.CharField(
                max_length=300,
                required=False,
                label=_("Comment: %(criterion)s") % {"criterion": gettext(row.label)},
            )

    @property
    def groups(self) -> list[Group]:
        """Return the fields under their legends."""
        marks = [
            f"{k}-{row.code}" for row in self.grid.criteria for k in ("note", "why")
        ]
        rest = ("win_percent", "win_source", "expected_margin", "answer_cost")
        return [
            (gettext("Criteria, 0 to 5"), [self[name] for name in marks]),
            ("", [self["knocked_out"], self["conditions"]]),
            (gettext("What answering may bring"), [self[name] for name in rest]),
        ]

    def given(self) -> Notes:
        """Return what was given on the grid."""
        said, codes = self.cleaned_data, [row.code for row in self.grid.criteria]
        return Notes(
            notes={code: said[f"note-{code}"] for code in codes},
            comments={code: said[f"why-{code}"] for code in codes},
            knocked_out=said["knocked_out"],
            conditions=said["conditions"],
        )

    def prospects(self) -> Prospects:
        """Return what answering may bring."""
        names = ("win_percent", "win_source", "expected_margin", "answer_cost")
        return Prospects(**{name: self.cleaned_data[name] for name in names})


class GridSettingsForm(Form):
    """The company's grid: weights, own criteria, knock-outs, thresholds."""

    go_from = forms.IntegerField(min_value=0, max_value=100, label=_("Go from"))
    conditional_from = forms.IntegerField(
        min_value=0, max_value=100, label=_("Under conditions from")
    )
    knock_outs = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Knock-outs")
    )

    def __init__(self, *args: Any, grid: gonogo.Grid, **kwargs: Any) -> None:
        self.rows = _known(grid.criteria, gonogo.DEFAULT.criteria)
        self.stops = _known(grid.knock_outs, gonogo.DEFAULT.knock_outs)
        in_force = {row.code for row in grid.knock_outs}
        weights = {row.code: row.weight for row in grid.criteria}
        initial = {
            "go_from": grid.go_from,
            "conditional_from": grid.conditional_from,
            "knock_outs": sorted(in_force),
            **{f"weight-{code}": weights.get(code, 0) for code in self.rows},
        }
        super().__init__(*args, initial=initial, **kwargs)
        stops = [(code, gettext(row.label)) for code, row in self.stops.items()]
        self.fields["knock_outs"].choices = stops  # type: ignore[attr-defined]
        for code, row in self.rows.items():
            self.fields[f"weight-{code}"] = forms.IntegerField(
                min_value=0, max_value=100, label=gettext(row.label)
            )
        for number in range(1, OWN_ROWS + 1):
            self.fields[f"own-{number}"] = forms.CharField(
                max_length=80, required=False, label=_("Criterion of your own")
            )
            self.fields[f"own-weight-{number}"] = forms.IntegerField(
                min_value=0, max_value=100, required=False, label=_("Weight")
            )
        self.fields["own-stop"] = forms.CharField(
            max_length=80, required=False, label=_("Knock-out of your own")
        )

    @property
    def groups(self) -> list[Group]:
        """Return the fields under their legends."""
        weights = [f"weight-{code}" for code in self.rows]
        own = [
            f"{kind}-{n}"
            for n in range(1, OWN_ROWS + 1)
            for kind in ("own", "own-weight")
        ]
        return [
            (
                gettext("Weights, 100 together; 0 leaves a criterion out"),
                [self[name] for name in (*weights, *own)],
            ),
            ("", [self["knock_outs"], self["own-stop"]]),
            (gettext("Thresholds"), [self["go_from"], self["conditional_from"]]),
        ]

    def edition(self) -> gonogo.Grid:
        """Return the grid that was typed."""
        said = self.cleaned_data
        criteria = [
            gonogo.GridRow(code, row.label, said[f"weight-{code}"], row.low, row.high)
            for code, row in self.rows.items()
            if said[f"weight-{code}"]
        ]
        for number in range(1, OWN_ROWS + 1):
            label, weight = said[f"own-{number}"], said[f"own-weight-{number}"]
            if label and weight:
                code = _own_code("own", {**self.rows, **{r.code: r for r in criteria}})
                criteria.append(gonogo.GridRow(code, label, weight))
        stops = [row for code, row in self.stops.items() if code in said["knock_outs"]]
        if said["own-stop"]:
            stops.append(
                gonogo.GridRow(_own_code("stop", self.stops), said["own-stop"])
            )
        return gonogo.Grid(
            tuple(criteria), tuple(stops), said["go_from"], said["conditional_from"]
        )


def _known(
    rows: tuple[gonogo.GridRow, ...], defaults: tuple[gonogo.GridRow, ...]
) -> dict[str, gonogo.GridRow]:
    """Return the rows in force, then the default ones that were left out."""
    return {row.code: row for row in (*defaults, *rows)} | {r.code: r for r in rows}


def _own_code(kind: str, taken: Mapping[str, object]) -> str:
    number = 1
    while f"{kind}{number}" in taken:
        number += 1
    return f"{kind}{number}"


class ValueForm(Form):
    """Two solutions, the horizon, and each cost with its source."""

    title = forms.CharField(max_length=200, label=_("Title"))
    ours = forms.CharField(max_length=120, label=_("Our solution"))
    other = forms.CharField(
        max_length=120,
        label=_("Compared with"),
        help_text=_("A rival, or what the customer has today."),
    )
    years = forms.IntegerField(min_value=1, max_value=50, label=_("Years"))
    discount_percent = DecimalField(
        min_value=0, max_value=100, max_digits=7, decimal_places=2,
        label=_("Discount rate (%)"),
    )  # fmt: skip
    inflation_percent = DecimalField(
        min_value=-50, max_value=100, max_digits=7, decimal_places=2,
        label=_("Inflation (%)"),
    )  # fmt: skip

    def __init__(self, *args: Any, need: Need, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = {ValueInput.Side.OURS: _("ours"), ValueInput.Side.OTHER: _("the other")}
        for name in COSTS:
            for side, whose in sides.items():
                label = f"{COST_NAMES[name]}, {whose}"
                key = f"{side.value}-{name}"
                self.fields[key] = DecimalField(
                    required=False,
                    min_value=0,
                    max_digits=15,
                    decimal_places=2,
                    label=f"{label} ({need.currency})",
                )
                self.fields[f"{key}-source"] = forms.CharField(
                    max_length=200,
                    required=False,
                    label=f"{gettext('Source')}: {label}",
                )
                self.fields[f"{key}-ok"] = forms.BooleanField(
                    required=False,
                    label=f"{gettext('Confirmed by the customer')}: {label}",
                )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return one row for each cost, with the fields of both sides."""
        return [
            {
                "label": COST_NAMES[name],
                "is_annual": name in ANNUAL,
                "sides": [
                    {
                        "amount": self[f"{side}-{name}"],
                        "source": self[f"{side}-{name}-source"],
                        "ok": self[f"{side}-{name}-ok"],
                    }
                    for side in ValueInput.Side.values
                ],
            }
            for name in COSTS
        ]

    def clean(self) -> dict[str, Any]:
        """Ask where each amount is known from, at its field."""
        given = super().clean() or {}
        for name in COSTS:
            for side in ValueInput.Side.values:
                key = f"{side}-{name}"
                if given.get(key) and not given.get(f"{key}-source"):
                    self.add_error(
                        f"{key}-source",
                        ValidationError(
                            gettext("Say where each amount is known from.")
                        ),
                    )
        return given

    def costs(self) -> list[Cost]:
        """Return the costs that were typed."""
        said = self.cleaned_data
        return [
            Cost(
                side,
                name,
                Decimal(said[f"{side}-{name}"]),
                said[f"{side}-{name}-source"],
                said[f"{side}-{name}-ok"],
            )
            for name in COSTS
            for side in ValueInput.Side.values
            if said.get(f"{side}-{name}")
        ]
