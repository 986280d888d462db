"""`filon serve`: it starts, says how to sign in, and stops with all its processes."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.house.tree import ROOT
from tests.installations import Installation

CLI = [sys.executable, "-m", "filon.project.cli"]


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(
    installation: Installation, port: int, output: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Serve an installation; its group of processes never outlives the test."""
    with output.open("wb") as stream:
        process = subprocess.Popen(  # noqa: S603
            [*CLI, "serve"],
            env=installation.environment(FILON_PORT=str(port)),
            cwd=ROOT,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=40)


def wait_for(output: Path, words: str) -> str:
    """Return the output once it holds `words`."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        text = output.read_text()
        if words in text:
            return text
        time.sleep(0.1)
    pytest.fail(f"never said {words!r}: {output.read_text()}")


def processes_of(installation: Installation) -> list[int]:
    """Return the processes that run on an installation (Linux)."""
    mark = f"FILON_HOME={installation.home}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


@pytest.mark.concurrency
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serves_and_stops_with_all_its_processes(
    origin: Installation, tmp_path: Path, number: signal.Signals
) -> None:
    port, output = free_port(), tmp_path / "output"

    with served(origin, port, output) as process:
        text = wait_for(output, "Ctrl C")
        link = re.search(r"http://\S+/sign-in/\S+", text)
        page = httpx.get(f"http://127.0.0.1:{port}/accounts/login/", timeout=60)
        assert len(processes_of(origin)) >= 4
        process.send_signal(number)
        code = process.wait(timeout=30)

    assert link, text
    assert page.status_code == 200
    assert code == 0
    assert "has stopped" in output.read_text()
    if sys.platform == "linux":
        assert processes_of(origin) == []


@pytest.mark.concurrency
@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel")
def test_killed_parent_leaves_no_process(origin: Installation, tmp_path: Path) -> None:
    port, output = free_port(), tmp_path / "output"

    with served(origin, port, output) as process:
        wait_for(output, "Ctrl C")
        process.kill()
        process.wait()
        deadline = time.monotonic() + 30
        while processes_of(origin) and time.monotonic() < deadline:
            time.sleep(0.2)

    assert processes_of(origin) == []


@pytest.mark.concurrency
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_killed_worker_is_started_again(origin: Installation, tmp_path: Path) -> None:
    port, output = free_port(), tmp_path / "output"

    with served(origin, port, output):
        wait_for(output, "Ctrl C")
        first = worker_of(origin)
        os.kill(first, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while worker_of(origin) in {0, first} and time.monotonic() < deadline:
            time.sleep(0.2)
        second = worker_of(origin)

    assert second not in {0, first}


def worker_of(installation: Installation) -> int:
    """Return the process of the background jobs, 0 if there is none."""
    for pid in processes_of(installation):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
        if b"filon.jobs" in command:
            return pid
    return 0


def test_taken_port_is_said_in_words(tmp_path: Path) -> None:
    installation = Installation(home=tmp_path / "home", url="")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        done = installation.filon("serve", FILON_PORT=port)

    assert done.returncode == 1
    assert f"Port {port} is already in use" in done.stderr
    assert "FILON_PORT=" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("FILON_PORT", "eighty", "FILON_PORT must be a whole number"),
        ("FILON_PORT", "0", "FILON_PORT must be a whole number"),
        ("FILON_HOST", "nowhere.invalid", "not an address of this machine"),
        ("FILON_DEBUG", "maybe", "FILON_DEBUG must be yes or no"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL must start with"),
        ("DATABASE_URL", "postgres://x@127.0.0.1:1/x", "does not answer"),
    ],
)
def test_wrong_setting_is_said_in_words(
    tmp_path: Path, name: str, value: str, expected: str
) -> None:
    installation = Installation(home=tmp_path / "home", url="")

    done = installation.filon("serve", **{"FILON_PORT": str(free_port()), name: value})

    assert done.returncode in {1, 2}
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


def test_folder_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    installation = Installation(home=tmp_path / "file" / "home", url="")

    done = installation.filon("serve")

    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "FILON_HOME" in done.stderr
    assert "Traceback" not in done.stderr
