"""Needs: started from a deal, completed, decided upon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.coordination.models import PolicyDocument
from filon.coordination.services import policy_cite
from filon.deals.models import Deal
from filon.deals.services import deal_advance
from filon.documents.services import next_number
from filon.journal.services import move, record, save_changes
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.needs import crossing, policies
from filon.needs.crossing import Check
from filon.needs.lifecycle import DECISION, STEPS
from filon.needs.models import Need, Requirement
from filon.needs.services.answers import requirements_from_answers
from filon.needs.services.deciding import check_go
from filon.needs.services.guards import require_draft

N = Need
SERIES = "BES"
# Written by their own services only.
NOT_TYPED = frozenset(
    {
        "ref",
        "status",
        "decision",
        "decision_reason",
        "policy_verdict",
        "policy_note",
        "policy_checks",
        "synthesis",
        "synthesis_file",
        "synthesized_at",
        *STEPS,
    }
)


class BudgetReversed(DomainError):
    """The lower budget is above the upper one."""


class StepRefused(DomainError):
    """A step is dated before the one that it follows, or lacks what it rests on."""


class DecisionRefused(DomainError):
    """The decision lacks its reason, or does not exist."""


class VerdictRefused(DomainError):
    """The crossing with the policy lacks its note."""


@transaction.atomic
def need_create(
    *,
    deal: Deal,
    actor: User,
    now: datetime,
    values: Mapping[str, Any] | None = None,
) -> Need:
    """Start the analysis of a need from a deal; nothing is typed twice.

    Title, currency, language and the known context come from the deal and its
    company; what was answered to the guides becomes requirements with their source.
    The deal reaches the stage of the technical study.

    :param values: fields of Need that replace what is carried over.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    if not policies.can_create(actor):
        raise PermissionDenied
    fields = ownership(actor, now)
    given = dict(values or {})
    language = given.get("language") or _spoken(deal)
    need = N.objects.create(
        **{
            **fields,
            "team_id": fields["team_id"] or deal.team_id,
            **_carried(deal, language),
            **given,
            "deal": deal,
            "ref": next_number(series=SERIES, on=clock.day_of(now)),
        }
    )
    record(
        target=need,
        message=gettext_noop("Analysis of the need begun: %(ref)s"),
        params={"ref": need.ref},
        actor=actor,
        now=now,
        about=deal,
    )
    requirements_from_answers(need=need, actor=actor, now=now)
    deal_advance(deal=deal, to=Deal.Stage.STUDY, actor=actor, now=now)
    return need


