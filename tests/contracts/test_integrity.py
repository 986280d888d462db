"""Orders whose figures are not those accepted are found."""

from __future__ import annotations

import pytest
from django.utils import translation

from filon.accounts.models import User
from filon.contracts.integrity import wrong_totals
from filon.contracts.models import Order
from tests.contracts import make
from tests.offers import make as offers

pytestmark = pytest.mark.django_db


def test_order_with_options_carries_what_was_accepted(alice: User) -> None:
    revision = offers.sent(alice, options=1)
    option = revision.lines.get(inclusion="OPTION")

    make.order_of(revision, alice, options=frozenset({str(option.pk)}))

    assert list(wrong_totals()) == []


def test_changed_total_is_found(alice: User) -> None:
    order = make.order(alice)
    Order.objects.filter(pk=order.pk).update(total_net=1, total_gross=2)

    with translation.override("en"):
        sentences = {fault.sentence for fault in wrong_totals()}

    assert sentences == {
        "its total is not its net plus its VAT",
        "its totals are not those accepted",
    }
