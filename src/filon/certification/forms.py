"""What people type on the certification side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from stdnum.exceptions import ValidationError as NumberInvalid
from stdnum.fr import siret

from filon.accounts.models import Role, User
from filon.certification.models import (
    Candidate,
    Centre,
    CompanyOpinion,
    Criterion,
    Mark,
    Path,
    Referential,
    Track,
    TrainingBody,
)
from filon.certification.selectors.candidates import (
    CompetencyModalities,
    MarkRow,
    OpinionRow,
)
from filon.certification.services.candidates import Organizers
from filon.certification.services.grids import Said
from filon.certification.services.modalities import Consulted
from filon.certification.services.opinion import Said as OpinionSaid
from filon.files.uploads import UploadRefused, check_upload
from filon.web.forms import DateField, FilterForm, Form, TextField


class CandidateFilter(FilterForm):
    """Filters of the list of candidates."""

    status = forms.ChoiceField(
        choices=[("", _("All"))], label=_("State"), required=False
    )
    track = forms.ChoiceField(
        choices=[("", _("All")), *Track.choices], label=_("Track"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["status"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("All")), *Path.Status.choices]


class CandidateForm(Form):
    """A candidate, their company, who follows them."""

    first_name = forms.CharField(max_length=80, label=_("First name"))
    last_name = forms.CharField(max_length=80, label=_("Last name"))
    email = forms.EmailField(required=False, label=_("E-mail"))
    born_on = DateField(required=False, label=_("Born on"))
    company_name = forms.CharField(
        max_length=200, required=False, label=_("Company of the candidate")
    )
    company_siret = forms.CharField(max_length=20, required=False, label=_("SIRET"))
    company_address = TextField(required=False, label=_("Address of the company"))
    tutor = forms.ModelChoiceField(
        User.objects.filter(role=Role.TUTOR, is_active=True).order_by("last_name"),
        required=False,
        label=_("Tutor with an account"),
    )
    tutor_name = forms.CharField(
        max_length=200, required=False, label=_("or name of the tutor")
    )
    tutor_email = forms.EmailField(required=False, label=_("E-mail of the tutor"))
    centre = forms.ModelChoiceField(
        Centre.objects.order_by("name"), required=False, label=_("Exam centre")
    )
    new_centre = forms.CharField(
        max_length=200, required=False, label=_("or a new exam centre")
    )
    training_body = forms.ModelChoiceField(
        TrainingBody.objects.order_by("name"), required=False, label=_("Training body")
    )
    new_training_body = forms.CharField(
        max_length=200, required=False, label=_("or a new training body")
    )

    PERSON = ("first_name", "last_name", "email", "born_on")
    COMPANY = (
        "company_name",
        "company_siret",
        "company_address",
        "tutor",
        "tutor_name",
        "tutor_email",
    )
    ORGANIZERS = ("centre", "new_centre", "training_body", "new_training_body")

    @classmethod
    def initial_of(cls, candidate: Candidate) -> dict[str, Any]:
        """Return what the form shows of a candidate."""
        names = [*cls.PERSON, *cls.COMPANY, "centre", "training_body"]
        return {name: getattr(candidate, name) for name in names}

    def clean_company_siret(self) -> str:
        """Refuse a number whose check digit is wrong."""
        typed = self.cleaned_data["company_siret"]
        try:
            return str(siret.validate(typed)) if typed else ""
        except NumberInvalid as error:
            raise forms.ValidationError(
                _("This SIRET is wrong: it has 14 digits and a check digit.")
            ) from error

    def values(self) -> dict[str, Any]:
        """Return the fields of a candidate."""
        return {n: self.cleaned_data[n] for n in (*self.PERSON, *self.COMPANY)}

    def organizers(self) -> Organizers:
        """Return centre and training body."""
        return Organizers(**{n: self.cleaned_data[n] for n in self.ORGANIZERS})

    @property
    def fieldsets(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the groups of the page."""
        return [
            (_("Candidate"), [self[n] for n in self.PERSON]),
            (pgettext("employer", "Company"), [self[n] for n in self.COMPANY]),
            (_("Organization of the path"), [self[n] for n in self.ORGANIZERS]),
        ]


