"""How the company approves offers and what it counts as cost of one."""

from __future__ import annotations

from decimal import Decimal

from filon.accounts.models import CompanyProfile
from filon.offers.models import OfferPolicy, OfferRevision
from filon.offers.pricing import MarginTerms

# What an end of month adds on average to the days of a payment.
END_OF_MONTH_DAYS = 15


def house() -> CompanyProfile:
    """Return the company with its policy of offers; one query."""
    rows = CompanyProfile.objects.filter(pk=1).select_related("offer_policy")
    return rows.first() or CompanyProfile(pk=1)


def offer_policy(company: CompanyProfile | None = None) -> OfferPolicy:
    """Return the policy, by default if the company never wrote one.

    :param company: the company as `house` read it; None: one query.
    """
    profile = house() if company is None else company
    found: OfferPolicy | None = getattr(profile, "offer_policy", None)
    return found or OfferPolicy(company=profile)


def payment_days(revision: OfferRevision) -> Decimal:
    """Return the days until payment; an end of month counts 15 days on average."""
    is_net = revision.payment_mode == OfferRevision.PaymentMode.NET
    return Decimal(revision.payment_days + (0 if is_net else END_OF_MONTH_DAYS))


def margin_terms(revision: OfferRevision, policy: OfferPolicy) -> MarginTerms:
    """Return what an offer costs beside its lines (offers.md P-43)."""
    return MarginTerms(
        financing_percent=policy.financing_percent,
        financing_days=int(payment_days(revision)),
        commission_percent=policy.commission_percent,
        warranty_percent=policy.warranty_percent,
        risk_percent=policy.risk_percent,
    )
