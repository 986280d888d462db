"""Reads: the company's particulars as documents bear them."""

from __future__ import annotations

from filon.accounts.models import CompanyProfile
from filon.documents.content import CompanyHeader


def company_header() -> CompanyHeader:
    """Return the particulars of the company; empty ones before it is set up."""
    profile = CompanyProfile.objects.first() or CompanyProfile()
    town = " ".join(filter(None, [profile.postcode, profile.city]))
    lines = [*profile.address.splitlines(), town]
    return CompanyHeader(
        name=profile.name,
        legal_form=profile.legal_form,
        share_capital=profile.share_capital,
        address_lines=tuple(line.strip() for line in lines if line.strip()),
        siren=profile.siren,
        siret=profile.siret,
        rcs_city=profile.rcs_city,
        vat_number=profile.vat_number,
        phone=profile.phone,
        email=profile.email,
        website=profile.website,
        logo=bytes(profile.logo) if profile.logo else None,
    )
