"""The mentions that a French « devis » must bear (offers.md §6.2), and which lack."""

from __future__ import annotations

from django.utils.translation import gettext as _

from filon.accounts.models import CompanyProfile
from filon.directory.models import Organization

# Companies whose form has no share capital.
WITHOUT_CAPITAL = frozenset({"EI", "EIRL", "MICRO"})


def missing_company_mentions(company: CompanyProfile) -> list[str]:
    """Return the names of our own particulars that are empty and must be printed."""
    required = [
        (_("name"), company.name),
        (_("legal form"), company.legal_form),
        (_("address"), company.address and company.city),
        (_("SIREN or SIRET"), company.siret or company.siren),
        (_("VAT number"), company.vat_number),
        (_("phone or e-mail"), company.phone or company.email),
    ]
    if company.country == "FR" and company.legal_form.upper() not in WITHOUT_CAPITAL:
        required += [
            (_("share capital"), company.share_capital),
            (_("RCS city"), company.rcs_city),
        ]
    return [name for name, value in required if not value]


def missing_customer_mentions(organization: Organization) -> list[str]:
    """Return the names of the customer's particulars that must be printed.

    The SIREN is only advised: an offer to a company that is being founded is valid.
    """
    has_place = organization.city or organization.sites.exists()
    return [] if has_place else [_("town")]
