"""Contracts: drawn up, signed, renewed, terminated; their dates and reminders."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from filon.accounts.models import Team, User
from filon.contracts import services
from filon.contracts.models import Contract, ContractEvent
from filon.contracts.services.reminders import contracts_follow, events_remind
from filon.files.uploads import CheckedUpload, check_upload
from filon.journal.models import Entry
from filon.journal.services import EditConflict
from filon.kernel.lifecycle import TransitionRefused
from filon.mail.models import OutboxMessage
from tests.conftest import NOW
from tests.contracts import make
from tests.offers import make as offers

pytestmark = pytest.mark.django_db
S = Contract.Status
K = ContractEvent.Kind
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n%%EOF\n"


def at(day: date) -> datetime:
    """Return the morning of a day."""
    return datetime(day.year, day.month, day.day, 6, 0, tzinfo=UTC)


def signed_copy() -> CheckedUpload:
    """Return a signed contract that may be kept."""
    return check_upload("contrat signé.pdf", PDF)


def signed(actor: User, **values: Any) -> Contract:
    """File a contract as signed."""
    contract = make.contract(actor, **values)
    services.contract_sign(
        contract=contract,
        signed_on=date(2026, 3, 1),
        upload=signed_copy(),
        actor=actor,
        now=NOW,
    )
    return contract


def open_kinds(contract: Contract) -> list[str]:
    rows = contract.events.filter(done_at=None).order_by("due_on", "kind")
    return list(rows.values_list("kind", flat=True))


def test_contract_of_an_order_carries_customer_offer_and_amount(alice: User) -> None:
    order = make.confirmed(alice)

    contract = make.contract(alice, order=order)

    assert contract.organization == order.organization
    assert contract.revision == order.revision
    assert (contract.currency, contract.committed_amount) == ("EUR", D("200.00"))
    assert contract.team == order.team
    assert open_kinds(contract) == [K.DELIVERY, K.REVIEW, K.NOTICE, K.RENEWAL]


def test_contract_of_an_accepted_revision(alice: User) -> None:
    order = make.order(alice)

    contract = make.contract(alice, revision=order.revision)

    assert contract.order is None
    assert contract.organization == order.organization


def test_revision_without_answer_makes_no_contract(alice: User) -> None:
    revision = offers.sent(alice)

    with pytest.raises(services.NotAccepted):
        make.contract(alice, revision=revision)

    assert not Contract.objects.exists()


def test_cancelled_order_makes_no_contract(alice: User, now: datetime) -> None:
    order = make.order(alice)
    services.order_cancel(order=order, reason="Stopped", actor=alice, now=now)

    with pytest.raises(services.NotAccepted):
        make.contract(alice, order=order)

    assert not Contract.objects.exists()


@pytest.mark.parametrize(
    "terms",
    [
        {"title": " "},
        {"ends_on": date(2026, 3, 31)},
        {"ends_on": None, "renews_tacitly": True},
        {"renews_tacitly": True, "renewal_months": 0},
        {"ends_on": date(2026, 4, 30), "notice_days": 90},
    ],
    ids=["no title", "ends first", "no end renewed", "no months", "long notice"],
)
def test_terms_that_contradict_each_other_are_refused(
    alice: User, terms: dict[str, Any]
) -> None:
    with pytest.raises(services.ContractRefused):
        make.contract(alice, **terms)

    assert not Contract.objects.exists()
    assert not ContractEvent.objects.exists()


def test_contract_is_with_somebody(alice: User, now: datetime) -> None:
    with pytest.raises(services.ContractRefused):
        services.contract_create(
            values={"title": "T", "starts_on": make.START}, actor=alice, now=now
        )

    assert not Contract.objects.exists()


def test_changed_terms_draw_the_dates_again(alice: User, now: datetime) -> None:
    contract = make.contract(alice)

    services.contract_update(
        contract=contract,
        values={"ends_on": date(2028, 3, 31), "price_revision": "Syntec"},
        actor=alice,
        now=now,
    )

    days = dict(contract.events.exclude(kind=K.REVIEW).values_list("kind", "due_on"))
    assert days[K.RENEWAL] == date(2028, 3, 31)
    assert days[K.PRICE_REVISION] == date(2027, 4, 1)
    assert contract.events.count() == 4


def test_signed_contract_does_not_change(alice: User, now: datetime) -> None:
    contract = signed(alice)

    with pytest.raises(services.ContractRefused):
        services.contract_update(
            contract=contract, values={"title": "Other"}, actor=alice, now=now
        )

    contract.refresh_from_db()
    assert contract.title == "Maintenance"


def test_terms_changed_by_somebody_else_meanwhile_are_kept(
    alice: User, bob: User, now: datetime
) -> None:
    contract = make.contract(alice)
    stale = Contract.objects.get(pk=contract.pk)
    services.contract_update(
        contract=contract, values={"title": "Hers"}, actor=alice, now=now
    )

    with pytest.raises(EditConflict):
        services.contract_update(
            contract=stale, values={"title": "His"}, actor=bob, now=now
        )

    contract.refresh_from_db()
    assert contract.title == "Hers"


def test_signed_contract_has_its_number_and_its_copy(alice: User) -> None:
    contract = signed(alice)

    assert contract.number == "CTR-2026-00001"
    assert contract.signed_on == date(2026, 3, 1)
    assert contract.signed_file is not None
    assert contract.signed_file.name == "contrat signé.pdf"


@pytest.mark.parametrize(
    ("day", "has_copy"), [(date(2026, 3, 1), False), (date(2026, 3, 3), True)]
)
def test_signature_without_copy_or_ahead_is_refused(
    alice: User, now: datetime, day: date, has_copy: bool
) -> None:
    contract = make.contract(alice)

    with pytest.raises(services.SignatureRefused):
        services.contract_sign(
            contract=contract,
            signed_on=day,
            upload=signed_copy() if has_copy else None,
            actor=alice,
            now=now,
        )

    contract.refresh_from_db()
    assert (contract.status, contract.number) == (S.DRAFT, "")


def test_second_signature_is_refused_and_uses_no_number(
    alice: User, now: datetime
) -> None:
    contract = signed(alice)

    with pytest.raises(TransitionRefused):
        services.contract_sign(
            contract=contract,
            signed_on=date(2026, 3, 2),
            upload=signed_copy(),
            actor=alice,
            now=now,
        )

    assert signed(alice, organization=contract.organization).number.endswith("00002")


def test_renewal_draws_the_dates_of_the_next_period(alice: User, now: datetime) -> None:
    contract = signed(alice)

    services.contract_renew(contract=contract, actor=alice, now=now)

    assert contract.ends_on == date(2028, 3, 31)
    renewals = contract.events.filter(kind=K.RENEWAL).order_by("due_on")
    assert [e.done_at is None for e in renewals] == [False, True]
    assert open_kinds(contract) == [K.REVIEW, K.NOTICE, K.RENEWAL]


def test_two_renewals_at_once_renew_once(alice: User, now: datetime) -> None:
    contract = signed(alice)
    stale = Contract.objects.get(pk=contract.pk)
    services.contract_renew(contract=contract, actor=alice, now=now)

    with pytest.raises(EditConflict):
        services.contract_renew(contract=stale, actor=alice, now=now)

    contract.refresh_from_db()
    assert contract.ends_on == date(2028, 3, 31)


def test_draft_and_endless_contract_are_not_renewed(alice: User, now: datetime) -> None:
    draft = make.contract(alice)
    endless = signed(alice, ends_on=None, organization=draft.organization)

    for contract in (draft, endless):
        with pytest.raises(services.ContractRefused):
            services.contract_renew(contract=contract, actor=alice, now=now)


def test_terminated_contract_keeps_no_later_date(alice: User, now: datetime) -> None:
    contract = signed(alice)

    services.contract_terminate(
        contract=contract,
        ends_on=date(2026, 12, 1),
        reason="Works closed",
        actor=alice,
        now=now,
    )

    assert (contract.status, contract.ends_on) == (S.TERMINATED, date(2026, 12, 1))
    assert open_kinds(contract) == [K.REVIEW]


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 12, 1), " "),
        (date(2026, 3, 1), "Closed"),
        (date(2027, 4, 1), "Closed"),
    ],
)
def test_bad_termination_is_refused_and_changes_nothing(
    alice: User, now: datetime, day: date, reason: str
) -> None:
    contract = signed(alice)

    with pytest.raises(services.ContractRefused):
        services.contract_terminate(
            contract=contract, ends_on=day, reason=reason, actor=alice, now=now
        )

    contract.refresh_from_db()
    assert (contract.status, contract.ends_on) == (S.SIGNED, date(2027, 3, 31))


def test_date_added_by_hand_stays_when_terms_change(alice: User, now: datetime) -> None:
    contract = make.contract(alice)
    event = services.event_add(
        contract=contract,
        values={"kind": K.PAYMENT, "title": "Deposit", "due_on": date(2026, 5, 1)},
        actor=alice,
        now=now,
    )

    services.contract_update(
        contract=contract, values={"notice_days": 30}, actor=alice, now=now
    )

    event.refresh_from_db()
    assert event.remind_on == date(2026, 4, 24)


@pytest.mark.parametrize(
    "values",
    [
        {"title": "Deposit", "remind_on": date(2026, 6, 1)},
        {"title": " "},
    ],
)
def test_bad_date_is_refused(
    alice: User, now: datetime, values: dict[str, Any]
) -> None:
    contract = make.contract(alice)
    count = contract.events.count()

    with pytest.raises(services.EventRefused):
        services.event_add(
            contract=contract,
            values={"kind": K.PAYMENT, "due_on": date(2026, 5, 1), **values},
            actor=alice,
            now=now,
        )

    assert contract.events.count() == count


def test_date_is_taken_care_of_once(alice: User, now: datetime) -> None:
    event = signed(alice).events.get(kind=K.NOTICE)
    services.event_done(event=event, note="Letter sent", actor=alice, now=now)

    with pytest.raises(services.EventRefused):
        services.event_done(event=event, note="Again", actor=alice, now=now)

    event.refresh_from_db()
    assert (event.note, event.done_at) == ("Letter sent", now)


def test_reader_writes_no_contract(alice: User, rene: User, now: datetime) -> None:
    contract = signed(alice)
    event = contract.events.get(kind=K.NOTICE)
    entries = Entry.objects.count()

    with pytest.raises(PermissionDenied):
        make.contract(rene, organization=contract.organization)
    with pytest.raises(PermissionDenied):
        services.contract_renew(contract=contract, actor=rene, now=now)
    with pytest.raises(PermissionDenied):
        services.contract_terminate(
            contract=contract, ends_on=make.START, reason="R", actor=rene, now=now
        )
    with pytest.raises(PermissionDenied):
        services.event_done(event=event, note="R", actor=rene, now=now)

    assert Entry.objects.count() == entries


def test_dates_that_come_near_are_written_once_to_the_owner(alice: User) -> None:
    contract = signed(alice)
    notice = contract.events.get(kind=K.NOTICE)
    assert notice.remind_on is not None
    before = at(notice.remind_on - timedelta(days=1))
    on_time = at(notice.remind_on)
    events_remind(now=before)
    OutboxMessage.objects.all().delete()

    assert events_remind(now=on_time) == 1
    assert events_remind(now=on_time) == 0

    mail = OutboxMessage.objects.get()
    assert mail.to == ["alice@example.com"]
    assert "Maintenance" in mail.body
    assert f"/orders/contracts/{contract.pk}/" in mail.body


def test_draft_reminds_nobody(alice: User) -> None:
    make.contract(alice)

    assert events_remind(now=at(date(2027, 3, 1))) == 0
    assert not OutboxMessage.objects.exists()


def test_contract_of_nobody_reminds_the_manager(alice: User, denis: User) -> None:
    contract = signed(alice)
    assert contract.team is not None
    Team.objects.filter(pk=contract.team.pk).update(manager=denis)
    Contract.objects.filter(pk=contract.pk).update(owner=None)

    events_remind(now=at(date(2027, 3, 1)))

    assert OutboxMessage.objects.get().to == ["denis@example.com"]


def test_tacit_contract_renews_by_itself_and_another_ends(alice: User) -> None:
    tacit = signed(alice, renews_tacitly=True)
    plain = signed(alice, organization=tacit.organization)

    assert contracts_follow(now=at(date(2027, 3, 31))) == 0
    assert contracts_follow(now=at(date(2027, 4, 1))) == 2
    assert contracts_follow(now=at(date(2027, 4, 1))) == 0

    tacit.refresh_from_db()
    plain.refresh_from_db()
    assert (tacit.status, tacit.ends_on) == (S.SIGNED, date(2028, 3, 31))
    assert plain.status == S.ENDED
