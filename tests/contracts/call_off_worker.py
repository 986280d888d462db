"""The processes of the call-off test: `prepare`, or `call CONTRACT WORKERS`.

Each calls 30 of the 100 agreed. Printed is what each was told: "made" or the name of
the refusal.
"""

from __future__ import annotations

import os
import sys
from functools import partial

import django

from tests.race import race


def prepare() -> None:
    """Sign a frame of 100; print its key."""
    from filon.accounts.models import Role
    from tests import people
    from tests.contracts.services.test_frames import frame

    actor = people.person("Alice", Role.SALESPERSON, in_team="North")
    sys.stdout.write(f"{frame(actor).pk}")


def call(pk: int, _number: int) -> str:
    from filon.contracts.models import Contract
    from filon.kernel.errors import DomainError
    from tests.contracts.services.test_frames import called

    contract = Contract.objects.select_related("owner").get(pk=pk)
    assert contract.owner is not None
    try:
        called(contract, contract.owner, "30")
    except DomainError as refusal:
        return type(refusal).__name__
    return "made"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.project.settings")
    django.setup()
    if sys.argv[1] == "prepare":
        prepare()
    else:
        key, workers = int(sys.argv[2]), int(sys.argv[3])
        print("\n".join(race(partial(call, key), range(workers))))  # noqa: T201 -- read by the test
