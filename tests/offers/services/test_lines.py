"""Lines of a draft and the prices they get."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal as D

import pytest

from filon.accounts.models import User
from filon.catalog.models import CustomerCondition, PriceList, PriceRule
from filon.journal.models import Entry
from filon.journal.services import EditConflict
from filon.offers import services
from filon.offers.models import OfferLine
from tests.offers import make

pytestmark = pytest.mark.django_db


def test_line_by_reference_gets_price_cost_and_margin(
    alice: User, now: datetime
) -> None:
    revision = make.draft(alice)
    make.item(alice, "P-100")

    line = make.add(revision, "p-100", 3)

    revision.refresh_from_db()
    assert (line.designation, line.net_price, line.net_amount) == (
        "Pompe P-100",
        D(100),
        D(300),
    )
    assert line.price_trace[0]["code"] == "PRICE_FOUND"
    assert (revision.total_net, revision.total_tax, revision.total_gross) == (
        D("300.00"),
        D("60.00"),
        D("360.00"),
    )
    assert (revision.total_cost, revision.margin) == (D("180.00"), D("120.00"))
    assert revision.margin_percent == D(40)
    assert revision.total_net_company == D("300.00")


def test_line_by_words_takes_the_only_item_they_name(alice: User) -> None:
    revision = make.draft(alice)
    make.item(alice, "P-100", name_fr="Pompe à vide")
    make.item(alice, "V-200", name_fr="Vanne papillon")

    line = make.add(revision, "papillon")

    assert line.reference == "V-200"


def test_ambiguous_words_are_refused_and_change_nothing(alice: User) -> None:
    revision = make.draft(alice)
    make.item(alice, "P-100")
    make.item(alice, "P-200")
    version = revision.version

    with pytest.raises(services.LineRefused, match="Several items"):
        make.add(revision, "pompe")

    revision.refresh_from_db()
    assert revision.version == version
    assert not revision.lines.exists()


def test_item_of_unknown_price_is_a_named_refusal_and_leaves_no_total(
    alice: User,
) -> None:
    revision = make.draft(alice)
    make.add(revision, make.item(alice, "P-100"))
    line = make.add(revision, make.item(alice, "X-1", price=None))

    revision.refresh_from_db()
    line.refresh_from_db()
    assert line.refusal == "NO_PRICE"
    assert (line.net_price, line.net_amount) == (None, None)
    assert (revision.is_priced, revision.total_net) == (False, D(0))
    assert revision.lines.get(reference="P-100").net_amount == D("100.00")


def test_typed_price_keeps_the_computed_one_and_needs_its_reason(
    alice: User, now: datetime
) -> None:
    revision = make.draft(alice)
    line = make.add(revision, make.item(alice))

    with pytest.raises(services.LineRefused, match="differs"):
        services.line_update(
            line=line, values={"manual_price": D(90)}, actor=alice, now=now
        )
    services.line_update(
        line=line,
        values={"manual_price": D(90), "manual_reason": "Affaire suivie"},
        actor=alice,
        now=now,
    )

    line.refresh_from_db()
    manual = next(s for s in line.price_trace if s["code"] == "PRICE_MANUAL")
    assert line.net_amount == D("90.00")
    assert manual["operands"]["computed"] == "100.00"
    assert manual["operands"]["reason"] == "Affaire suivie"


def test_unknown_cost_is_an_unknown_margin(alice: User) -> None:
    revision = make.draft(alice)
    make.add(revision, make.item(alice, "P-1"))
    make.add(revision, make.item(alice, "P-2", cost=None))

    revision.refresh_from_db()
    assert (revision.total_cost, revision.margin, revision.margin_percent) == (
        None,
        None,
        None,
    )
    assert revision.total_net == D("200.00")


def test_price_and_cost_for_a_hundred_are_brought_to_the_quantity(alice: User) -> None:
    revision = make.draft(alice)
    screws = make.item(
        alice, "VIS", price=D("4.375"), cost=D("2.5"), price_base=100, price_decimals=4
    )

    line = make.add(revision, screws, 2350)

    line.refresh_from_db()
    assert (line.net_amount, line.price_base) == (D("102.81"), 100)
    assert line.cost_amount == D("58.75")


def test_contract_price_wins_over_breaks_of_the_public_list(alice: User) -> None:
    revision = make.draft(alice)
    pump = make.item(alice)
    public = PriceList.objects.create(code="PUB", name="Tarif 2026")
    for low, price in ((1, "98"), (10, "80")):
        PriceRule.objects.create(
            price_list=public, item=pump, min_quantity=low, price=D(price)
        )
    line = make.add(revision, pump, 10)
    assert line.net_price == D(80)

    contract = PriceList.objects.create(
        code="CTR",
        name="Contrat",
        kind=PriceList.Kind.CUSTOMER,
        organization=revision.offer.organization,
    )
    PriceRule.objects.create(price_list=contract, item=pump, price=D(95))
    services.line_update(
        line=line, values={"quantity": D(10)}, actor=alice, now=make.NOW
    )

    line.refresh_from_db()
    assert line.net_price == D(95)


def test_lists_of_other_customers_and_past_lists_are_not_read(alice: User) -> None:
    revision = make.draft(alice)
    pump = make.item(alice)
    stranger = make.customer(alice, "Autre")
    theirs = PriceList.objects.create(
        code="T", name="T", kind=PriceList.Kind.CUSTOMER, organization=stranger
    )
    past = PriceList.objects.create(
        code="P", name="P", valid_until=date(2026, 2, 28), kind=PriceList.Kind.CAMPAIGN
    )
    for listed in (theirs, past):
        PriceRule.objects.create(price_list=listed, item=pump, price=D(1))

    line = make.add(revision, pump)

    line.refresh_from_db()
    assert line.net_price == D(100)


def test_agreed_and_typed_discounts_cascade(alice: User) -> None:
    revision = make.draft(alice)
    CustomerCondition.objects.create(
        organization=revision.offer.organization, discount_percent=D(10), note="Accord"
    )

    line = make.add(
        revision,
        make.item(alice),
        discounts=[{"percent": "5", "reason": "Quantité"}],
    )

    line.refresh_from_db()
    assert (line.gross_price, line.net_price) == (D(100), D("85.5"))


def test_options_and_alternatives_are_out_of_the_firm_total(alice: User) -> None:
    revision = make.draft(alice)
    make.add(revision, make.item(alice, "A", price=D(1000)))
    make.add(revision, make.item(alice, "B", price=D(200)), inclusion="OPTION")
    for reference, price in (("C", 300), ("D", 400)):
        make.add(
            revision,
            make.item(alice, reference, price=D(price)),
            inclusion="ALTERNATIVE",
            alternative_group="G",
        )

    revision.refresh_from_db()
    result = revision.result
    assert revision.total_net == D("1300.00")
    assert result["with_all_options"]["tax_exclusive"] == "1500.00"
    assert result["alternatives"][0]["totals"]["tax_exclusive"] == "1400.00"


def test_subtotal_adds_what_stands_above_it(alice: User) -> None:
    revision = make.draft(alice)
    make.add(revision, "Lot 1", kind="TITLE")
    make.add(revision, make.item(alice, "A"))
    make.add(revision, make.item(alice, "B"))
    subtotal = make.add(revision, "", kind="SUBTOTAL")

    subtotal.refresh_from_db()
    assert subtotal.net_amount == D("200.00")


def test_quantity_is_raised_to_what_is_sold(alice: User, now: datetime) -> None:
    revision = make.draft(alice)
    box = make.item(alice, "BOX", minimum_quantity=D(20), order_multiple=D(8))

    written = services.line_add(
        revision=revision,
        entry=services.LineEntry(item=box, quantity=D(5)),
        actor=alice,
        now=now,
    )

    assert written.line.quantity == D(24)
    assert "24" in written.notices[0]


def test_two_people_at_once_the_second_is_told_and_changes_nothing(
    alice: User, bob: User, now: datetime
) -> None:
    revision = make.draft(alice)
    line = make.add(revision, make.item(alice))
    seen = revision.version
    services.line_update(
        line=line,
        values={"quantity": D(2)},
        actor=alice,
        now=now,
        expected_version=seen,
    )

    stale = OfferLine.objects.select_related("revision__offer").get(pk=line.pk)
    with pytest.raises(EditConflict):
        services.line_update(
            line=stale,
            values={"quantity": D(9)},
            actor=bob,
            now=now,
            expected_version=seen,
        )

    line.refresh_from_db()
    assert line.quantity == D(2)


def test_move_duplicate_and_delete_keep_positions_whole(
    alice: User, now: datetime
) -> None:
    revision = make.draft(alice)
    first, second = (make.add(revision, make.item(alice, r)) for r in ("A", "B"))

    services.line_move(line=second, position=1, actor=alice, now=now)
    services.line_duplicate(line=second, actor=alice, now=now)
    services.line_delete(line=first, actor=alice, now=now)

    rows = list(
        revision.lines.order_by("position").values_list("position", "reference")
    )
    assert rows == [(1, "B"), (2, "B")]
    revision.refresh_from_db()
    assert revision.total_net == D("200.00")


def test_pasted_table_is_added_whole_or_not_at_all(alice: User, now: datetime) -> None:
    revision = make.draft(alice)
    make.item(alice, "A")
    make.item(alice, "B")

    with pytest.raises(services.LineRefused, match="Row 2"):
        services.lines_paste(revision=revision, text="A\t2\nZ\t1", actor=alice, now=now)
    assert not revision.lines.exists()
    count, _priced = services.lines_paste(
        revision=revision, text="A\t2\n\nb;1,5\n", actor=alice, now=now
    )

    revision.refresh_from_db()
    assert count == 2
    assert revision.total_net == D("350.00")


def test_every_write_is_in_the_history(alice: User) -> None:
    revision = make.draft(alice)
    make.add(revision, make.item(alice))

    sentences = [e.sentence for e in Entry.objects.filter(target_id=revision.pk)]
    assert any("Pompe P-100" in sentence for sentence in sentences)


def test_export_of_goods_with_a_service_is_exempt_as_a_whole(alice: User) -> None:
    abroad = make.customer(alice, "Bergwerk AG", country="CH", currency="EUR")
    revision = make.draft(alice, abroad)
    make.add(revision, make.item(alice, "A"))
    make.add(revision, make.item(alice, "S", kind="SERVICE"))

    revision.refresh_from_db()
    assert revision.total_tax == D(0)
    assert {line.vat_category for line in revision.lines.all()} == {"G"}


def test_foreign_currency_is_priced_once_the_rate_is_known(
    alice: User, now: datetime
) -> None:
    abroad = make.customer(alice, "Acme", country="US", currency="USD")
    revision = make.draft(alice, abroad)
    make.add(revision, make.item(alice, price=D(248), cost=D(100)), 12)
    revision.refresh_from_db()
    assert revision.result["problem"] == "FxRateMissing"

    services.revision_update(
        revision=revision,
        values={"exchange_rate": D("1.0875"), "exchange_source": "ECB"},
        actor=alice,
        now=now,
    )

    revision.refresh_from_db()
    assert revision.total_net == D("3236.40")
    assert revision.total_net_company == D("2976.00")
    assert revision.total_cost == D("1200.00")


def test_printed_quantities_are_priced_on_their_own_and_follow_the_list(
    alice: User, now: datetime
) -> None:
    revision = make.draft(alice)
    pump = make.item(alice)
    listed = PriceList.objects.create(code="PUB", name="Tarif 2026")
    for low, price in ((1, "12.50"), (50, "11.20"), (200, "9.80")):
        PriceRule.objects.create(
            price_list=listed, item=pump, min_quantity=low, price=D(price)
        )
    line = make.add(revision, pump, 10)

    services.breaks_set(line=line, quantities=[D(200), D(50)], actor=alice, now=now)
    PriceRule.objects.filter(min_quantity=200).update(price=D("9.50"))
    services.line_update(line=line, values={"quantity": D(11)}, actor=alice, now=now)

    rows = line.breaks.order_by("quantity").values_list("quantity", "net_price")
    assert list(rows) == [(D(50), D("11.20")), (D(200), D("9.50"))]
