"""Topics: what is watched, and what the company expects of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.coordination.selectors.panel import gestures_of
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.watch import policies, services
from filon.watch.forms.records import ExpectationForm, NewTopicForm, TopicForm
from filon.watch.models import Expectation, Heading, WatchTopic
from filon.watch.selectors import lists
from filon.watch.selectors.home import overdue
from filon.watch.selectors.sheets import TopicSheet, topic_sheet
from filon.watch.views.sections import trail, visible, watch_list
from filon.web.access import scoped, with_right
from filon.web.form_pages import form_page
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day

TONES = {"OPEN": "info", "COVERED": "good", "DROPPED": "neutral"}


@scoped(can_read_sales)
def topic_list(request: UserRequest) -> HttpResponseBase:
    """Show the topics."""
    create = reverse("watch:topic-create")
    may_write = policies.can_watch(request.user)
    spec = ListSpec(
        title=_("Topics of the watch"),
        rows=lists.topics(request.user),
        columns=[
            Column(_("Topic"), lambda t: Cell(t.title, sub=t.keywords), sort="title"),
            Column(_("State"), _state),
            Column(_("Findings"), lambda t: str(t.finding_count), align="end"),
            Column(_("Open expectations"), lambda t: str(t.open_count), align="end"),
            Column(_("Next review"), lambda t: day(t.next_review_on)),
            Column(_("Owner"), lambda t: str(t.owner or "")),
        ],
        url=lambda t: reverse("watch:topic-detail", args=[t.pk]),
        default_sort="title",
        search=lists.searched("title", "keywords", "scope"),
        actions=[(_("New topic"), create, "plus", True)] if may_write else [],
        empty=(
            _("No topic yet"),
            _("A topic says what is watched, for which products, and how often."),
            create if may_write else "",
            _("New topic"),
        ),
        file_name="watch-topics",
    )
    return watch_list(request, spec, "topic-list")


def _state(topic: WatchTopic) -> Cell:
    if topic.status == WatchTopic.Status.CLOSED:
        return Cell(topic.get_status_display(), badge="neutral")
    if overdue(topic, clock.today()):
        return Cell(_("Review late"), badge="warn")
    return Cell(topic.get_status_display(), badge="good")


@scoped(can_read_sales)
def topic_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a topic with what it brought."""
    return _page(request, _sheet(request, pk), ExpectationForm())


@scoped(can_read_sales)
def topic_sharing(request: UserRequest, pk: int) -> HttpResponse:
    """Show who is involved in a topic: people to inform, opinions, approvals."""
    topic = visible(WatchTopic, request.user, pk)
    context = {
        "record": topic,
        "panel": gestures_of(request.user, topic, title=topic.title),
        "trail": [
            *trail(_("Topics"), "topic-list"),
            (topic.title, reverse("watch:topic-detail", args=[pk])),
        ],
    }
    return render(request, "watch/sharing.html", context)


@with_right(policies.can_watch)
@once
def topic_create(request: UserRequest) -> HttpResponse:
    """Create a topic."""

    def save(values: dict[str, Any]) -> str:
        subjects = Expectation.Subject
        texts = (
            (subjects.PRODUCTS, values.pop("product_expectations")),
            (subjects.CUSTOMERS, values.pop("customer_expectations")),
        )
        topic = services.topic_create(
            values=values,
            expectations=[
                (str(subject), line.strip())
                for subject, text in texts
                for line in text.splitlines()
                if line.strip()
            ],
            actor=request.user,
            now=clock.now(),
        )
        return reverse("watch:topic-detail", args=[topic.pk])

    return form_page(
        request,
        NewTopicForm(request.POST or None, user=request.user),
        title=_("New topic"),
        save=save,
        cancel_url=reverse("watch:topic-list"),
    )


