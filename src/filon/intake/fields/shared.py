"""Fields that companies and contacts have in common."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from filon.intake import values
from filon.intake.fields.field import Field, text_field

SIREN = Field("siren", _("SIREN"), "siren, numero siren, n siren, siren number")
SIRET = Field("siret", _("SIRET"), "siret, numero siret, n siret, siret number")
PHONE = Field(
    "phone",
    _("Phone"),
    "telephone, tel, phone, phone number, telephone fixe, tel fixe, standard, fixe",
    limit=60,
)
EMAIL = Field(
    "email",
    _("E-mail"),
    "email, e mail, mail, courriel, adresse mail, adresse email, email address,"
    " email work",
    values.email_of,
    254,
    is_soft=True,
)
LANGUAGE = Field("language", _("Language"), "langue, language", values.language_of, 0)
CURRENCY = Field("currency", _("Currency"), "devise, currency, monnaie", limit=3)
NOTE = text_field(
    "note", _("Note"), "note, notes, commentaire, commentaires, remarque, comments"
)
COMPANY_REF = Field(
    "external_ref",
    _("Customer code"),
    "code client, numero client, n client, code tiers, customer code, customer number,"
    " account number, business entity id, company id, partner id, customer id, code,"
    " identifiant, id, reference, ref, numero, key",
    limit=80,
)
