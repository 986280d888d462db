"""What a salesperson may not decide alone: margin, discounts, knocked-out needs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from filon.accounts.models import CompanyProfile
from filon.offers.models import OfferLine, OfferRevision, Reserve
from filon.offers.selectors.adequacy import Coverage
from filon.offers.selectors.risks import reserve_name
from filon.web.templatetags.filon import percent

HUNDRED = Decimal(100)
STEP = "OFFER"


def approval_reasons(
    revision: OfferRevision,
    lines: Sequence[OfferLine],
    company: CompanyProfile,
    covered: Coverage | None,
    reserves: Sequence[Reserve] = (),
) -> list[str]:
    """Return why the revision needs an approval, as sentences; empty when it does not.

    The floor is the company's, or that of the family of a line. A margin that is
    unknown is never taken for enough. Rates are margin over net price.
    """
    if not revision.is_priced:
        return []
    reasons = [*_margin(revision, company), *_families(lines)]
    free = Decimal(company.free_discount_percent)
    for line in lines:
        granted = granted_percent(line, revision.discount_percent)
        if granted > free:
            reasons.append(
                _(
                    "%(line)s: discount of %(granted)s, above the %(free)s that are"
                    " free to grant."
                )
                % {
                    "line": line.designation or line.reference,
                    "granted": percent(granted),
                    "free": percent(free),
                }
            )
    if covered is not None and covered.knocked_out:
        reasons.append(_("A requirement that must be met is not."))
    return [*reasons, *reserve_reasons(reserves)]


def reserve_reasons(reserves: Sequence[Reserve]) -> list[str]:
    """Return each reserve as a reason: it binds the house like a price exception."""
    return [f"{reserve_name(row)} – {row.words}" for row in reserves]


def _margin(revision: OfferRevision, company: CompanyProfile) -> list[str]:
    floor = Decimal(company.margin_floor_percent)
    if revision.margin is None or revision.margin_percent is None:
        return [_("The margin is unknown: a cost is missing.")]
    if revision.margin_percent < floor:
        return [
            _("Margin rate of %(rate)s, below the floor of %(floor)s.")
            % {"rate": percent(revision.margin_percent), "floor": percent(floor)}
        ]
    return []


def _families(lines: Sequence[OfferLine]) -> list[str]:
    reasons = []
    for line in lines:
        family = line.item.family if line.item is not None else None
        if family is None or family.margin_floor_percent is None:
            continue
        if line.inclusion != OfferLine.Inclusion.FIRM or line.margin_percent is None:
            continue
        if line.margin_percent < family.margin_floor_percent:
            reasons.append(
                _("%(line)s: margin rate below the floor of the family %(family)s.")
                % {"line": line.designation, "family": family.name}
            )
    return reasons


def granted_percent(line: OfferLine, document_percent: Decimal) -> Decimal:
    """Return what was taken off a line by hand, the whole offer's discount included.

    Discounts of lists and agreements are not counted: they were decided before. A
    typed price counts against the price that the rules gave.
    """
    if line.kind != OfferLine.Kind.ITEM or line.net_amount is None:
        return Decimal(0)
    rest = HUNDRED - document_percent
    computed = _computed_price(line)
    if line.manual_price is not None:
        if computed is None or computed <= 0:
            return Decimal(0)
        rest *= line.manual_price / computed
    else:
        for row in line.discounts:
            rest *= (HUNDRED - Decimal(str(row["percent"]))) / HUNDRED
    return max(Decimal(0), HUNDRED - rest).quantize(Decimal("0.01"))


def _computed_price(line: OfferLine) -> Decimal | None:
    for step in line.price_trace:
        if step.get("code") == "PRICE_MANUAL":
            computed = step["operands"].get("computed", "")
            return Decimal(computed) if computed else None
    return None