class RegistrationForm(CandidateForm):
    """A new candidate and the path they enrol on."""

    referential = forms.ModelChoiceField(
        Referential.objects.none(), label=_("Referential"), empty_label=None
    )
    track = forms.ChoiceField(choices=Track, label=_("Track"))
    submit_by = DateField(required=False, label=_("File due on"))

    PATH = ("referential", "track", "submit_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["referential"]
        if isinstance(field, forms.ModelChoiceField):
            rows = Referential.objects.filter(status=Referential.Status.PUBLISHED)
            field.queryset = rows.defer("source").order_by("-published_at", "-pk")

    @property
    def fieldsets(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the groups of the page."""
        groups = super().fieldsets
        groups.insert(1, (_("Path"), [self[n] for n in self.PATH]))
        return groups


class DeadlineForm(Form):
    """The day by which the file is due."""

    submit_by = DateField(required=False, label=_("File due on"))


class AccountForm(Form):
    """Which account the candidate gets; empty: an account of their own."""

    email = forms.EmailField(
        required=False,
        label=_("E-mail of the account to link"),
        help_text=_(
            "For a salesperson who works here already. Leave it empty to create the"
            " candidate's own account."
        ),
    )


class AssignForm(Form):
    """An evaluator or trainer to assign."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Person"))
    part = forms.ChoiceField(
        choices=[
            ("EVALUATOR", pgettext_lazy("assignment", "Evaluator")),
            ("TRAINER", pgettext_lazy("assignment", "Trainer")),
        ],
        label=_("Part"),
    )
    declares_no_link = forms.BooleanField(
        required=False,
        label=_(
            "The evaluator declares no past or present link, personal or professional,"
            " with the candidate"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = User.objects.filter(
                role__in=[Role.EVALUATOR, Role.TUTOR], is_active=True
            ).order_by("last_name", "first_name")


class ReferentialForm(Form):
    """A version of a referential as a YAML file."""

    file = forms.FileField(label=_("YAML file"))

    def clean_file(self) -> str:
        """Return the text of the file."""
        upload = self.cleaned_data["file"]
        if upload.size > 2_000_000:
            raise forms.ValidationError(_("This file is too large for a referential."))
        try:
            return str(upload.read().decode("utf-8"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is no UTF-8 text.")) from error


class CriteriaForm(Form):
    """Criteria that a proof answers to: those proposed first, then the others.

    The others stand in one field for each competency, which the page folds.
    """

    proposed = forms.MultipleChoiceField(
        required=False,
        label=_("Criteria proposed for this kind of record"),
        widget=forms.CheckboxSelectMultiple,
    )
    note = TextField(
        required=False,
        label=_("What you did yourself"),
        help_text=_("Work is done in teams: say in a sentence what is yours."),
    )

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Criterion],
        evidence_types: Iterable[str] = (),
        chosen: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        types = set(evidence_types)
        self.rows = {str(c.pk): c for c in criteria}
        fitting = [
            c for c in criteria if c.code == chosen or types & set(c.evidence_types)
        ]
        field = self.fields["proposed"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [self._choice(c) for c in fitting]
        self.initial["proposed"] = [str(c.pk) for c in fitting if c.code == chosen]
        if not fitting:
            del self.fields["proposed"]
        self.folded: list[str] = []
        self._fold([c for c in criteria if c not in fitting])

    def _fold(self, criteria: Sequence[Criterion]) -> None:
        groups: dict[str, list[Criterion]] = {}
        for one in criteria:
            groups.setdefault(one.competency.code, []).append(one)
        for code, rows in groups.items():
            name = f"others_{code}"
            self.folded.append(name)
            self.fields[name] = forms.MultipleChoiceField(
                required=False,
                label=f"{code} · {rows[0].competency.title}",
                choices=[self._choice(one) for one in rows],
                widget=forms.CheckboxSelectMultiple,
            )

    def _choice(self, criterion: Criterion) -> tuple[str, str]:
        return str(criterion.pk), f"{criterion.code} · {criterion.text}"

    @property
    def first(self) -> list[forms.BoundField]:
        """Return the fields that are always shown."""
        return [self[name] for name in self.fields if name not in self.folded]

    @property
    def folds(self) -> list[forms.BoundField]:
        """Return the field of each competency's other criteria."""
        return [self[name] for name in self.folded]

    def criteria(self) -> list[Criterion]:
        """Return the chosen criteria."""
        chosen = list(self.cleaned_data.get("proposed", []))
        for name in self.folded:
            chosen += self.cleaned_data[name]
        return [self.rows[key] for key in chosen]


class UploadForm(CriteriaForm):
    """A file that proves criteria."""

    file = forms.FileField(label=_("File"))
    title = forms.CharField(
        max_length=250, required=False, label=_("What the file shows")
    )

    field_order = ("file", "title", "proposed", "note")

    def clean_file(self) -> Any:
        """Return the file once its content has proven what it is."""
        upload = self.cleaned_data["file"]
        try:
            return check_upload(upload.name, upload.file)
        except UploadRefused as error:
            raise forms.ValidationError(str(error)) from error


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
