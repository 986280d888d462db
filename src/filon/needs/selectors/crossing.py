"""What is already known of each point of the policy."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from filon.coordination.models import Consultation
from filon.coordination.selectors import consultations_of
from filon.documents.formats import money
from filon.kernel.countries import country_name
from filon.needs.crossing import Check
from filon.needs.models import Need

V = Need.PolicyVerdict
HOME = "FR"


def proposed_checks(need: Need) -> dict[str, Check]:
    """Return what the records say of each point; a person confirms or corrects it.

    Nothing is said where nothing is known: of the range, and of the margin.
    """
    found = {
        "territory": _territory(need),
        "targets": _targets(need),
        "capacity": _capacity(need),
        "credit": _credit(need),
        "export": _export(need),
    }
    return {code: check for code, check in found.items() if check is not None}


def _territory(need: Need) -> Check | None:
    plan, company = need.deal.plan, need.deal.organization
    if plan is None or plan.territory_id is None:
        return None
    if company.territory_id is None:
        return Check(V.AMBER, _("The company has no sales area."))
    if company.territory_id == plan.territory_id:
        return Check(V.GREEN, _("In the area of %(plan)s.") % {"plan": plan.ref})
    return Check(V.AMBER, _("Outside the area of %(plan)s.") % {"plan": plan.ref})


def _targets(need: Need) -> Check | None:
    deal = need.deal
    if deal.plan is None:
        return Check(V.AMBER, _("The deal belongs to no action plan."))
    if deal.plan_target_id is not None:
        return Check(V.GREEN, _("Target of %(plan)s.") % {"plan": deal.plan.ref})
    return Check(V.AMBER, _("No target of %(plan)s.") % {"plan": deal.plan.ref})


def _capacity(need: Need) -> Check | None:
    verdicts = [
        row.verdict
        for row in consultations_of(need)
        if row.answered_at is not None and row.kind == Consultation.Kind.FEASIBILITY
    ]
    if not verdicts:
        return None
    if Consultation.Verdict.NO in verdicts:
        return Check(V.RED, _("A department says that it is not feasible."))
    if Consultation.Verdict.YES_IF in verdicts:
        return Check(V.AMBER, _("Feasible under conditions."))
    return Check(V.GREEN, _("Feasible, say those who were asked."))


def _credit(need: Need) -> Check | None:
    limit = need.insured_limit or need.deal.organization.credit_limit
    wanted = need.budget_high or need.deal.amount
    if limit is None or wanted is None:
        return None
    exposed = wanted + (need.outstanding or Decimal(0))
    text = _("%(exposed)s exposed, %(limit)s allowed.") % {
        "exposed": money(exposed, need.currency),
        "limit": money(limit, need.currency),
    }
    return Check(V.GREEN if exposed <= limit else V.AMBER, text)


def _export(need: Need) -> Check | None:
    country = need.deal.organization.country
    if not country:
        return None
    if country == HOME:
        return Check(V.GREEN, _("No export."))
    return Check(
        V.AMBER,
        _("%(country)s: check export control.") % {"country": country_name(country)},
    )
