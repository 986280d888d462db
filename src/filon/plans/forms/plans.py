"""The plan itself: mission, scope, feasibility, constraints; its way to approval."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import Role, User
from filon.accounts.selectors import sales_people
from filon.coordination.selectors.people import approvers
from filon.plans.models import ActionPlan
from filon.watch.forms.records import families, segments, territories
from filon.watch.forms.scoped import ScopedForm
from filon.watch.models import MarketInsight, MarketPotential
from filon.web.forms import DateField, FilterForm, Form, TextField

GIVES_MISSIONS = (Role.MANAGER, Role.DIRECTOR, Role.SALES_ADMIN)


class PlanForm(ScopedForm):
    """A plan; the figures, targets and actions come on its page."""

    title = forms.CharField(max_length=200, label=_("Title"))
    start_on = DateField(label=_("Starts on"))
    end_on = DateField(label=_("Ends on"))
    currency = forms.CharField(
        max_length=3, min_length=3, initial="EUR", label=_("Currency")
    )
    mandate = TextField(
        required=False,
        label=_("Mission that was given"),
        help_text=_("What was asked, and the objectives set beforehand."),
    )
    given_by = forms.ModelChoiceField(
        User.objects.none(), required=False, label=_("Given by")
    )
    given_on = DateField(required=False, label=_("Given on"))
    mission_file = forms.FileField(
        required=False, label=_("Letter or specification"), allow_empty_file=True
    )
    scope = TextField(required=False, label=_("Scope"))
    territory = forms.ModelChoiceField(
        territories(), required=False, label=_("Territory")
    )
    segment = forms.ModelChoiceField(
        segments(), required=False, label=_("Market segment")
    )
    families = forms.ModelMultipleChoiceField(
        families(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Product families"),
    )
    insights = forms.ModelMultipleChoiceField(
        MarketInsight.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Insights that justify it"),
    )
    potentials = forms.ModelMultipleChoiceField(
        MarketPotential.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Market potentials"),
    )
    related_plans = forms.ModelMultipleChoiceField(
        ActionPlan.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Plans that interact with it"),
    )
    has_no_related_plan = forms.BooleanField(
        required=False, label=_("No other plan interacts with it")
    )
    feasibility = forms.ChoiceField(
        choices=ActionPlan.Feasibility,
        initial=ActionPlan.Feasibility.UNKNOWN,
        label=_("Feasibility"),
    )
    feasibility_note = TextField(required=False, label=_("Why, under which conditions"))
    legal_constraints = TextField(required=False, label=_("Law and standards"))
    safety_constraints = TextField(required=False, label=_("Safety"))
    environment_constraints = TextField(required=False, label=_("Environment"))
    quality_constraints = TextField(required=False, label=_("Quality"))
    cost_constraints = TextField(required=False, label=_("Cost"))
    time_constraints = TextField(required=False, label=_("Time"))

    def __init__(
        self,
        *args: Any,
        user: User,
        plan: ActionPlan | None = None,
        chosen: tuple[int, ...] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.offer("given_by", sales_people().filter(role__in=GIVES_MISSIONS))
        insights = list(chosen)
        potentials: list[int] = []
        others = ActionPlan.objects.visible_to(user).order_by("-pk")
        if plan is not None:
            insights += plan.insights.values_list("pk", flat=True)
            potentials += plan.potentials.values_list("pk", flat=True)
            others = others.exclude(pk=plan.pk)
        self.offer("insights", _some(MarketInsight, user, insights, "-updated_at"))
        self.offer("potentials", _some(MarketPotential, user, potentials, "-as_of"))
        self.offer("related_plans", others.filter(pk__in=_first(others, 40)))

    def fieldsets(self) -> list[tuple[Any, list[Any]]]:
        """Return the fields in the order of the work."""
        groups: list[tuple[Any, list[str]]] = [
            ("", ["title", "start_on", "end_on", "currency"]),
            (_("Mission"), ["mandate", "given_by", "given_on", "mission_file"]),
            (_("Why"), ["insights", "potentials"]),
            (_("Where and for what"), ["scope", "territory", "segment", "families"]),
            (_("Other plans"), ["related_plans", "has_no_related_plan"]),
            (_("Feasibility"), ["feasibility", "feasibility_note"]),
            (
                _("Constraints"),
                [name for name in self.fields if name.endswith("_constraints")],
            ),
        ]
        return [(legend, [self[name] for name in names]) for legend, names in groups]


class PlanFilter(FilterForm):
    """Filters of the list of plans."""

    status = forms.ChoiceField(
        choices=[("", pgettext_lazy("plans", "All")), *ActionPlan.Status.choices],
        label=_("State"),
    )


class SubmitForm(Form):
    """Who approves the plan and its budget, by when."""

    approver = forms.ModelChoiceField(User.objects.none(), label=_("Who approves"))
    due_on = DateField(required=False, label=_("Decision wanted by"))
    reason = TextField(required=False, label=_("A word for the approver"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["approver"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = approvers(user)


class CloseForm(Form):
    """What a plan brought."""

    quantitative_result = TextField(
        label=_("Result in figures"),
        help_text=_("Against each objective: reached, missed, by how much."),
    )
    qualitative_result = TextField(
        label=_("Result in words"),
        help_text=_("What was learnt about the market, the offer, the method."),
    )


def _some(model: Any, user: User, chosen: list[int], order: str) -> Any:
    """Return the latest rows that a person reads, and the chosen ones with them."""
    visible = model.objects.visible_to(user)
    latest = _first(visible.order_by(order, "-pk"), 40)
    return visible.filter(pk__in={*latest, *chosen}).order_by(order, "-pk")


def _first(rows: Any, count: int) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:count])
