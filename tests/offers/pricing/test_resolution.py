from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from filon.offers.pricing import (
    Break,
    BreakMode,
    FxRate,
    LineInput,
    LineRefusal,
    LineResult,
    PriceCandidate,
    PriceScope,
    PriceSource,
    PriceUnknown,
    RefusalReason,
    StepCode,
    price_document,
    price_lines,
    quantity_table,
)
from filon.offers.pricing.errors import (
    BasisNotPositive,
    BreaksInvalid,
    MarginTargetOutOfRange,
    NegativePrice,
    PricingError,
)
from tests.offers.pricing.builders import DAY, D, document, line, listed

TABLE = (Break(D(1), D("12.50")), Break(D(50), D("11.20")), Break(D(200), D("9.80")))


def priced(target: LineInput) -> LineResult:
    return price_document(document(target)).lines[0]


def with_prices(*candidates: PriceCandidate, quantity: str = "1") -> LineInput:
    return line(quantity=quantity, candidates=candidates)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (PriceSource.FRAME, PriceSource.CONTRACT),
        (PriceSource.CONTRACT, PriceSource.BUYING_GROUP),
        (PriceSource.BUYING_GROUP, PriceSource.CATEGORY),
        (PriceSource.CATEGORY, PriceSource.CAMPAIGN),
        (PriceSource.CAMPAIGN, PriceSource.PUBLIC),
    ],
)
def test_sources_win_in_order_whatever_the_price(
    better: PriceSource, worse: PriceSource
) -> None:
    dear = listed("100", source=better, scope=PriceScope.ALL)
    cheap = listed("1", source=worse, scope=PriceScope.PRODUCT)

    result = priced(with_prices(cheap, dear))

    assert (result.net_price, result.source) == (D(100), better)


@pytest.mark.parametrize(
    ("_case", "winner", "loser"),
    [
        (
            "product before family",
            {"scope": PriceScope.PRODUCT},
            {"scope": PriceScope.FAMILY, "valid_from": DAY},
        ),
        (
            "family before everything",
            {"scope": PriceScope.FAMILY},
            {"scope": PriceScope.ALL, "valid_from": DAY},
        ),
        (
            "latest start",
            {"valid_from": DAY},
            {"valid_from": DAY - timedelta(days=1)},
        ),
        ("a start before none", {"valid_from": date(2020, 1, 1)}, {}),
    ],
)
def test_at_equal_source_the_closest_then_the_latest_wins(
    _case: str, winner: dict[str, object], loser: dict[str, object]
) -> None:
    wins, loses = listed("2", **winner), listed("1", **loser)

    assert priced(with_prices(loses, wins)).net_price == D(2)
    assert priced(with_prices(wins, loses)).net_price == D(2)


@pytest.mark.parametrize(
    ("_case", "changes", "reason"),
    [
        ("starts tomorrow", {"valid_from": DAY + timedelta(days=1)}, "NOT_YET_VALID"),
        ("ended yesterday", {"valid_to": DAY - timedelta(days=1)}, "EXPIRED"),
        ("in dollars", {"currency": "USD"}, "OTHER_CURRENCY"),
        ("by the kilogram", {"unit": "KGM"}, "OTHER_UNIT"),
    ],
)
def test_price_that_does_not_apply_is_set_aside_and_says_why(
    _case: str, changes: dict[str, object], reason: str
) -> None:
    other = listed("5", source=PriceSource.FRAME, reference="Frame", **changes)

    result = priced(with_prices(other, listed("7")))

    aside = [s for s in result.trace if s.code is StepCode.CANDIDATE_SET_ASIDE]
    assert result.net_price == D(7)
    assert [(s.operands["reference"], s.result) for s in aside] == [("Frame", reason)]


@pytest.mark.parametrize("day", ["valid_from", "valid_to"])
def test_price_is_valid_on_its_first_and_last_day(day: str) -> None:
    assert priced(with_prices(listed("5", **{day: DAY}))).net_price == D(5)


