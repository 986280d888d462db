"""What people type about needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from filon.coordination.models import PolicyDocument
from filon.kernel.money import currencies
from filon.needs.crossing import CHECKS, Check
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
    funding = forms.ChoiceField(
        choices=Need.Funding, required=False, label=_("Funding")
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
    payment_constraints = TextField(required=False, label=_("Payment constraints"))
    credit_check = TextField(required=False, label=_("Solvency"))
    outstanding = DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        label=_("Outstanding with us"),
    )
    insured_limit = DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        label=_("Limit of the credit insurance"),
    )
    registration_status = forms.CharField(
        max_length=120,
        required=False,
        label=_("State of the registration (SIREN)"),
        help_text=_("Active, in receivership…, and when it was looked up."),
    )
    expected_payback_months = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=600,
        label=_("Payback expected by the customer (months)"),
    )
    expected_return_percent = DecimalField(
        required=False,
        max_digits=7,
        decimal_places=2,
        label=_("Return expected by the customer (%)"),
    )


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
        verdicts = [
            ("", Need.PolicyVerdict.OPEN.label),
            *((v.value, v.label) for v in Need.PolicyVerdict if v.value != "OPEN"),
        ]
        for code, label in CHECKS.items():
            self.fields[f"check-{code}"] = forms.ChoiceField(
                choices=verdicts, required=False, label=str(label)
            )
            self.fields[f"why-{code}"] = forms.CharField(
                max_length=300,
                required=False,
                label=_("Reason: %(check)s") % {"check": label},
            )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the points first, then the whole, then what was weighed."""
        points = [f"{kind}-{code}" for code in CHECKS for kind in ("check", "why")]
        constraints = ("economic_constraints", "technical_constraints", "resources")
        groups = [
            (gettext("Point by point"), points),
            (gettext("The whole"), ["verdict", "note", "policy", "how"]),
            (gettext("Constraints and resources"), list(constraints)),
        ]
        return [(legend, [self[n] for n in names]) for legend, names in groups]

    def checks(self) -> dict[str, Check]:
        """Return what was found of each point."""
        said = self.cleaned_data
        return {
            code: Check(said[f"check-{code}"], said[f"why-{code}"]) for code in CHECKS
        }


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
