"""What people type about an offer as a whole."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from filon.accounts.models import Department, User
from filon.directory.models import Contact
from filon.offers.models import (
    ConformityCheck,
    Offer,
    OfferRevision,
)
from filon.offers.services import Caller
from filon.web.forms import DateField, FilterForm, Form, TextField


class OfferFilter(FilterForm):
    """Filters of the list."""

    status = forms.ChoiceField(
        choices=[("", _("All")), *OfferRevision.Status.choices], label=_("State")
    )
    form = forms.ChoiceField(
        choices=[("", _("All")), *Offer.Form.choices], label=_("Form")
    )
    owner: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        User.objects.none(), label=_("Owner"), empty_label=_("Everybody")
    )

    def __init__(self, *args: Any, owners: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self, "owner", owners)


class OfferForm(Form):
    """A new offer; what is known already is not asked again."""

    company = forms.CharField(
        max_length=200,
        required=False,
        label=_("Customer"),
        help_text=_("Name or SIREN of a company of the base."),
    )
    title = forms.CharField(max_length=200, required=False, label=_("Subject"))
    form = forms.ChoiceField(choices=Offer.Form, label=_("Form"))
    contact: forms.ModelChoiceField[Contact] = forms.ModelChoiceField(
        Contact.objects.none(), required=False, label=_("Contact")
    )
    customer_reference = forms.CharField(
        max_length=80, required=False, label=_("Customer’s reference")
    )
    new_company = forms.CharField(max_length=200, required=False, label=_("Name"))
    siren = forms.CharField(max_length=20, required=False, label=_("SIREN"))
    postcode = forms.CharField(max_length=20, required=False, label=_("Postcode"))
    city = forms.CharField(max_length=120, required=False, label=_("Town"))
    country = forms.CharField(
        max_length=2, min_length=2, initial="FR", required=False, label=_("Country")
    )
    first_name = forms.CharField(max_length=80, required=False, label=_("First name"))
    last_name = forms.CharField(max_length=80, required=False, label=_("Last name"))
    email = forms.EmailField(required=False, label=_("E-mail"))
    phone = forms.CharField(max_length=60, required=False, label=_("Phone"))

    def __init__(
        self, *args: Any, contacts: QuerySet[Contact] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if contacts is not None:
            _choose_from(self, "contact", contacts)

    def caller(self) -> Caller:
        """Return the new company and person that were typed."""
        data = self.cleaned_data
        return Caller(
            company=data["new_company"],
            country=(data["country"] or "FR").upper(),
            **{
                name: data[name]
                for name in (
                    "siren",
                    "postcode",
                    "city",
                    "first_name",
                    "last_name",
                    "email",
                    "phone",
                )
            },
        )


class OfferEditForm(Form):
    """What an offer is called, and whom it is for."""

    title = forms.CharField(max_length=200, label=_("Subject"))
    form = forms.ChoiceField(choices=Offer.Form, label=_("Form"))
    contact: forms.ModelChoiceField[Contact] = forms.ModelChoiceField(
        Contact.objects.none(), required=False, label=_("Contact")
    )
    customer_reference = forms.CharField(
        max_length=80, required=False, label=_("Customer’s reference")
    )
    due_on = DateField(required=False, label=_("Wanted by the customer on"))

    def __init__(self, *args: Any, contacts: QuerySet[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self, "contact", contacts)


class CheckForm(Form):
    """One of the six verifications."""

    status = forms.ChoiceField(choices=ConformityCheck.Status, label=_("State"))
    reason = forms.CharField(max_length=300, required=False, label=_("Reason"))


class ConsultForm(Form):
    """A question to departments."""

    departments: forms.ModelMultipleChoiceField[Department] = (
        forms.ModelMultipleChoiceField(
            Department.objects.none(),
            label=_("Departments"),
            widget=forms.CheckboxSelectMultiple,
        )
    )
    question = TextField(label=_("Question"))
    due_on = DateField(label=_("Answer wanted by"))

    def __init__(
        self, *args: Any, departments: QuerySet[Department], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self, "departments", departments)


class SubmitForm(Form):
    """Asking for an approval."""

    comment = TextField(required=False, label=_("What the approver should know"))


class RecipientForm(Form):
    """Somebody who receives the offer."""

    contact: forms.ModelChoiceField[Contact] = forms.ModelChoiceField(
        Contact.objects.none(), required=False, label=_("Contact of the customer")
    )
    name = forms.CharField(max_length=200, required=False, label=_("or a name"))
    email = forms.EmailField(required=False, label=_("E-mail"))
    can_accept = forms.BooleanField(
        required=False, initial=True, label=_("May accept or refuse")
    )

    def __init__(self, *args: Any, contacts: QuerySet[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self, "contact", contacts)


class SendForm(Form):
    """The words of the mail."""

    message = TextField(required=False, label=_("Message of the e-mail"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NextForm(Form):
    """Why there is a next revision, and what was negotiated."""

    reason = forms.CharField(max_length=300, label=_("What changes, and why"))
    asked = forms.CharField(
        max_length=300, required=False, label=_("What the customer asks for")
    )
    given = forms.CharField(max_length=300, required=False, label=_("What we give"))
    counterpart = forms.CharField(
        max_length=300,
        required=False,
        label=_("What we obtain for it"),
        help_text=_("Volume, term, reference, deposit, scope."),
    )
    is_variant = forms.BooleanField(
        required=False,
        label=_("A variant: what was sent stays open beside it"),
    )


class RefuseForm(Form):
    """Why the customer refuses."""

    reason = TextField(label=_("Reason"), max_length=300)


def _choose_from(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    choice = form.fields[name]
    if isinstance(choice, forms.ModelChoiceField):
        choice.queryset = rows
