"""What people type about the company, users and themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import (
    CompanyProfile,
    Department,
    DepartmentKind,
    Role,
    Team,
    User,
)
from filon.accounts.selectors import superiors
from filon.web.forms import DecimalField, Form

LOGO_LIMIT = 300 * 1024


class CompanyForm(Form):
    """The company's particulars, size and habits."""

    name = forms.CharField(max_length=200, label=_("Name"))
    legal_form = forms.CharField(max_length=60, required=False, label=_("Legal form"))
    share_capital = forms.CharField(
        max_length=60, required=False, label=_("Share capital")
    )
    address = forms.CharField(max_length=300, required=False, label=_("Address"))
    postcode = forms.CharField(max_length=20, required=False, label=_("Postcode"))
    city = forms.CharField(max_length=120, required=False, label=_("City"))
    country = forms.CharField(
        max_length=2, min_length=2, initial="FR", label=_("Country")
    )
    siren = forms.CharField(max_length=9, required=False, label=_("SIREN"))
    siret = forms.CharField(max_length=14, required=False, label=_("SIRET"))
    rcs_city = forms.CharField(max_length=120, required=False, label=_("RCS city"))
    vat_number = forms.CharField(max_length=20, required=False, label=_("VAT number"))
    naf_code = forms.CharField(max_length=6, required=False, label=_("NAF code"))
    phone = forms.CharField(max_length=40, required=False, label=_("Phone"))
    email = forms.EmailField(required=False, label=_("E-mail"))
    website = forms.URLField(required=False, label=_("Website"), assume_scheme="https")
    logo = forms.ImageField(
        required=False,
        label=_("Logo"),
        help_text=_("PNG or JPEG, at most 300 kB; it is printed on documents."),
    )
    activity = forms.ChoiceField(choices=CompanyProfile.Activity, label=_("Supplies"))
    size = forms.ChoiceField(
        choices=[("", "–"), *CompanyProfile.Size.choices],
        required=False,
        label=_("Size"),
    )
    currency = forms.CharField(
        max_length=3, min_length=3, initial="EUR", label=_("Currency")
    )
    margin_floor_percent = DecimalField(
        min_value=0,
        max_value=100,
        label=_("Floor of the margin rate on price (%)"),
        help_text=_("Below it, an offer asks for an approval."),
    )
    margin_target_percent = DecimalField(
        min_value=0, max_value=100, label=_("Target of the margin rate on price (%)")
    )
    free_discount_percent = DecimalField(
        min_value=0,
        max_value=100,
        label=_("Discount a salesperson may grant alone (%)"),
    )
    acceptance_proof = forms.ChoiceField(
        choices=CompanyProfile.AcceptanceProof,
        initial=CompanyProfile.AcceptanceProof.CLICK,
        label=_("To accept an offer by link, the customer must"),
        help_text=_("A code needs a mail server. It proves who reads that mailbox."),
    )
    departments = forms.MultipleChoiceField(
        choices=DepartmentKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Departments present"),
        help_text=_("They can be consulted and informed. This can be changed later."),
    )
    is_exam_centre = forms.BooleanField(required=False, label=_("Also an exam centre"))

    def clean_logo(self) -> Any:
        """Refuse a logo that is too large."""
        logo = self.cleaned_data["logo"]
        if logo and logo.size > LOGO_LIMIT:
            raise forms.ValidationError(_("The logo is larger than 300 kB."))
        return logo


class UserForm(Form):
    """A person of the house."""

    email = forms.EmailField(label=_("E-mail"))
    first_name = forms.CharField(max_length=80, label=_("First name"))
    last_name = forms.CharField(max_length=80, label=_("Last name"))
    role = forms.ChoiceField(choices=Role, label=_("Role"))
    team = forms.ModelChoiceField(
        Team.objects.filter(is_active=True).order_by("name"),
        required=False,
        label=_("Team"),
    )
    reports_to = forms.ModelChoiceField(
        superiors(),
        required=False,
        label=_("Reports to"),
    )
    department = forms.ModelChoiceField(
        Department.objects.filter(is_active=True).order_by("name"),
        required=False,
        label=_("Department"),
    )
    work_mode = forms.ChoiceField(choices=User.WorkMode, label=_("Work mode"))
    language = forms.ChoiceField(choices=User.Language, label=_("Language"))
    phone = forms.CharField(max_length=40, required=False, label=_("Phone"))
    job_title = forms.CharField(max_length=120, required=False, label=_("Job title"))


class TeamForm(Form):
    """A sales team."""

    name = forms.CharField(max_length=120, label=_("Name"))
    manager = forms.ModelChoiceField(
        User.objects.filter(is_active=True, role=Role.MANAGER).order_by("last_name"),
        required=False,
        label=_("Manager"),
    )


class ProfileForm(Form):
    """What a person chooses for themselves."""

    first_name = forms.CharField(max_length=80, label=_("First name"))
    last_name = forms.CharField(max_length=80, label=_("Last name"))
    phone = forms.CharField(max_length=40, required=False, label=_("Phone"))
    job_title = forms.CharField(max_length=120, required=False, label=_("Job title"))
    work_mode = forms.ChoiceField(
        choices=User.WorkMode,
        label=_("Work mode"),
        help_text=_("“My day” leads with calls or with visits accordingly."),
    )
    language = forms.ChoiceField(choices=User.Language, label=_("Language"))
