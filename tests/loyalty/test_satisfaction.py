"""Asking how the customer is, and keeping the answer once."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from filon.accounts.models import User, ownership
from filon.directory.models import Contact, Organization
from filon.kernel import clock
from filon.kernel.lifecycle import TransitionRefused
from filon.loyalty.models import SatisfactionResponse, SatisfactionSurvey
from filon.loyalty.services.satisfaction import (
    Answer,
    AnswerOutOfRange,
    NoAddress,
    survey_answer,
    survey_plan,
    survey_send,
)
from filon.mail.models import OutboxMessage


def make_company(owner: User, now: datetime, name: str = "Roche") -> Organization:
    return Organization.objects.create(
        name=name, name_key=name.lower(), is_customer=True, **ownership(owner, now)
    )


def make_survey(
    owner: User, now: datetime, *, email: str = "paul@example.com"
) -> SatisfactionSurvey:
    company = make_company(owner, now)
    contact = Contact.objects.create(
        organization=company,
        last_name="Paul",
        name_key="paul",
        email=email,
        language="en",
        **ownership(owner, now),
    )
    return survey_plan(
        organization=company,
        mode=SatisfactionSurvey.Mode.LINK,
        due_on=date(2026, 3, 10),
        contact=contact,
        actor=owner,
        now=now,
    )


def test_customer_answers_by_link_without_an_account(
    alice: User, now: datetime
) -> None:
    survey = make_survey(alice, now)
    survey_send(survey=survey, actor=alice, now=now)
    survey.refresh_from_db()
    assert survey.status == SatisfactionSurvey.Status.SENT
    assert OutboxMessage.objects.count() == 1


def test_survey_without_an_address_is_not_sent(alice: User, now: datetime) -> None:
    survey = make_survey(alice, now, email="")

    with pytest.raises(NoAddress):
        survey_send(survey=survey, actor=alice, now=now)

    survey.refresh_from_db()
    assert survey.status == SatisfactionSurvey.Status.PLANNED
    assert not OutboxMessage.objects.exists()


def test_second_answer_is_refused_and_the_first_stays(
    alice: User, now: datetime
) -> None:
    survey = make_survey(alice, now)
    survey_answer(survey=survey, answer=Answer(9, {}), actor=alice, now=now)

    with pytest.raises(TransitionRefused):
        survey_answer(survey=survey, answer=Answer(1, {}), actor=alice, now=now)

    assert SatisfactionResponse.objects.get().recommendation == 9


@pytest.mark.parametrize(
    "answer",
    [Answer(11, {}), Answer(-1, {}), Answer(8, {"product_score": 6})],
    ids=["above ten", "below zero", "note of six"],
)
def test_note_outside_its_scale_is_refused(
    answer: Answer, alice: User, now: datetime
) -> None:
    survey = make_survey(alice, now)

    with pytest.raises(AnswerOutOfRange):
        survey_answer(survey=survey, answer=answer, actor=alice, now=now)

    assert not SatisfactionResponse.objects.exists()


def test_reader_may_not_plan_a_survey(alice: User, rene: User, now: datetime) -> None:
    company = make_company(alice, now)

    with pytest.raises(PermissionDenied):
        survey_plan(
            organization=company,
            mode=SatisfactionSurvey.Mode.PHONE,
            due_on=date(2026, 3, 10),
            actor=rene,
            now=now,
        )

    assert not SatisfactionSurvey.objects.exists()


def test_survey_of_another_team_is_not_found(
    alice: User, carol: User, now: datetime
) -> None:
    survey = make_survey(alice, now)
    client = Client()
    client.force_login(carol)

    assert client.get(f"/surveys/{survey.pk}/").status_code == 404


def test_opening_the_link_changes_nothing_and_posting_answers_once(
    alice: User,
) -> None:
    now = clock.now()
    survey = make_survey(alice, now)
    survey_send(survey=survey, actor=alice, now=now)
    body = OutboxMessage.objects.get().full_body
    found = re.search(r"https?://[^/]+(/\S+)", body)
    assert found is not None
    client = Client()
    page = client.get(found.group(1), follow=True)
    survey.refresh_from_db()
    assert survey.status == SatisfactionSurvey.Status.SENT

    nonce = re.search(r'name="nonce" value="([^"]+)"', page.content.decode())
    assert nonce is not None
    address = page.redirect_chain[-1][0]
    said = {"nonce": nonce.group(1), "recommendation": "8", "verbatim": "Fine"}
    mistyped = client.post(address, {**said, "recommendation": "11"})
    answered = client.post(address, said)
    again = client.post(address, {**said, "recommendation": "2"})

    assert mistyped.status_code == 422
    assert answered.status_code == 200
    assert again.status_code == 409
    assert SatisfactionResponse.objects.get().recommendation == 8
