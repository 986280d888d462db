"""What people type about needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.coordination.models import PolicyDocument
from filon.kernel.money import currencies
from filon.needs.models import Need
from filon.prospecting.forms import LANGUAGES, choose_from
from filon.web.forms import DateField, DecimalField, FilterForm, Form, TextField

_ALL = ("", pgettext_lazy("filter", "All"))


class NeedFilter(FilterForm):
    """Filters of the list."""

    mine = forms.BooleanField(label=_("Mine only"))
    status = forms.ChoiceField(choices=[_ALL, *Need.Status.choices], label=_("State"))
    decision = forms.ChoiceField(
        choices=[_ALL, *Need.Decision.choices], label=_("Go or no go")
    )


class StartForm(Form):
    """What is asked to begin: the rest is carried over."""

    title = forms.CharField(max_length=200, label=_("Title"))
    problem = TextField(required=False, label=_("Problem of the customer"))
    due_on = DateField(required=False, label=_("Synthesis due on"))


class ContextForm(Form):
    """What the customer is faced with."""

    title = forms.CharField(max_length=200, label=_("Title"))
    language = forms.ChoiceField(
        choices=LANGUAGES, label=_("Language of the synthesis")
    )
    scale = forms.ChoiceField(choices=Need.Scale, label=_("Names of the priorities"))
    problem = TextField(required=False, label=_("Problem of the customer"))
    expected_result = TextField(required=False, label=_("Result expected"))
    context = TextField(required=False, label=_("Context, market, stakes"))
    current_suppliers = TextField(required=False, label=_("Present suppliers"))
    distributors = TextField(required=False, label=_("Distributors"))
    decision_process = TextField(required=False, label=_("How the customer decides"))
    decision_on = DateField(required=False, label=_("Decision of the customer"))
    needed_on = DateField(required=False, label=_("Needed on"))
    due_on = DateField(required=False, label=_("Synthesis due on"))


class FinancingForm(Form):
    """What the customer can and will pay."""

    budget_low = DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        label=_("Budget from"),
    )
    budget_high = DecimalField(
        required=False, min_value=0, max_digits=15, decimal_places=2, label=_("to")
    )
    currency = forms.ChoiceField(
        choices=[(code, code) for code in currencies()], label=_("Currency")
    )
    budget_source = forms.CharField(
        max_length=200,
        required=False,
        label=_("Source of the budget"),
        help_text=_("Who said it, or “unknown, asked on…”."),
    )
    financing_mode = forms.CharField(
        max_length=200,
        required=False,
        label=_("Way of financing"),
        help_text=_("Own funds, leasing, grant, frame contract…"),
    )
    financing_capacity = forms.ChoiceField(
        choices=Need.Capacity, label=_("Financing capacity")
    )
    financial_constraints = TextField(required=False, label=_("Financial constraints"))
    credit_check = TextField(required=False, label=_("Solvency"))


class PolicyForm(Form):
    """The need against the company's policy, constraints and resources."""

    verdict = forms.ChoiceField(
        choices=[
            (v.value, v.label)
            for v in Need.PolicyVerdict
            if v != Need.PolicyVerdict.OPEN
        ],
        widget=forms.RadioSelect,
        label=_("Does it fit the company’s policy?"),
    )
    note = TextField(
        required=False,
        label=_("What does not fit, and what is done about it"),
    )
    policy: forms.ModelChoiceField[PolicyDocument] = forms.ModelChoiceField(
        None, required=False, label=_("Text of the company that counts here")
    )
    how = forms.CharField(
        max_length=500,
        required=False,
        label=_("How it is taken into account"),
    )
    economic_constraints = TextField(required=False, label=_("Economic constraints"))
    technical_constraints = TextField(required=False, label=_("Technical constraints"))
    resources = TextField(required=False, label=_("Resources of the company"))

    def __init__(self, *args: Any, policies: QuerySet[PolicyDocument], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, policy=policies)


class DecisionForm(Form):
    """Go or no go."""

    decision = forms.ChoiceField(
        choices=[
            (Need.Decision.GO, Need.Decision.GO.label),
            (Need.Decision.NO_GO, Need.Decision.NO_GO.label),
        ],
        widget=forms.RadioSelect,
        label=_("Decision"),
    )
    reason = TextField(label=_("Reason"), max_length=300)


class StepForm(Form):
    """When a step was done."""

    on = DateField(label=_("Done on"))


class ReopenForm(Form):
    """Why a frozen need is opened again."""

    reason = forms.CharField(max_length=200, label=_("Reason"))
