"""One process of the acceptance test: `prepare`, or `accept REVISION NUMBER FOLDER`.

Even numbers accept through the customer's link, odd ones record a paper. Each waits for
the file `go`, so that all come at once, and prints the number of its order, or the name
of the refusal.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import django


def prepare() -> None:
    """Send an offer; print its key."""
    from filon.accounts.models import Role
    from tests import people
    from tests.offers import make

    actor = people.person("Alice", Role.SALESPERSON, in_team="North")
    sys.stdout.write(f"{make.sent(actor).pk}")


def accept(pk: int, number: int, folder: Path) -> None:
    from filon.kernel.errors import DomainError

    (folder / f"ready-{number}").touch()
    while not (folder / "go").exists():
        time.sleep(0.01)
    try:
        sys.stdout.write(order_number(pk, is_by_link=number % 2 == 0))
    except DomainError as refusal:
        sys.stdout.write(type(refusal).__name__)


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
        accept(int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
