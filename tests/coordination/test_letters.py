"""The mails of the gestures, in the reader's language."""

from __future__ import annotations

from datetime import datetime

import pytest

from filon.accounts.models import User
from filon.coordination import services
from filon.coordination.services import Addressee, Answer
from filon.mail.models import OutboxMessage
from tests.coordination.builders import ask, make_target, plan, raise_signal, submit

FRENCH = {
    "consultation": "Votre avis sur Alpha Forge",
    "consultation_answered": "Ines Test a répondu au sujet de Alpha Forge",
    "approval": "À décider : Alpha Forge",
    "approval_decided": "Alpha Forge – Refusée",
    "signal": "Retard – Alpha Forge",
    "signal_handled": "Réponse à votre signalement : Alpha Forge",
    "transmission": "Alpha Forge",
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_gesture_writes_in_the_language_of_its_reader(
    language: str, alice: User, denis: User, ines: User, now: datetime
) -> None:
    for person in (alice, denis, ines):
        person.language = language
        person.save()
    target = make_target(alice, now)

    question = ask(target, alice, now, Addressee(user=ines))
    services.consultation_answer(
        consultation=question, answer=Answer(verdict="YES"), actor=ines, now=now
    )
    approval = submit(target, alice, denis, now, reason="A fair.")
    services.approval_decide(
        approval=approval, is_approved=False, comment="No.", actor=denis, now=now
    )
    signal = raise_signal(target, alice, now)
    services.signal_handle(signal=signal, answer="Go.", actor=denis, now=now)
    row = plan(target, alice, now, Addressee(user=denis), message="Read it.")
    services.transmission_send(transmission=row, actor=alice, now=now)

    mails = list(OutboxMessage.objects.order_by("pk"))
    assert {mail.language for mail in mails} == {language}
    subjects = [mail.subject for mail in mails]
    assert (subjects == list(FRENCH.values())) is (language == "fr")
    assert all("http://127.0.0.1:8000/coordination/" in mail.body for mail in mails)
    assert all("&" not in mail.body for mail in mails)


def test_title_with_line_breaks_and_signs_makes_no_second_header(
    alice: User, ines: User, now: datetime
) -> None:
    target = make_target(alice, now, "A & <B> Bcc")
    services.consultation_ask(
        target=target,
        question=services.Question("EXPERTISE", "Why?", now.date()),
        addressee=Addressee(user=ines),
        actor=alice,
        now=now,
        title="Offer\r\nBcc: all@example.com " + "x" * 300,
    )

    mail = OutboxMessage.objects.get()
    assert mail.subject.startswith("Your opinion on Offer Bcc: all@example.com")
    assert mail.to == ["ines@example.com"]
    assert len(mail.subject) <= 300
