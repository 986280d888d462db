#!/usr/bin/env python3
"""Run a command against a PostgreSQL of its own, thrown away afterwards.

    postgres.py COMMAND [ARGUMENT...]

The server lies in a temporary folder, listens on a free port of the loopback and
belongs to an ordinary user, because PostgreSQL refuses to run as root. The command
finds it in DATABASE_URL. The exit code is that of the command.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tooling

USER = "filon"
DATABASE = "filon"
SYSTEM_USERS = ("postgres", "nobody")
# A test database may lose everything at a power cut; it may not be slow.
SERVER_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def binaries() -> Path:
    """Return the folder of the newest server installed.

    :raises tooling.StepRefused: if there is none; the message is the line to type.
    """
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(path.parts[-3]), default=None)
    if newest is None:
        line = f"{tooling.sudo()}apt install postgresql"
        message = f"PostgreSQL is missing. Type:\n    {line}"
        raise tooling.StepRefused(message)
    return newest.parent


def owner_prefix() -> tuple[list[str], int]:
    """Return what goes before a server command, and the user it then runs as."""
    if os.geteuid() != 0:
        return [], os.geteuid()
    for name in SYSTEM_USERS:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return ["runuser", "-u", name, "--"], user.pw_uid
    message = "PostgreSQL needs an ordinary user. Type:\n    useradd --system postgres"
    raise tooling.StepRefused(message)


def free_port() -> int:
    """Return a port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server() -> Iterator[str]:
    """Start a server; yield the DATABASE_URL of an empty database; stop it."""
    folder_of_tools = binaries()
    prefix, uid = owner_prefix()
    password, port = secrets.token_urlsafe(16), free_port()
    with tempfile.TemporaryDirectory(prefix="filon-postgres-") as name:
        folder = Path(name)
        secret = folder / "password"
        secret.write_text(password)
        for path in (folder, secret):
            os.chown(path, uid, -1)
        data = folder / "data"
        initdb = [*prefix, str(folder_of_tools / "initdb"), "--pgdata", str(data)]
        account = ["--username", USER, "--pwfile", str(secret)]
        kind = ["--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8"]
        tooling.run([*initdb, *account, *kind], cwd=folder)
        options = [f"-c {option}" for option in SERVER_OPTIONS]
        options += [f"-k {folder}", f"-p {port}", "-c listen_addresses=127.0.0.1"]
        control = [*prefix, str(folder_of_tools / "pg_ctl"), "-D", str(data), "-w"]
        log = str(folder / "log")
        tooling.run([*control, "-l", log, "-o", " ".join(options), "start"], cwd=folder)
        try:
            env = {**os.environ, "PGPASSWORD": password}
            create = [str(folder_of_tools / "createdb"), "-h", "127.0.0.1"]
            tooling.run(
                [*create, "-p", str(port), "-U", USER, DATABASE], cwd=folder, env=env
            )
            yield f"postgres://{USER}:{password}@127.0.0.1:{port}/{DATABASE}"
        finally:
            tooling.run([*control, "-m", "immediate", "stop"], cwd=folder)


def main(command: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    if not command:
        print(__doc__)
        return 2
    try:
        with server() as url:
            env = {**os.environ, "DATABASE_URL": url}
            return subprocess.run(command, env=env, check=False).returncode
    except tooling.StepRefused as refusal:
        print(refusal, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
