"""Every kind of record that a gesture, a proof or a search hit can point at.

One visible table in the order of the flow. `evidence` names the evidence types of the
referential that a record of the kind proves.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.catalog.models import Item
from filon.certification.models import Candidate
from filon.contracts.models import Contract, Order
from filon.coordination.kinds import Kind, register
from filon.coordination.links import Purpose, register_pages
from filon.coordination.models import (
    Approval,
    Consultation,
    PolicyDocument,
    Signal,
    Transmission,
)
from filon.deals.models import Deal
from filon.directory.models import Contact, Organization
from filon.kernel import clock
from filon.loyalty.models import Claim, SatisfactionSurvey, Vigilance
from filon.measure.models import Report
from filon.needs.models import Need
from filon.needs.selectors import need_content
from filon.offers.models import Offer
from filon.offers.selectors.approved import STEP
from filon.offers.selectors.content import current_hash
from filon.offers.selectors.offers import revision_title, revisions
from filon.offers.selectors.readiness import held_back
from filon.offers.services import revision_decided
from filon.plans.models import ActionPlan
from filon.plans.selectors.content import plan_content, plan_digest
from filon.plans.services import plan_decided
from filon.prospecting.models import Activity, CallGuide, SalesSupport
from filon.watch.models import (
    Analysis,
    Brief,
    CompetitorOffer,
    Finding,
    MarketInsight,
    MarketPotential,
    WatchSource,
    WatchTopic,
)
from filon.watch.selectors.briefs import (
    finding_content,
    insight_content,
    potential_content,
)


def register_all() -> None:
    """Register every kind, and the page that each link opens."""
    register(*KINDS)
    register_pages(LINK_PAGES)


# Purpose of a link -> route of its page, which takes `link` and lies under /l/.
LINK_PAGES: dict[str, str] = {
    Purpose.COMPANY_OPINION: "certification:public-opinion",
    Purpose.CONSULTATION: "coordination:public-question",
    Purpose.TRANSMISSION: "coordination:public-copy",
    Purpose.NEED: "needs:public-list",
    Purpose.OFFER: "offers:public-offer",
    Purpose.PRICE_REQUEST: "offers:public-price-request",
    Purpose.SURVEY: "loyalty:public-survey",
}


KINDS: tuple[Kind, ...] = (
    Kind(
        code="directory.organization",
        label=_("Company"),
        url_name="desk:company",
        visible=lambda user: Organization.objects.visible_to(user),
        icon="building",
        evidence=("account", "external_actor"),
    ),
    Kind(
        code="directory.contact",
        label=pgettext_lazy("person", "Contact"),
        url_name="directory:contact-detail",
        visible=lambda user: Contact.objects.visible_to(user),
        icon="user",
        evidence=("contact",),
    ),
    Kind(
        code="catalog.item",
        label=_("Item"),
        url_name="catalog:detail",
        visible=lambda user: Item.objects.visible_to(user),
        icon="boxes",
        evidence=("product_sheet",),
    ),
    Kind(
        code="watch.watchtopic",
        label=_("Topic of the watch"),
        url_name="watch:topic-detail",
        visible=lambda user: WatchTopic.objects.visible_to(user),
        icon="radar",
        evidence=("watch_scope",),
    ),
    Kind(
        code="watch.watchsource",
        label=_("Source of the watch"),
        url_name="watch:source-detail",
        visible=lambda user: WatchSource.objects.visible_to(user),
        icon="rss",
        evidence=("watch_source",),
    ),
    Kind(
        code="watch.finding",
        label=_("Finding"),
        url_name="watch:finding-detail",
        visible=lambda user: Finding.objects.visible_to(user),
        icon="file-text",
        evidence=("watch_item",),
        content=lambda finding: finding_content(finding),
    ),
    Kind(
        code="watch.competitoroffer",
        label=_("Rival offer"),
        url_name="watch:rival-detail",
        visible=lambda user: CompetitorOffer.objects.visible_to(user),
        icon="swords",
        evidence=("competitor_profile",),
    ),
    Kind(
        code="watch.marketinsight",
        label=_("Insight"),
        url_name="watch:insight-detail",
        visible=lambda user: MarketInsight.objects.visible_to(user),
        icon="lightbulb",
        evidence=("watch_item",),
        content=lambda insight: insight_content(insight),
    ),
    Kind(
        code="watch.marketpotential",
        label=_("Market potential"),
        url_name="watch:potential-detail",
        visible=lambda user: MarketPotential.objects.visible_to(user),
        icon="calculator",
        evidence=("market_potential",),
        content=lambda potential: potential_content(potential),
    ),
    Kind(
        code="watch.analysis",
        label=_("Analysis"),
        url_name="watch:analysis-detail",
        visible=lambda user: Analysis.objects.visible_to(user),
        icon="layout-grid",
        evidence=("watch_synthesis",),
    ),
    Kind(
        code="watch.brief",
        label=_("Brief"),
        url_name="watch:brief-detail",
        visible=lambda user: Brief.objects.visible_to(user),
        icon="file-text",
        evidence=("watch_synthesis", "stakeholder_map"),
        content=lambda brief: dict(brief.frozen),
    ),
    Kind(
        code="plans.actionplan",
        label=_("Action plan"),
        url_name="plans:detail",
        visible=lambda user: ActionPlan.objects.visible_to(user),
        icon="target",
        evidence=(
            "plan",
            "plan_objective",
            "plan_target",
            "plan_budget",
            "plan_step",
            "plan_indicator",
            "reminder",
            "route_sheet",
            "schedule",
            "campaign",
            "stakeholder_map",
        ),
        content=lambda plan: plan_content(plan),
        digest=lambda plan: plan_digest(plan),
        decided=plan_decided,
    ),
    Kind(
        code="deals.deal",
        label=_("Deal"),
        url_name="desk:deal",
        visible=lambda user: Deal.objects.visible_to(user),
        icon="handshake",
    ),
    Kind(
        code="prospecting.activity",
        label=_("Contact made"),
        url_name="prospecting:detail",
        visible=lambda user: Activity.objects.visible_to(user),
        icon="phone",
        evidence=("activity", "schedule", "satisfaction_visit"),
    ),
    Kind(
        code="prospecting.callguide",
        label=_("Call guide"),
        url_name="prospecting:guide-detail",
        visible=lambda user: CallGuide.objects.visible_to(user),
        icon="list-checks",
        evidence=("call_guide",),
    ),
    Kind(
        code="prospecting.salessupport",
        label=_("Sales support"),
        url_name="prospecting:support-detail",
        visible=lambda user: SalesSupport.objects.visible_to(user),
        icon="book-open",
        evidence=("sales_support",),
    ),
    Kind(
        code="needs.need",
        label=_("Need"),
        url_name="needs:detail",
        visible=lambda user: Need.objects.visible_to(user),
        icon="clipboard-list",
        evidence=("need_analysis", "need_synthesis", "requirement", "stakeholder_map"),
        content=lambda need: need_content(need),
    ),
    Kind(
        code="offers.offer",
        label=_("Offer"),
        url_name="offers:detail",
        visible=lambda user: Offer.objects.visible_to(user),
        icon="file-text",
        evidence=("offer", "tender"),
        title=lambda offer: str(offer),
    ),
    Kind(
        code="offers.offerrevision",
        label=_("Revision of an offer"),
        url_name="offers:revision",
        visible=lambda user: revisions(user),
        icon="file-text",
        evidence=(
            "offer",
            "offer_version",
            "fit_matrix",
            "feasibility_check",
            "margin_check",
            "negotiation",
            "stakeholder_map",
        ),
        title=lambda revision: revision_title(revision),
        home=lambda revision: revision.offer,
        digest=lambda revision: current_hash(revision),
        decided=lambda revision, approval, _actor, now: revision_decided(
            revision=revision, approval=approval, now=now
        ),
        approval_url="offers:approval",
        steps=STEP,
        held=lambda revision: held_back(revision, on=clock.today()),
    ),
    Kind(
        code="contracts.order",
        label=_("Order"),
        url_name="contracts:order-detail",
        visible=lambda user: Order.objects.visible_to(user),
        icon="package-check",
        evidence=("order",),
    ),
    Kind(
        code="contracts.contract",
        label=_("Contract"),
        url_name="contracts:contract-detail",
        visible=lambda user: Contract.objects.visible_to(user),
        icon="file-signature",
        evidence=("contract",),
    ),
    Kind(
        code="loyalty.satisfactionsurvey",
        label=_("Satisfaction survey"),
        url_name="loyalty:survey-detail",
        visible=lambda user: SatisfactionSurvey.objects.visible_to(user),
        icon="heart-handshake",
        evidence=("satisfaction_survey", "satisfaction_visit"),
    ),
    Kind(
        code="loyalty.claim",
        label=_("Claim"),
        url_name="loyalty:claim-detail",
        visible=lambda user: Claim.objects.visible_to(user),
        icon="message-square-warning",
    ),
    Kind(
        code="loyalty.vigilance",
        label=_("Vigilance"),
        url_name="loyalty:vigilance-detail",
        visible=lambda user: Vigilance.objects.visible_to(user),
        icon="eye",
        evidence=("critical_flag",),
    ),
    Kind(
        code="measure.report",
        label=_("Report"),
        url_name="measure:report-detail",
        visible=lambda user: Report.objects.visible_to(user),
        icon="file-chart-column",
        evidence=("activity_report", "review", "indicator_comment", "stakeholder_map"),
    ),
    Kind(
        code="coordination.consultation",
        label=_("Consultation"),
        url_name="coordination:consultation-detail",
        visible=lambda user: Consultation.objects.visible_to(user),
        icon="messages-square",
        evidence=("expertise_request", "info_request", "feasibility_check"),
    ),
    Kind(
        code="coordination.approval",
        label=_("Approval"),
        url_name="coordination:approval-detail",
        visible=lambda user: Approval.objects.visible_to(user),
        icon="check",
        evidence=("approval",),
    ),
    Kind(
        code="coordination.transmission",
        label=_("Transmission"),
        url_name="coordination:transmission-detail",
        visible=lambda user: Transmission.objects.visible_to(user),
        icon="send",
        evidence=("share_log",),
    ),
    Kind(
        code="coordination.signal",
        label=pgettext_lazy("gesture", "Signal"),
        url_name="coordination:signal-detail",
        visible=lambda user: Signal.objects.visible_to(user),
        icon="triangle-alert",
        evidence=("alert",),
    ),
    Kind(
        code="coordination.policydocument",
        label=_("Text of the company"),
        url_name="coordination:policy-detail",
        visible=lambda user: PolicyDocument.objects.visible_to(user),
        icon="scale",
        evidence=("policy_doc", "sales_terms"),
    ),
    Kind(
        code="certification.candidate",
        label=_("Candidate"),
        url_name="certification:detail",
        visible=lambda user: Candidate.objects.visible_to(user),
        icon="graduation-cap",
    ),
)
