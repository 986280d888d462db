"""My portfolio: counts by status and owner, and the customers to reach again."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from filon.accounts.http import UserRequest
from filon.accounts.policies import can_read_sales
from filon.directory.forms import PortfolioFilter
from filon.directory.models import Organization
from filon.directory.selectors import portfolio as selectors
from filon.directory.views.organizations import TONES
from filon.files.http import list_response
from filon.kernel import clock
from filon.web.access import scoped
from filon.web.listing import Cell, Column, ListSpec
from filon.web.templatetags.filon import day

L = Organization.Lifecycle
# The database sorts all customers by a computed day: narrow rows sort faster.
SHOWN = (
    "name",
    "name_key",
    "city",
    "lifecycle",
    "abc_class",
    "last_contact_on",
    "contact_cadence_days",
    "created_at",
    "owner__first_name",
    "owner__last_name",
    "owner__email",
)


@scoped(can_read_sales)
@require_GET
def portfolio(request: UserRequest) -> HttpResponseBase:
    """Show who stands where, and whom nobody has reached for too long."""
    today = clock.today()
    filters = PortfolioFilter(request.GET)
    rows = selectors.with_due_day(selectors.followed(request.user))
    if lifecycle := filters.value("lifecycle"):
        rows = rows.filter(lifecycle=lifecycle)
    if days := filters.value("silent_for"):
        rows = selectors.silent(rows, today=today, days=days)
    spec = ListSpec(
        title=_("My portfolio"),
        subtitle=_("Customers, and accounts with a class, the most overdue first."),
        rows=rows.select_related("owner").only(*SHOWN),
        columns=_columns(today),
        url=lambda company: reverse("desk:company", args=[company.pk]),
        default_sort="due_on",
        filters=filters,
        empty=(
            _("No customer yet"),
            _("A company appears here once it buys, or once it has an ABC class."),
            reverse("directory:list"),
            _("See the companies"),
        ),
        file_name="portfolio",
    )
    owners = selectors.portfolio(request.user)
    context = {
        "owners": owners,
        "states": [(code, L(code).label, TONES[code]) for code in selectors.COUNTED],
    }
    return list_response(
        request, spec, template="directory/portfolio.html", context=context
    )


def _columns(today: object) -> list[Column]:
    return [
        Column(_("Company"), lambda c: Cell(c.name, sub=c.city), sort="name_key"),
        Column(
            _("Status"),
            lambda c: Cell(c.get_lifecycle_display(), badge=TONES[c.lifecycle]),
        ),
        Column(_("ABC class"), lambda c: c.abc_class),
        Column(
            _("Last contact"),
            lambda c: day(c.last_contact_on),
            value=lambda c: c.last_contact_on,
        ),
        Column(
            _("Reach again by"),
            lambda c: _due(c, today),
            value=lambda c: c.due_on,
            sort="due_on",
        ),
        Column(_("Followed by"), lambda c: str(c.owner or "")),
    ]


def _due(company: Organization, today: object) -> Cell:
    late = selectors.due_of(company, today).days_late  # type: ignore[arg-type]
    if late > 0:
        text = ngettext("%(count)s day late", "%(count)s days late", late)
        return Cell(text % {"count": late}, badge="warn")
    return Cell(day(company.due_on))  # type: ignore[attr-defined]
