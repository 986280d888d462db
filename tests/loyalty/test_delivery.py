"""A delivery plans the question of satisfaction, or neither happens."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from filon.accounts.models import User
from filon.contracts.models import Order
from filon.contracts.services import DayRefused
from filon.kernel.lifecycle import TransitionRefused
from filon.loyalty.models import SatisfactionSurvey
from filon.loyalty.services.delivery import delivery_confirm
from tests.contracts import make

pytestmark = pytest.mark.django_db
M = SatisfactionSurvey.Mode


def test_survey_is_planned_fifteen_days_after_the_delivery(
    alice: User, now: datetime
) -> None:
    order = make.confirmed(alice)

    survey = delivery_confirm(
        order=order, delivered_on=now.date(), actor=alice, now=now
    )

    assert order.status == Order.Status.DELIVERED
    assert survey.due_on == date(2026, 3, 17)
    assert (survey.order, survey.mode) == (order, M.LINK)
    assert survey.contact is not None


def test_contact_who_objected_is_asked_by_phone(alice: User, now: datetime) -> None:
    order = make.confirmed(alice)
    assert order.revision is not None
    contact = order.revision.offer.contact
    assert contact is not None
    contact.opted_out_at = now
    contact.save(update_fields=["opted_out_at"])

    survey = delivery_confirm(
        order=order, delivered_on=now.date(), actor=alice, now=now
    )

    assert survey.mode == M.PHONE


def test_refused_delivery_plans_no_survey(alice: User, now: datetime) -> None:
    order = make.confirmed(alice)

    with pytest.raises(DayRefused):
        delivery_confirm(
            order=order, delivered_on=date(2026, 3, 9), actor=alice, now=now
        )

    assert not SatisfactionSurvey.objects.exists()


def test_second_delivery_plans_no_second_survey(alice: User, now: datetime) -> None:
    order = make.confirmed(alice)
    delivery_confirm(order=order, delivered_on=now.date(), actor=alice, now=now)

    with pytest.raises(TransitionRefused):
        delivery_confirm(order=order, delivered_on=now.date(), actor=alice, now=now)

    assert SatisfactionSurvey.objects.count() == 1
