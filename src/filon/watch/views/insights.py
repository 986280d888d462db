"""Insights: what is concluded from findings, and decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.journal.http import once
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.watch import policies, services
from filon.watch.forms.records import DecisionForm, InsightFilter, InsightForm
from filon.watch.models import Finding, MarketInsight
from filon.watch.selectors import lists
from filon.watch.selectors.sheets import InsightSheet, insight_sheet
from filon.watch.views.sections import trail, visible, watch_list
from filon.web.access import scoped, with_right
from filon.web.form_pages import form_page
from filon.web.listing import Cell, Column, ListSpec

KIND_TONES = {"OPPORTUNITY": "good", "THREAT": "bad", "CONSTRAINT": "warn"}
DECISION_TONES = {"OPEN": "info", "PURSUE": "good", "WATCH": "warn", "DROP": "neutral"}


@scoped(can_read_sales)
def insight_list(request: UserRequest) -> HttpResponseBase:
    """Show the insights."""
    filters = InsightFilter(request.GET)
    rows = lists.insights(request.user)
    for name in ("kind", "axis", "decision"):
        if value := filters.value(name):
            rows = rows.filter(**{name: value})
    create = reverse("watch:insight-create")
    may_write = policies.can_watch(request.user)
    spec = ListSpec(
        title=_("Insights"),
        rows=rows,
        columns=_columns(),
        url=lambda i: reverse("watch:insight-detail", args=[i.pk]),
        default_sort="-updated_at",
        search=lists.searched("statement", "analysis"),
        filters=filters,
        actions=[(_("New insight"), create, "plus", True)] if may_write else [],
        empty=(
            _("No insight yet"),
            _("Conclude from your findings what is an opportunity or a threat."),
            create if may_write else "",
            _("New insight"),
        ),
        file_name="insights",
    )
    return watch_list(request, spec, "insight-list")


def _columns() -> list[Column]:
    return [
        Column(_("Insight"), lambda i: Cell(i.statement, sub=_about(i))),
        Column(
            _("Kind"), lambda i: Cell(i.get_kind_display(), badge=KIND_TONES[i.kind])
        ),
        Column(_("Side of the market"), lambda i: i.get_axis_display()),
        Column(_("Impact"), lambda i: str(i.impact), sort="impact", align="end"),
        Column(
            _("Likelihood"), lambda i: str(i.likelihood), sort="likelihood", align="end"
        ),
        Column(_("Horizon"), lambda i: i.get_horizon_display()),
        Column(
            _("Decision"),
            lambda i: Cell(i.get_decision_display(), badge=DECISION_TONES[i.decision]),
        ),
    ]


def _about(insight: MarketInsight) -> str:
    parts = (insight.segment, insight.territory, insight.family)
    return " · ".join(str(part) for part in parts if part)


@scoped(can_read_sales)
def insight_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show an insight: what it rests on, what was decided."""
    return _page(request, _sheet(request, pk), DecisionForm())


@with_right(policies.can_watch)
@once
def insight_create(request: UserRequest) -> HttpResponse:
    """Conclude from findings; what they say is carried over."""
    asked_for = [int(pk) for pk in request.GET.getlist("finding") if pk.isdecimal()]
    findings = list(
        Finding.objects.visible_to(request.user).filter(pk__in=asked_for[:50])
    )

    def save(values: dict[str, Any]) -> str:
        chosen = values.pop("findings")
        insight = services.insight_create(
            values=values, findings=chosen, actor=request.user, now=clock.now()
        )
        return reverse("watch:insight-detail", args=[insight.pk])

    form = InsightForm(
        request.POST or None,
        initial=_carried(findings),
        user=request.user,
        chosen=tuple(finding.pk for finding in findings),
    )
    return form_page(
        request,
        form,
        title=_("New insight"),
        save=save,
        cancel_url=reverse("watch:insight-list"),
    )


def _carried(findings: list[Finding]) -> dict[str, Any]:
    """Return what an insight takes over from the findings it starts from."""
    if not findings:
        return {}
    first = findings[0]
    return {
        "statement": first.title,
        "analysis": first.excerpt,
        "segment": first.segment_id,
        "family": first.family_id,
        "findings": [finding.pk for finding in findings],
    }


@scoped(policies.can_watch)
@once
def insight_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change an insight."""
    insight = visible(MarketInsight, request.user, pk)
    chosen = tuple(insight.findings.values_list("pk", flat=True))
    names = [name for name in InsightForm.base_fields if name != "findings"]
    initial = {name: getattr(insight, name) for name in names}
    page = reverse("watch:insight-detail", args=[pk])

    def save(values: dict[str, Any]) -> str:
        findings = values.pop("findings")
        services.insight_update(
            insight=insight,
            values=values,
            expected_version=form.expected_version,
            findings=findings,
            actor=request.user,
            now=clock.now(),
        )
        return page

    form = InsightForm(
        request.POST or None,
        initial={**initial, "findings": chosen},
        user=request.user,
        version=insight.version,
        chosen=chosen,
    )
    return form_page(request, form, title=insight.statement, save=save, cancel_url=page)


@scoped(policies.can_watch)
@require_POST
@once
def insight_decide(request: UserRequest, pk: int) -> HttpResponse:
    """Decide what is done about an insight."""
    sheet = _sheet(request, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, sheet, form, status=422)
    try:
        services.insight_decide(
            insight=sheet.insight,
            **form.cleaned_data,
            actor=request.user,
            now=clock.now(),
        )
    except DomainError as refusal:
        return _page(request, sheet, form, error=str(refusal))
    return redirect("watch:insight-detail", pk=pk)


@scoped(policies.can_watch)
@require_POST
@once
def insight_trash(request: UserRequest, pk: int) -> HttpResponse:
    """Put an insight in the trash."""
    insight = visible(MarketInsight, request.user, pk)
    services.insight_trash(insight=insight, actor=request.user, now=clock.now())
    messages.success(request, _("The insight lies in the trash."))
    return redirect("watch:insight-list")


def _sheet(request: UserRequest, pk: int) -> InsightSheet:
    try:
        return insight_sheet(user=request.user, pk=pk)
    except MarketInsight.DoesNotExist:
        raise Http404 from None


def _page(
    request: UserRequest,
    sheet: InsightSheet,
    form: DecisionForm,
    error: str = "",
    status: int = 0,
) -> HttpResponse:
    insight = sheet.insight
    context = {
        "sheet": sheet,
        "form": form,
        "error": error,
        "kind_tone": KIND_TONES[insight.kind],
        "decision_tone": DECISION_TONES[insight.decision],
        "facts": [
            (_("Side of the market"), insight.get_axis_display()),
            (_("Horizon"), insight.get_horizon_display()),
            (_("Market segment"), str(insight.segment or "")),
            (_("Territory"), str(insight.territory or "")),
            (_("Product family"), str(insight.family or "")),
            (_("Owner"), str(insight.owner or "")),
        ],
        "may_write": policies.can_edit(request.user, insight),
        "may_trash": policies.can_trash(request.user, insight),
        "trail": trail(_("Insights"), "insight-list"),
    }
    code = status or (422 if error else 200)
    return render(request, "watch/insight_detail.html", context, status=code)