@scoped(policies.can_watch)
@once
def topic_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a topic."""
    topic = visible(WatchTopic, request.user, pk)
    initial = {name: getattr(topic, name) for name in TopicForm.base_fields}
    for name in ("segments", "families", "competitors"):
        initial[name] = initial[name].all()
    page = reverse("watch:topic-detail", args=[pk])

    def save(values: dict[str, Any]) -> str:
        services.topic_update(
            topic=topic,
            values=values,
            expected_version=form.expected_version,
            actor=request.user,
            now=clock.now(),
        )
        return page

    form = TopicForm(
        request.POST or None,
        initial=initial,
        user=request.user,
        version=topic.version,
    )
    return form_page(request, form, title=topic.title, save=save, cancel_url=page)


@scoped(policies.can_watch)
@require_POST
@once
def topic_review(request: UserRequest, pk: int) -> HttpResponse:
    """Note that the topic was reviewed today."""
    topic = visible(WatchTopic, request.user, pk)
    services.topic_review(topic=topic, actor=request.user, now=clock.now())
    return redirect("watch:topic-detail", pk=pk)


@scoped(policies.can_watch)
@require_POST
@once
def topic_move(request: UserRequest, pk: int) -> HttpResponse:
    """Close a topic or follow it again."""
    topic = visible(WatchTopic, request.user, pk)
    to = request.POST.get("to", "")
    if to not in WatchTopic.Status.values:
        raise Http404
    try:
        services.topic_move(topic=topic, to=to, actor=request.user, now=clock.now())
    except DomainError as refusal:
        return _page(request, _sheet(request, pk), ExpectationForm(), str(refusal))
    return redirect("watch:topic-detail", pk=pk)


@scoped(policies.can_watch)
@require_POST
@once
def expectation_add(request: UserRequest, pk: int) -> HttpResponse:
    """Add an expectation to a topic."""
    sheet = _sheet(request, pk)
    form = ExpectationForm(request.POST)
    if not form.is_valid():
        return _page(request, sheet, form, status=422)
    services.expectation_add(
        topic=sheet.topic, **form.cleaned_data, actor=request.user, now=clock.now()
    )
    return redirect("watch:topic-detail", pk=pk)


@scoped(policies.can_watch)
@require_POST
@once
def expectation_move(request: UserRequest, pk: int) -> HttpResponse:
    """Say that an expectation is covered, dropped or open again."""
    topics = WatchTopic.objects.visible_to(request.user)
    rows = Expectation.objects.filter(topic__in=topics).select_related("topic")
    expectation = get_object_or_404(rows, pk=pk)
    to = request.POST.get("to", "")
    if to not in Expectation.Status.values:
        raise Http404
    topic = expectation.topic_id
    try:
        services.expectation_move(
            expectation=expectation, to=to, actor=request.user, now=clock.now()
        )
    except DomainError as refusal:
        return _page(request, _sheet(request, topic), ExpectationForm(), str(refusal))
    return redirect("watch:topic-detail", pk=topic)


def _sheet(request: UserRequest, pk: int) -> TopicSheet:
    try:
        return topic_sheet(user=request.user, pk=pk)
    except WatchTopic.DoesNotExist:
        raise Http404 from None


def _page(
    request: UserRequest,
    sheet: TopicSheet,
    form: ExpectationForm,
    error: str = "",
    status: int = 0,
) -> HttpResponse:
    topic = sheet.topic
    facts = [
        (_("Owner"), str(topic.owner or "")),
        (_("Review every (days)"), str(topic.cadence_days)),
        (_("Next review"), day(topic.next_review_on)),
        (_("Keywords"), topic.keywords),
        (_("Market segments"), ", ".join(sheet.segments)),
        (_("Product families"), ", ".join(sheet.families)),
        (_("Competitors"), ", ".join(sheet.competitors)),
    ]
    wanted = topic.headings or Heading.values
    context = {
        "sheet": sheet,
        "facts": facts,
        "form": form,
        "error": error,
        "coverage": [
            (str(h.label), sheet.coverage.get(h, 0)) for h in Heading if h in wanted
        ],
        "tones": TONES,
        "is_late": overdue(topic, clock.today()),
        "may_write": policies.can_edit(request.user, topic),
        "trail": trail(_("Topics"), "topic-list"),
    }
    code = status or (422 if error else 200)
    return render(request, "watch/topic_detail.html", context, status=code)
