"""Asking for an opinion and answering."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils.translation import override

from filon.accounts.models import User
from filon.coordination import services
from filon.coordination.models import Consultation, LinkEvent, PublicLink
from filon.coordination.selectors import open_blocking_consultations
from filon.coordination.services import Addressee, Answer
from filon.directory.models import Organization
from filon.journal.selectors import timeline
from filon.kernel.errors import DomainError
from filon.kernel.lifecycle import TransitionRefused
from filon.mail.models import OutboxMessage
from tests import people
from tests.coordination.builders import KIND, OUTSIDE, ask, make_target

YES = Answer(verdict="YES", text="No difficulty.", cost=Decimal("120.50"))


@pytest.fixture
def target(alice: User, now: datetime) -> Organization:
    return make_target(alice, now)


def test_expert_with_an_account_is_led_to_the_page(
    target: Organization, alice: User, ines: User, now: datetime
) -> None:
    row = ask(target, alice, now, Addressee(user=ines))

    mail = OutboxMessage.objects.get()
    assert mail.to == ["ines@example.com"]
    assert f"/coordination/consultations/{row.pk}/" in mail.body
    assert (row.team, row.link, row.addressee_name) == (alice.team, None, "Ines Test")
    with override("en"):
        assert timeline(target)[0].sentence == "Ines Test was asked for an opinion"


def test_person_outside_gets_a_link_of_which_only_the_hash_is_kept(
    target: Organization, alice: User, now: datetime
) -> None:
    row = ask(target, alice, now)

    mail = OutboxMessage.objects.get()
    link = PublicLink.objects.get()
    assert row.link == link
    assert mail.secrets[0] in mail.full_body
    assert mail.secrets[0] not in mail.shown_body
    assert link.token_hash not in mail.full_body
    assert (link.purpose, link.target_id) == ("CONSULTATION", row.pk)


def test_mail_to_an_english_speaker_holds_no_french(
    target: Organization, alice: User, now: datetime
) -> None:
    alice.language = "fr"

    ask(target, alice, now)

    mail = OutboxMessage.objects.get()
    assert "Hello Zoé Martin," in mail.body
    assert not {"vous", "votre", "Bonjour", "le"} & set(mail.body.split())


def test_department_is_asked_through_its_members(
    target: Organization, alice: User, ines: User, now: datetime
) -> None:
    ask(target, alice, now, Addressee(department=ines.department))

    assert [m.to for m in OutboxMessage.objects.all()] == [["ines@example.com"]]


def test_department_without_members_is_asked_at_its_address(
    target: Organization, alice: User, now: datetime
) -> None:
    department = people.department("QUALITY")
    department.email = "quality@example.com"
    department.save()

    row = ask(target, alice, now, Addressee(department=department))

    assert OutboxMessage.objects.get().to == ["quality@example.com"]
    assert row.link is not None


@pytest.mark.parametrize(
    ("_case", "addressee", "question"),
    [
        ("nobody", Addressee(), {}),
        ("no address", Addressee(name="Zoé"), {}),
        ("no name", Addressee(email="zoe@example.org"), {}),
        ("not an address", Addressee(name="Z", email="zoe"), {}),
        ("empty", OUTSIDE, {"text": "  "}),
        ("yesterday", OUTSIDE, {"due_on": date(2026, 3, 1)}),
    ],
)
def test_bad_question_is_refused_and_nothing_is_written(
    _case: str,
    addressee: Addressee,
    question: dict[str, Any],
    target: Organization,
    alice: User,
    now: datetime,
) -> None:
    with pytest.raises(DomainError):
        ask(target, alice, now, addressee, **question)

    assert not Consultation.objects.exists()
    assert not OutboxMessage.objects.exists()
    assert not PublicLink.objects.exists()


def test_two_addressees_are_refused(
    target: Organization, alice: User, ines: User, now: datetime
) -> None:
    both = Addressee(user=ines, name="Zoé", email="zoe@example.org")

    with pytest.raises(services.AddresseeRefused):
        ask(target, alice, now, both)

    assert not Consultation.objects.exists()


def test_reader_does_not_ask(target: Organization, rene: User, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        ask(target, rene, now)

    assert not Consultation.objects.exists()


def test_answer_is_kept_and_the_asker_is_told(
    target: Organization, alice: User, ines: User, now: datetime
) -> None:
    row = ask(target, alice, now, Addressee(user=ines))

    services.consultation_answer(consultation=row, answer=YES, actor=ines, now=now)

    row.refresh_from_db()
    assert (row.status, row.verdict, row.cost) == ("ANSWERED", "YES", Decimal("120.50"))
    assert row.answered_by_name == "Ines Test"
    assert OutboxMessage.objects.latest("pk").to == ["alice@example.com"]
    assert not open_blocking_consultations(target)


def test_member_of_the_department_answers_and_others_do_not(
    target: Organization, alice: User, bob: User, ines: User, now: datetime
) -> None:
    row = ask(target, alice, now, Addressee(department=ines.department))

    with pytest.raises(PermissionDenied):
        services.consultation_answer(consultation=row, answer=YES, actor=bob, now=now)
    row.refresh_from_db()
    assert row.status == "OPEN"

    services.consultation_answer(consultation=row, answer=YES, actor=ines, now=now)
    row.refresh_from_db()
    assert row.status == "ANSWERED"


@pytest.mark.parametrize(
    ("_case", "answer"),
    [
        ("no verdict", Answer(text="Perhaps.")),
        ("unknown verdict", Answer(verdict="MAYBE")),
        ("conditions missing", Answer(verdict="YES_IF", text="Yes, if.")),
        ("no without a reason", Answer(verdict="NO")),
        ("validity passed", Answer(verdict="YES", valid_until=date(2026, 3, 1))),
    ],
)
def test_incomplete_answer_is_refused_and_changes_nothing(
    _case: str,
    answer: Answer,
    target: Organization,
    alice: User,
    ines: User,
    now: datetime,
) -> None:
    row = ask(target, alice, now, Addressee(user=ines))
    mails = OutboxMessage.objects.count()

    with pytest.raises(services.AnswerIncomplete):
        services.consultation_answer(
            consultation=row, answer=answer, actor=ines, now=now
        )

    row.refresh_from_db()
    assert (row.status, row.verdict, row.answered_at) == ("OPEN", "", None)
    assert OutboxMessage.objects.count() == mails


def test_of_two_answers_at_once_the_first_stands(
    target: Organization, alice: User, ines: User, now: datetime
) -> None:
    row = ask(target, alice, now, Addressee(user=ines))
    same = Consultation.objects.get(pk=row.pk)

    services.consultation_answer(consultation=row, answer=YES, actor=ines, now=now)
    no = Answer(verdict="NO", text="Too thin.")
    with pytest.raises(TransitionRefused):
        services.consultation_answer(consultation=same, answer=no, actor=ines, now=now)

    row.refresh_from_db()
    assert row.verdict == "YES"


def test_link_of_another_question_does_not_answer(
    target: Organization, alice: User, now: datetime
) -> None:
    first, second = ask(target, alice, now), ask(target, alice, now)

    with pytest.raises(PermissionDenied):
        services.consultation_answer(
            consultation=second, answer=YES, link=first.link, now=now
        )

    second.refresh_from_db()
    assert second.status == "OPEN"
    assert not LinkEvent.objects.exists()


def test_cancelling_closes_the_link(
    target: Organization, alice: User, now: datetime
) -> None:
    row = ask(target, alice, now)

    services.consultation_cancel(consultation=row, actor=alice, now=now)

    row.refresh_from_db()
    assert row.status == "CANCELLED"
    assert row.link is not None
    assert row.link.revoked_at == now


def test_expert_does_not_cancel(
    target: Organization, alice: User, ines: User, now: datetime
) -> None:
    row = ask(target, alice, now, Addressee(user=ines))

    with pytest.raises(PermissionDenied):
        services.consultation_cancel(consultation=row, actor=ines, now=now)

    row.refresh_from_db()
    assert row.status == "OPEN"


def test_expert_answers_on_the_page_without_seeing_the_deliverable(
    signed_in: Callable[[User], Client],
    alice: User,
    ines: User,
    now: datetime,
    time_machine: Any,
) -> None:
    time_machine.move_to(now + timedelta(hours=1))
    target = make_target(alice, now)
    row = ask(target, alice, now, Addressee(user=ines))
    client = signed_in(ines)

    page = client.get(f"/coordination/consultations/{row.pk}/")
    assert page.status_code == 200
    assert "Can it be cast?" in page.text
    assert "Open the deliverable" not in page.text
    assert client.get(f"/coordination/{KIND}/{target.pk}/consult/").status_code == 404

    refused = client.post(
        f"/coordination/consultations/{row.pk}/answer/", {"verdict": "YES_IF"}
    )
    assert refused.status_code == 422
    assert "changes or conditions make it feasible" in refused.text

    done = client.post(
        f"/coordination/consultations/{row.pk}/answer/",
        {"verdict": "YES_IF", "conditions": "Radius 3 mm", "cost": "1,250.50"},
    )
    assert done.status_code == 302
    row.refresh_from_db()
    assert (row.status, row.cost) == ("ANSWERED", Decimal("1250.50"))


def test_question_is_put_from_the_form(
    signed_in: Callable[[User], Client], alice: User, ines: User, now: datetime
) -> None:
    target = make_target(alice, now)
    client = signed_in(alice)
    url = f"/coordination/{KIND}/{target.pk}/consult/"
    values = {
        "kind": "EXPERTISE",
        "question": "Which alloy?",
        "due_on": "2099-01-01",
        "person": ines.pk,
        "form_token": "t1",
    }

    assert client.get(url).status_code == 200
    first = client.post(url, values)
    again = client.post(url, values)

    assert first.status_code == again.status_code == 302
    assert Consultation.objects.get().title == "Alpha Forge"


def test_stranger_reaches_neither_form_nor_question(
    signed_in: Callable[[User], Client], alice: User, carol: User, now: datetime
) -> None:
    target = make_target(alice, now)
    row = ask(target, alice, now)
    client = signed_in(carol)

    for path in ("consult", "approve", "transmit", "signal", "cite", "participants"):
        url = f"/coordination/{KIND}/{target.pk}/{path}/"
        assert client.get(url).status_code == 404
        assert client.post(url, {}).status_code == 404
    assert client.get(f"/coordination/consultations/{row.pk}/").status_code == 404
    answer = client.post(f"/coordination/consultations/{row.pk}/answer/", {})
    assert answer.status_code == 404
    assert "Alpha Forge" not in client.get("/coordination/consultations/").text
