"""Which writer writes which kind."""

from __future__ import annotations

from collections.abc import Callable

from filon.intake.models import Import
from filon.intake.writing.contacts import ContactWriter
from filon.intake.writing.items import ItemWriter
from filon.intake.writing.organizations import OrganizationWriter
from filon.intake.writing.plan import Context, Writer
from filon.intake.writing.prices import PriceWriter

WRITERS: dict[str, Callable[[Context], Writer]] = {
    Import.Kind.ORGANIZATIONS: OrganizationWriter,
    Import.Kind.CONTACTS: ContactWriter,
    Import.Kind.ITEMS: ItemWriter,
    Import.Kind.PRICES: PriceWriter,
}

# The model of the records that the rows of a kind write.
RECORDS: dict[str, str] = {
    Import.Kind.ORGANIZATIONS: "directory.organization",
    Import.Kind.CONTACTS: "directory.contact",
    Import.Kind.ITEMS: "catalog.item",
    Import.Kind.PRICES: "catalog.pricerule",
}
