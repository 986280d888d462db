"""Objectives, funnel, targets, actions, budget, checkpoints, reminder rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.accounts.policies import can_see_margin
from filon.accounts.selectors import sales_people
from filon.directory.models import ROLES, Contact, Organization
from filon.directory.nomenclatures import departments
from filon.kernel.text import fold
from filon.kernel.units import unit_choices
from filon.plans.models import (
    BudgetLine,
    Channel,
    FunnelAssumption,
    PlanAction,
    PlanObjective,
    PlanTarget,
    ReminderRule,
)
from filon.plans.services import MARGIN_METRICS
from filon.watch.forms.fields import CompanyField
from filon.watch.forms.records import families, segments, territories
from filon.watch.forms.scoped import ScopedForm
from filon.watch.market import MarketCut
from filon.web.forms import DateField, DecimalField, FilterForm, Form, TextField

PRIORITIES = [
    (1, pgettext_lazy("priority", "1, first")),
    (2, pgettext_lazy("priority", "2, normal")),
    (3, pgettext_lazy("priority", "3, later")),
]


class ObjectiveForm(ScopedForm):
    """One figure to reach."""

    metric = forms.ChoiceField(label=_("What is counted"))
    target = DecimalField(
        max_digits=19, decimal_places=4, label=pgettext_lazy("objective", "Proposed")
    )
    given = DecimalField(
        required=False,
        max_digits=19,
        decimal_places=4,
        label=pgettext_lazy("objective", "Given"),
        help_text=_("The figure that came with the mission, if there was one."),
    )
    unit = forms.ChoiceField(
        choices=lambda: [("", "–"), *unit_choices()],
        required=False,
        label=_("Unit of the quantity"),
    )
    person = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        label=_("Person"),
        help_text=_("None: the whole plan."),
    )
    family = forms.ModelChoiceField(
        families(), required=False, label=_("Product family")
    )
    territory = forms.ModelChoiceField(
        territories(), required=False, label=_("Territory")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        metric = self.fields["metric"]
        if isinstance(metric, forms.ChoiceField):
            metric.choices = [
                choice
                for choice in PlanObjective.Metric.choices
                if choice[0] not in MARGIN_METRICS or can_see_margin(user)
            ]
        self.offer("person", sales_people())


class FunnelForm(Form):
    """How many of a hundred pass from stage to stage, and what an order brings."""

    average_deal = DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        label=_("Revenue of an average order"),
    )
    offer_to_order = DecimalField(
        required=False,
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        label=_("Offers that become orders (%)"),
    )
    appointment_to_offer = DecimalField(
        required=False,
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        label=_("Appointments that lead to an offer (%)"),
    )
    contact_to_appointment = DecimalField(
        required=False,
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        label=_("Contacts that lead to an appointment (%)"),
    )

    def rates(self) -> dict[str, Any]:
        """Return stage -> percent."""
        return {
            str(stage): self.cleaned_data[stage.lower()]
            for stage in FunnelAssumption.Stage.values
        }


class CutForm(Form):
    """A filter on the base: place, trade, company."""

    by_site = forms.BooleanField(
        required=False,
        label=_("Each site is a target"),
        help_text=_("Place and trade are then those of the site."),
    )
    departments = forms.CharField(
        required=False,
        max_length=300,
        label=pgettext_lazy("geography", "Departments"),
        help_text=_("Codes such as 69, 42."),
    )
    naf = forms.CharField(
        required=False,
        max_length=200,
        label=_("Activities (NAF)"),
        help_text=_("Beginnings of codes such as 25, 28.1."),
    )
    nomenclature = forms.ChoiceField(
        choices=[("REV2", _("NAF rev. 2")), ("2025", _("NAF 2025"))],
        required=False,
        label=_("Edition of the NAF"),
    )
    territory = forms.ModelChoiceField(
        territories(), required=False, label=_("Filed under the territory")
    )
    segment = forms.ModelChoiceField(
        segments(), required=False, label=_("Filed under the segment")
    )
    roles = forms.MultipleChoiceField(
        choices=lambda: [(code.lower(), label) for code, label in ROLES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Roles"),
    )
    abc_classes = forms.MultipleChoiceField(
        choices=Organization.AbcClass,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Classes"),
    )
    lifecycles = forms.MultipleChoiceField(
        choices=Organization.Lifecycle,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Lifecycle"),
    )
    headcount_min = forms.IntegerField(
        required=False, min_value=0, label=_("Headcount from")
    )
    headcount_max = forms.IntegerField(
        required=False, min_value=0, label=_("Headcount to")
    )
    text = forms.CharField(required=False, max_length=100, label=_("Word in the name"))

    def clean_departments(self) -> tuple[str, ...]:
        """Return codes that exist, each written as the base keeps it."""
        codes = _codes(self.cleaned_data["departments"].upper())
        known = departments()
        found = tuple(c.zfill(2) if len(c) < 2 else c for c in codes)
        unknown = [code for code in found if code not in known]
        if unknown:
            raise forms.ValidationError(
                _("There is no department %(codes)s."),
                params={"codes": ", ".join(unknown)},
            )
        return found

    def clean_naf(self) -> tuple[str, ...]:
        """Return the beginnings that were typed."""
        return _codes(self.cleaned_data["naf"].upper())

    def cut(self) -> MarketCut:
        """Return the cut of the base that was asked for."""
        data = self.cleaned_data
        territory, segment = data["territory"], data["segment"]
        return MarketCut(
            by_site=data["by_site"],
            departments=data["departments"],
            naf=data["naf"],
            nomenclature=data["nomenclature"] or "REV2",
            territory_id=territory.pk if territory else None,
            segment_id=segment.pk if segment else None,
            roles=tuple(data["roles"]),
            abc_classes=tuple(data["abc_classes"]),
            lifecycles=tuple(data["lifecycles"]),
            headcount_min=data["headcount_min"],
            headcount_max=data["headcount_max"],
            text=fold(data["text"].strip()),
        )


class AddTargetsForm(Form):
    """How the targets that were found enter the plan."""

    assignee = forms.ModelChoiceField(
        sales_people(),
        required=False,
        label=_("Assigned to"),
        help_text=_("None: the owner of the plan."),
    )
    priority = forms.TypedChoiceField(
        choices=PRIORITIES, coerce=int, initial=2, label=_("Priority")
    )
    reason = forms.CharField(
        max_length=300, required=False, label=_("Why these companies")
    )


class TargetFilter(FilterForm):
    """Filters of the list of targets."""

    status = forms.ChoiceField(
        choices=[("", pgettext_lazy("targets", "All")), *PlanTarget.Status.choices],
        label=_("State"),
    )


class TargetForm(ScopedForm):
    """Whom to see there, what for, who goes."""

    contact = forms.ModelChoiceField(
        Contact.objects.none(), required=False, label=pgettext_lazy("person", "Contact")
    )
    aim = forms.CharField(max_length=300, required=False, label=_("Aim"))
    reason = forms.CharField(max_length=300, required=False, label=_("Why it"))
    potential = DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        label=_("Potential of a year"),
    )
    priority = forms.TypedChoiceField(
        choices=PRIORITIES, coerce=int, initial=2, label=_("Priority")
    )
    assignee = forms.ModelChoiceField(
        sales_people(), required=False, label=_("Assigned to")
    )

    def __init__(
        self, *args: Any, user: User, organization: Organization, **kwargs: Any
    ) -> None:
        super().__init__(*args, user=user, **kwargs)
        contacts = Contact.objects.visible_to(user).filter(organization=organization)
        self.offer("contact", contacts.order_by("name_key"))


class NewTargetForm(ScopedForm):
    """One company more."""

    organization = CompanyField()
    aim = forms.CharField(max_length=300, required=False, label=_("Aim"))
    priority = forms.TypedChoiceField(
        choices=PRIORITIES, coerce=int, initial=2, label=_("Priority")
    )


class TargetMoveForm(Form):
    """Where a target stands now."""

    to = forms.ChoiceField(choices=PlanTarget.Status, label=_("State"))
    reason = forms.CharField(max_length=300, required=False, label=_("Reason"))


class ActionForm(Form):
    """A wave of contacts by one channel."""

    channel = forms.ChoiceField(choices=Channel, label=_("Channel"))
    title = forms.CharField(max_length=200, label=_("Title"))
    start_on = DateField(label=_("Starts on"))
    end_on = DateField(label=_("Ends on"))
    quota = forms.IntegerField(
        min_value=0, max_value=100_000, initial=0, label=_("Contacts to make")
    )
    assignee = forms.ModelChoiceField(
        sales_people(), required=False, label=_("Assigned to")
    )
    note = TextField(required=False, label=_("Note"))


class BudgetLineForm(Form):
    """A cost: estimated, committed, spent."""

    category = forms.ChoiceField(
        choices=BudgetLine.Category, required=False, label=_("Category")
    )
    label = forms.CharField(max_length=200, required=False, label=_("Label"))
    planned = DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        label=pgettext_lazy("budget", "Planned"),
    )
    committed = DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        label=pgettext_lazy("budget", "Committed"),
    )
    actual = DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        label=pgettext_lazy("budget", "Actual"),
    )
    action = forms.ModelChoiceField(
        PlanAction.objects.none(), required=False, label=_("For the action")
    )

    def __init__(
        self, *args: Any, actions: Any, may_estimate: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["action"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = actions
        for name in ("category", "label", "planned"):
            if may_estimate:
                self.fields[name].required = True
            else:
                del self.fields[name]


class CheckpointForm(Form):
    """The day of a checkpoint."""

    due_on = DateField(label=_("Checkpoint on"))


class HoldForm(Form):
    """The three answers of a checkpoint."""

    done_well = TextField(required=False, label=_("What went well"))
    deviation = TextField(required=False, label=_("What deviates, and why"))
    decision = TextField(required=False, label=_("What is decided"))


class ReminderRuleForm(Form):
    """After what, how long, how somebody is followed up."""

    trigger = forms.ChoiceField(choices=ReminderRule.Trigger, label=_("After what"))
    delay_days = forms.IntegerField(
        min_value=0, max_value=365, initial=7, label=_("After how many days")
    )
    channel = forms.ChoiceField(choices=Channel, label=_("Channel"))
    template = TextField(required=False, label=_("What to say"))
    is_active = forms.BooleanField(required=False, initial=True, label=_("In use"))


class RoadmapForm(Form):
    """Whose sheet, for which week."""

    person = forms.ModelChoiceField(sales_people(), label=_("Person"))
    on = DateField(label=_("A day of the week"))


def _codes(text: str) -> tuple[str, ...]:
    parts = text.replace(",", " ").replace(";", " ").split()
    return tuple(dict.fromkeys(parts))
