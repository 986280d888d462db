"""Steps on a terminal: what was asked, what came, how long it took."""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class StepFailed(Exception):
    """Something is not as the files say; it was printed."""


@dataclass(slots=True)
class Steps:
    """Prints each step with its time, and remembers whether all held."""

    began: float = field(default_factory=time.perf_counter)
    failed: int = 0

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Time what happens inside.

        :raises StepFailed: for any fault in it, once it has been printed.
        """
        print(f"\n{title}", flush=True)
        start, before = time.perf_counter(), self.failed
        try:
            yield
        except Exception as error:
            traceback.print_exc()
            self._say(f"{type(error).__name__}: {error}", holds=False)
            raise StepFailed from error
        finally:
            took = time.perf_counter() - start
            mark = "✓" if self.failed == before else "✗"
            print(f"  {mark} {took:.1f} s", flush=True)

    def same(self, what: str, found: object, expected: object) -> None:
        """Say whether a figure is the expected one."""
        holds = found == expected
        self._say(
            f"{what}: {found}" + ("" if holds else f", expected {expected}"),
            holds=holds,
        )

    def true(self, what: str, *, holds: bool) -> None:
        """Say whether something is so."""
        self._say(what, holds=holds)

    def end(self) -> int:
        """Print the whole time; return the exit code."""
        print(f"\n{time.perf_counter() - self.began:.1f} s in all", flush=True)
        if self.failed:
            print(f"{self.failed} ✗", file=sys.stderr)
        return 1 if self.failed else 0

    def _say(self, text: str, *, holds: bool) -> None:
        self.failed += not holds
        print(f"  {'✓' if holds else '✗'} {text}", flush=True)
