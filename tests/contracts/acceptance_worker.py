"""The processes of the acceptance test: `prepare`, or `accept REVISION WORKERS`.

Even numbers accept through the link of the customer, odd ones record a paper. Printed
is what each was told: the number of its order, or the name of the refusal.
"""

from __future__ import annotations

import os
import sys
from functools import partial

import django

from tests.race import race


def prepare() -> None:
    """Send an offer; print its key."""
    from filon.accounts.models import Role
    from tests import people
    from tests.offers import make

    actor = people.person("Alice", Role.SALESPERSON, in_team="North")
    sys.stdout.write(f"{make.sent(actor).pk}")


def accept(pk: int, number: int) -> str:
    from filon.kernel.errors import DomainError

    try:
        return order_number(pk, is_by_link=number % 2 == 0)
    except DomainError as refusal:
        return type(refusal).__name__


def order_number(pk: int, *, is_by_link: bool) -> str:
    from django.test import RequestFactory

    from filon.contracts import services
    from filon.offers.models import OfferRevision
    from tests.conftest import NOW
    from tests.contracts.make import SIGNING

    revision = OfferRevision.objects.select_related(
        "offer__organization", "offer__deal", "offer__owner"
    ).get(pk=pk)
    if is_by_link:
        link = revision.recipients.get().link
        assert link is not None
        request = RequestFactory().post("/")
        return services.accept_public(
            link=link, request=request, answer=SIGNING, now=NOW
        ).number
    actor = revision.offer.owner
    assert actor is not None
    return services.acceptance_record(
        revision=revision, signing=SIGNING, actor=actor, now=NOW
    ).number


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.project.settings")
    django.setup()
    if sys.argv[1] == "prepare":
        prepare()
    else:
        key, workers = int(sys.argv[2]), int(sys.argv[3])
        print("\n".join(race(partial(accept, key), range(workers))))  # noqa: T201 -- read by the test