def test_lowest_price_wins_only_if_its_list_says_so() -> None:
    contract = listed("10", source=PriceSource.CONTRACT)
    campaign = listed("9", source=PriceSource.CAMPAIGN)

    silent = priced(with_prices(contract, campaign))
    said = priced(with_prices(contract, replace(campaign, lowest_wins=True)))
    dearer = priced(
        with_prices(contract, replace(campaign, price=D(11), lowest_wins=True))
    )

    assert silent.net_price == D(10)
    assert (said.net_price, said.source) == (D(9), PriceSource.CAMPAIGN)
    assert dearer.net_price == D(10)


def test_list_on_request_is_no_lowest_price() -> None:
    contract = listed("10", source=PriceSource.CONTRACT)
    campaign = listed(None, source=PriceSource.CAMPAIGN, lowest_wins=True)

    assert priced(with_prices(contract, campaign)).net_price == D(10)


def test_lowest_price_compares_prices_for_one_unit() -> None:
    contract = listed("10", source=PriceSource.CONTRACT)
    campaign = listed(
        "900", basis=D(100), source=PriceSource.CAMPAIGN, lowest_wins=True
    )

    result = priced(with_prices(contract, campaign))

    assert (result.net_price, result.basis) == (D(900), D(100))


@pytest.mark.parametrize(
    ("_case", "target", "reason"),
    [
        ("no price at all", line(), RefusalReason.NO_PRICE),
        ("on request", line(candidates=(listed(None),)), RefusalReason.ON_REQUEST),
        (
            "special price on request, though the list has one",
            with_prices(listed(None, source=PriceSource.FRAME), listed("5")),
            RefusalReason.ON_REQUEST,
        ),
        (
            "below the first break",
            with_prices(listed(None, breaks=TABLE[1:]), quantity="49"),
            RefusalReason.BELOW_FIRST_BREAK,
        ),
        ("cost without target", line(unit_cost=D(5)), RefusalReason.NO_PRICE),
        ("target without cost", line(target_margin=D(28)), RefusalReason.NO_PRICE),
    ],
)
def test_unknown_price_is_refused_and_never_zero(
    _case: str, target: LineInput, reason: RefusalReason
) -> None:
    with pytest.raises(PriceUnknown) as caught:
        price_document(document(line("10", line_id="known"), target))

    assert [(r.line_id, r.reason) for r in caught.value.refusals] == [("1", reason)]


def test_every_line_without_a_price_is_named_at_once() -> None:
    snapshot = document(line(line_id="a"), line("1", line_id="b"), line(line_id="c"))

    with pytest.raises(PriceUnknown, match="a, c"):
        price_document(snapshot)

    first, second, third = price_lines(snapshot)
    assert isinstance(first, LineRefusal)
    assert isinstance(second, LineResult)
    assert isinstance(third, LineRefusal)


def test_price_of_zero_is_a_price() -> None:
    assert priced(line("0", "10")).line_net == D(0)


def test_price_from_the_cost_is_rounded_up() -> None:
    result = priced(line(unit_cost=D("20.1344"), target_margin=D(28)))

    assert (result.net_price, result.source) == (D("27.97"), PriceSource.COST_PLUS)


def test_price_from_the_cost_is_converted() -> None:
    snapshot = document(
        line(unit_cost=D("20.1344"), target_margin=D(28)),
        currency="USD",
        fx=FxRate(rate=D("1.0875")),
    )

    assert price_document(snapshot).lines[0].net_price == D("30.42")


def test_price_in_the_currency_of_the_document_comes_before_a_converted_one() -> None:
    snapshot = document(
        with_prices(listed("100", valid_from=DAY), listed("105", currency="USD")),
        currency="USD",
        fx=FxRate(rate=D("1.0875")),
    )

    assert price_document(snapshot).lines[0].net_price == D(105)


def test_exchange_buffer_raises_converted_prices_and_not_the_tax_in_euros() -> None:
    fx = FxRate(rate=D("1.10"), buffer_percent=D(2))

    result = price_document(document(line("100"), currency="USD", fx=fx))

    assert result.lines[0].net_price == D("112.20")
    assert result.totals.tax_in_company_currency == D("20.40")


