"""Writes contacts: known by their code, else their own e-mail, else name in company."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_noop

from filon.directory import identifiers, indexing
from filon.directory.derivation import contact_values, name_key
from filon.directory.models import Contact, Organization
from filon.intake import policies
from filon.intake.reading import Parsed
from filon.intake.writing import plan as planning
from filon.intake.writing.plan import CREATED, UPDATED, Context, Planned
from filon.journal.services import record_all
from filon.kernel.bulk import insert_all
from filon.kernel.text import fold
from filon.search import services as search

_FIELDS = (
    "civility",
    "first_name",
    "last_name",
    "function",
    "email",
    "phone",
    "mobile",
    "language",
    "external_ref",
    "note",
)
_ROLES = {
    "prescripteur": "PRESCRIBER",
    "prescriber": "PRESCRIBER",
    "acheteur": "BUYER",
    "buyer": "BUYER",
    "decideur": "DECIDER",
    "decider": "DECIDER",
    "utilisateur": "USER",
    "user": "USER",
    "payeur": "PAYER",
    "payer": "PAYER",
}


class ContactWriter:
    """Plans and writes one chunk of a file of contacts."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._companies: dict[tuple[str, str], list[Organization]] = {}
        self._contacts: dict[tuple[str, str], Contact] = {}

    def key_of(self, row: Parsed) -> str:
        """Return the code, the e-mail, or the name within the company."""
        values = _values(row)
        company = _company_keys(row)
        return "/".join(_key(values, company[0][1] if company else ""))

    def plan(self, rows: Sequence[Parsed]) -> list[Planned]:
        """Return what becomes of the rows; the base is read once for all."""
        given = [(row, _values(row)) for row in rows if not row.is_refused]
        self._load(given)
        values_of = {row.number: values for row, values in given}
        return [
            self._planned(row, values_of[row.number])
            if row.number in values_of
            else planning.refused(row)
            for row in rows
        ]

    def write(self, planned: Sequence[Planned]) -> None:
        """Write contacts, history and search index."""
        done = [p for p in planned if p.record is not None and p.action != "UNCHANGED"]
        new = [p for p in done if p.action == CREATED]
        insert_all([p.record for p in new])
        created = {id(p.record) for p in new}
        for p in done:
            if id(p.record) not in created:
                names = sorted(p.fields)
                planning.save_versioned(p.record, names, self._context.now)
        file = self._context.source.file.name
        record_all(
            targets=[(p.record, {"file": file, "row": p.row.number}) for p in done],
            message=planning.IMPORTED,
            actor=self._context.actor,
            now=self._context.now,
            about=lambda contact: contact.organization,
        )
        search.index(
            indexing.contact_row(p.record, p.record.organization.name) for p in done
        )

    def _load(self, given: Sequence[tuple[Parsed, dict[str, Any]]]) -> None:
        keys = [key for row, _values in given for key in _company_keys(row)]
        for column in ("external_ref", "siren", "name_key"):
            wanted = {value for name, value in keys if name == column}
            alive = Organization.objects.filter(deleted_at=None)
            rows = alive.filter(**{f"{column}__in": wanted}).order_by("pk")
            for company in rows if wanted else ():
                self._companies.setdefault((column, getattr(company, column)), [])
                self._companies[column, getattr(company, column)].append(company)
        alive_people = Contact.objects.filter(deleted_at=None)
        people = alive_people.select_related("organization").order_by("-pk")
        for column in ("external_ref", "email", "name_key"):
            wanted = {v[column] for _row, v in given if v.get(column)}
            for contact in people.filter(**{f"{column}__in": wanted}) if wanted else ():
                self._know(contact)

    def _know(self, contact: Contact) -> None:
        if contact.external_ref:
            self._contacts["ref", contact.external_ref] = contact
        if contact.email and not contact.is_generic_email:
            self._contacts["email", contact.email] = contact
        place = f"{contact.name_key}|{contact.organization_id}"
        self._contacts["name", place] = contact

    def _planned(self, row: Parsed, values: dict[str, Any]) -> Planned:
        label = f"{values.get('first_name', '')} {values.get('last_name', '')}".strip()
        company = self._company_of(row)
        if not values.get("last_name"):
            row.refuse("last_name", gettext_noop("The contact has no last name."))
        if company is not None and not policies.may_write(self._context.actor, company):
            row.refuse("", gettext_noop("This company is followed by somebody else."))
        if row.is_refused or company is None:
            return planning.refused(row, label)
        found = self._found(values, company)
        earlier = planning.repeated(self._context, row, self.key_of(row))
        if found is not None and earlier and self._differs(found, values):
            planning.refuse_repetition(row, earlier)
            return planning.refused(row, label)
        planned = Planned(row, planning.Outcome.UNCHANGED, label[:200])
        if found is None:
            found = self._new(values, company)
            planned.action = CREATED
        else:
            planned.fields = planning.assign(found, values)
            planned.action = UPDATED if planned.fields else planned.action
        planned.record = found
        planned.settle()
        return planned

    def _company_of(self, row: Parsed) -> Organization | None:
        """Return the one company that the row names, or refuse the row."""
        keys = _company_keys(row)
        for key in keys:
            found = self._companies.get(key, [])
            mine = [c for c in found if policies.may_write(self._context.actor, c)]
            found = mine or found
            if len(found) == 1 or (found and key[0] != "name_key"):
                return found[0]
            if found:
                row.refuse(
                    "company",
                    gettext_noop("Several companies are called “%(name)s”."),
                    name=str(row.values.get("company", ""))[:120],
                )
                return None
        row.refuse(
            "company",
            gettext_noop("No company answers to “%(name)s”: import companies first."),
            name=str(row.values.get("company") or (keys[0][1] if keys else ""))[:120],
        )
        return None

    def _found(self, values: dict[str, Any], company: Organization) -> Contact | None:
        kind, value = _key(values, str(company.pk))
        found = self._contacts.get((kind, value))
        if found is None and kind != "name":
            place = f"{values['name_key']}|{company.pk}"
            same = self._contacts.get(("name", place))
            blank = same is not None and not getattr(
                same, "external_ref" if kind == "ref" else "email"
            )
            found = same if blank else None
        is_here = found is not None and found.organization_id == company.pk
        return found if is_here or kind == "ref" else None

    def _new(self, values: dict[str, Any], company: Organization) -> Contact:
        contact = Contact(
            organization=company,
            owner_id=company.owner_id,
            team_id=company.team_id,
            is_shared=company.is_shared,
            created_by=self._context.actor,
            created_at=self._context.now,
            updated_at=self._context.now,
            **values,
        )
        self._know(contact)
        return contact

    @staticmethod
    def _differs(contact: Contact, values: dict[str, Any]) -> bool:
        return any(getattr(contact, name) != value for name, value in values.items())


