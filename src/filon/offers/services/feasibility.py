"""Asking the opinions that rules call for, and using what was answered (§10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.accounts.policies import can_see_cost
from filon.accounts.services import company
from filon.coordination.models import Consultation
from filon.coordination.services import (
    Addressee,
    AddresseeRefused,
    Question,
    consultation_ask,
)
from filon.directory.models import Contact, Organization
from filon.journal.services import record
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.offers.models import (
    ConformityCheck,
    FeasibilityRule,
    OfferConsultation,
    OfferLine,
    OfferRevision,
    Reserve,
    Risk,
)
from filon.offers.selectors.adequacy import rows_of
from filon.offers.selectors.checks import TOPIC_OF
from filon.offers.selectors.document.figures import unit_symbol
from filon.offers.selectors.feasibility import (
    Proposal,
    default_rules,
    proposals,
)
from filon.offers.selectors.offers import revision_title
from filon.offers.selectors.policy import offer_policy
from filon.offers.selectors.snapshot import lines_of
from filon.offers.services.checks import check_set
from filon.offers.services.drafts import open_draft, reprice
from filon.offers.services.outdating import approvals_outdate
from filon.offers.services.own_rules import check_setter, policy_write
from filon.offers.services.reserve_numbers import last_number
from filon.web.templatetags.filon import quantity

C = Consultation
NAMED = 12


class NothingToAsk(DomainError):
    """The rules call for no opinion that was not asked yet."""


class AnswerNotThere(DomainError):
    """The question has no answer to take over, or it says no."""


class FeasibilityRuleRefused(DomainError):
    """The rule lacks its family, or asks nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What of an answer enters the offer; empty: nothing.

    :ivar line: whose cost becomes `unit_cost`, in the company's currency.
    :ivar is_verified: the answer settles the verification that it serves.
    """

    reserve: str = ""
    lead_time_days: int | None = None
    risk: str = ""
    line: OfferLine | None = None
    unit_cost: Decimal | None = None
    is_verified: bool = False


@transaction.atomic
def opinions_ask(
    *, revision: OfferRevision, actor: User, now: datetime
) -> list[Consultation]:
    """Put every question that the rules call for and that was not asked yet.

    Prices and costs are in none of them. Whoever has no address is left out, and stays
    proposed.

    :raises NothingToAsk: if all were asked.
    :raises AddresseeRefused: if nobody of them can be reached.
    """
    open_draft(revision, actor=actor, now=now)
    lines = lines_of(revision)
    on = clock.day_of(now)
    wanted = proposals(revision, lines, rows_of(revision), on=on)
    if not wanted:
        raise NothingToAsk(_("Every opinion that the rules call for was asked."))
    asked, unreached = [], []
    for proposal in wanted:
        try:
            with transaction.atomic():
                asked.append(_ask(revision, lines, proposal, actor=actor, now=now))
        except AddresseeRefused:
            unreached.append(proposal.name)
    if not asked:
        sentence = _("No e-mail address is known for: %(names)s.")
        raise AddresseeRefused(sentence % {"names": ", ".join(unreached)})
    return asked


def _ask(
    revision: OfferRevision,
    lines: Sequence[OfferLine],
    proposal: Proposal,
    *,
    actor: User,
    now: datetime,
) -> Consultation:
    opinion, department = proposal.opinion, proposal.department
    is_supplier = proposal.supplier is not None
    topic = TOPIC_OF.get(department.kind, "") if department is not None else ""
    consultation = consultation_ask(
        target=revision,
        question=Question(
            kind=C.Kind.SUPPLIER if is_supplier else C.Kind.FEASIBILITY,
            text=_question(lines, proposal),
            due_on=clock.day_of(now) + timedelta(days=opinion.days),
            topic=ConformityCheck.Topic.COST if is_supplier else topic,
        ),
        addressee=_addressee(proposal),
        actor=actor,
        now=now,
        # What a supplier reads names neither the customer nor the offer.
        title=_("Request for an opinion") if is_supplier else revision_title(revision),
    )
    OfferConsultation.objects.create(
        consultation=consultation,
        revision=revision,
        findings=[found.kept() for found in opinion.findings],
    )
    return consultation


def _addressee(proposal: Proposal) -> Addressee:
    if proposal.supplier is None:
        return Addressee(department=proposal.department)
    return supplier_addressee(proposal.supplier)


def supplier_addressee(supplier: Organization) -> Addressee:
    """Return who answers for a supplier: its first contact with an address, else it."""
    contact = (
        Contact.objects.alive()
        .filter(organization=supplier)
        .exclude(email="")
        .order_by("pk")
        .first()
    )
    return Addressee(
        supplier=supplier,
        name=str(contact or supplier),
        email=contact.email if contact else supplier.email,
        language=supplier.language if supplier.language in {"fr", "en"} else "en",
    )


def _question(lines: Sequence[OfferLine], proposal: Proposal) -> str:
    """Return the question with its reasons and the lines; never a price."""
    reasons = proposal.reasons
    parts = [*proposal.opinion.questions]
    if proposal.supplier is None:
        shown = [f"– {reason}" for reason in reasons[:NAMED]]
        shown += ["– …"] if len(reasons) > NAMED else []
        parts.append("\n".join([_("Why you are asked:"), *shown]))
    named = {found.subject for found in proposal.opinion.findings}
    sold = [line for line in lines if line.kind == OfferLine.Kind.ITEM]
    about = [line for line in sold if (line.designation or line.reference) in named]
    rows = [f"– {line_words(line)}" for line in (about or sold)[:NAMED]]
    if rows:
        parts.append("\n".join([_("What it is about:"), *rows]))
    return "\n\n".join(parts)


def line_words(line: OfferLine) -> str:
    """Return quantity, designation, reference and drawing of a line; no price."""
    words = [
        f"{quantity(line.quantity)} {unit_symbol(line.unit)} {line.designation}".strip()
    ]
    if line.reference and line.reference not in line.designation:
        words.append(line.reference)
    if line.drawing:
        words.append(f"{line.drawing} {line.drawing_index}".strip())
    return " · ".join(words)


@transaction.atomic
def answer_take(
    *,
    revision: OfferRevision,
    answer: Consultation,
    taken: Taken,
    actor: User,
    now: datetime,
) -> None:
    """Let an answer enter a draft: reserve, lead time, risk, cost, verification.

    A cost needs the right to see costs. A lead time replaces the one of the offer.

    :raises AnswerNotThere: if there is no answer yet, or it says no.
    :raises RevisionFrozen: if the revision was sent.
    """
    if answer.status != C.Status.ANSWERED or answer.verdict == C.Verdict.NO:
        raise AnswerNotThere(_("Only an answer that says feasible can be taken over."))
    if taken.unit_cost is not None and not can_see_cost(actor):
        raise PermissionDenied
    open_draft(revision, actor=actor, now=now)
    if taken.reserve.strip():
        Reserve.objects.create(
            revision=revision,
            number=last_number(revision) + 1,
            kind=Reserve.Kind.RESERVE,
            text=taken.reserve.strip(),
        )
    if taken.risk.strip():
        Risk.objects.create(
            revision=revision,
            kind=_risk_kind(answer),
            title=taken.risk.strip().splitlines()[0][:200],
            mitigation=taken.risk.strip(),
        )
    if taken.lead_time_days is not None:
        OfferRevision.objects.filter(pk=revision.pk).update(
            lead_time_days=taken.lead_time_days
        )
        revision.lead_time_days = taken.lead_time_days
    if taken.line is not None and taken.unit_cost is not None:
        OfferLine.objects.filter(pk=taken.line.pk, revision=revision).update(
            unit_cost=taken.unit_cost, cost_source=OfferLine.CostSource.CONSULTATION
        )
    OfferConsultation.objects.update_or_create(
        consultation=answer,
        defaults={"taken_at": now, "taken_by": actor},
        create_defaults={"revision": revision, "taken_at": now, "taken_by": actor},
    )
    record(
        target=revision,
        message=gettext_noop("Answer of %(name)s taken over"),
        params={"name": answer.answered_by_name},
        actor=actor,
        now=now,
        about=revision.offer,
    )
    if taken.is_verified and answer.topic:
        check = revision.conformity.get(topic=answer.topic)
        check.revision = revision
        check_set(
            check=check,
            status=ConformityCheck.Status.OK,
            reason=_("Answer of %(name)s") % {"name": answer.answered_by_name},
            actor=actor,
            now=now,
        )
    reprice(revision, now=now)
    approvals_outdate(revision, now=now)


def _risk_kind(answer: Consultation) -> str:
    if answer.supplier_id is not None:
        return Risk.Kind.SUPPLIER
    topics: dict[str, str] = {
        ConformityCheck.Topic.DELIVERY: Risk.Kind.PLANNING,
        ConformityCheck.Topic.MANUFACTURING: Risk.Kind.PLANNING,
        ConformityCheck.Topic.COST: Risk.Kind.FINANCIAL,
    }
    return topics.get(answer.topic, Risk.Kind.TECHNICAL)


@transaction.atomic
def feasibility_rule_set(
    *,
    rule: FeasibilityRule | None,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
) -> FeasibilityRule:
    """Write a rule, or change one; the default set becomes the company's own first.

    :raises FeasibilityRuleRefused: without its family, or unless it asks exactly one.
    :raises PermissionDenied: if this person does not set the rules of offers.
    """
    check_setter(actor)
    if bool(values["department_kind"]) == (values["supplier"] is not None):
        raise FeasibilityRuleRefused(_("Choose a department or a supplier, not both."))
    needs_family = values["trigger"] == FeasibilityRule.Trigger.FAMILY
    if needs_family and values["family"] is None:
        raise FeasibilityRuleRefused(_("Choose the family that is asked about."))
    if rule is None:
        _adopt()
        rule = FeasibilityRule(**values)
    else:
        for name, value in values.items():
            setattr(rule, name, value)
    rule.save()
    _written(gettext_noop("Feasibility rule “%(rule)s” written"), rule, actor, now)
    return rule


@transaction.atomic
def feasibility_rule_remove(
    *, rule: FeasibilityRule, actor: User, now: datetime
) -> None:
    """Take a rule away.

    :raises PermissionDenied: if this person does not set the rules of offers.
    """
    check_setter(actor)
    _written(gettext_noop("Feasibility rule “%(rule)s” removed"), rule, actor, now)
    rule.delete()


@transaction.atomic
def feasibility_rules_adopt(*, actor: User, now: datetime) -> None:
    """Write the default set down as the company's own, to be changed.

    :raises PermissionDenied: if this person does not set the rules of offers.
    """
    check_setter(actor)
    _adopt()
    record(
        target=company(),
        message=gettext_noop("Feasibility rules made the company’s own"),
        actor=actor,
        now=now,
    )


@transaction.atomic
def feasibility_rules_reset(*, actor: User, now: datetime) -> None:
    """Put the default set in force again.

    :raises PermissionDenied: if this person does not set the rules of offers.
    """
    check_setter(actor)
    FeasibilityRule.objects.all().delete()
    policy_write(has_own_feasibility=False)
    record(
        target=company(),
        message=gettext_noop("Feasibility rules put back to the default set"),
        actor=actor,
        now=now,
    )


def _adopt() -> None:
    if offer_policy().has_own_feasibility:
        return
    policy_write(has_own_feasibility=True)
    FeasibilityRule.objects.bulk_create(
        FeasibilityRule(
            trigger=rule.trigger.value,
            threshold=rule.threshold,
            department_kind=rule.department,
            question=rule.question,
            days=rule.days,
        )
        for rule in default_rules()
    )


def _written(message: str, rule: FeasibilityRule, actor: User, now: datetime) -> None:
    who = rule.get_department_kind_display() or str(rule.supplier)
    record(
        target=company(),
        message=message,
        params={"rule": f"{rule.get_trigger_display()} → {who}"},
        actor=actor,
        now=now,
    )
