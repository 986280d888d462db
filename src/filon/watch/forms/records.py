"""Topics, sources, findings, rival offers, insights."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.accounts.models import User
from filon.catalog.models import ProductFamily
from filon.directory.models import MarketSegment, Organization, Territory
from filon.watch.forms.fields import CompanyField, ItemField
from filon.watch.forms.scoped import ScopedForm
from filon.watch.models import (
    Axis,
    Expectation,
    Finding,
    Heading,
    MarketInsight,
    Reliability,
    WatchSource,
    WatchTopic,
)
from filon.web.forms import DateField, DecimalField, FilterForm, Form, TextField

SCALE = [(n, str(n)) for n in range(1, 6)]


def segments() -> Any:
    """Return the market segments by name."""
    return MarketSegment.objects.order_by("name")


def territories() -> Any:
    """Return the territories by name."""
    return Territory.objects.order_by("name")


def families() -> Any:
    """Return the product families by name."""
    return ProductFamily.objects.order_by("name")


class TopicForm(ScopedForm):
    """A topic: what is watched, for whom, how often."""

    title = forms.CharField(max_length=200, label=_("What is watched"))
    scope = TextField(
        required=False,
        label=_("Scope"),
        help_text=_("Products, markets, questions to answer; what is left out."),
    )
    headings = forms.MultipleChoiceField(
        choices=Heading,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Headings"),
    )
    keywords = forms.CharField(max_length=500, required=False, label=_("Keywords"))
    cadence_days = forms.IntegerField(
        min_value=1, max_value=730, initial=30, label=_("Review every (days)")
    )
    next_review_on = DateField(required=False, label=_("Next review on"))
    segments = forms.ModelMultipleChoiceField(
        segments(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Market segments"),
    )
    families = forms.ModelMultipleChoiceField(
        families(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Product families"),
    )
    competitors = forms.ModelMultipleChoiceField(
        Organization.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Competitors"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        rivals = Organization.objects.visible_to(user).filter(is_competitor=True)
        self.offer("competitors", rivals.order_by("name_key"))


class NewTopicForm(TopicForm):
    """A new topic, with what the company expects of it."""

    product_expectations = TextField(
        required=False,
        label=_("What the company expects to learn about products"),
        help_text=_("One expectation a line."),
    )
    customer_expectations = TextField(
        required=False,
        label=_("What the company expects to learn about customers"),
        help_text=_("One expectation a line."),
    )


class ExpectationForm(Form):
    """One thing that the company expects to learn."""

    subject = forms.ChoiceField(
        choices=Expectation.Subject, label=pgettext_lazy("expectation", "About")
    )
    text = forms.CharField(max_length=300, label=_("Expectation"))


class SourceForm(ScopedForm):
    """Where findings come from."""

    name = forms.CharField(max_length=200, label=_("Name of the source"))
    kind = forms.ChoiceField(choices=WatchSource.Kind, label=_("Kind"))
    url = forms.CharField(
        max_length=1000,
        required=False,
        label=_("Address"),
        help_text=_("Of the feed (RSS, Atom) or of the page."),
    )
    topics = forms.ModelMultipleChoiceField(
        WatchTopic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Topics"),
    )
    cadence_hours = forms.IntegerField(
        min_value=1, max_value=24 * 60, initial=24, label=_("Fetch every (hours)")
    )
    reliability = forms.ChoiceField(
        choices=Reliability, initial=Reliability.B, label=_("Reliability")
    )
    reason = forms.CharField(
        max_length=300,
        required=False,
        label=_("Why this source"),
        help_text=_("What makes it fit the product and its customers."),
    )
    is_active = forms.BooleanField(
        required=False, initial=True, label=_("Follow this source")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.offer("topics", WatchTopic.objects.visible_to(user).order_by("title"))


class FindingForm(ScopedForm):
    """A finding, quick to fill on a phone: three fields, the rest is optional."""

    title = forms.CharField(max_length=300, label=_("What did you see or hear?"))
    heading = forms.ChoiceField(choices=Heading, label=_("Heading"))
    source_text = forms.CharField(
        max_length=300,
        required=False,
        label=_("Where from"),
        help_text=_("A person, a show, a paper… or choose a source below."),
    )
    observed_on = DateField(label=pgettext_lazy("finding", "Observed on"))
    excerpt = TextField(required=False, label=_("Details"))
    source = forms.ModelChoiceField(
        WatchSource.objects.none(), required=False, label=_("Source")
    )
    url = forms.URLField(
        max_length=1000, required=False, label=_("Address"), assume_scheme="https"
    )
    reliability = forms.ChoiceField(
        choices=Reliability, initial=Reliability.B, label=_("Reliability")
    )
    topic = forms.ModelChoiceField(
        WatchTopic.objects.none(), required=False, label=_("Topic")
    )
    organization = CompanyField(required=False, label=_("About the company"))
    item = ItemField(required=False, label=_("About the item (reference)"))
    family = forms.ModelChoiceField(
        families(), required=False, label=_("Product family")
    )
    segment = forms.ModelChoiceField(
        segments(), required=False, label=_("Market segment")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.offer("source", WatchSource.objects.visible_to(user).order_by("name"))
        self.offer("topic", WatchTopic.objects.visible_to(user).order_by("title"))


class RivalOfferForm(ScopedForm):
    """What a competitor offers."""

    competitor = CompanyField(label=_("Competitor"))
    product = forms.CharField(max_length=200, label=_("Product or service"))
    price = DecimalField(
        required=False, min_value=0, max_digits=19, decimal_places=6, label=_("Price")
    )
    currency = forms.CharField(
        max_length=3, min_length=3, initial="EUR", label=_("Currency")
    )
    lead_time_days = forms.IntegerField(
        required=False, min_value=0, label=_("Lead time (days)")
    )
    observed_on = DateField(label=pgettext_lazy("finding", "Observed on"))
    evidence = forms.CharField(
        max_length=300,
        required=False,
        label=_("Evidence"),
        help_text=_("A price list, a quote that was shown, an address."),
    )
    terms = TextField(required=False, label=_("Terms"))
    strengths = TextField(required=False, label=_("Its strengths"))
    weaknesses = TextField(required=False, label=_("Its weaknesses"))
    comparable_item = ItemField(
        required=False, label=_("Our comparable item (reference)")
    )
    family = forms.ModelChoiceField(
        families(), required=False, label=_("Product family")
    )


class InsightForm(ScopedForm):
    """What is concluded from findings."""

    statement = forms.CharField(max_length=300, label=_("What follows from it"))
    kind = forms.ChoiceField(choices=MarketInsight.Kind, label=_("Kind"))
    axis = forms.ChoiceField(choices=Axis, label=_("Side of the market"))
    impact = forms.TypedChoiceField(
        choices=SCALE,
        coerce=int,
        initial=3,
        label=_("Impact"),
        help_text=_("1 is slight, 5 changes our business."),
    )
    likelihood = forms.TypedChoiceField(
        choices=SCALE,
        coerce=int,
        initial=3,
        label=_("Likelihood"),
        help_text=_("1 is improbable, 5 is certain."),
    )
    horizon = forms.ChoiceField(
        choices=MarketInsight.Horizon,
        initial=MarketInsight.Horizon.MEDIUM,
        label=_("Horizon"),
    )
    analysis = TextField(required=False, label=_("Analysis"))
    segment = forms.ModelChoiceField(
        segments(), required=False, label=_("Market segment")
    )
    territory = forms.ModelChoiceField(
        territories(), required=False, label=_("Territory")
    )
    family = forms.ModelChoiceField(
        families(), required=False, label=_("Product family")
    )
    findings = forms.ModelMultipleChoiceField(
        Finding.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Findings it rests on"),
    )

    def __init__(
        self, *args: Any, user: User, chosen: tuple[int, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, user=user, **kwargs)
        visible = Finding.objects.visible_to(user)
        recent = visible.order_by("-observed_on", "-pk").values("pk")[:100]
        wanted = [*recent.values_list("pk", flat=True), *chosen]
        self.offer("findings", visible.filter(pk__in=wanted).order_by("-observed_on"))


class DecisionForm(Form):
    """What is done about an insight, and why."""

    decision = forms.ChoiceField(
        choices=[c for c in MarketInsight.Decision.choices if c[0] != "OPEN"],
        label=_("Decision"),
    )
    reason = forms.CharField(max_length=300, label=_("Reason"))


class FindingFilter(FilterForm):
    """Filters of the list of findings."""

    heading = forms.ChoiceField(
        choices=[("", _("All")), *Heading.choices], label=_("Heading")
    )
    reliability = forms.ChoiceField(
        choices=[("", _("All")), *Reliability.choices], label=_("Reliability")
    )
    since = DateField(label=_("Since"))


class InsightFilter(FilterForm):
    """Filters of the list of insights."""

    kind = forms.ChoiceField(
        choices=[("", _("All")), *MarketInsight.Kind.choices], label=_("Kind")
    )
    axis = forms.ChoiceField(
        choices=[("", _("All")), *Axis.choices], label=_("Side of the market")
    )
    decision = forms.ChoiceField(
        choices=[("", _("All")), *MarketInsight.Decision.choices], label=_("Decision")
    )
