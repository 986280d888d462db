"""Every kind of record that a gesture, a proof or a search hit can point at.

One visible table in the order of the flow. `evidence` names the evidence types of the
referential that a record of the kind proves.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.catalog.models import Item
from filon.contracts.models import Contract, Order
from filon.coordination.kinds import Kind, register
from filon.coordination.links import Purpose, register_pages
from filon.directory.models import Contact, Organization
from filon.loyalty.models import Claim, SatisfactionSurvey, Vigilance
from filon.measure.models import Report
from filon.offers.models import Offer
from filon.offers.selectors.content import current_hash
from filon.offers.selectors.offers import revision_title, revisions


def register_all() -> None:
    """Register every kind, and the page that each link opens."""
    register(*KINDS)
    register_pages(LINK_PAGES)


# Purpose of a link -> route of its page, which takes `link` and lies under /l/.
LINK_PAGES: dict[str, str] = {
    Purpose.CONSULTATION: "coordination:public-question",
    Purpose.TRANSMISSION: "coordination:public-copy",
    Purpose.OFFER: "offers:public-offer",
    Purpose.SURVEY: "loyalty:public-survey",
}


KINDS: tuple[Kind, ...] = (
    Kind(
        code="directory.organization",
        label=_("Company"),
        url_name="desk:company",
        visible=lambda user: Organization.objects.visible_to(user),
        icon="building",
    ),
    Kind(
        code="directory.contact",
        label=pgettext_lazy("person", "Contact"),
        url_name="directory:contact-detail",
        visible=lambda user: Contact.objects.visible_to(user),
        icon="user",
    ),
    Kind(
        code="catalog.item",
        label=_("Item"),
        url_name="catalog:detail",
        visible=lambda user: Item.objects.visible_to(user),
        icon="boxes",
    ),
    Kind(
        code="offers.offer",
        label=_("Offer"),
        url_name="offers:detail",
        visible=lambda user: Offer.objects.visible_to(user),
        icon="file-text",
        evidence=("offer",),
        title=lambda offer: str(offer),
    ),
    Kind(
        code="offers.offerrevision",
        label=_("Revision of an offer"),
        url_name="offers:revision",
        visible=lambda user: revisions(user),
        icon="file-text",
        evidence=("offer",),
        title=lambda revision: revision_title(revision),
        home=lambda revision: revision.offer,
        digest=lambda revision: current_hash(revision),
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
    ),
    Kind(
        code="measure.report",
        label=_("Report"),
        url_name="measure:report-detail",
        visible=lambda user: Report.objects.visible_to(user),
        icon="file-chart-column",
    ),
)
