"""Whose opinion the rules ask about a revision, and what was answered (§10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.accounts.models import CompanyProfile, Department
from filon.accounts.models import DepartmentKind as D
from filon.catalog.models import ProductFamily
from filon.coordination.models import Consultation
from filon.coordination.selectors.people import departments_present
from filon.directory.models import Organization
from filon.journal.models import kind_of
from filon.kernel import units
from filon.needs.models import Requirement
from filon.offers.models import (
    AdequacyCheck,
    FeasibilityRule,
    OfferConsultation,
    OfferLine,
    OfferPolicy,
    OfferRevision,
)
from filon.offers.rules.feasibility import (
    AskedFacts,
    Facts,
    Finding,
    LeadTimePath,
    LineFacts,
    Opinion,
    Rule,
    Trigger,
    opinions,
)
from filon.offers.selectors.policy import house, offer_policy, payment_days
from filon.web.templatetags.filon import quantity

C = Consultation
NAMED = 3
# What each department is asked, unless the company writes its own words.
QUESTIONS: Final = {
    D.ENGINEERING: gettext_lazy(
        "Is the product fully defined? Is the performance reachable? Are there special"
        " characteristics or lessons learned?"
    ),
    D.METHODS: gettext_lazy(
        "Is it manufacturable? Are the tolerances within our capability? Which tooling"
        " is needed?"
    ),
    D.PRODUCTION: gettext_lazy(
        "Do we have the capacity? Which lead time can we keep from the order on?"
    ),
    D.PURCHASING: gettext_lazy(
        "At which cost and within which delay can it be supplied, until when is that"
        " valid?"
    ),
    D.QUALITY: gettext_lazy(
        "Can every requirement be verified? Which tests, records or certificates are"
        " needed?"
    ),
    D.LOGISTICS: gettext_lazy(
        "How is it packed, handled and carried, at which cost and within which delay?"
    ),
    D.SALES_ADMIN: gettext_lazy(
        "Are the terms, the credit and the invoicing acceptable?"
    ),
    D.FINANCE: gettext_lazy("Are the terms of payment and the risk acceptable?"),
    D.AFTER_SALES: gettext_lazy(
        "Can we keep this warranty and serve the product over its life?"
    ),
    D.LEGAL: gettext_lazy(
        "Are there export controls, customs formalities or clauses to reserve?"
    ),
}
# The stage of the way to delivery that a department answers for (F-04).
STAGES: Final[dict[str, str]] = {
    D.ENGINEERING: "design",
    D.RESEARCH: "design",
    D.METHODS: "design",
    D.PURCHASING: "supply",
    D.PRODUCTION: "production",
    D.QUALITY: "test",
    D.LOGISTICS: "transport",
}
_DEFAULT: Final = (
    (Trigger.OUTSIDE_CATALOGUE, D.ENGINEERING, 0),
    (Trigger.OUTSIDE_CATALOGUE, D.METHODS, 0),
    (Trigger.COST_UNKNOWN, D.PURCHASING, 0),
    (Trigger.TOLERANCE, D.METHODS, 0),
    (Trigger.FIRM_REQUIREMENT, D.QUALITY, 0),
    (Trigger.QUANTITY, D.PRODUCTION, 100),
    (Trigger.SHORT_DELAY, D.PRODUCTION, 0),
    (Trigger.SHORT_DELAY, D.LOGISTICS, 0),
    (Trigger.ABROAD, D.LEGAL, 0),
    (Trigger.INCOTERM, D.LOGISTICS, 0),
    (Trigger.PAYMENT_DAYS, D.FINANCE, 60),
    (Trigger.WARRANTY_MONTHS, D.AFTER_SALES, 24),
    (Trigger.AMOUNT, D.SALES_ADMIN, 100_000),
)


def default_rules() -> list[Rule]:
    """Return the set that holds until the company writes its own."""
    return [
        Rule(
            trigger=trigger,
            department=department.value,
            threshold=Decimal(limit),
            question=str(QUESTIONS[department]),
        )
        for trigger, department, limit in _DEFAULT
    ]


def feasibility_rules(policy: OfferPolicy) -> list[Rule]:
    """Return the rules in force; one query once the company wrote its own."""
    if not policy.has_own_feasibility:
        return default_rules()
    return [rule_of(row) for row in FeasibilityRule.objects.order_by("trigger", "pk")]


def rule_of(row: FeasibilityRule) -> Rule:
    """Return a stored rule as the pure module takes it."""
    return Rule(
        trigger=Trigger(row.trigger),
        department=row.department_kind,
        supplier=row.supplier_id,
        threshold=row.threshold,
        family=row.family_id,
        country=row.country,
        question=row.question,
        days=row.days,
        is_mandatory=row.is_mandatory,
    )


def facts_of(
    revision: OfferRevision,
    lines: Sequence[OfferLine],
    rows: Sequence[AdequacyCheck],
    company: CompanyProfile,
    *,
    rules: Iterable[Rule],
    on: date,
) -> Facts:
    """Return what the rules are held against; a query where one names a family."""
    offer = revision.offer
    parents: Mapping[int, int | None] = {}
    if any(rule.family is not None for rule in rules):
        parents = dict(ProductFamily.objects.values_list("pk", "parent"))
    wanted = offer.need.needed_on if offer.need is not None else None
    return Facts(
        lines=[
            _line_facts(revision, line, parents)
            for line in lines
            if line.kind == OfferLine.Kind.ITEM
        ],
        requirements=[_asked_facts(row.requirement) for row in rows],
        country=offer.organization.country,
        home=company.country or "FR",
        incoterm=revision.incoterm,
        amount=revision.total_net_company,
        payment_days=int(payment_days(revision)),
        warranty_months=revision.warranty_months or 0,
        wanted_days=None if wanted is None else max((wanted - on).days, 0),
    )


def _line_facts(
    revision: OfferRevision, line: OfferLine, parents: Mapping[int, int | None]
) -> LineFacts:
    item = line.item
    families = []
    family = item.family_id if item is not None else None
    while family is not None and family not in families:
        families.append(family)
        family = parents.get(family)
    days = line.lead_time_days
    if days is None:
        days = revision.lead_time_days
    return LineFacts(
        name=line.designation or line.reference,
        quantity=line.quantity,
        families=frozenset(families),
        is_outside_catalogue=item is None,
        has_cost=line.unit_cost is not None,
        days=days,
        standard_days=item.lead_time_days if item is not None else None,
    )


def _asked_facts(requirement: Requirement) -> AskedFacts:
    name = f"{requirement.ref} {requirement.criterion or requirement.text}"
    return AskedFacts(
        name=name.strip()[:200],
        is_firm=requirement.priority == Requirement.Priority.MUST,
        has_tolerance=requirement.tolerance is not None,
    )


@dataclass(frozen=True, slots=True)
class Proposal:
    """An opinion that the rules ask for and nobody was asked yet."""

    opinion: Opinion
    department: Department | None
    supplier: Organization | None

    @property
    def name(self) -> str:
        """Whom it is put to."""
        return str(self.department or self.supplier)

    @property
    def reasons(self) -> list[str]:
        """Why, in sentences."""
        return [finding_words(found) for found in self.opinion.findings]

    @property
    def is_mandatory(self) -> bool:
        """Whether the offer stays until they were asked."""
        return self.opinion.is_mandatory


def proposal_words(proposal: Proposal) -> str:
    """Return who was not asked and why they should be, in a line."""
    reasons = proposal.reasons
    more = " …" if len(reasons) > NAMED else ""
    words = {"name": proposal.name, "why": " ".join(reasons[:NAMED]) + more}
    return _("%(name)s was not asked: %(why)s") % words


def questions_about(revision: OfferRevision) -> list[Consultation]:
    """Return every question about an offer and its revisions, the latest first."""
    own = OfferRevision.objects.filter(offer=revision.offer_id).values("pk")
    here = Q(target_kind=kind_of(revision), target_id__in=own)
    here |= Q(target_kind=kind_of(revision.offer), target_id=revision.offer_id)
    rows = C.objects.alive().filter(here).exclude(status=C.Status.CANCELLED)
    return list(
        rows.select_related("of_offer", "department", "supplier").order_by("-pk")
    )


def proposals(
    revision: OfferRevision,
    lines: Sequence[OfferLine],
    rows: Sequence[AdequacyCheck],
    *,
    on: date,
    company: CompanyProfile | None = None,
    asked: Sequence[Consultation] | None = None,
) -> list[Proposal]:
    """Return the opinions that are still to ask; no query without one, else up to five.

    :param asked: the questions about the offer, where they are read already.

    What was asked about something as hard, and whose answer still holds, is left out;
    so is a department that the company does not have.
    """
    profile = company or house()
    rules = feasibility_rules(offer_policy(profile))
    facts = facts_of(revision, lines, rows, profile, rules=rules, on=on)
    wanted = opinions(rules, facts)
    if not wanted:
        return []
    known = questions_about(revision) if asked is None else asked
    missing = [
        Opinion(
            one.department,
            one.supplier,
            left,
            one.questions,
            one.days,
            one.is_mandatory,
        )
        for one in wanted
        if (left := _uncovered(one, known, on))
    ]
    return _addressed(missing)


def _uncovered(
    opinion: Opinion, known: Sequence[Consultation], on: date
) -> list[Finding]:
    asked = [
        finding
        for row in known
        if _addressee(row) == (opinion.department, opinion.supplier)
        and not is_outdated(row, on)
        for finding in reason_of(row)
    ]
    return [found for found in opinion.findings if not found.is_covered(asked)]


def reason_of(row: Consultation) -> list[dict[str, Any]]:
    """Return the findings for which a question was put; none if by hand."""
    found: OfferConsultation | None = getattr(row, "of_offer", None)
    return found.findings if found is not None else []


def _addressee(row: Consultation) -> tuple[str, int | None]:
    if row.department is not None:
        return row.department.kind, None
    return "", row.supplier_id


def is_outdated(row: Consultation, on: date) -> bool:
    """Whether an answer was valid until a day that has passed."""
    until = row.answer_valid_until
    return until is not None and until < on


def _addressed(missing: Sequence[Opinion]) -> list[Proposal]:
    """Give each opinion its department or supplier; two queries at most."""
    if not missing:
        return []
    kinds = {one.department for one in missing if one.department}
    departments: dict[str, Department] = {}
    if kinds:
        for row in departments_present().filter(kind__in=kinds):
            departments.setdefault(row.kind, row)
    keys = {one.supplier for one in missing if one.supplier is not None}
    suppliers = Organization.objects.alive().in_bulk(keys) if keys else {}
    found = [
        Proposal(
            one,
            departments.get(one.department),
            suppliers.get(one.supplier) if one.supplier else None,
        )
        for one in missing
    ]
    return [one for one in found if one.department or one.supplier]


def lead_time_path(
    asked: Iterable[Consultation], lines: Iterable[OfferLine]
) -> LeadTimePath:
    """Return the stages as the departments and suppliers answered; the longest each.

    The prices that lines cost count as supply.
    """
    days: dict[str, int] = {}
    for line in lines:
        price = line.supplier_price
        if price is not None and price.lead_time_days is not None:
            days["supply"] = max(days.get("supply", 0), price.lead_time_days)
    for answer in asked:
        if answer.lead_time_days is None:
            continue
        kind, supplier = _addressee(answer)
        stage = (
            "supply" if supplier is not None else STAGES.get(D(kind)) if kind else ""
        )
        if stage:
            days[stage] = max(days.get(stage, 0), answer.lead_time_days)
    return LeadTimePath(**days)


def stage_words(path: LeadTimePath) -> list[tuple[str, int | None]]:
    """Return the stages with their names, in their order."""
    return [
        (_("Design and methods"), path.design),
        (_("Supply"), path.supply),
        (_("Production"), path.production),
        (_("Tests"), path.test),
        (_("Transport"), path.transport),
    ]


def finding_words(found: Finding) -> str:
    """Return why somebody is asked, in a sentence."""
    words = {"subject": found.subject, "value": _amount(found)}
    return _sentence(found.trigger, has_value=found.value is not None) % words


def _amount(found: Finding) -> str:
    if found.value is None:
        return ""
    if found.trigger in {Trigger.SHORT_DELAY, Trigger.PAYMENT_DAYS}:
        return units.days(int(found.value))
    if found.trigger is Trigger.WARRANTY_MONTHS:
        return units.months(int(found.value))
    return quantity(found.value)


def rule_words(rule: Rule, *, family: str = "") -> str:
    """Return when a rule asks, in a few words."""
    words = str(FeasibilityRule.Trigger(rule.trigger).label)
    if rule.trigger in _WITH_LIMIT:
        words = f"{words} {quantity(rule.threshold)}"
    return " · ".join(part for part in (words, family, rule.country) if part)


_WITH_LIMIT: Final = frozenset(
    {
        Trigger.QUANTITY,
        Trigger.AMOUNT,
        Trigger.PAYMENT_DAYS,
        Trigger.WARRANTY_MONTHS,
    }
)


def _sentence(trigger: Trigger, *, has_value: bool) -> str:
    match trigger:
        case Trigger.OUTSIDE_CATALOGUE:
            return _("%(subject)s is not in the catalogue.")
        case Trigger.FAMILY:
            return _("%(subject)s belongs to a family that is always asked about.")
        case Trigger.QUANTITY:
            return _("%(subject)s: the quantity of %(value)s is unusual.")
        case Trigger.COST_UNKNOWN:
            return _("The cost of %(subject)s is unknown.")
        case Trigger.SHORT_DELAY if has_value:
            return _("%(subject)s: %(value)s is less than the standard lead time.")
        case Trigger.SHORT_DELAY:
            return _("%(subject)s is wanted before its standard lead time.")
        case Trigger.FIRM_REQUIREMENT:
            return _("Requirement %(subject)s must be met without exception.")
        case Trigger.TOLERANCE:
            return _("Requirement %(subject)s has a tolerance.")
        case Trigger.ABROAD:
            return _("The customer is in another country: %(subject)s.")
        case Trigger.INCOTERM:
            return _("The Incoterm %(subject)s makes us carry.")
        case Trigger.AMOUNT:
            return _("The amount without VAT is high: %(value)s.")
        case Trigger.PAYMENT_DAYS:
            return _("The customer would pay after %(value)s.")
        case Trigger.WARRANTY_MONTHS:
            return _("The warranty would last %(value)s.")
