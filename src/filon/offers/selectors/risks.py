"""The reserves and the risks of a revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from filon.kernel.money import round_amount
from filon.offers.models import OfferRevision, Reserve, Risk

TONES = {1: "good", 2: "good", 3: "warn", 4: "bad", 5: "bad"}
_HIGH, _MIDDLE = 12, 6


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk with how much it weighs."""

    risk: Risk
    tone: str


@dataclass(frozen=True, slots=True)
class Register:
    """The risks, the contingency they call for, and the one that is set aside.

    :ivar proposed: Σ probability × exposure, rounded to the company's currency.
    :ivar retained: Σ of the provisions, which the margin counts.
    """

    rows: Sequence[RiskRow]
    proposed: Decimal
    retained: Decimal

    @property
    def is_retained(self) -> bool:
        """Whether what is set aside is what the risks call for."""
        return self.proposed == self.retained


def reserves_of(revision: OfferRevision) -> list[Reserve]:
    """Return the reserves by number; one query."""
    rows = Reserve.objects.filter(revision=revision)
    return list(rows.select_related("row__requirement").order_by("number"))


def reserve_name(reserve: Reserve) -> str:
    """Write a reserve as `Reserve 3 on E12`."""
    if reserve.row is None:
        return _("%(kind)s %(number)s") % {
            "kind": reserve.get_kind_display(),
            "number": reserve.number,
        }
    return _("%(kind)s %(number)s on %(ref)s") % {
        "kind": reserve.get_kind_display(),
        "number": reserve.number,
        "ref": reserve.row.requirement.ref,
    }


def register(revision: OfferRevision, *, currency: str) -> Register:
    """Return the risks, the heaviest first; one query."""
    risks = list(revision.risks.select_related("owner"))
    risks.sort(key=lambda risk: (-risk.criticality, -(risk.expected or 0), risk.pk))
    proposed = sum((risk.expected or Decimal(0) for risk in risks), Decimal(0))
    return Register(
        rows=[RiskRow(risk, _tone(risk)) for risk in risks],
        proposed=round_amount(proposed, currency),
        retained=sum((risk.provision or Decimal(0) for risk in risks), Decimal(0)),
    )


def contingency_of(revision: OfferRevision) -> Decimal:
    """Return what is set aside for risks, in the company's currency; one query."""
    total = revision.risks.aggregate(total=Sum("provision"))["total"]
    return total or Decimal(0)


def _tone(risk: Risk) -> str:
    if risk.criticality >= _HIGH:
        return "bad"
    return "warn" if risk.criticality >= _MIDDLE else "good"
