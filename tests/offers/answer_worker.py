"""The processes of the test of simultaneous answers: `prepare`, or `PK DEED DEED…`.

Deeds: accept, refuse, expire and revise. One process for each acts once; printed is the
deed of whoever won, and `lost` for who found the offer answered or replaced. `prepare`
makes an offer that was sent, with its next revision ready to leave, and prints its key.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from functools import partial

import django

from tests.race import race

LOST = "lost"


def prepare() -> None:
    """Make an offer that the customer has, and the revision that is to replace it."""
    from filon.offers import services
    from tests import people
    from tests.offers import make

    denis = people.make_manager("Denis", "North")
    alice = people.person("Alice", "SALESPERSON", in_team="North", reports_to=denis)
    revision = make.sent(alice, lines=10)
    following = services.revision_next(
        revision=revision, reason="Prix", actor=alice, now=make.NOW
    )
    much_later = {"valid_until": make.TODAY + timedelta(days=400)}
    services.revision_update(
        revision=following, values=much_later, actor=alice, now=make.NOW
    )
    make.verify(following, alice)
    print(revision.pk)  # noqa: T201 -- read by the test


def act(pk: int, deed: str) -> str:
    """Answer once; tell whether this was the answer."""
    from filon.accounts.models import User
    from filon.contracts.services import acceptance_record
    from filon.kernel.errors import DomainError
    from filon.offers import services
    from filon.offers.models import OfferRevision
    from tests.offers import make

    actor = User.objects.get(email="alice@example.com")
    rows = OfferRevision.objects.select_related("offer__organization", "offer__deal")
    revision = rows.get(pk=pk)
    now = make.NOW + timedelta(hours=1)
    try:
        if deed == "accept":
            signing = services.Signing(name="Claire", has_authority=True)
            acceptance_record(revision=revision, signing=signing, actor=actor, now=now)
        elif deed == "refuse":
            services.revision_refuse(
                revision=revision, reason="Non", actor=actor, now=now
            )
        elif deed == "revise":
            following = rows.get(previous=revision)
            services.revision_send(revision=following, actor=actor, now=now)
        else:
            later = now + timedelta(days=60)
            return deed if services.revisions_expire(now=later) else LOST
    except DomainError:
        return LOST
    return deed


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.project.settings")
    django.setup()
    if sys.argv[1] == "prepare":
        prepare()
    else:
        said = race(partial(act, int(sys.argv[1])), sys.argv[2:])
        print("\n".join(said))  # noqa: T201 -- read by the test
