"""One process of the test of simultaneous answers: `answer_worker.py DEED PK START`.

Deeds: prepare (makes an offer that was sent and prints its key), accept, refuse, expire
and revise. A worker waits for the file START to exist, then acts once: it ends with 0
if it won and with 3 if the offer had its answer.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

LOST = 3


def prepare() -> None:
    """Make an offer that the customer has."""
    from tests import people
    from tests.offers import make

    denis = people.make_manager("Denis", "North")
    alice = people.person("Alice", "SALESPERSON", in_team="North", reports_to=denis)
    print(make.sent(alice, lines=10).pk)  # noqa: T201 -- read by the test


def act(deed: str, pk: int) -> int:
    """Answer once; return the exit code."""
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
            return 0 if services.revisions_expire(now=later) else LOST
    except services.AnsweredBefore:
        return LOST
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.project.settings")
    django.setup()
    what, key, start = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    if what == "prepare":
        prepare()
        sys.exit(0)
    while not start.exists():
        time.sleep(0.002)
    sys.exit(act(what, key))
