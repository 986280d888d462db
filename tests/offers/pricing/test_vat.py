from __future__ import annotations

import pytest

from filon.offers.pricing import (
    DocumentInput,
    Inclusion,
    Vat,
    VatCategory,
    VatRuleBroken,
    price_document,
    vat_problems,
)
from filon.offers.pricing.errors import (
    BuyerVatNumberMissing,
    DeliveryCountryMissing,
    ExemptionReasonMissing,
    OutsideScopeMixed,
    RateNotZero,
    StandardRateNotPositive,
)
from tests.offers.pricing.builders import D, document, line, plus

C = VatCategory
EU = {"buyer_vat_number": "DE123456789", "delivery_country": "DE"}
WITHIN_EU = Vat(C.INTRA_COMMUNITY, vatex="VATEX-EU-IC")
OUTSIDE = Vat(C.OUTSIDE_SCOPE, reason="Outside the scope")


@pytest.mark.parametrize(
    ("_case", "snapshot", "error"),
    [
        (
            "standard at zero",
            document(line("1", vat=Vat(C.STANDARD))),
            StandardRateNotPositive,
        ),
        (
            "exempt at 20 %",
            document(line("1", vat=Vat(C.EXEMPT, D(20), "x"))),
            RateNotZero,
        ),
        (
            "zero rated at 20 %",
            document(line("1", vat=Vat(C.ZERO_RATED, D(20)))),
            RateNotZero,
        ),
        ("exempt", document(line("1", vat=Vat(C.EXEMPT))), ExemptionReasonMissing),
        ("export", document(line("1", vat=Vat(C.EXPORT))), ExemptionReasonMissing),
        (
            "reverse charge",
            document(line("1", vat=Vat(C.REVERSE_CHARGE))),
            ExemptionReasonMissing,
        ),
        (
            "outside scope",
            document(line("1", vat=Vat(C.OUTSIDE_SCOPE))),
            ExemptionReasonMissing,
        ),
        (
            "within EU",
            document(line("1", vat=Vat(C.INTRA_COMMUNITY)), **EU),
            ExemptionReasonMissing,
        ),
        (
            "outside scope beside standard",
            document(line("1", vat=OUTSIDE), line("1")),
            OutsideScopeMixed,
        ),
        (
            "within EU without the buyer's number",
            document(line("1", vat=WITHIN_EU), delivery_country="DE"),
            BuyerVatNumberMissing,
        ),
        (
            "within EU without a country",
            document(line("1", vat=WITHIN_EU), buyer_vat_number="DE123456789"),
            DeliveryCountryMissing,
        ),
        (
            "an option counts too",
            document(line("1"), line("1", vat=OUTSIDE, inclusion=Inclusion.OPTION)),
            OutsideScopeMixed,
        ),
        (
            "a charge counts too",
            document(line("1"), charges=(plus("1", vat=Vat(C.STANDARD)),)),
            StandardRateNotPositive,
        ),
    ],
)
def test_broken_vat_rule_is_refused(
    _case: str, snapshot: DocumentInput, error: type[VatRuleBroken]
) -> None:
    with pytest.raises(error):
        price_document(snapshot)


@pytest.mark.parametrize(
    "snapshot",
    [
        document(line("1"), line("1", rate="5.5")),
        document(line("1", vat=Vat(C.ZERO_RATED))),
        document(line("1", vat=Vat(C.EXEMPT, vatex="VATEX-FR-FRANCHISE"))),
        document(line("1", vat=Vat(C.REVERSE_CHARGE, reason="Autoliquidation"))),
        document(line("1", vat=WITHIN_EU), **EU),
        document(line("1", vat=OUTSIDE), line("2", vat=OUTSIDE)),
    ],
)
def test_lawful_vat_has_no_problem(snapshot: DocumentInput) -> None:
    assert vat_problems(snapshot) == ()


def test_all_problems_are_listed_with_their_line() -> None:
    snapshot = document(
        line("1", vat=Vat(C.STANDARD), line_id="a"),
        line("1", vat=Vat(C.EXEMPT, D(10)), line_id="b"),
    )

    problems = [(type(p), p.where) for p in vat_problems(snapshot)]

    assert problems == [
        (StandardRateNotPositive, "a"),
        (RateNotZero, "b"),
        (ExemptionReasonMissing, "b"),
    ]
