"""The columns of files of items and prices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from filon.intake import values
from filon.intake.fields.field import Field, Spec, number_field, text_field
from filon.intake.fields.shared import (
    CURRENCY,
)

_REFERENCE = Field(
    "reference",
    _("Reference"),
    "reference, ref, code article, reference article, ref article, article, item,"
    " item code, sku, product number, part number, item number, code",
    limit=60,
)
_PRICE = number_field(
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
        text_field(
            "description_fr",
            _("Description in French"),
            "description, description fr, descriptif, french description",
        ),
        text_field(
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
        number_field(
            "cost",
            _("Cost"),
            "cout, cout standard, prix de revient, pri, pmp, prix d achat,"
            " standard cost, cost",
            6,
        ),
        CURRENCY,
        number_field("vat_rate", _("VAT rate (%)"), "taux tva, tva, vat rate, vat", 2),
        Field(
            "lead_time_days",
            _("Lead time (days)"),
            "delai, delai jours, delai livraison, lead time, lead time days,"
            " days to manufacture",
            values.whole_of,
            0,
        ),
        number_field(
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
        number_field("weight_kg", _("Weight (kg)"), "poids, poids kg, weight kg", 4),
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
        number_field(
            "min_quantity",
            _("From quantity"),
            "quantite, a partir de, quantite mini, qte, qte mini, from quantity,"
            " min quantity, quantity",
            4,
        ),
        _PRICE,
        _PRICE_BASE,
        number_field(
            "discount_percent",
            _("Discount (%)"),
            "remise, remise pct, taux de remise, discount, discount percent",
            4,
        ),
        CURRENCY,
    ),
    required=(("reference",), ("price", "discount_percent")),
)
