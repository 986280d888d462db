"""Plans with targets, contacts, guides for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from filon.accounts.models import User, ownership
from filon.directory.models import Organization
from filon.plans.models import ActionPlan, PlanTarget
from filon.prospecting import services
from filon.prospecting.models import Activity, CallGuide, GuideQuestion
from tests.conftest import NOW
from tests.deals.makers import company


def plan(owner: User, *, ref: str = "PAC-2026-00001", **values: Any) -> ActionPlan:
    """Write down a running plan."""
    given = {
        "title": "Foundries of the Loire",
        "start_on": date(2026, 1, 1),
        "end_on": date(2026, 12, 31),
        "status": ActionPlan.Status.RUNNING,
        "approved_at": NOW - timedelta(days=41),
        "started_at": NOW - timedelta(days=40),
    }
    return ActionPlan.objects.create(
        ref=ref, **ownership(owner, NOW), **{**given, **values}
    )


def target(
    owner: User,
    *,
    of_plan: ActionPlan | None = None,
    organization: Organization | None = None,
    **values: Any,
) -> PlanTarget:
    """Put a company among the targets of a plan."""
    return PlanTarget.objects.create(
        plan=of_plan or plan(owner),
        organization=organization or company(owner),
        **{"assignee": owner, "aim": "Replace the valves", **values},
    )


def activity(owner: User, **values: Any) -> Activity:
    """Plan a contact; the company is made where nothing is given."""
    people = values.pop("contacts", ())
    partners = values.pop("partners", ())
    if not {"organization", "deal", "plan_target"} & values.keys():
        values["organization"] = company(owner)
    return services.activity_plan(
        values={
            "kind": Activity.Kind.CALL,
            "starts_at": NOW,
            "subject": "First call",
            **values,
        },
        contacts=people,
        partners=partners,
        actor=owner,
        now=NOW,
    )


def guide(owner: User, *, language: str = "fr", questions: int = 2) -> CallGuide:
    """Write a guide with questions in both languages."""
    made = services.guide_create(
        values={"title": "Valves", "language": language}, actor=owner, now=NOW
    )
    for number in range(1, questions + 1):
        question(made, owner, text_fr=f"Débit {number} ?", text_en=f"Flow {number}?")
    return made


def question(of_guide: CallGuide, owner: User, **values: Any) -> GuideQuestion:
    """Add a question to a guide."""
    given = {
        "text_fr": "Quel débit ?",
        "text_en": "What flow?",
        "requirement_kind": "TECHNICAL",
        "unit": "m3/h",
    }
    return services.question_add(
        guide=of_guide, values={**given, **values}, actor=owner, now=NOW
    )


def report(
    of_activity: Activity,
    owner: User,
    *,
    outcome: str = Activity.Outcome.INTERESTED,
    text: str = "They want a quote",
    next_step: services.NextStep | None = None,
    **values: Any,
) -> Activity | None:
    """Report a contact."""
    return services.activity_report(
        activity=of_activity,
        report=services.Report(outcome=outcome, text=text, **values),
        next_step=next_step,
        actor=owner,
        now=NOW,
    )
