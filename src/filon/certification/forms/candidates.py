"""Candidates: filters, particulars, accounts, people; versions of a referential."""

from __future__ import annotations

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
    Path,
    Referential,
    Track,
    TrainingBody,
)
from filon.certification.services.candidates import Organizers
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
