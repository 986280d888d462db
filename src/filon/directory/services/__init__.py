"""Writing the customer base: one function per event of the trade."""

from filon.directory.services.contacts import (
    contact_create,
    contact_opt_out,
    contact_restore,
    contact_trash,
    contact_update,
)
from filon.directory.services.links import link_create, link_remove
from filon.directory.services.market import (
    segment_create,
    segment_update,
    territory_create,
    territory_update,
)
from filon.directory.services.organizations import (
    contact_made,
    lifecycle_move,
    organization_assign,
    organization_create,
    organization_restore,
    organization_trash,
    organization_update,
)
from filon.directory.services.sites import site_create, site_update

__all__ = (
    "contact_create",
    "contact_made",
    "contact_opt_out",
    "contact_restore",
    "contact_trash",
    "contact_update",
    "lifecycle_move",
    "link_create",
    "link_remove",
    "organization_assign",
    "organization_create",
    "organization_restore",
    "organization_trash",
    "organization_update",
    "segment_create",
    "segment_update",
    "site_create",
    "site_update",
    "territory_create",
    "territory_update",
)
