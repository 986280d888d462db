"""What people type about companies, sites, contacts, territories and segments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.selectors import sales_people
from filon.directory import identifiers
from filon.directory.identifiers import IdentifierRefused
from filon.directory.models import (
    ROLES,
    Contact,
    MarketSegment,
    Organization,
    OrganizationLink,
    Territory,
)
from filon.directory.nomenclatures import departments, naf_2025, naf_rev2
from filon.directory.selectors.organizations import Choices
from filon.web.forms import DateField, DecimalField, FilterForm, Form, TextField

_ALL = pgettext_lazy("filter", "All")
_LANGUAGES = [("fr", _("French")), ("en", _("English"))]


def _amount(label: Any) -> DecimalField:
    return DecimalField(
        required=False, min_value=0, max_digits=15, decimal_places=2, label=label
    )


class _IdentifierFields(Form):
    """Checks identifiers at their field, with the sentence that says what is wrong."""

    def _read(self, name: str, read: Callable[[str], str]) -> str:
        try:
            return read(self.cleaned_data[name])
        except IdentifierRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def _read_naf(self, name: str, known: dict[str, str]) -> str:
        code = self._read(name, identifiers.read_naf)
        if code and code not in known:
            raise forms.ValidationError(
                _g("The activity code %(code)s is not in this list.") % {"code": code}
            )
        return code


class OrganizationForm(_IdentifierFields):
    """What is needed to begin with a company."""

    name = forms.CharField(max_length=200, label=_("Name"))
    siren = forms.CharField(
        max_length=20, required=False, label=_("SIREN"), help_text=_("9 digits.")
    )
    phone = forms.CharField(max_length=60, required=False, label=_("Phone"))
    email = forms.EmailField(required=False, label=_("E-mail"))
    address = TextField(required=False, label=_("Address"))
    postcode = forms.CharField(max_length=20, required=False, label=_("Postcode"))
    city = forms.CharField(max_length=120, required=False, label=_("City"))
    country = forms.CharField(
        max_length=2,
        min_length=2,
        initial="FR",
        label=_("Country"),
        help_text=_("Two letters: FR, DE, IT…"),
    )
    roles = forms.MultipleChoiceField(
        choices=list(ROLES.items()),
        required=False,
        initial=["PROSPECT"],
        widget=forms.CheckboxSelectMultiple,
        label=_("Roles"),
    )

    def clean_siren(self) -> str:
        """Check the digits of the SIREN."""
        return self._read("siren", identifiers.read_siren)

    def clean_country(self) -> str:
        """Write the country in capitals."""
        return str(self.cleaned_data["country"]).upper()

    def values(self) -> dict[str, Any]:
        """Return the fields of the company; roles become its flags."""
        values = {k: v for k, v in self.cleaned_data.items() if k != "address"}
        chosen = values.pop("roles")
        flags = {f"is_{code.lower()}": code in chosen for code in ROLES}
        return {**values, **flags}

    def site_values(self) -> dict[str, Any]:
        """Return the fields of its main place, empty where none is given."""
        names = ("address", "postcode", "city", "country")
        site = {name: self.cleaned_data[name] for name in names}
        return site if site["address"] or site["city"] else {}


class OrganizationEditForm(OrganizationForm):
    """Everything about a company: technical, commercial and financial sides."""

    address = None  # type: ignore[assignment]
    legal_name = forms.CharField(
        max_length=200, required=False, label=_("Registered name")
    )
    vat_number = forms.CharField(max_length=24, required=False, label=_("VAT number"))
    foreign_id = forms.CharField(
        max_length=40, required=False, label=_("Foreign registration number")
    )
    external_ref = forms.CharField(
        max_length=80, required=False, label=_("Customer code")
    )
    naf_rev2 = forms.CharField(
        max_length=8, required=False, label=_("Activity code (NAF rev. 2)")
    )
    naf_2025 = forms.CharField(
        max_length=8, required=False, label=_("Activity code (NAF 2025)")
    )
    headcount = forms.IntegerField(required=False, min_value=0, label=_("Headcount"))
    is_shared = forms.BooleanField(
        required=False, label=_("Open to all sales people (rival, supplier…)")
    )
    website = forms.URLField(required=False, label=_("Website"), assume_scheme="https")
    language = forms.ChoiceField(choices=_LANGUAGES, label=_("Language"))
    currency = forms.CharField(max_length=3, min_length=3, label=_("Currency"))
    time_zone = forms.CharField(max_length=60, required=False, label=_("Time zone"))
    # technical side
    activity = TextField(required=False, label=_("What it makes"))
    technical_profile = TextField(required=False, label=_("Technical profile"))
    equipment = TextField(required=False, label=_("Machines and equipment"))
    certifications = forms.CharField(
        max_length=300, required=False, label=_("Certifications (ISO 9001…)")
    )
    # commercial side
    segment = forms.ModelChoiceField(
        MarketSegment.objects.order_by("name"), required=False, label=_("Segment")
    )
    territory = forms.ModelChoiceField(
        Territory.objects.order_by("name"), required=False, label=_("Territory")
    )
    abc_class = forms.ChoiceField(
        choices=[("", "–"), *Organization.AbcClass.choices],
        required=False,
        label=_("ABC class"),
    )
    contact_cadence_days = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=730,
        label=_("Days between two contacts"),
        help_text=_("Empty: A 30, B 60, C 120 days."),
    )
    potential = _amount(_("Yearly potential"))
    is_critical = forms.BooleanField(required=False, label=_("Critical customer"))
    # financial side
    revenue = _amount(_("Its revenue"))
    revenue_year = forms.IntegerField(
        required=False, min_value=1950, max_value=2100, label=_("Year of the revenue")
    )
    credit_limit = _amount(_("Credit limit"))
    payment_habit = forms.ChoiceField(
        choices=Organization.PaymentHabit, label=_("Payment habit")
    )
    payment_terms = forms.CharField(
        max_length=120, required=False, label=_("Payment terms")
    )
    financial_note = TextField(required=False, label=_("Financial situation"))
    note = TextField(required=False, label=_("Note"))

    def clean_vat_number(self) -> str:
        """Check the digits of the VAT number as its country does."""
        return self._read("vat_number", identifiers.read_vat)

    def clean_naf_rev2(self) -> str:
        """Check that the code is one of NAF rev. 2."""
        return self._read_naf("naf_rev2", naf_rev2())

    def clean_naf_2025(self) -> str:
        """Check that the code is one of NAF 2025."""
        return self._read_naf("naf_2025", naf_2025())

    def clean_currency(self) -> str:
        """Write the currency in capitals."""
        return str(self.cleaned_data["currency"]).upper()


class SiteForm(_IdentifierFields):
    """A place of a company."""

    name = forms.CharField(max_length=200, required=False, label=_("Name"))
    siret = forms.CharField(
        max_length=20, required=False, label=_("SIRET"), help_text=_("14 digits.")
    )
    address = TextField(required=False, label=_("Address"))
    postcode = forms.CharField(max_length=20, required=False, label=_("Postcode"))
    city = forms.CharField(max_length=120, label=_("City"))
    country = forms.CharField(
        max_length=2, min_length=2, initial="FR", label=_("Country")
    )
    activity = forms.CharField(
        max_length=300, required=False, label=_("What it does there")
    )
    phone = forms.CharField(max_length=60, required=False, label=_("Phone"))
    is_main = forms.BooleanField(required=False, label=_("Main site"))
    note = TextField(required=False, label=_("Note"))

    def clean_siret(self) -> str:
        """Check the digits of the SIRET."""
        return self._read("siret", identifiers.read_siret)

    def clean_country(self) -> str:
        """Write the country in capitals."""
        return str(self.cleaned_data["country"]).upper()


class ContactForm(Form):
    """A person in a company."""

    civility = forms.ChoiceField(
        choices=[("", "–"), ("M.", _("Mr")), ("Mme", _("Ms"))],
        required=False,
        label=_("Civility"),
    )
    first_name = forms.CharField(max_length=80, required=False, label=_("First name"))
    last_name = forms.CharField(max_length=80, label=_("Last name"))
    function = forms.CharField(max_length=120, required=False, label=_("Function"))
    buying_role = forms.ChoiceField(
        choices=[("", "–"), *Contact.BuyingRole.choices],
        required=False,
        label=_("Role when the company buys"),
    )
    email = forms.EmailField(required=False, label=_("E-mail"))
    phone = forms.CharField(max_length=60, required=False, label=_("Phone"))
    mobile = forms.CharField(max_length=60, required=False, label=_("Mobile"))
    language = forms.ChoiceField(choices=_LANGUAGES, label=_("Language"))
    site: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, required=False, label=_("Site")
    )
    consent_basis = forms.ChoiceField(
        choices=Contact.ConsentBasis, label=_("Why this person may be written to")
    )
    consent_source = forms.CharField(
        max_length=200, required=False, label=_("Where that comes from")
    )
    consent_on = DateField(required=False, label=_("Since"))
    is_active = forms.BooleanField(
        required=False, initial=True, label=_("Still in this company")
    )
    note = TextField(required=False, label=_("Note"))

    def __init__(self, *args: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = sites


class AssignForm(Form):
    """Who follows a company from now on."""

    owner = forms.ModelChoiceField(sales_people(), label=_("Followed by"))


class LinkForm(Form):
    """How a company is tied to another one."""

    kind = forms.ChoiceField(choices=OrganizationLink.Kind, label=_("This company"))
    target = forms.CharField(
        max_length=200,
        label=_("Other company"),
        help_text=_("Its exact name, its SIREN or its customer code."),
    )
    note = forms.CharField(max_length=300, required=False, label=_("Note"))


class OrganizationFilter(FilterForm):
    """Narrow the list of companies."""

    role = forms.ChoiceField(choices=[("", _ALL), *ROLES.items()], label=_("Role"))
    lifecycle = forms.ChoiceField(
        choices=[("", _ALL), *Organization.Lifecycle.choices], label=_("Status")
    )
    abc_class = forms.ChoiceField(
        choices=[("", _ALL), *Organization.AbcClass.choices], label=_("ABC class")
    )
    department = forms.ChoiceField(label=pgettext_lazy("French place", "Department"))
    city = forms.CharField(max_length=120, label=_("City"))
    segment = forms.ChoiceField(label=_("Segment"))
    territory = forms.ChoiceField(label=_("Territory"))
    owner = forms.ChoiceField(label=_("Followed by"))

    def __init__(self, *args: Any, offered: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(code, f"{code} {name}") for code, name in departments().items()]
        self._offer("department", places)
        self._offer("segment", offered.segments)
        self._offer("territory", offered.territories)
        self._offer("owner", offered.owners)

    def _offer(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _ALL), *choices]


class ContactFilter(FilterForm):
    """Narrow the list of contacts."""

    buying_role = forms.ChoiceField(
        choices=[("", _ALL), *Contact.BuyingRole.choices], label=_("Buying role")
    )
    writable = forms.ChoiceField(
        choices=[("", _ALL), ("yes", _("May be written to")), ("no", _("Opted out"))],
        label=_("Mailings"),
    )


class PortfolioFilter(FilterForm):
    """Whose portfolio, and which customers of it."""

    lifecycle = forms.ChoiceField(
        choices=[("", _ALL), *Organization.Lifecycle.choices], label=_("Status")
    )
    silent_for = forms.IntegerField(
        min_value=1, max_value=3650, label=_("No contact for (days)")
    )


class TerritoryForm(Form):
    """A sales area."""

    code = forms.SlugField(max_length=20, label=_("Code"))
    name = forms.CharField(max_length=120, label=_("Name"))
    departments = forms.CharField(
        max_length=600,
        required=False,
        label=pgettext_lazy("French place", "Departments"),
        help_text=_("Codes separated by blanks: 01 38 69. Empty: the whole country."),
    )
    country = forms.CharField(
        max_length=2, min_length=2, initial="FR", label=_("Country")
    )

    def clean_departments(self) -> list[str]:
        """Return the codes; each must exist."""
        codes = self.cleaned_data["departments"].upper().replace(",", " ").split()
        unknown = [code for code in codes if code not in departments()]
        if unknown:
            raise forms.ValidationError(
                _g("No department has the code %(codes)s.")
                % {"codes": ", ".join(unknown)}
            )
        return list(codes)

    def clean_country(self) -> str:
        """Write the country in capitals."""
        return str(self.cleaned_data["country"]).upper()


class SegmentForm(Form):
    """A cut of the market by trade."""

    code = forms.SlugField(max_length=20, label=_("Code"))
    name = forms.CharField(max_length=120, label=_("Name"))
    naf_prefixes = forms.CharField(
        max_length=600,
        required=False,
        label=_("Activity codes"),
        help_text=_("Beginnings of NAF codes separated by blanks: 25 28.4."),
    )

    def clean_naf_prefixes(self) -> list[str]:
        """Return the beginnings of codes, in capitals."""
        text = self.cleaned_data["naf_prefixes"].upper().replace(",", " ")
        return list(text.split())
