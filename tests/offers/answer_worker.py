"""The processes of the test of simultaneous answers: `prepare`, or `PK DEED DEED…`.

Deeds: accept, refuse and expire. One process for each acts once; printed is who won and
who found the offer answered. `prepare` makes an offer that was sent and prints its key.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from functools import partial

import django

from tests.race import race

WON, LOST = "won", "lost"


def prepare() -> None:
    """Make an offer that the customer has."""
    from tests import people
    from tests.offers import make

    denis = people.make_manager("Denis", "North")
    alice = people.person("Alice", "SALESPERSON", in_team="North", reports_to=denis)
    print(make.sent(alice, lines=10).pk)  # noqa: T201 -- read by the test


def act(pk: int, deed: str) -> str:
    """Answer once; tell whether this was the answer."""
    from filon.accounts.models import User
    from filon.contracts.services import acceptance_record
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
        else:
            later = now + timedelta(days=60)
            return WON if services.revisions_expire(now=later) else LOST
    except services.AnsweredBefore:
        return LOST
    return WON


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.project.settings")
    django.setup()
    if sys.argv[1] == "prepare":
        prepare()
    else:
        said = race(partial(act, int(sys.argv[1])), sys.argv[2:])
        print("\n".join(said))  # noqa: T201 -- read by the test
