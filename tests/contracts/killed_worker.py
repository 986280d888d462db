"""The processes of the test of killed acceptances: `prepare`, or `kill REVISION TIMES`.

Each process accepts one offer and is killed, as `kill -9` does, right before one of the
statements of the acceptance; the places are spread over all of them. Printed is after
each death how many rows the acceptance has left, and in the end the order of a last
process that lives.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import django

from tests.contracts.acceptance_worker import order_number, prepare

EDGES = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")
LEFT = ("offers.acceptance", "contracts.order", "mail.outboxmessage", "journal.entry")


def accept(pk: int, die_before: int, said: Any) -> None:
    """Accept by link; say the order, or how many statements it took where it may live.

    :param die_before: the statement at which the process dies; 0: never, and the
        acceptance is kept; -1: never, and it is taken back.
    """
    from django.db import connection, transaction

    seen = 0

    def count(execute: Callable[..., Any], sql: Any, *given: Any) -> Any:
        nonlocal seen
        # The edges of transactions differ where the acceptance is taken back.
        if str(sql).startswith(EDGES):
            return execute(sql, *given)
        seen += 1
        if seen == die_before:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *given)

    with connection.execute_wrapper(count):
        if die_before == -1:
            with transaction.atomic():
                order_number(pk, is_by_link=True)
                transaction.set_rollback(True)
            said.put(str(seen))
        else:
            # No transaction but its own protects the acceptance here.
            said.put(order_number(pk, is_by_link=True))


def run(pk: int, die_before: int) -> str:
    """Let one process accept; return what it said, or the signal that ended it."""
    context = multiprocessing.get_context("fork")
    said = context.SimpleQueue()
    process = context.Process(target=partial(accept, pk, die_before, said))
    process.start()
    process.join(60)
    return str(said.get()) if process.exitcode == 0 else f"exit {process.exitcode}"


def left() -> str:
    """Return how many rows of each sort there are, and the state of the revision."""
    from django.apps import apps
    from django.db import connection

    counts = [apps.get_model(name)._base_manager.count() for name in LEFT]
    [state] = apps.get_model("offers.offerrevision").objects.values_list("status")
    connection.close()
    return " ".join([*map(str, counts), *state])


def kill(pk: int, times: int) -> list[str]:
    """Kill so many acceptances; return what was found before, between and after."""
    statements = int(run(pk, -1))
    told = [left()]
    for number in range(1, times + 1):
        assert run(pk, max(1, number * statements // times)) == "exit -9"
        told.append(left())
    return [*told, run(pk, 0), left()]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.project.settings")
    django.setup()
    if sys.argv[1] == "prepare":
        prepare()
    else:
        print("\n".join(kill(int(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201 -- read by the test
