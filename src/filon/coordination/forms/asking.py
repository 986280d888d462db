"""The forms that start a gesture: cleaning only."""

from __future__ import annotations

from datetime import date, timedelta
from email.utils import parseaddr
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.accounts.models import Department, User
from filon.coordination.models import (
    Consultation,
    PolicyDocument,
    Signal,
    Transmission,
)
from filon.coordination.selectors.people import (
    approvers,
    colleagues,
    departments_present,
    experts,
    superior_of,
)
from filon.coordination.services import (
    Addressee,
    Question,
    TransmissionPlan,
)
from filon.directory.models import Organization
from filon.files.models import StoredFile
from filon.web.forms import DateField, DecimalField, Form, TextField

ANSWER_DAYS = 7


def _language() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Language of people without an account"),
        choices=settings.LANGUAGES,
        required=False,
        initial="fr",
    )


class AddresseeForm(Form):
    """A person, a department, or somebody outside."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Person"), queryset=User.objects.none(), required=False
    )
    department = forms.ModelChoiceField(
        label=gettext_lazy("Department"),
        queryset=Department.objects.none(),
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("Name outside"), max_length=200, required=False
    )
    email = forms.EmailField(label=gettext_lazy("E-mail outside"), required=False)
    language = _language()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["person"].queryset = experts(user)  # type: ignore[attr-defined]
        self.fields["department"].queryset = (  # type: ignore[attr-defined]
            departments_present()
        )

    def addressee(self) -> Addressee:
        """Return who was chosen."""
        values = self.cleaned_data
        return Addressee(
            user=values["person"],
            department=values["department"],
            name=values["name"],
            email=values["email"],
            language=values["language"] or "fr",
            supplier=values.get("supplier"),
        )


class ConsultForm(AddresseeForm):
    """A question and whom it is for."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What you need"), choices=Consultation.Kind
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Verification it serves"),
        choices=[("", "–"), *Consultation.Topic.choices],
        required=False,
    )
    question = TextField(label=gettext_lazy("Question"), max_length=4000)
    due_on = DateField(label=gettext_lazy("Answer wanted by"))
    supplier = forms.ModelChoiceField(
        label=gettext_lazy("Supplier of the person outside"),
        queryset=Organization.objects.none(),
        required=False,
    )
    blocks_sending = forms.BooleanField(
        label=gettext_lazy("Nothing leaves before the answer"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = today + timedelta(days=ANSWER_DAYS)
        suppliers = Organization.objects.visible_to(self.user).filter(is_supplier=True)
        self.fields["supplier"].queryset = (  # type: ignore[attr-defined]
            suppliers.order_by("name", "pk")
        )

    def asked(self) -> Question:
        """Return the question."""
        values = self.cleaned_data
        return Question(
            kind=values["kind"],
            text=values["question"],
            due_on=values["due_on"],
            topic=values["topic"],
            blocks_sending=values["blocks_sending"],
        )


class ApproveForm(Form):
    """A deliverable submitted to somebody's decision."""

    approver = forms.ModelChoiceField(
        label=gettext_lazy("Approver"), queryset=User.objects.none()
    )
    reason = TextField(
        label=gettext_lazy("Why you submit it"), max_length=2000, required=False
    )
    amount = DecimalField(
        label=gettext_lazy("Amount at stake"),
        max_digits=14,
        decimal_places=2,
        required=False,
    )
    due_on = DateField(label=gettext_lazy("Decision wanted by"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approver"].queryset = approvers(user)  # type: ignore[attr-defined]
        self.fields["approver"].initial = superior_of(user)


class TransmitForm(Form):
    """To whom, how, by when."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"), choices=Transmission.Channel
    )
    people = forms.ModelMultipleChoiceField(
        label=gettext_lazy("People"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    departments = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Departments"),
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = TextField(
        label=gettext_lazy("People outside"),
        help_text=gettext_lazy("One a line: Name <address>"),
        max_length=8000,
        required=False,
    )
    language = _language()
    message = TextField(label=gettext_lazy("Message"), max_length=4000, required=False)
    document = forms.FileField(label=gettext_lazy("Document"), required=False)
    due_on = DateField(label=gettext_lazy("To be sent by"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = colleagues(user)  # type: ignore[attr-defined]
        self.fields["departments"].queryset = (  # type: ignore[attr-defined]
            departments_present()
        )

    def clean_others(self) -> list[Addressee]:
        """Read one person a line."""
        lines = self.cleaned_data["others"].splitlines()
        return [_outsider(line.strip()) for line in lines if line.strip()]

    def recipients(self) -> list[Addressee]:
        """Return everybody who was chosen."""
        values = self.cleaned_data
        language = values["language"] or "fr"
        return [
            *(Addressee(user=one) for one in values["people"]),
            *(Addressee(department=one) for one in values["departments"]),
            *(
                Addressee(name=one.name, email=one.email, language=language)
                for one in values["others"]
            ),
        ]

    def plan(self, document: StoredFile | None) -> TransmissionPlan:
        """Return what was planned, with the document that was kept."""
        values = self.cleaned_data
        return TransmissionPlan(
            self.recipients(),
            channel=values["channel"],
            language=values["language"] or "fr",
            due_on=values["due_on"],
            message=values["message"],
            document=document,
        )


class SignalForm(Form):
    """A delay, a difficulty or a matter out of scope."""

    kind = forms.ChoiceField(label=gettext_lazy("What happens"), choices=Signal.Kind)
    message = TextField(
        label=gettext_lazy("Explanation"),
        help_text=gettext_lazy("What happens, what it changes, what you need."),
        max_length=4000,
    )
    addressee = forms.ModelChoiceField(
        label=gettext_lazy("Who must know"),
        queryset=User.objects.none(),
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addressee"].queryset = experts(user)  # type: ignore[attr-defined]
        self.fields["addressee"].initial = superior_of(user)


class ParticipantForm(AddresseeForm):
    """Somebody who must be informed."""

    role = forms.CharField(
        label=gettext_lazy("Part in it"), max_length=120, required=False
    )
    is_to_inform = forms.BooleanField(
        label=gettext_lazy("To be informed"), required=False, initial=True
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        del self.fields["language"]
        self.fields["person"].queryset = colleagues(user)  # type: ignore[attr-defined]

    def addressee(self) -> Addressee:
        """Return who was chosen."""
        self.cleaned_data["language"] = ""
        return super().addressee()


class CiteForm(Form):
    """A text and how it was taken into account."""

    policy = forms.ModelChoiceField(
        label=gettext_lazy("Text"), queryset=PolicyDocument.objects.none()
    )
    how = TextField(
        label=gettext_lazy("How it is taken into account"),
        help_text=gettext_lazy("In one sentence."),
        max_length=500,
    )

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = PolicyDocument.objects.visible_to(user).in_force(today)
        self.fields["policy"].queryset = (  # type: ignore[attr-defined]
            rows.order_by("title", "pk")
        )


def _outsider(line: str) -> Addressee:
    name, email = parseaddr(line)
    if "@" not in line:
        return Addressee(name=line)
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError(
            _("“%(line)s” is not a name with an e-mail address."),
            params={"line": line[:100]},
        ) from error
    return Addressee(name=name or email, email=email)
