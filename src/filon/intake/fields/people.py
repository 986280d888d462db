"""The columns of files of contacts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from filon.intake.fields.field import Field, Spec
from filon.intake.fields.shared import (
    EMAIL,
    LANGUAGE,
    NOTE,
    PHONE,
    SIREN,
    SIRET,
)

CONTACTS = Spec(
    fields=(
        Field(
            "last_name",
            _("Last name"),
            "nom, nom de famille, last name, lastname, surname, family name",
            limit=80,
        ),
        Field(
            "first_name",
            _("First name"),
            "prenom, first name, firstname, given name",
            limit=80,
        ),
        Field(
            "full_name",
            _("First and last name"),
            "nom complet, nom prenom, prenom nom, contact, interlocuteur, full name,"
            " name",
            limit=160,
        ),
        Field("civility", _("Civility"), "civilite, titre, mr mrs", limit=10),
        Field(
            "function",
            _("Function"),
            "fonction, poste, qualite, job title, position, title, function",
            limit=120,
        ),
        Field(
            "company",
            _("Company"),
            "societe, entreprise, raison sociale, company, company name, client,"
            " customer, account, account name, organisation, organization",
        ),
        Field(
            "company_ref",
            _("Customer code"),
            "code client, numero client, n client, code tiers, customer code,"
            " customer number, account number, company id",
            limit=80,
        ),
        SIREN,
        SIRET,
        EMAIL,
        PHONE,
        Field(
            "mobile",
            _("Mobile"),
            "mobile, portable, gsm, telephone portable, tel portable, cell,"
            " cell phone, mobile phone",
            limit=60,
        ),
        Field(
            "buying_role",
            _("Role when the company buys"),
            "role, role achat, buying role",
            limit=40,
            is_soft=True,
        ),
        Field(
            "external_ref",
            _("Contact code"),
            "code contact, contact id, person id, id, identifiant, code",
            limit=80,
        ),
        LANGUAGE,
        NOTE,
    ),
    required=(
        ("last_name", "full_name"),
        ("company", "company_ref", "siren", "siret"),
    ),
)
