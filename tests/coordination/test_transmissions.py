"""Sharing a deliverable and proving that it was read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from filon.accounts.models import User
from filon.coordination import services
from filon.coordination.models import LinkEvent, Transmission, TransmissionRecipient
from filon.coordination.services import Addressee, Presentation
from filon.directory.models import Organization
from filon.files.services import store_bytes
from filon.kernel.errors import DomainError
from filon.kernel.lifecycle import TransitionRefused
from filon.mail.models import OutboxMessage
from tests.coordination.builders import (
    KIND,
    OUTSIDE,
    make_target,
    plan,
    token_in_outbox,
)
from tests.coordination.test_links import nonce_of, opened

MEETING = Presentation(date(2026, 3, 2), "Denis, Ines", "Agreed on the budget.")


@pytest.fixture
def noon(now: datetime, time_machine: Any) -> datetime:
    time_machine.move_to(now, tick=False)
    return now


@pytest.fixture
def target(alice: User, noon: datetime) -> Organization:
    return make_target(alice, noon)


def test_planned_transmission_sends_nothing_yet(
    target: Organization, alice: User, denis: User, now: datetime
) -> None:
    row = plan(target, alice, now, Addressee(user=denis), OUTSIDE, OUTSIDE)

    assert row.status == "PLANNED"
    assert [copy.name for copy in row.recipients.order_by("pk")] == [
        "Denis Test",
        "Zoé Martin",
    ]
    assert not OutboxMessage.objects.exists()


def test_department_stands_for_its_members(
    target: Organization, alice: User, ines: User, now: datetime
) -> None:
    department = Addressee(department=ines.department)

    row = plan(target, alice, now, department, Addressee(user=ines))

    assert [copy.user for copy in row.recipients.all()] == [ines]


@pytest.mark.parametrize(
    ("_case", "recipients", "values"),
    [
        ("no address", [Addressee(name="Zoé")], {}),
        ("past", [OUTSIDE], {"due_on": date(2026, 3, 1)}),
    ],
)
def test_bad_plan_is_refused_and_nothing_is_written(
    _case: str,
    recipients: list[Addressee],
    values: dict[str, Any],
    target: Organization,
    alice: User,
    now: datetime,
) -> None:
    with pytest.raises(DomainError):
        plan(target, alice, now, *recipients, **values)

    assert not Transmission.objects.exists()


def test_plan_without_recipient_is_refused(
    target: Organization, alice: User, now: datetime
) -> None:
    with pytest.raises(services.TransmissionRefused):
        services.transmission_plan(
            target=target, plan=services.TransmissionPlan([]), actor=alice, now=now
        )


def test_each_recipient_gets_their_own_mail_and_proof(
    target: Organization, alice: User, denis: User, now: datetime
) -> None:
    row = plan(target, alice, now, Addressee(user=denis), OUTSIDE)

    handed = services.transmission_send(transmission=row, actor=alice, now=now)

    assert handed == []
    mails = {m.to[0]: m for m in OutboxMessage.objects.all()}
    assert set(mails) == {"denis@example.com", "zoe@example.org"}
    assert f"/coordination/transmissions/{row.pk}/" in mails["denis@example.com"].body
    assert mails["zoe@example.org"].secrets
    assert all(copy.sent_at == now for copy in row.recipients.all())
    assert all(copy.read_at is None for copy in row.recipients.all())


def test_links_to_hand_over_are_given_once(
    target: Organization, alice: User, now: datetime
) -> None:
    row = plan(target, alice, now, Addressee(name="Zoé"), channel="LINK")

    handed = services.transmission_send(transmission=row, actor=alice, now=now)

    assert handed[0].url.startswith("http://127.0.0.1:8000/link/")
    assert not OutboxMessage.objects.exists()
    with pytest.raises(TransitionRefused):
        services.transmission_send(transmission=row, actor=alice, now=now)


def test_sending_twice_sends_once(
    target: Organization, alice: User, now: datetime
) -> None:
    row = plan(target, alice, now)
    same = Transmission.objects.get(pk=row.pk)

    services.transmission_send(transmission=row, actor=alice, now=now)
    with pytest.raises(TransitionRefused):
        services.transmission_send(transmission=same, actor=alice, now=now)

    assert OutboxMessage.objects.count() == 1


def test_colleague_does_not_send_what_is_not_theirs(
    target: Organization, alice: User, bob: User, now: datetime
) -> None:
    row = plan(target, alice, now)

    with pytest.raises(PermissionDenied):
        services.transmission_send(transmission=row, actor=bob, now=now)

    row.refresh_from_db()
    assert row.status == "PLANNED"
    assert not OutboxMessage.objects.exists()


def test_presentation_keeps_the_meeting(
    target: Organization, alice: User, denis: User, now: datetime
) -> None:
    row = plan(target, alice, now, Addressee(user=denis), channel="PRESENTED")
    with pytest.raises(services.TransmissionRefused):
        services.transmission_send(transmission=row, actor=alice, now=now)

    services.transmission_present(
        transmission=row, presentation=MEETING, actor=alice, now=now
    )

    assert (row.status, row.presented_on) == ("SENT", date(2026, 3, 2))
    assert row.attendees == "Denis, Ines"


@pytest.mark.parametrize(
    "meeting",
    [
        Presentation(date(2026, 3, 3), "Denis", "Said."),
        Presentation(date(2026, 3, 2), " ", "Said."),
        Presentation(date(2026, 3, 2), "Denis", ""),
    ],
)
def test_meeting_without_proof_is_refused(
    meeting: Presentation, target: Organization, alice: User, now: datetime
) -> None:
    row = plan(target, alice, now, channel="PRESENTED")

    with pytest.raises(services.TransmissionRefused):
        services.transmission_present(
            transmission=row, presentation=meeting, actor=alice, now=now
        )

    row.refresh_from_db()
    assert (row.status, row.presented_on) == ("PLANNED", None)


def test_reading_is_proved_by_a_post_never_by_opening(
    client: Client, target: Organization, alice: User, now: datetime
) -> None:
    document = store_bytes(
        content=b"%PDF-1.7",
        name="brief.pdf",
        media_type="application/pdf",
        actor=alice,
        now=now,
    )
    row = plan(target, alice, now, document=document, message="Read page 2.")
    services.transmission_send(transmission=row, actor=alice, now=now)
    page = opened(client, token_in_outbox())

    shown = client.get(page)
    file = client.get(page + "file/")
    copy = TransmissionRecipient.objects.get()
    assert "Read page 2." in shown.text
    assert file.getvalue() == b"%PDF-1.7"
    assert file.headers["Referrer-Policy"] == "no-referrer"
    assert copy.read_at is None
    assert not LinkEvent.objects.exists()

    nonce = nonce_of(client)
    client.post(page + "read/", {"nonce": nonce}, headers={"hx-request": "true"})
    client.post(page + "read/", {"nonce": nonce, "confirmed": "1"})
    copy.refresh_from_db()
    assert copy.read_at == now
    kinds = list(LinkEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["OPENED", "CONFIRMED"]
    assert "Lecture notée" in client.get(page).text


def test_recipient_with_an_account_confirms_on_the_page(
    signed_in: Callable[[User], Client],
    target: Organization,
    alice: User,
    ines: User,
    carol: User,
    now: datetime,
) -> None:
    row = plan(target, alice, now, Addressee(user=ines))
    url = f"/coordination/transmissions/{row.pk}/"
    assert signed_in(ines).get(url).status_code == 404

    services.transmission_send(transmission=row, actor=alice, now=now)

    assert "I have read this" in signed_in(ines).get(url).text
    assert signed_in(carol).post(f"{url}read/").status_code == 404
    assert signed_in(alice).post(f"{url}read/").status_code == 404
    assert signed_in(ines).post(f"{url}read/").status_code == 302
    assert row.recipients.get().read_at is not None


def test_copy_of_another_is_not_read_in_their_name(
    target: Organization, alice: User, denis: User, ines: User, now: datetime
) -> None:
    row = plan(target, alice, now, Addressee(user=denis))
    services.transmission_send(transmission=row, actor=alice, now=now)
    copy = row.recipients.get()

    with pytest.raises(PermissionDenied):
        services.transmission_read(
            recipient=copy, is_confirmed=True, actor=ines, now=now
        )

    copy.refresh_from_db()
    assert copy.read_at is None


def test_form_sends_to_people_and_outsiders(
    signed_in: Callable[[User], Client],
    target: Organization,
    alice: User,
    denis: User,
) -> None:
    url = f"/coordination/{KIND}/{target.pk}/transmit/"
    values = {
        "channel": "EMAIL",
        "people": [denis.pk],
        "others": "Zoé Martin <zoe@example.org>\n",
        "language": "en",
    }

    done = signed_in(alice).post(url, values)

    assert done.status_code == 302
    assert Transmission.objects.get().status == "SENT"
    assert OutboxMessage.objects.count() == 2

    bad = signed_in(alice).post(url, {**values, "others": "Zoé <zoe@>"})
    assert bad.status_code == 422
    assert Transmission.objects.count() == 1


def test_form_plans_only_when_asked(
    signed_in: Callable[[User], Client],
    target: Organization,
    alice: User,
    denis: User,
) -> None:
    url = f"/coordination/{KIND}/{target.pk}/transmit/"

    signed_in(alice).post(url, {"channel": "EMAIL", "people": [denis.pk], "plan": "1"})

    row = Transmission.objects.get()
    assert row.status == "PLANNED"
    sent = signed_in(alice).post(f"/coordination/transmissions/{row.pk}/send/")
    assert sent.status_code == 302


def test_form_refuses_a_file_that_is_not_what_it_says(
    signed_in: Callable[[User], Client],
    target: Organization,
    alice: User,
    denis: User,
) -> None:

    url = f"/coordination/{KIND}/{target.pk}/transmit/"
    file = SimpleUploadedFile("brief.pdf", b"<html>", "application/pdf")

    refused = signed_in(alice).post(
        url, {"channel": "EMAIL", "people": [denis.pk], "document": file}
    )

    assert refused.status_code == 422
    assert not Transmission.objects.exists()


def test_handed_links_are_shown_once(
    signed_in: Callable[[User], Client],
    target: Organization,
    alice: User,
    now: datetime,
) -> None:
    row = plan(target, alice, now, Addressee(name="Zoé"), channel="LINK")
    client = signed_in(alice)
    url = f"/coordination/transmissions/{row.pk}/"

    assert "/link/" in client.post(f"{url}send/").text
    assert "/link/" not in client.get(url).text
    assert client.post(f"{url}send/").status_code == 422
