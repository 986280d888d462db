"""Every kind of record that a gesture, a proof or a search hit can point at.

One visible table in the order of the flow. `evidence` names the evidence types of the
referential that a record of the kind proves.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.catalog.models import Item
from filon.coordination.kinds import Kind, register
from filon.coordination.links import Purpose, register_pages
from filon.directory.models import Contact, Organization


def register_all() -> None:
    """Register every kind, and the page that each link opens."""
    register(*KINDS)
    register_pages(LINK_PAGES)


# Purpose of a link -> route of its page, which takes `link` and lies under /l/.
LINK_PAGES: dict[str, str] = {
    Purpose.CONSULTATION: "coordination:public-question",
    Purpose.TRANSMISSION: "coordination:public-copy",
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
)
