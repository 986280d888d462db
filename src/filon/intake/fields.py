"""What a column may fill, for each kind of import, and how columns are called.

Names are folded words: `Numero_SIRET` and "N° SIRET" are `numero siret` and `n siret`.
The first field that a name fits wins, exact names before names that only begin so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filon.files.tables import Cell
from filon.intake import values
from filon.intake.models import Import

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Reader = Callable[[Cell], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an import.

    :param names: headers that mean it, folded, separated by commas.
    :param read: cell → value, raising `CellRefused`.
    :param limit: longest text, 0 for other values.
    :param is_soft: a cell that cannot be read is left out with a warning.
    """

    code: str
    label: _StrPromise
    names: str = ""
    read: Reader = values.one_line
    limit: int = 200
    is_soft: bool = False

    @property
    def headers(self) -> list[str]:
        """The names one by one."""
        return [name.strip() for name in self.names.split(",") if name.strip()]


@dataclass(frozen=True, slots=True)
class Spec:
    """The fields of a kind, and which of them a file must have (one of each group)."""

    fields: tuple[Field, ...]
    required: tuple[tuple[str, ...], ...]

    def field(self, code: str) -> Field | None:
        """Return a field by its code."""
        return next((f for f in self.fields if f.code == code), None)


def _number(code: str, label: Any, names: str, places: int) -> Field:
    return Field(code, label, names, partial(values.decimal_of, places=places), 0)


def _text(code: str, label: Any, names: str) -> Field:
    return Field(code, label, names, values.text_of, 10_000)


_SIREN = Field("siren", _("SIREN"), "siren, numero siren, n siren, siren number")
_SIRET = Field("siret", _("SIRET"), "siret, numero siret, n siret, siret number")
_PHONE = Field(
    "phone",
    _("Phone"),
    "telephone, tel, phone, phone number, telephone fixe, tel fixe, standard, fixe",
    limit=60,
)
_EMAIL = Field(
    "email",
    _("E-mail"),
    "email, e mail, mail, courriel, adresse mail, adresse email, email address,"
    " email work",
    values.email_of,
    254,
    is_soft=True,
)
_LANGUAGE = Field("language", _("Language"), "langue, language", values.language_of, 0)
_CURRENCY = Field("currency", _("Currency"), "devise, currency, monnaie", limit=3)
_NOTE = _text(
    "note", _("Note"), "note, notes, commentaire, commentaires, remarque, comments"
)
_COMPANY_REF = Field(
    "external_ref",
    _("Customer code"),
    "code client, numero client, n client, code tiers, customer code, customer number,"
    " account number, business entity id, company id, partner id, customer id, code,"
    " identifiant, id, reference, ref, numero, key",
    limit=80,
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
        _COMPANY_REF,
        _SIREN,
        _SIRET,
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
        _number(
            "revenue",
            _("Its revenue"),
            "chiffre d affaires, chiffre affaires, ca, revenue, turnover,"
            " annual revenue",
            2,
        ),
        _number("credit_limit", _("Credit limit"), "encours, plafond, credit limit", 2),
        _PHONE,
        _EMAIL,
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
        _LANGUAGE,
        _CURRENCY,
        _NOTE,
    ),
    required=(("name", "site_name"),),
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
        _SIREN,
        _SIRET,
        _EMAIL,
        _PHONE,
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
        _LANGUAGE,
        _NOTE,
    ),
    required=(
        ("last_name", "full_name"),
        ("company", "company_ref", "siren", "siret"),
    ),
)

_REFERENCE = Field(
    "reference",
    _("Reference"),
    "reference, ref, code article, reference article, ref article, article, item,"
    " item code, sku, product number, part number, item number, code",
    limit=60,
)
_PRICE = _number(
    "price",
    _("Price without VAT"),
    "prix, prix de vente, prix ht, prix unitaire, prix unitaire ht, pu, pu ht,"
    " list price, price, unit price, prix tarif",
    6,
)
_PRICE_BASE = Field(
    "price_base",
    _("Price for (1, 100, 1000)"),
    "prix pour, unite de prix, base de prix, price per, price base, price unit",
    values.whole_of,
    0,
)

ITEMS = Spec(
    fields=(
        _REFERENCE,
        Field(
            "name_fr",
            _("Name in French"),
            "designation, libelle, nom, designation fr, nom fr, libelle article,"
            " french product name, product name, name",
        ),
        Field(
            "name_en",
            _("Name in English"),
            "designation en, designation anglaise, nom en, name en, english name,"
            " english product name",
        ),
        _text(
            "description_fr",
            _("Description in French"),
            "description, description fr, descriptif, french description",
        ),
        _text(
            "description_en",
            _("Description in English"),
            "description en, english description",
        ),
        Field(
            "family",
            _("Family"),
            "famille, family, categorie, category, gamme, product family",
            limit=120,
        ),
        Field("kind", _("Good or service"), "nature, type article, item type"),
        Field("unit", _("Unit"), "unite, unit, unite de vente, um, uom", limit=20),
        _PRICE,
        _PRICE_BASE,
        _number(
            "cost",
            _("Cost"),
            "cout, cout standard, prix de revient, pri, pmp, prix d achat,"
            " standard cost, cost",
            6,
        ),
        _CURRENCY,
        _number("vat_rate", _("VAT rate (%)"), "taux tva, tva, vat rate, vat", 2),
        Field(
            "lead_time_days",
            _("Lead time (days)"),
            "delai, delai jours, delai livraison, lead time, lead time days,"
            " days to manufacture",
            values.whole_of,
            0,
        ),
        _number(
            "minimum_quantity",
            _("Minimum quantity"),
            "quantite minimum, quantite mini, minimum, moq, minimum quantity",
            4,
        ),
        Field(
            "warranty_months",
            _("Warranty (months)"),
            "garantie, garantie mois, warranty, warranty months",
            values.whole_of,
            0,
        ),
        _number("weight_kg", _("Weight (kg)"), "poids, poids kg, weight kg", 4),
        Field(
            "hs_code",
            _("Customs code"),
            "code douanier, nomenclature douaniere, hs code, sh",
            limit=12,
        ),
        Field(
            "origin",
            _("Country of origin"),
            "origine, pays d origine, country of origin",
            values.country_of,
            0,
            is_soft=True,
        ),
        Field(
            "external_ref",
            _("Code in the other system"),
            "product id, item id, id, identifiant",
            limit=80,
        ),
    ),
    required=(("reference",), ("name_fr", "name_en")),
)

PRICES = Spec(
    fields=(
        Field(
            "price_list",
            _("Price list"),
            "tarif, liste, liste de prix, code tarif, price list",
            limit=40,
        ),
        _REFERENCE,
        _number(
            "min_quantity",
            _("From quantity"),
            "quantite, a partir de, quantite mini, qte, qte mini, from quantity,"
            " min quantity, quantity",
            4,
        ),
        _PRICE,
        _PRICE_BASE,
        _number(
            "discount_percent",
            _("Discount (%)"),
            "remise, remise pct, taux de remise, discount, discount percent",
            4,
        ),
        _CURRENCY,
    ),
    required=(("reference",), ("price", "discount_percent")),
)

SPECS: dict[str, Spec] = {
    Import.Kind.ORGANIZATIONS: ORGANIZATIONS,
    Import.Kind.CONTACTS: CONTACTS,
    Import.Kind.ITEMS: ITEMS,
    Import.Kind.PRICES: PRICES,
}
