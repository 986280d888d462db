"""What people type about contacts, guides and supports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.catalog.models import ProductFamily
from filon.directory.models import Contact, MarketSegment, Organization
from filon.plans.models import PlanAction
from filon.prospecting.models import (
    Activity,
    CallGuide,
    GuideQuestion,
    RequirementKind,
    SalesSupport,
    SupportUse,
)
from filon.prospecting.selectors.activities import Line
from filon.watch.models import Heading, Reliability
from filon.web.forms import (
    DateField,
    DateTimeField,
    DecimalField,
    FilterForm,
    Form,
    TextField,
)

LANGUAGES = [("fr", _("French")), ("en", _("English"))]
_ALL = ("", pgettext_lazy("filter", "All"))


class ActivityFilter(FilterForm):
    """Filters of the list of contacts."""

    mine = forms.BooleanField(label=_("Mine only"))
    status = forms.ChoiceField(
        choices=[_ALL, *Activity.Status.choices], label=_("State")
    )
    kind = forms.ChoiceField(choices=[_ALL, *Activity.Kind.choices], label=_("Kind"))
    outcome = forms.ChoiceField(
        choices=[_ALL, *Activity.Outcome.choices], label=_("Outcome")
    )
    since = DateField(label=_("From"))
    until = DateField(label=_("Until (inclusive)"))


class ActivityForm(Form):
    """A contact to plan."""

    kind = forms.ChoiceField(choices=Activity.Kind, label=_("Kind"))
    starts_at = DateTimeField(label=_("Starts"))
    ends_at = DateTimeField(required=False, label=_("Ends"))
    subject = forms.CharField(max_length=200, required=False, label=_("Subject"))
    aim = forms.CharField(
        max_length=300,
        required=False,
        label=_("Aim of the contact"),
        help_text=_("What must be obtained from it."),
    )
    contacts: forms.ModelMultipleChoiceField[Contact] = forms.ModelMultipleChoiceField(
        None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("People to meet"),
    )
    guide: forms.ModelChoiceField[CallGuide] = forms.ModelChoiceField(
        None, required=False, label=_("Guide")
    )
    language = forms.ChoiceField(choices=LANGUAGES, label=_("Language"))
    location = forms.CharField(max_length=300, required=False, label=_("Place"))
    partner: forms.ModelChoiceField[Organization] = forms.ModelChoiceField(
        None,
        required=False,
        label=_("Partner taking part"),
        help_text=_("Distributor, supplier, subcontractor of the network."),
    )
    partner_role = forms.CharField(
        max_length=120, required=False, label=_("Part of the partner")
    )

    def __init__(
        self,
        *args: Any,
        contacts: QuerySet[Contact],
        guides: QuerySet[CallGuide],
        partners: QuerySet[Organization],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, contacts=contacts, guide=guides, partner=partners)


class ReportForm(Form):
    """What came of a contact, question by question, and what follows."""

    outcome = forms.ChoiceField(
        choices=Activity.Outcome, widget=forms.RadioSelect, label=_("Outcome")
    )
    text = TextField(
        required=False, label=_("Report"), help_text=_("What was said, what was seen.")
    )
    done_at = DateTimeField(required=False, label=_("Took place"))
    contacts: forms.ModelMultipleChoiceField[Contact] = forms.ModelMultipleChoiceField(
        None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("People met"),
    )
    supports: forms.ModelMultipleChoiceField[SalesSupport] = (
        forms.ModelMultipleChoiceField(
            None,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            label=_("Supports used"),
        )
    )
    way = forms.ChoiceField(
        choices=SupportUse.Way, required=False, label=_("They were")
    )
    partner_name = forms.CharField(
        max_length=200, required=False, label=_("Partner who took part")
    )
    cost = DecimalField(
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        label=_("Cost without VAT"),
    )
    distance_km = DecimalField(
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=1,
        label=_("Distance (km)"),
    )
    next_kind = forms.ChoiceField(
        choices=Activity.Kind, required=False, label=_("Next contact")
    )
    next_at = DateTimeField(required=False, label=_("When"))
    next_subject = forms.CharField(max_length=200, required=False, label=_("About"))
    close_reason = forms.CharField(
        max_length=300, required=False, label=_("Or close the target because")
    )

    def __init__(
        self,
        *args: Any,
        contacts: QuerySet[Contact],
        supports: QuerySet[SalesSupport],
        lines: Sequence[Line],
        in_english: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, contacts=contacts, supports=supports)
        self.lines = lines
        for line in lines:
            question = line.question
            english = question.text_en or question.text_fr
            self.fields[f"answer_{question.pk}"] = TextField(
                required=False,
                label=english if in_english else question.text_fr,
                help_text=question.text_fr if in_english else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"implicit_{question.pk}"] = forms.BooleanField(
                required=False, label=_("Not said, but understood")
            )

    def questions(self) -> list[tuple[GuideQuestion, Any, Any]]:
        """Return each question with the fields of its answer."""
        return [
            (
                line.question,
                self[f"answer_{line.question.pk}"],
                self[f"implicit_{line.question.pk}"],
            )
            for line in self.lines
        ]


class ReasonForm(Form):
    """Why a contact is given up."""

    reason = forms.CharField(max_length=300, label=_("Reason"))


class RescheduleForm(Form):
    """When a contact takes place instead."""

    starts_at = DateTimeField(label=_("New day and time"))


class CaptureForm(Form):
    """What was heard that matters to the watch."""

    title = forms.CharField(max_length=300, label=_("What was heard"))
    heading = forms.ChoiceField(choices=Heading, label=_("Heading"))
    excerpt = TextField(required=False, label=_("In their words"))
    organization: forms.ModelChoiceField[Organization] = forms.ModelChoiceField(
        None, required=False, label=_("About the competitor")
    )
    reliability = forms.ChoiceField(
        choices=Reliability, initial="B", label=_("Reliability")
    )

    def __init__(self, *args: Any, rivals: QuerySet[Organization], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, organization=rivals)


class SupportUseForm(Form):
    """A support that was shown, handed over or sent."""

    support: forms.ModelChoiceField[SalesSupport] = forms.ModelChoiceField(
        None, label=_("Support")
    )
    way = forms.ChoiceField(choices=SupportUse.Way, label=_("It was"))

    def __init__(self, *args: Any, supports: QuerySet[SalesSupport], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, support=supports)


class GuideForm(Form):
    """A call guide and what it is meant for."""

    title = forms.CharField(max_length=200, label=_("Title"))
    language = forms.ChoiceField(choices=LANGUAGES, label=_("Language"))
    opening = TextField(required=False, label=_("Opening"))
    closing = TextField(required=False, label=_("Closing"))
    families = forms.ModelMultipleChoiceField(
        ProductFamily.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Families of products"),
    )
    segments = forms.ModelMultipleChoiceField(
        MarketSegment.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Market segments"),
    )
    actions: forms.ModelMultipleChoiceField[PlanAction] = (
        forms.ModelMultipleChoiceField(
            None,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            label=_("Actions of running plans"),
        )
    )

    def __init__(self, *args: Any, actions: QuerySet[PlanAction], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, actions=actions)


class QuestionForm(Form):
    """A question with its argument, objection and reply, in both languages."""

    text_fr = forms.CharField(max_length=300, label=_("Question in French"))
    text_en = forms.CharField(
        max_length=300, required=False, label=_("Question in English")
    )
    argument_fr = TextField(required=False, label=_("Argument in French"))
    argument_en = TextField(required=False, label=_("Argument in English"))
    objection_fr = forms.CharField(
        max_length=300, required=False, label=_("Objection in French")
    )
    objection_en = forms.CharField(
        max_length=300, required=False, label=_("Objection in English")
    )
    reply_fr = TextField(required=False, label=_("Reply in French"))
    reply_en = TextField(required=False, label=_("Reply in English"))
    requirement_kind = forms.ChoiceField(
        choices=[("", _("no requirement")), *RequirementKind.choices],
        required=False,
        label=_("The answer becomes a requirement"),
    )
    unit = forms.CharField(max_length=20, required=False, label=_("Unit"))


class SupportForm(Form):
    """A sales support with its file."""

    title = forms.CharField(max_length=200, label=_("Title"))
    kind = forms.ChoiceField(choices=SalesSupport.Kind, label=_("Kind"))
    edition = forms.CharField(max_length=20, initial="1", label=_("Edition"))
    language = forms.ChoiceField(choices=LANGUAGES, label=_("Language"))
    family = forms.ModelChoiceField(
        ProductFamily.objects.order_by("name"), required=False, label=_("Family")
    )
    segment = forms.ModelChoiceField(
        MarketSegment.objects.order_by("name"),
        required=False,
        label=_("Market segment"),
    )
    file = forms.FileField(
        required=False,
        label=_("File"),
        help_text=_("PDF, picture or office document, 25 MB at most."),
    )


class CallForm(Form):
    """What came of a call, in one key."""

    outcome = forms.ChoiceField(choices=Activity.Outcome, label=_("Outcome"))
    text = TextField(required=False, label=_("Note"))
    next_at = DateTimeField(
        required=False,
        label=_("Next contact"),
        help_text=_("Empty: after the usual delay."),
    )


class PeriodForm(FilterForm):
    """The period that is looked at."""

    since = DateField(label=_("From"))
    until = DateField(label=_("Until (inclusive)"))


def language_name(code: str) -> str:
    """Return the name of a language in the active one."""
    return str(dict(LANGUAGES).get(code, code))


def choose_from(form: forms.Form, **rows: QuerySet[Any]) -> None:
    """Give the choices of a form the rows that this person may choose."""
    for name, queryset in rows.items():
        choice = form.fields[name]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = queryset