@pytest.mark.parametrize(
    ("_case", "quantity", "mode", "amount"),
    [
        ("first price", "49", BreakMode.ALL, "612.50"),
        ("first tranche", "49", BreakMode.GRADUATED, "612.50"),
        ("break reached", "50", BreakMode.ALL, "560.00"),
        ("one unit beyond", "50", BreakMode.GRADUATED, "623.70"),
        ("last break", "250", BreakMode.ALL, "2450.00"),
        ("three tranches", "250", BreakMode.GRADUATED, "2792.30"),
        ("return at the same price", "-50", BreakMode.ALL, "-560.00"),
    ],
)
def test_quantity_breaks(
    _case: str, quantity: str, mode: BreakMode, amount: str
) -> None:
    table = listed(None, breaks=TABLE, break_mode=mode)

    assert priced(with_prices(table, quantity=quantity)).line_net == D(amount)


def test_graduated_price_shows_its_effective_unit_price() -> None:
    table = listed(None, breaks=TABLE, break_mode=BreakMode.GRADUATED)

    result = priced(with_prices(table, quantity="250"))

    assert result.net_price == D("11.1692")
    assert result.effective_unit_price == D("11.1692")


@pytest.mark.parametrize("mode", [BreakMode.ALL, BreakMode.GRADUATED])
def test_list_price_opens_the_table_below_the_first_break(mode: BreakMode) -> None:
    table = listed("12.50", breaks=TABLE[1:], break_mode=mode)

    assert priced(with_prices(table, quantity="49")).line_net == D("612.50")


@pytest.mark.parametrize(
    ("_case", "quantity", "amount"),
    [("first range", "3", "100.00"), ("second range", "30", "1000.00")],
)
def test_block_price_is_the_amount_of_the_range(
    _case: str, quantity: str, amount: str
) -> None:
    blocks = (Break(D(1), D(100)), Break(D(10), D(1000)))
    table = listed(None, breaks=blocks, break_mode=BreakMode.BLOCK)

    result = priced(with_prices(table, quantity=quantity))

    assert result.line_net == D(amount)
    assert result.basis == D(quantity)
    assert result.effective_unit_price == pytest.approx(D(33), rel=D("0.02"))


def test_lines_of_a_break_group_reach_the_break_together() -> None:
    candidates = (listed(None, breaks=TABLE),)
    together = [
        line(quantity="30", candidates=candidates, break_group="bearings", line_id=key)
        for key in ("a", "b")
    ]
    alone = line(quantity="30", candidates=candidates, line_id="c")

    results = price_document(document(*together, alone)).lines

    assert [each.net_price for each in results] == [D("11.20"), D("11.20"), D("12.50")]


@pytest.mark.parametrize(
    ("_case", "quantity", "hint"),
    [
        ("too few to matter", "44", None),
        ("buying 50 costs less", "45", (D(50), D("560.00"), D("2.50"))),
        ("at the break", "50", None),
        ("buying 200 costs less", "180", (D(200), D("1960.00"), D("56.00"))),
        ("no further break", "200", None),
    ],
)
def test_next_break_is_hinted_when_it_costs_no_more(
    _case: str, quantity: str, hint: tuple[Decimal, Decimal, Decimal] | None
) -> None:
    found = priced(with_prices(listed(None, breaks=TABLE), quantity=quantity))

    got = found.next_break
    assert (got and (got.quantity, got.line_net, got.saving)) == hint


def test_quantity_table_prices_each_quantity_on_its_own() -> None:
    snapshot = document(with_prices(listed(None, breaks=TABLE), quantity="7"))

    table = quantity_table(snapshot, "1", (D(10), D(50), D(250)))

    assert [(r.quantity, r.net_price) for r in table if isinstance(r, LineResult)] == [
        (D(10), D("12.50")),
        (D(50), D("11.20")),
        (D(250), D("9.80")),
    ]


@pytest.mark.parametrize(
    ("target", "error"),
    [
        (line("-1"), NegativePrice),
        (line("1", basis="0"), BasisNotPositive),
        (with_prices(listed(None, breaks=(Break(D(1), D(-1)),))), NegativePrice),
        (with_prices(listed(None, breaks=(Break(D(-1), D(1)),))), BreaksInvalid),
        (
            with_prices(listed(None, breaks=(Break(D(1), D(1)), Break(D(1), D(2))))),
            BreaksInvalid,
        ),
        (line(unit_cost=D(1), target_margin=D(100)), MarginTargetOutOfRange),
    ],
)
def test_malformed_price_is_refused(
    target: LineInput, error: type[PricingError]
) -> None:
    with pytest.raises(error):
        price_document(document(target))
