"""A Filon that really runs: its own folder, database, port and background jobs."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tests.installations import Installation

PATIENCE = 90


@dataclass(frozen=True, slots=True)
class Server:
    """Where it answers and how its first administrator gets in."""

    address: str
    first_link: str


@contextmanager
def served(installation: Installation, output: Path) -> Iterator[Server]:
    """Serve an installation; its processes never outlive the test."""
    port = _free_port()
    with output.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "filon.project.cli", "serve"],
            env=installation.environment(FILON_PORT=str(port)),
            cwd=ROOT,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        text = _wait_for(output, "Ctrl C", process)
        link = re.search(r"http://\S+/sign-in/\S+", text)
        assert link, f"no sign-in link: {text}"
        yield Server(f"http://127.0.0.1:{port}", link.group())
    finally:
        process.terminate()
        process.wait(timeout=40)
    assert "Traceback" not in output.read_text(), output.read_text()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(output: Path, words: str, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        text = output.read_text()
        if words in text:
            return text
        time.sleep(0.1)
    pytest.fail(f"never said {words!r}: {output.read_text()}")
