"""What the columns of each kind of file may fill."""

from filon.intake.fields.companies import ORGANIZATIONS
from filon.intake.fields.field import Field, Spec
from filon.intake.fields.goods import ITEMS, PRICES
from filon.intake.fields.people import CONTACTS
from filon.intake.models import Import

__all__ = ("SPECS", "Field", "Spec")

SPECS: dict[str, Spec] = {
    Import.Kind.ORGANIZATIONS: ORGANIZATIONS,
    Import.Kind.CONTACTS: CONTACTS,
    Import.Kind.ITEMS: ITEMS,
    Import.Kind.PRICES: PRICES,
}