def _values(row: Parsed) -> dict[str, Any]:
    given = dict(row.values)
    if "full_name" in given and "last_name" not in given:
        given |= _split(given["full_name"])
    values = {name: given[name] for name in _FIELDS if name in given}
    role = _ROLES.get(fold(str(given.get("buying_role", ""))))
    if role:
        values["buying_role"] = role
    return contact_values(values, "", values.get("last_name", ""))


def _split(full_name: str) -> dict[str, str]:
    """Return first and last name: the words in capitals, else the last word."""
    parts = full_name.split()
    capitals = [p for p in parts if len(p) > 1 and p.isupper()]
    if capitals and len(capitals) < len(parts):
        first = [p for p in parts if p not in capitals]
        return {"first_name": " ".join(first), "last_name": " ".join(capitals)}
    return {"first_name": " ".join(parts[:-1]), "last_name": parts[-1]}


def _company_keys(row: Parsed) -> list[tuple[str, str]]:
    """Return how the row names its company, the surest first."""
    values = row.values
    keys: list[tuple[str, str]] = []
    if ref := values.get("company_ref"):
        keys.append(("external_ref", ref))
    siret = identifiers.tidy_number(values.get("siret", ""), identifiers.SIRET_LENGTH)
    siren = identifiers.tidy_number(values.get("siren", ""), identifiers.SIREN_LENGTH)
    if siren := identifiers.siren_of(siret) or siren:
        keys.append(("siren", siren))
    if name := values.get("company"):
        keys.append(("name_key", name_key(name)))
    return keys


def _key(values: dict[str, Any], company: str) -> tuple[str, str]:
    if ref := values.get("external_ref"):
        return "ref", ref
    if values.get("email") and not values.get("is_generic_email"):
        return "email", values["email"]
    return "name", f"{values.get('name_key', '')}|{company}"
