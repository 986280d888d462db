"""What people type about needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.catalog.models import Item, ProductFamily
from filon.coordination.models import PolicyDocument
from filon.directory.models import Contact
from filon.kernel.money import currencies
from filon.needs.models import Need, NeedSource, Requirement
from filon.prospecting.forms import LANGUAGES, choose_from
from filon.prospecting.models import RequirementKind
from filon.watch.models import Reliability
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


class SourceForm(Form):
    """A source and why it can be relied on."""

    kind = forms.ChoiceField(choices=NeedSource.Kind, label=_("Kind"))
    title = forms.CharField(max_length=200, label=_("Title"))
    relevance = forms.CharField(
        max_length=300,
        label=_("Relevance"),
        help_text=_("Why this source can be relied on for this need."),
    )
    dated_on = DateField(label=_("Dated"))
    reliability = forms.ChoiceField(
        choices=Reliability, initial="B", label=_("Reliability")
    )
    author = forms.CharField(max_length=120, required=False, label=_("Author"))
    contact: forms.ModelChoiceField[Contact] = forms.ModelChoiceField(
        None, required=False, label=_("Contact")
    )
    file = forms.FileField(required=False, label=_("File"))

    def __init__(self, *args: Any, contacts: QuerySet[Contact], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, contact=contacts)


class QuickForm(Form):
    """One requirement in one line."""

    text = forms.CharField(
        max_length=500,
        label=_("New requirement"),
        help_text=_("Example: “Flow ≥ 12 ±0.5 m3/h” is read into its parts."),
    )
    source: forms.ModelChoiceField[NeedSource] = forms.ModelChoiceField(
        None, label=_("Source"), empty_label=None
    )
    kind = forms.ChoiceField(choices=RequirementKind, label=_("About"))
    nature = forms.ChoiceField(choices=Requirement.Nature, label=_("Nature"))
    priority = forms.ChoiceField(choices=Requirement.Priority, label=_("Priority"))

    def __init__(self, *args: Any, sources: QuerySet[NeedSource], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, source=sources)


class RequirementForm(QuickForm):
    """All that a requirement can say."""

    criterion = forms.CharField(max_length=200, required=False, label=_("Criterion"))
    operator = forms.ChoiceField(choices=Requirement.Operator, label=_("Compared as"))
    level = DecimalField(
        required=False, max_digits=19, decimal_places=6, label=_("Level")
    )
    tolerance = DecimalField(
        required=False,
        min_value=0,
        max_digits=19,
        decimal_places=6,
        label=_("Tolerance (±)"),
    )
    unit = forms.CharField(max_length=20, required=False, label=_("Unit"))
    standard = forms.CharField(max_length=120, required=False, label=_("Standard"))
    verification = forms.CharField(
        max_length=120,
        required=False,
        label=_("Verified by"),
        help_text=_("Calculation, test, inspection, certificate, reference."),
    )
    weight = forms.TypedChoiceField(
        choices=[(n, str(n)) for n in range(1, 6)],
        coerce=int,
        initial=3,
        label=_("Weight (1 to 5)"),
    )


class GridChoice(FilterForm):
    """For which family of products, goods or services, the grid is shown."""

    nature = forms.ChoiceField(
        choices=[("", _("Goods and services")), *Item.Kind.choices],
        label=_("Nature"),
    )
    family = forms.ModelChoiceField(
        ProductFamily.objects.order_by("name"), label=_("Family")
    )


class GridForm(Form):
    """The answers to the grid, all from one source."""

    source: forms.ModelChoiceField[NeedSource] = forms.ModelChoiceField(
        None, label=_("Source of these answers"), empty_label=None
    )

    def __init__(
        self,
        *args: Any,
        sources: QuerySet[NeedSource],
        questions: Sequence[tuple[str, str, str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, source=sources)
        self.questions = questions
        for code, text, _kind, unit in questions:
            self.fields[code] = TextField(
                required=False,
                max_length=500,
                label=text,
                help_text=unit,
                widget=forms.Textarea(attrs={"rows": 1}),
            )
