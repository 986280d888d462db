"""Two workers serve the database; the shared harness measures them over HTTP."""

from __future__ import annotations

import importlib.util
import itertools
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from bench import loop
from bench.places import CACHE, HARNESS

PATIENCE = 120
_PICK = re.compile(r"\{pick:(\w+)\}")


@dataclass(frozen=True, slots=True)
class Server:
    """Where it answers, and the process whose children it is."""

    address: str
    pid: int


@contextmanager
def served() -> Iterator[Server]:
    """Serve the database with two workers, as `filon serve` does."""
    console = CACHE / "console"
    with console.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "filon.project.cli", "serve"],
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + PATIENCE
        while "Ctrl C" not in console.read_text():
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(console.read_text())
            time.sleep(0.1)
        yield Server(f"http://127.0.0.1:{os.environ['FILON_PORT']}", process.pid)
    finally:
        process.terminate()
        process.wait(timeout=40)


def measured(
    site: dict[str, Any], wanted: set[str], count: int
) -> dict[str, dict[str, Any]]:
    """Run the tests one after the other with one client; return what each took."""
    harness = the_harness(site["picks"])
    found = {}
    for test in site["tests"]:
        if wanted and test["id"] not in wanted:
            continue
        result = harness.measure(site, test, count, 1)
        found[test["id"]] = result
        said = result.get("error") or f"{result['p50']} ms"
        print(f"  {test['id']:<18} {said}", flush=True)
    return found


def memory_of(server: Server) -> dict[str, float]:
    """Return the memory of the server, its workers and the worker of jobs, in MiB."""
    return loop.memory(loop.pidtree(f"echo {server.pid}"))


def the_harness(picks: dict[str, list[str]]) -> ModuleType:
    """Return the shared harness, else the loop of this folder.

    Its client learns `{pick:name}`: the next value of a list, so that no page, word
    or record is asked for twice.
    """
    module: ModuleType = loop
    if HARNESS.exists():
        spec = importlib.util.spec_from_file_location("harness", HARNESS)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    endless = {name: itertools.cycle(values) for name, values in picks.items()}
    module.Client = _picking(module.Client, endless)  # type: ignore[attr-defined]
    return module


def _picking(client: Any, picks: Mapping[str, Iterator[str]]) -> Any:
    class Picking(client):  # type: ignore[misc]
        """A client that takes the next value of a list."""

        def fill(self, x: Any) -> Any:
            """Fill in the picks, then what the harness knows."""
            if isinstance(x, str):
                x = _PICK.sub(lambda found: next(picks[found[1]]), x)
            return super().fill(x)

    return Picking
