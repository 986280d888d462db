"""The 360° page of a company."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.desk.selectors.company import CompanySheet, company_sheet
from filon.directory import policies
from filon.directory.lifecycle import ORGANIZATION
from filon.directory.models import ROLES, Organization, OrganizationLink
from filon.directory.nomenclatures import headcount_bands, naf_label
from filon.kernel import clock
from filon.kernel.countries import country_name
from filon.web.access import scoped
from filon.web.templatetags.filon import day, money, money_whole

TONES = {
    "PROSPECT": "neutral",
    "NEW": "info",
    "ACTIVE": "good",
    "REPEAT": "good",
    "DORMANT": "warn",
    "LOST": "bad",
}
Facts = list[tuple[str, Any]]


@scoped(can_read_sales)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show all sides of a company and all that was done with it."""
    try:
        sheet = company_sheet(request.user, pk)
    except Organization.DoesNotExist:
        raise Http404 from None
    company = sheet.company
    context = {
        "sheet": sheet,
        "company": company,
        "tone": TONES[company.lifecycle],
        "roles": _roles(company),
        "identity": _identity(company),
        "technical": _technical(company),
        "commercial": _commercial(company),
        "financial": _financial(company),
        "business": sheet.of("deals.deal", "needs.need", "offers.offer"),
        "orders": sheet.of("contracts.order", "contracts.contract"),
        "care": _care(sheet),
        "ties": [(tie, OrganizationLink.Kind(tie.kind).label) for tie in sheet.ties],
        "next_states": _next_states(company),
        "may_edit": policies.can_edit(request.user, company),
        "may_assign": policies.can_assign(request.user),
        "shortcuts": _shortcuts(pk),
        "more": _more(pk),
        "more_business": [
            (_("All deals"), reverse("deals:list")),
            (_("All offers"), reverse("offers:list")),
        ],
        "more_orders": [(_("All orders"), reverse("contracts:list"))],
        "trail": [(pgettext("menu", "Companies"), reverse("directory:list"))],
    }
    return render(request, "desk/company.html", context)


def _roles(company: Organization) -> list[str]:
    """Return its roles; what the status says already is not said twice."""
    shown = [code for code in company.roles if code != company.lifecycle]
    return [str(ROLES[code]) for code in shown]


def _identity(company: Organization) -> Facts:
    codes = [company.naf_rev2, company.naf_2025]
    activities = [f"{code} {naf_label(code)}".strip() for code in codes if code]
    return [
        (_("Registered name"), company.legal_name),
        (_("SIREN"), company.siren),
        (_("VAT number"), company.vat_number),
        (_("Foreign registration number"), company.foreign_id),
        (_("Customer code"), company.external_ref),
        (_("Activity"), " · ".join(activities)),
        (_("Headcount"), _headcount(company)),
        (_("Group"), company.parent.name if company.parent else ""),
        (_("Country"), country_name(company.country)),
        (_("Time zone"), company.time_zone),
        (_("Website"), company.website),
    ]


def _headcount(company: Organization) -> str:
    if company.headcount is not None:
        return str(company.headcount)
    return headcount_bands().get(company.headcount_band, "")


def _technical(company: Organization) -> Facts:
    return [
        (_("What it makes"), company.activity),
        (_("Technical profile"), company.technical_profile),
        (_("Machines and equipment"), company.equipment),
        (_("Certifications"), company.certifications),
    ]


def _commercial(company: Organization) -> Facts:
    return [
        (_("Followed by"), str(company.owner or "")),
        (_("Segment"), str(company.segment or "")),
        (_("Territory"), str(company.territory or "")),
        (_("ABC class"), company.abc_class),
        (_("Yearly potential"), money(company.potential, company.currency)),
        (_("Last contact"), _last_contact(company)),
        (
            _("Contact rhythm"),
            ngettext("every day", "every %(days)s days", company.cadence_days)
            % {"days": company.cadence_days},
        ),
    ]


def _last_contact(company: Organization) -> str:
    on = company.last_contact_on
    if on is None:
        return ""
    days = (clock.today() - on).days
    return ngettext(
        "%(day)s (%(count)s day ago)", "%(day)s (%(count)s days ago)", days
    ) % {"day": day(on), "count": days}


def _financial(company: Organization) -> Facts:
    return [
        (_("Its revenue"), _revenue(company)),
        (_("Credit limit"), money(company.credit_limit, company.currency)),
        (_("Payment habit"), company.get_payment_habit_display()),
        (_("Payment terms"), company.payment_terms),
        (_("Currency"), company.currency),
        (_("Financial situation"), company.financial_note),
    ]


def _revenue(company: Organization) -> str:
    if company.revenue is None:
        return ""
    text = money_whole(company.revenue, company.currency)
    return f"{text} ({company.revenue_year})" if company.revenue_year else text


def _care(sheet: CompanySheet) -> list[Any]:
    return sheet.of(
        "loyalty.satisfactionsurvey",
        "loyalty.claim",
        "loyalty.vigilance",
        "loyalty.loyaltyaction",
        "watch.finding",
        "plans.actionplan",
    )


def _next_states(company: Organization) -> list[tuple[str, str]]:
    allowed = ORGANIZATION.get(company.lifecycle, frozenset())
    states = Organization.Lifecycle
    return [(code, str(label)) for code, label in states.choices if code in allowed]


def _shortcuts(pk: int) -> list[tuple[str, str, str]]:
    """Return the pages of later stages that most often begin with a company."""
    whose = f"?organization={pk}"
    return [
        (_("Plan a contact"), reverse("prospecting:create") + whose, "calendar"),
        (_("New deal"), reverse("deals:create") + whose, "handshake"),
    ]


def _more(pk: int) -> list[tuple[str, str, str]]:
    """Return the other pages that begin with a company."""
    offer = f"{reverse('offers:create')}?organization={pk}"
    return [
        (_("New offer"), offer, "file-text"),
        (_("Plan a survey"), reverse("loyalty:survey-create", args=[pk]), "star"),
        (_("Open a claim"), reverse("loyalty:claim-create", args=[pk]), "siren"),
        (
            _("Plan a loyalty action"),
            reverse("loyalty:action-create", args=[pk]),
            "heart-handshake",
        ),
    ]
