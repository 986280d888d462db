"""Submitting, deciding, and what becomes of it when the content changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from filon.accounts.models import User
from filon.coordination import kinds, services
from filon.coordination.models import Approval
from filon.coordination.selectors import approved_hash, pending_approval
from filon.directory.models import Organization
from filon.kernel.lifecycle import TransitionRefused
from filon.mail.models import OutboxMessage
from tests.coordination.builders import KIND, make_target, submit


@pytest.fixture
def target(alice: User, now: datetime) -> Organization:
    return make_target(alice, now)


def decide(approval: Approval, actor: User, now: datetime, **values: Any) -> None:
    """Approve, unless told otherwise."""
    given = {"is_approved": True, "comment": "", **values}
    services.approval_decide(approval=approval, actor=actor, now=now, **given)


def test_approver_is_told_and_decides(
    target: Organization, alice: User, denis: User, now: datetime
) -> None:
    approval = submit(
        target, alice, denis, now, amount=Decimal("5000.00"), content_hash="abc"
    )
    assert OutboxMessage.objects.get().to == ["denis@example.com"]
    assert pending_approval(target, "BUDGET") == approval
    assert approved_hash(target, "BUDGET") is None

    decide(approval, denis, now, content_hash="abc")

    assert (approval.status, approval.decided_by) == ("APPROVED", denis)
    assert approved_hash(target, "BUDGET") == "abc"
    assert OutboxMessage.objects.latest("pk").to == ["alice@example.com"]


def test_superior_of_the_approver_decides_too(
    target: Organization, alice: User, denis: User, diane: User, now: datetime
) -> None:
    approval = submit(target, alice, denis, now)

    decide(approval, diane, now)

    assert approval.decided_by == diane


@pytest.mark.parametrize("who", ["alice", "bob", "carol", "rene", "nadia"])
def test_nobody_else_decides_and_nothing_changes(
    who: str,
    request: pytest.FixtureRequest,
    target: Organization,
    alice: User,
    denis: User,
    now: datetime,
) -> None:
    approval = submit(target, alice, denis, now)

    with pytest.raises(PermissionDenied):
        decide(approval, request.getfixturevalue(who), now)

    approval.refresh_from_db()
    assert (approval.status, approval.decided_at) == ("PENDING", None)


def test_superior_does_not_decide_over_what_they_asked(
    target: Organization, denis: User, diane: User, now: datetime
) -> None:
    approval = submit(target, diane, denis, now)

    with pytest.raises(PermissionDenied):
        decide(approval, diane, now)

    approval.refresh_from_db()
    assert approval.status == "PENDING"


def test_refusal_needs_a_reason(
    target: Organization, alice: User, denis: User, now: datetime
) -> None:
    approval = submit(target, alice, denis, now)

    with pytest.raises(services.ReasonMissing):
        decide(approval, denis, now, is_approved=False, comment=" ")
    approval.refresh_from_db()
    assert approval.status == "PENDING"

    decide(approval, denis, now, is_approved=False, comment="Too dear.")
    assert (approval.status, approval.comment) == ("REFUSED", "Too dear.")
    assert approved_hash(target, "BUDGET") is None


def test_changed_content_is_not_approved(
    target: Organization, alice: User, denis: User, now: datetime
) -> None:
    approval = submit(target, alice, denis, now, content_hash="abc")

    with pytest.raises(services.ContentChanged):
        decide(approval, denis, now, content_hash="xyz")

    approval.refresh_from_db()
    assert approval.status == "PENDING"


def test_of_two_decisions_at_once_the_first_stands(
    target: Organization, alice: User, denis: User, diane: User, now: datetime
) -> None:
    approval = submit(target, alice, denis, now)
    same = Approval.objects.get(pk=approval.pk)
    mails = OutboxMessage.objects.count()

    decide(approval, denis, now)
    with pytest.raises(TransitionRefused):
        decide(same, diane, now, is_approved=False, comment="No.")

    approval.refresh_from_db()
    assert (approval.status, approval.decided_by) == ("APPROVED", denis)
    assert OutboxMessage.objects.count() == mails + 1


def test_change_of_content_makes_approvals_void(
    target: Organization, alice: User, denis: User, now: datetime
) -> None:
    approved = submit(target, alice, denis, now, content_hash="abc")
    decide(approved, denis, now, content_hash="abc")
    pending = submit(target, alice, denis, now, step="LAUNCH", content_hash="abc")

    stays = services.approvals_void(
        target=target, actor=alice, now=now, content_hash="abc"
    )
    gone = services.approvals_void(
        target=target, actor=alice, now=now, content_hash="xyz"
    )

    pending.refresh_from_db()
    assert (stays, gone, pending.status) == (0, 2, "VOID")
    assert approved_hash(target, "BUDGET") is None
    with pytest.raises(TransitionRefused):
        decide(pending, denis, now, content_hash="abc")


def test_same_step_is_not_submitted_twice(
    target: Organization, alice: User, denis: User, now: datetime
) -> None:
    submit(target, alice, denis, now)

    with pytest.raises(services.AlreadyRequested):
        submit(target, alice, denis, now)

    assert Approval.objects.count() == 1
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize("who", ["alice", "bob", "rene", "farid"])
def test_approver_must_be_able_to_approve(
    who: str,
    request: pytest.FixtureRequest,
    target: Organization,
    alice: User,
    now: datetime,
) -> None:
    with pytest.raises(services.ApproverRefused):
        submit(target, alice, request.getfixturevalue(who), now)

    assert not Approval.objects.exists()


def test_whoever_has_no_superior_approves_alone(diane: User, now: datetime) -> None:
    target = make_target(diane, now)
    approval = submit(target, diane, diane, now)

    decide(approval, diane, now)

    assert approval.status == "APPROVED"
    assert not OutboxMessage.objects.exists()


def test_table_of_kinds_gives_the_hash_and_hears_the_decision(
    target: Organization,
    alice: User,
    denis: User,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[tuple[Any, str]] = []
    kind = kinds.Kind(
        code=KIND,
        label="Company",
        url_name="coordination:policy-detail",
        visible=lambda user: Organization.objects.visible_to(user),
        content=lambda row: {"name": row.name},
        decided=lambda row, approval, actor, at: heard.append((row, approval.status)),
    )
    monkeypatch.setitem(kinds._KINDS, KIND, kind)
    approval = submit(target, alice, denis, now)
    assert len(approval.content_hash) == 64

    Organization.objects.filter(pk=target.pk).update(name="Other")
    with pytest.raises(services.ContentChanged):
        decide(approval, denis, now)
    assert heard == []

    Organization.objects.filter(pk=target.pk).update(name="Alpha Forge")
    decide(approval, denis, now)
    assert heard == [(target, "APPROVED")]


def test_decision_is_taken_on_the_page(
    signed_in: Callable[[User], Client],
    target: Organization,
    alice: User,
    denis: User,
    carol: User,
    now: datetime,
) -> None:
    approval = submit(target, alice, denis, now, reason="Fair in Lyon")
    url = f"/coordination/approvals/{approval.pk}/"
    assert "Fair in Lyon" in signed_in(denis).get(url).text
    assert 'value="approve"' not in signed_in(alice).get(url).text
    assert signed_in(carol).get(url).status_code == 404
    assert signed_in(carol).post(f"{url}decide/").status_code == 404
    forbidden = signed_in(alice).post(f"{url}decide/", {"decision": "approve"})
    assert forbidden.status_code == 403

    refused = signed_in(denis).post(f"{url}decide/", {"decision": "refuse"})
    assert refused.status_code == 422
    assert "Say why you refuse" in refused.text

    done = signed_in(denis).post(f"{url}decide/", {"decision": "approve"})
    assert done.status_code == 302
    approval.refresh_from_db()
    assert approval.status == "APPROVED"


def test_second_decision_on_the_page_says_what_happened(
    signed_in: Callable[[User], Client],
    target: Organization,
    alice: User,
    denis: User,
    now: datetime,
) -> None:
    approval = submit(target, alice, denis, now)
    decide(approval, denis, now)

    late = signed_in(denis).post(
        f"/coordination/approvals/{approval.pk}/decide/", {"decision": "approve"}
    )

    assert late.status_code == 422
    assert "no longer possible" in late.text


def test_submission_from_the_form(
    signed_in: Callable[[User], Client],
    target: Organization,
    alice: User,
    denis: User,
) -> None:
    client = signed_in(alice)
    url = f"/coordination/{KIND}/{target.pk}/approve/"

    done = client.post(url, {"approver": denis.pk, "amount": "12,500.00"})

    assert done.status_code == 302
    assert Approval.objects.get().amount == Decimal("12500.00")
    again = client.post(url, {"approver": denis.pk})
    assert again.status_code == 422
    assert "already awaits a decision" in again.text
