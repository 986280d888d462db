"""What is typed into the guided methods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from filon.needs.methods import BEST, ITEMS, PROVEN, SCORED
from filon.needs.models import MethodAnswer, Need, NeedSource
from filon.needs.services import Said
from filon.prospecting.forms import choose_from
from filon.web.forms import DateField, Form, TextField

M = MethodAnswer.Method
_SCORES = [("", "–"), *((n, str(n)) for n in range(BEST + 1))]


class MethodForm(Form):
    """The items of one method; scored ones ask for evidence with its date.

    Answers of QQOQCPC, the horned beast and SPIN may become requirements, known from
    the source that is chosen.
    """

    def __init__(
        self,
        *args: Any,
        method: str,
        need: Need,
        known: Mapping[str, MethodAnswer],
        **kwargs: Any,
    ) -> None:
        self.method, self.items = method, ITEMS[method]
        super().__init__(*args, initial=_initial(known), **kwargs)
        self.makes = method not in SCORED
        for item in self.items:
            self._add(item.code, str(item.label), str(item.hint), known)
        if self.makes:
            self.fields["source"] = forms.ModelChoiceField(
                None,
                required=False,
                label=_("Source of the requirements"),
            )
            sources: QuerySet[NeedSource] = NeedSource.objects.filter(need=need)
            choose_from(self, source=sources.order_by("pk"))

    def _add(
        self, code: str, label: str, hint: str, known: Mapping[str, MethodAnswer]
    ) -> None:
        if self.method in SCORED:
            self.fields[f"{code}-score"] = forms.TypedChoiceField(
                choices=_SCORES,
                coerce=int,
                empty_value=None,
                required=False,
                label=label,
                help_text=hint,
            )
        if self.method in PROVEN:
            self.fields[f"{code}-evidence"] = forms.CharField(
                max_length=1000,
                required=False,
                label=_("Evidence: %(item)s") % {"item": label},
            )
            self.fields[f"{code}-dated_on"] = DateField(
                required=False, label=_("Dated: %(item)s") % {"item": label}
            )
            return
        is_lever = self.method in SCORED
        self.fields[f"{code}-text"] = TextField(
            required=False,
            max_length=4000,
            label=_("Words: %(item)s") % {"item": label} if is_lever else label,
            help_text="" if is_lever else hint,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        row = known.get(code)
        if self.makes and (row is None or row.requirement_id is None):
            self.fields[f"{code}-requirement"] = forms.BooleanField(
                required=False,
                label=_("Make a requirement of it: %(item)s") % {"item": label},
            )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields of each item, under the headings of the method."""
        found: dict[str, list[forms.BoundField]] = {}
        for item in self.items:
            rows = found.setdefault(str(item.group), [])
            rows += [
                self[name] for name in self.fields if name.startswith(f"{item.code}-")
            ]
        if self.makes:
            found.setdefault("", []).append(self["source"])
        return list(found.items())

    def said(self) -> list[Said]:
        """Return what was answered."""
        given = self.cleaned_data
        return [
            Said(
                item=item.code,
                text=given.get(f"{item.code}-text", ""),
                score=given.get(f"{item.code}-score"),
                evidence=given.get(f"{item.code}-evidence", ""),
                dated_on=given.get(f"{item.code}-dated_on"),
            )
            for item in self.items
        ]

    def wanted(self) -> list[str]:
        """Return the items whose answers become requirements."""
        given = self.cleaned_data
        return [i.code for i in self.items if given.get(f"{i.code}-requirement")]


class StepForm(Form):
    """A dated step of how the customer decides."""

    label = forms.CharField(max_length=200, label=_("Step"))
    who = forms.CharField(max_length=120, required=False, label=_("Who decides"))
    on = DateField(label=_("Day"))


def _initial(known: Mapping[str, MethodAnswer]) -> dict[str, Any]:
    return {
        f"{code}-{name}": getattr(row, name)
        for code, row in known.items()
        for name in ("text", "score", "evidence", "dated_on")
    }