@transaction.atomic
def need_update(
    *,
    need: Need,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> bool:
    """Complete a need; return False if nothing differed.

    :raises NeedFrozen: if its synthesis is frozen.
    :raises BudgetReversed: if the lower budget is above the upper one.
    :raises EditConflict: if somebody else changed it meanwhile.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(need, actor)
    written = {k: v for k, v in values.items() if k not in NOT_TYPED}
    low = written.get("budget_low", need.budget_low)
    high = written.get("budget_high", need.budget_high)
    if low is not None and high is not None and low > high:
        raise BudgetReversed(_("The lower budget is above the upper one."))
    return save_changes(
        need,
        values=written,
        actor=actor,
        now=now,
        expected_version=expected_version,
        about=need.deal,
    )


@transaction.atomic
def need_step(*, need: Need, step: str, on: date, actor: User, now: datetime) -> None:
    """Date one of the three steps: clarification, feasibility, study.

    Clarification rests on a source and a requirement, feasibility on a go, the study
    on requirements that all have their source.

    :param step: one of lifecycle.STEPS.
    :raises StepRefused: before the step that it follows, in the future, or without
        what it rests on.
    :raises NeedFrozen: if its synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(need, actor)
    need.refresh_from_db()
    if on > clock.day_of(now):
        raise StepRefused(_("A step is dated when it is done, not before."))
    _check_order(need, step, on)
    _check_basis(need, step)
    save_changes(
        need,
        values={step: on},
        actor=actor,
        now=now,
        message=_STEP_MESSAGES[step],
        about=need.deal,
    )


@transaction.atomic
def need_policy(
    *,
    need: Need,
    verdict: str,
    note: str,
    actor: User,
    now: datetime,
    cited: Mapping[PolicyDocument, str] | None = None,
    constraints: Mapping[str, str] | None = None,
    checks: Mapping[str, Check] | None = None,
) -> None:
    """Cross the need with the company's policy; the texts that count are cited.

    :param cited: text → one sentence how it is taken into account.
    :param constraints: economic_constraints, technical_constraints, resources.
    :param checks: what was found of each point of `crossing.CHECKS`.
    :raises VerdictRefused: without a verdict, with reserves and no note, milder than
        the worst of the checks, or if a check that is not green lacks its reason.
    :raises NeedFrozen: if its synthesis is frozen.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(need, actor)
    verdicts = N.PolicyVerdict
    if verdict not in {verdicts.GREEN, verdicts.AMBER, verdicts.RED}:
        raise VerdictRefused(_("Say whether the need fits the company’s policy."))
    if verdict != verdicts.GREEN and not note.strip():
        raise VerdictRefused(_("Write what does not fit, and what is done about it."))
    found = {code: check for code, check in (checks or {}).items() if check.verdict}
    refusal = crossing.refusal(found, verdict)
    if refusal:
        raise VerdictRefused(refusal)
    kept = {c: {"verdict": k.verdict, "reason": k.reason} for c, k in found.items()}
    save_changes(
        need,
        values={
            **(constraints or {}),
            **({"policy_checks": kept} if checks is not None else {}),
            "policy_verdict": verdict,
            "policy_note": note.strip(),
        },
        actor=actor,
        now=now,
        message=gettext_noop("Crossed with the company’s policy"),
        about=need.deal,
    )
    for policy, how in (cited or {}).items():
        policy_cite(target=need, policy=policy, how=how, actor=actor, now=now)


@transaction.atomic
def need_decide(
    *, need: Need, decision: str, reason: str, actor: User, now: datetime
) -> None:
    """Decide whether we answer.

    :raises DecisionRefused: without a reason.
    :raises GoRefused: if the latest assessment forbids it, or leaves it to a manager.
    :raises NeedFrozen: if its synthesis is frozen.
    :raises TransitionRefused: if it is decided that way already.
    :raises PermissionDenied: if `actor` does not write sales records.
    """
    require_draft(need, actor)
    if decision not in {N.Decision.GO, N.Decision.NO_GO}:
        raise DecisionRefused(_("Decide: go or no go."))
    if not reason.strip():
        raise DecisionRefused(_("Give the reason of the decision."))
    if decision == N.Decision.GO:
        check_go(need, actor)
    move(
        need,
        to=decision,
        transitions=DECISION,
        field="decision",
        actor=actor,
        now=now,
        message=gettext_noop("Go: %(reason)s")
        if decision == N.Decision.GO
        else gettext_noop("No go: %(reason)s"),
        params={"reason": reason.strip()[:200]},
        about=need.deal,
        decision_reason=reason.strip()[:300],
        updated_at=now,
    )


def _spoken(deal: Deal) -> str:
    """Return the language of the contact, else of the company."""
    speaker = deal.contact or deal.organization
    return speaker.language


def _carried(deal: Deal, language: str) -> dict[str, Any]:
    company = deal.organization
    known = [company.activity, company.technical_profile, company.equipment]
    with translation.override(language):
        deciders = _deciders(deal)
    return {
        "title": deal.title,
        "language": language,
        "currency": deal.currency,
        "budget_high": deal.amount,
        "decision_on": deal.expected_close_on,
        "context": "\n".join(text.strip() for text in known if text.strip()),
        "credit_check": company.financial_note,
        "decision_process": deciders,
    }


def _deciders(deal: Deal) -> str:
    """Return the buying centre as lines: name, part, stance."""
    roles = deal.roles.select_related("contact").order_by("-influence", "pk")
    return "\n".join(
        f"{role.contact} ({role.get_role_display()}, {role.get_stance_display()})"
        for role in roles
    )


def _check_order(need: Need, step: str, on: date) -> None:
    place = STEPS.index(step)
    for name in STEPS[:place]:
        before = getattr(need, name)
        if before is None:
            raise StepRefused(_first(name))
        if before > on:
            raise StepRefused(
                _("This step cannot be dated before the one that it follows.")
            )
    for name in STEPS[place + 1 :]:
        after = getattr(need, name)
        if after is not None and after < on:
            raise StepRefused(
                _("This step cannot be dated after the one that follows it.")
            )


def _first(name: str) -> str:
    if name == "clarified_on":
        return _("Date the clarification first.")
    return _("Date the feasibility first.")


def _check_basis(need: Need, step: str) -> None:
    if step == "clarified_on":
        if not need.sources.exists() or not need.requirements.exists():
            raise StepRefused(
                _("The need is clarified once it has a source and a requirement.")
            )
    elif step == "feasibility_on":
        if need.decision == N.Decision.OPEN:
            raise StepRefused(_("Feasibility ends with the decision: go or no go."))
    elif (
        need.requirements.filter(source=None)
        .exclude(status=Requirement.Status.WITHDRAWN)
        .exists()
    ):
        raise StepRefused(_("Some requirements have no source yet: give them one."))


_STEP_MESSAGES: dict[str, str] = {
    "clarified_on": gettext_noop("Need clarified"),
    "feasibility_on": gettext_noop("Feasibility studied"),
    "studied_on": gettext_noop("Study finished"),
}
