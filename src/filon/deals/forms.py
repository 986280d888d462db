"""What people type about deals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.deals.models import CompetitiveBid, Deal, DealRole
from filon.directory.models import Contact, Organization
from filon.kernel.money import currencies
from filon.web.forms import DateField, DecimalField, FilterForm, Form, TextField

CURRENCIES = [(code, code) for code in currencies()]


class DealFilter(FilterForm):
    """Filters of the list."""

    mine = forms.BooleanField(label=_("Mine only"))
    stage = forms.ChoiceField(
        choices=[
            ("", _("All")),
            ("open", pgettext_lazy("deals", "Open")),
            *Deal.Stage.choices,
        ],
        label=_("Stage"),
    )
    source = forms.ChoiceField(
        choices=[("", _("All")), *Deal.Source.choices], label=_("Source")
    )
    lost_reason = forms.ChoiceField(
        choices=[("", _("All")), *Deal.LostReason.choices], label=_("Lost because of")
    )


class DealForm(Form):
    """A deal; the company is chosen before, or found by its name."""

    title = forms.CharField(max_length=200, label=_("Title"))
    amount = DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        label=_("Estimated amount without VAT"),
    )
    currency = forms.ChoiceField(choices=CURRENCIES, initial="EUR", label=_("Currency"))
    expected_close_on = DateField(required=False, label=_("Decision expected on"))
    probability_percent = forms.IntegerField(
        min_value=0, max_value=100, initial=20, label=_("Probability (%)")
    )
    source = forms.ChoiceField(
        choices=Deal.Source, initial=Deal.Source.OTHER, label=_("Source")
    )
    contact: forms.ModelChoiceField[Contact] = forms.ModelChoiceField(
        None, required=False, label=_("Contact")
    )
    next_step = forms.CharField(max_length=200, required=False, label=_("Next step"))

    def __init__(self, *args: Any, contacts: QuerySet[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self, "contact", contacts)


class LearntForm(Form):
    """What was learnt when a deal ended: rival, gap, source."""

    price_gap_percent = DecimalField(
        required=False,
        min_value=-100,
        max_value=100,
        max_digits=7,
        decimal_places=2,
        label=_("Price gap (%)"),
        help_text=_("How much dearer we were; negative if we were cheaper."),
    )
    is_gap_unknown = forms.BooleanField(
        required=False, label=_("Nobody knows the price gap")
    )
    told_by = forms.CharField(max_length=120, required=False, label=_("Who told us"))
    comment = TextField(required=False, label=_("Comment"))


class LossForm(LearntForm):
    """Why a deal is lost."""

    reason = forms.ChoiceField(choices=Deal.LostReason, label=_("Reason"))
    lost_to: forms.ModelChoiceField[Organization] = forms.ModelChoiceField(
        None, required=False, label=_("Won by"), empty_label=_("Not chosen")
    )
    is_rival_unknown = forms.BooleanField(
        required=False, label=_("Nobody knows who won")
    )
    field_order = ("reason", "lost_to", "is_rival_unknown")

    def __init__(
        self, *args: Any, competitors: QuerySet[Organization], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self, "lost_to", competitors)


class WinForm(LearntForm):
    """Why a deal was won."""

    reason = forms.ChoiceField(choices=Deal.WonReason, label=_("Reason"))
    won_against: forms.ModelChoiceField[Organization] = forms.ModelChoiceField(
        None, required=False, label=_("Nearest rival"), empty_label=_("Not chosen")
    )
    is_rival_unknown = forms.BooleanField(
        required=False, label=_("Nobody knows the rivals")
    )
    field_order = ("reason", "won_against", "is_rival_unknown")

    def __init__(
        self, *args: Any, competitors: QuerySet[Organization], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self, "won_against", competitors)


class RoleForm(Form):
    """A person of the buying centre."""

    contact: forms.ModelChoiceField[Contact] = forms.ModelChoiceField(
        None, label=_("Person")
    )
    role = forms.ChoiceField(
        choices=[("", _("As in the contact’s sheet")), *Contact.BuyingRole.choices],
        required=False,
        label=_("Part in the decision"),
    )
    stance = forms.ChoiceField(
        choices=DealRole.Stance, initial=DealRole.Stance.NEUTRAL, label=_("Stance")
    )
    influence = forms.TypedChoiceField(
        choices=[
            (1, pgettext_lazy("influence", "Little")),
            (2, pgettext_lazy("influence", "Some")),
            (3, pgettext_lazy("influence", "Decisive")),
        ],
        coerce=int,
        initial=2,
        label=_("Influence"),
    )

    def __init__(self, *args: Any, contacts: QuerySet[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self, "contact", contacts)


class BidForm(Form):
    """What a rival offers on the deal."""

    competitor: forms.ModelChoiceField[Organization] = forms.ModelChoiceField(
        None, label=_("Competitor")
    )
    product = forms.CharField(max_length=200, required=False, label=_("Product"))
    price = DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        label=_("Price without VAT"),
    )
    currency = forms.ChoiceField(choices=CURRENCIES, initial="EUR", label=_("Currency"))
    lead_time_days = forms.IntegerField(
        required=False, min_value=0, max_value=3650, label=_("Lead time (days)")
    )
    observed_on = DateField(label=_("Heard on"))
    source = forms.CharField(
        max_length=200, required=False, label=_("From whom or what")
    )
    reliability = forms.ChoiceField(
        choices=CompetitiveBid.Reliability,
        initial=CompetitiveBid.Reliability.B,
        label=_("Reliability of the source"),
    )
    status = forms.ChoiceField(
        choices=[
            (CompetitiveBid.Status.HEARD, CompetitiveBid.Status.HEARD.label),
            (CompetitiveBid.Status.CONFIRMED, CompetitiveBid.Status.CONFIRMED.label),
        ],
        label=_("How sure"),
    )
    strengths = TextField(required=False, label=_("Their strengths"))
    weaknesses = TextField(required=False, label=_("Their weaknesses"))
    counter_argument = TextField(required=False, label=_("Our answer"))

    def __init__(
        self, *args: Any, competitors: QuerySet[Organization], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self, "competitor", competitors)


def _choose_from(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    choice = form.fields[name]
    if isinstance(choice, forms.ModelChoiceField):
        choice.queryset = rows
