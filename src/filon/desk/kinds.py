"""Every kind of record that a gesture, a proof or a search hit can point at.

One visible table in the order of the flow. `evidence` names the evidence types of the
referential that a record of the kind proves.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from filon.catalog.models import Item
from filon.coordination.kinds import Kind, register


def register_all() -> None:
    """Register every kind."""
    register(*KINDS)


KINDS: tuple[Kind, ...] = (
    Kind(
        code="catalog.item",
        label=_("Item"),
        url_name="catalog:detail",
        visible=lambda user: Item.objects.visible_to(user),
        icon="boxes",
    ),
)
