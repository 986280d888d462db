"""Concertation, modalities, grids and the company's opinion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import User
from filon.certification.models import (
    CompanyOpinion,
    Mark,
)
from filon.certification.selectors.candidates import (
    CompetencyModalities,
    MarkRow,
    OpinionRow,
)
from filon.certification.services.grids import Said
from filon.certification.services.modalities import Consulted
from filon.certification.services.opinion import Said as OpinionSaid
from filon.web.forms import DateField, Form, TextField


class ConcertationForm(Form):
    """Who was consulted about the modalities, and what was kept."""

    PLACES = 4

    held_on = DateField(label=_("Held on"))
    conclusion = TextField(label=_("What was kept"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, self.PLACES + 1):
            self.fields[f"name_{n}"] = forms.CharField(
                max_length=200, required=n == 1, label=_("Name")
            )
            self.fields[f"part_{n}"] = forms.CharField(
                max_length=120,
                required=False,
                label=_("For whom (company, training body, candidate…)"),
            )
            self.fields[f"agreement_{n}"] = forms.CharField(
                max_length=300, required=False, label=_("What they said")
            )

    def consulted(self) -> list[Consulted]:
        """Return the people who were named."""
        data = self.cleaned_data
        return [
            Consulted(data[f"name_{n}"], data[f"part_{n}"], data[f"agreement_{n}"])
            for n in range(1, self.PLACES + 1)
            if data[f"name_{n}"]
        ]

    @property
    def fieldsets(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the groups of the page."""
        people = [
            (
                _("Person %(number)s") % {"number": n},
                [self[f"{part}_{n}"] for part in ("name", "part", "agreement")],
            )
            for n in range(1, self.PLACES + 1)
        ]
        return [("", [self["held_on"]]), *people, ("", [self["conclusion"]])]


class ModalitiesForm(Form):
    """The modalities of each competency."""

    def __init__(
        self,
        *args: Any,
        rows: Sequence[CompetencyModalities],
        modalities: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[f"c{row.competency.pk}"] = forms.MultipleChoiceField(
                choices=modalities,
                required=False,
                label=f"{row.competency.code} · {row.competency.title}",
                initial=[choice.modality for choice in row.choices],
                widget=forms.CheckboxSelectMultiple,
            )

    def wanted(self) -> set[tuple[int, str]]:
        """Return the pairs of competency and modality."""
        return {
            (int(name[1:]), modality)
            for name, chosen in self.cleaned_data.items()
            for modality in chosen
        }


class PlanForm(Form):
    """Day and place of an evaluation."""

    planned_on = DateField(required=False, label=_("Planned on"))
    place = forms.CharField(max_length=200, required=False, label=_("Place"))


class GridForm(Form):
    """State and comment of every criterion, and the conclusion."""

    conclusion = TextField(
        required=False,
        label=_("Conclusion"),
        help_text=_("In your own words; nothing is added up."),
    )

    def __init__(self, *args: Any, rows: Sequence[MarkRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_rows = rows
        for row in rows:
            pk, mark = row.criterion.pk, row.mark
            self.fields[f"state_{pk}"] = forms.ChoiceField(
                choices=Mark.State.choices,
                required=False,
                label=f"{row.criterion.code} · {row.criterion.text}",
                initial=mark.state if mark else None,
                widget=forms.RadioSelect,
            )
            self.fields[f"comment_{pk}"] = TextField(
                required=False,
                label=_("Comment on %(code)s") % {"code": row.criterion.code},
                initial=mark.comment if mark else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def lines(self) -> list[tuple[MarkRow, forms.BoundField, forms.BoundField]]:
        """Return each criterion with its two fields."""
        return [
            (
                row,
                self[f"state_{row.criterion.pk}"],
                self[f"comment_{row.criterion.pk}"],
            )
            for row in self.mark_rows
        ]

    def said(self) -> dict[int, Said]:
        """Return what was said, criteria without a state left out."""
        data = self.cleaned_data
        return {
            row.criterion.pk: Said(
                data[f"state_{row.criterion.pk}"], data[f"comment_{row.criterion.pk}"]
            )
            for row in self.mark_rows
            if data[f"state_{row.criterion.pk}"]
        }


class CorrectionForm(Form):
    """A correction of a signed mark."""

    state = forms.ChoiceField(
        choices=Mark.State.choices, label=_("State"), widget=forms.RadioSelect
    )
    comment = TextField(label=_("Why it is corrected"))


class OpinionAskForm(Form):
    """Who is asked for the company's opinion."""

    name = forms.CharField(max_length=200, label=_("Name"))
    email = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(choices=User.Language, label=_("Language"))


class OpinionForm(Form):
    """The company's opinion on every competency."""

    signatory_name = forms.CharField(max_length=200, label=_("Your name"))
    signatory_function = forms.CharField(
        max_length=120, required=False, label=_("Your function")
    )

    def __init__(self, *args: Any, rows: Sequence[OpinionRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opinion_rows = rows
        for row in rows:
            self.fields[f"verdict_{row.code}"] = forms.ChoiceField(
                choices=CompanyOpinion.Verdict.choices,
                label=f"{row.code} · {row.title}",
                widget=forms.RadioSelect,
            )
            self.fields[f"facts_{row.code}"] = TextField(
                label=_("Facts for %(code)s") % {"code": row.code},
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the two fields of each competency."""
        return [
            (self[f"verdict_{row.code}"], self[f"facts_{row.code}"])
            for row in self.opinion_rows
        ]

    def said(self) -> dict[str, OpinionSaid]:
        """Return the opinion on each competency, by its code."""
        data = self.cleaned_data
        return {
            row.code: OpinionSaid(
                data[f"verdict_{row.code}"], data[f"facts_{row.code}"]
            )
            for row in self.opinion_rows
        }
