"""The contact brief as a document, and the four sides of a company."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from filon.desk.selectors.brief import ContactBrief
from filon.directory.models import Organization
from filon.directory.nomenclatures import naf_label
from filon.documents import formats
from filon.documents.content import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    List,
    Paragraph,
    Row,
    Table,
    Text,
)
from filon.kernel import clock
from filon.kernel.countries import country_name

Side = tuple[str, list[tuple[str, str]]]
Line = Row | Sequence[Text | Cell]


def company_facts(company: Organization) -> list[Side]:
    """Return the economic, legal, technical and financial sides, in that order."""
    return [
        (_("Economic and commercial"), _commercial(company)),
        (_("Legal"), _legal(company)),
        (_("Technical"), _technical(company)),
        (_("Financial"), _financial(company)),
    ]


def _commercial(company: Organization) -> list[tuple[str, str]]:
    return [
        (_("Status"), str(company.get_lifecycle_display())),
        (_("Class"), company.abc_class),
        (_("Segment"), str(company.segment or "")),
        (_("Territory"), str(company.territory or "")),
        (_("Headcount"), _count(company.headcount)),
        (_("Potential"), _amount(company.potential, company.currency)),
        (_("Last contact"), _day(company.last_contact_on)),
        (_("Followed by"), str(company.owner or "")),
    ]


def _legal(company: Organization) -> list[tuple[str, str]]:
    codes = [code for code in (company.naf_rev2, company.naf_2025) if code]
    return [
        (_("Registered name"), company.legal_name or company.name),
        (_("SIREN"), company.siren or company.foreign_id),
        (_("VAT number"), company.vat_number),
        (_("Activity"), " · ".join(f"{c} {naf_label(c)}".strip() for c in codes)),
        (_("Group"), str(company.parent or "")),
        (_("Place"), _place(company)),
    ]


def _place(company: Organization) -> str:
    town = f"{company.postcode} {company.city}".strip()
    return ", ".join(filter(None, [town, country_name(company.country)]))


def _technical(company: Organization) -> list[tuple[str, str]]:
    return [
        (_("What it makes"), company.activity),
        (_("Technical profile"), company.technical_profile),
        (_("Equipment"), company.equipment),
        (_("Certifications"), company.certifications),
    ]


def _financial(company: Organization) -> list[tuple[str, str]]:
    year = f" ({company.revenue_year})" if company.revenue_year else ""
    revenue = _amount(company.revenue, company.currency)
    return [
        (_("Revenue"), f"{revenue}{year}" if revenue else ""),
        (_("Credit limit"), _amount(company.credit_limit, company.currency)),
        (_("Payment habit"), str(company.get_payment_habit_display())),
        (_("Payment terms"), company.payment_terms),
        (_("Note"), company.financial_note),
    ]


def brief_document(brief: ContactBrief, *, on: date) -> Document:
    """Return the brief as a document; call it in the language of the reader."""
    activity = brief.activity
    meta: list[tuple[Text, Text]] = [(_("Day"), formats.day(on))]
    if activity is not None:
        meta.append((_("Contact"), formats.moment(activity.starts_at)))
    return Document(
        title=_("Contact brief"),
        subtitle=brief.company.name,
        meta=meta,
        blocks=[
            *_aim(brief),
            *_people(brief),
            *_sides(brief.company),
            *_business(brief),
            *_history(brief),
            *_watch(brief),
            *_installed(brief),
            *_guide(brief),
        ],
    )


def _aim(brief: ContactBrief) -> list[Block]:
    if brief.activity is None or not brief.activity.aim:
        return []
    return [Paragraph(brief.activity.aim, style="lead")]


def _people(brief: ContactBrief) -> list[Block]:
    rows: list[Line] = [
        [
            Cell(str(person), detail=person.function),
            str(person.get_buying_role_display()),
            person.mobile or person.phone,
            person.email,
        ]
        for person in brief.contacts
    ]
    columns = [
        Column(_("Person"), width=2),
        Column(_("Part in purchases")),
        Column(_("Phone")),
        Column(_("E-mail"), width=1.5),
    ]
    return [Heading(_("People"), level=2), Table(columns, rows)]


def _sides(company: Organization) -> list[Block]:
    blocks: list[Block] = []
    for label, facts in company_facts(company):
        known = [(name, value) for name, value in facts if value]
        if known:
            blocks += [Heading(label, level=2), Facts(known)]
    return blocks


def _business(brief: ContactBrief) -> list[Block]:
    rows: list[Line] = [
        [
            Cell(deal.title, detail=deal.next_step),
            str(deal.get_stage_display()),
            _amount(deal.amount, deal.currency),
        ]
        for deal in brief.deals
    ]
    rows += [
        [
            f"{revision.offer.number or revision.offer.title} {revision.letter}",
            str(revision.get_status_display()),
            _amount(revision.total_net, revision.currency),
        ]
        for revision in brief.revisions
    ]
    rows += [
        [
            Cell(f"{claim.ref} {claim.title}", tone="bad"),
            str(claim.get_status_display()),
            "",
        ]
        for claim in brief.claims
    ]
    columns = [
        Column(_("Deal, offer or claim"), width=3),
        Column(_("State"), width=1.2),
        Column(_("Amount"), align="right"),
    ]
    empty = _("Nothing is under way.")
    return [Heading(_("Under way"), level=2), Table(columns, rows, empty=empty)]


def _history(brief: ContactBrief) -> list[Block]:
    rows: list[Line] = [
        [
            formats.day(clock.day_of(activity.starts_at), "short"),
            str(activity.get_kind_display()),
            Cell(activity.subject, detail=activity.report[:400]),
            str(activity.get_outcome_display()),
        ]
        for activity in brief.activities
    ]
    columns = [
        Column(_("Day")),
        Column(_("Kind")),
        Column(_("Contact"), width=3),
        Column(_("Outcome")),
    ]
    empty = _("No contact was made yet.")
    return [Heading(_("Last contacts"), level=2), Table(columns, rows, empty=empty)]


def _watch(brief: ContactBrief) -> list[Block]:
    if not brief.findings:
        return []
    lines = [
        f"{formats.day(row.observed_on, 'short')} · {row.title}"
        for row in brief.findings
    ]
    return [Heading(_("From the watch"), level=2), List(lines)]


def _installed(brief: ContactBrief) -> list[Block]:
    if not brief.assets:
        return []
    lines = [
        " · ".join(
            filter(
                None,
                [
                    f"{asset.quantity} × {asset.model or asset.item or ''}".strip(),
                    str(asset.rival or ""),
                    asset.serial,
                    _day(asset.in_service_on),
                ],
            )
        )
        for asset in brief.assets
    ]
    return [Heading(_("Installed base"), level=2), List(lines)]


def _guide(brief: ContactBrief) -> list[Block]:
    activity = brief.activity
    if activity is None or activity.guide is None:
        return []
    in_english = activity.guide.language == "en"
    lines = [
        f"{q.text_en or q.text_fr} / {q.text_fr}" if in_english else q.text_fr
        for q in brief.questions
    ]
    return [Heading(_("To ask"), level=2), List(lines, ordered=True)]


def _amount(value: Decimal | None, currency: str) -> str:
    return "" if value is None else formats.money(value, currency)


def _count(value: int | None) -> str:
    return "" if value is None else formats.number(value)


def _day(value: date | None) -> str:
    return formats.day(value, "short") if value else ""
