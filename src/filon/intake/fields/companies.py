"""The columns of files of companies and their sites."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.intake import values
from filon.intake.fields.field import Field, Spec, number_field
from filon.intake.fields.shared import (
    COMPANY_REF,
    CURRENCY,
    EMAIL,
    LANGUAGE,
    NOTE,
    PHONE,
    SIREN,
    SIRET,
)

ORGANIZATIONS = Spec(
    fields=(
        Field(
            "name",
            pgettext_lazy("company", "Name"),
            "nom, raison sociale, denomination, societe, entreprise, nom societe,"
            " nom entreprise, nom client, client, company, company name, account name,"
            " account, organization, organisation, customer, customer name, store name,"
            " name, libelle, denomination unite legale, nom complet, intitule",
        ),
        Field("legal_name", _("Registered name"), "raison sociale legale, legal name"),
        COMPANY_REF,
        SIREN,
        SIRET,
        Field(
            "vat_number",
            _("VAT number"),
            "tva, tva intracommunautaire, numero tva, n tva, vat, vat number, vat id",
            limit=40,
        ),
        Field(
            "foreign_id",
            _("Foreign registration number"),
            "registration number",
            limit=40,
        ),
        Field(
            "site_ref",
            _("Site code"),
            "identifiant etablissement, code etablissement, site id, site code,"
            " code site",
            limit=80,
        ),
        Field(
            "site_name",
            _("Name of the site"),
            "nom etablissement, etablissement, site, nom site, site name, enseigne,"
            " enseigne1 etablissement",
        ),
        Field(
            "address",
            _("Address"),
            "adresse, adresse 1, address, address line1, address line 1, rue, voie,"
            " street, street address",
            values.text_of,
            1000,
        ),
        Field(
            "address_2",
            _("Address, second part"),
            "adresse 2, complement adresse, complement, address line2, address line 2",
            values.text_of,
            500,
        ),
        Field(
            "postcode",
            _("Postcode"),
            "code postal, cp, postal code, postcode, zip, zip code",
            limit=20,
        ),
        Field("city", _("City"), "ville, commune, localite, city, town", limit=120),
        Field(
            "country",
            _("Country"),
            "pays, code pays, country, country code, country region code",
            values.country_of,
            0,
        ),
        Field(
            "naf_rev2",
            _("Activity code (NAF rev. 2)"),
            "ape, code ape, naf, code naf, naf rev2, activite principale,"
            " activite principale etablissement, activite principale unite legale",
            values.naf_of,
            0,
            is_soft=True,
        ),
        Field(
            "naf_2025",
            _("Activity code (NAF 2025)"),
            "naf 2025, code naf 2025, ape 2025, activite principale naf25",
            values.naf_of,
            0,
            is_soft=True,
        ),
        Field(
            "activity",
            _("What it makes"),
            "activite, libelle ape, libelle naf, activity, business, metier",
            limit=300,
        ),
        Field(
            "headcount",
            _("Headcount"),
            "effectif, effectifs, salaries, nombre de salaries, headcount, employees,"
            " number of employees",
            values.whole_of,
            0,
            is_soft=True,
        ),
        Field(
            "headcount_band",
            _("Headcount band"),
            "tranche effectifs, tranche effectif, tranche effectifs etablissement,"
            " tranche effectifs unite legale",
            limit=4,
            is_soft=True,
        ),
        number_field(
            "revenue",
            _("Its revenue"),
            "chiffre d affaires, chiffre affaires, ca, revenue, turnover,"
            " annual revenue",
            2,
        ),
        number_field(
            "credit_limit", _("Credit limit"), "encours, plafond, credit limit", 2
        ),
        PHONE,
        EMAIL,
        Field(
            "website",
            _("Website"),
            "site web, site internet, web, website, url, web address",
        ),
        Field(
            "roles",
            _("Roles"),
            "type, type tiers, role, roles, categorie, customer type",
        ),
        Field("abc_class", _("ABC class"), "abc, classe abc, classe, class", limit=1),
        Field("segment", _("Segment"), "segment, segment de marche, industry, marche"),
        Field("territory", _("Territory"), "secteur, territoire, territory"),
        Field(
            "payment_terms",
            _("Payment terms"),
            "conditions de paiement, reglement, mode de reglement, payment terms",
            limit=120,
        ),
        LANGUAGE,
        CURRENCY,
        NOTE,
    ),
    required=(("name", "site_name"),),
)
