"""Where the bench keeps its database, and which one it is."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "bench"
HARNESS = ROOT.parent / "shared" / "bench" / "harness.py"
WRITTEN_BY = ("build", "company_data", "search_data")


def stamp() -> str:
    """Return what tells one bench database from another: its data and its schema."""
    digest = hashlib.sha256()
    data = [ROOT / "bench" / f"{name}.py" for name in WRITTEN_BY]
    for path in [*data, *sorted((ROOT / "src/filon").glob("*/migrations/*.py"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def is_postgresql() -> bool:
    """Whether DATABASE_URL names a PostgreSQL database, which is then filled."""
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def set_environment() -> None:
    """Give the processes of this run a folder, a port and a copy of the database."""
    CACHE.mkdir(parents=True, exist_ok=True)
    home = CACHE / "home"
    shutil.rmtree(home, ignore_errors=True)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "filon.project.settings",
        "FILON_HOME": str(home),
        "FILON_PORT": str(_free_port()),
        "FILON_URL": "",
    }
    if not is_postgresql():
        os.environ["DATABASE_URL"] = f"sqlite:///{working_copy()}"


def master(count: int) -> Path:
    """Return the SQLite database that is built once and never served."""
    return CACHE / f"{stamp()}-{count}.sqlite3"


def working_copy() -> Path:
    """Return the one that is served: a run adds companies and offers to it."""
    return CACHE / "run.sqlite3"


def forget_former() -> None:
    """Delete databases of another data or schema, and the last run's copy."""
    for path in CACHE.glob("*.sqlite3*"):
        if not path.name.startswith(stamp()):
            path.unlink()


def keep(count: int) -> None:
    """Make the database just built the master."""
    partial = CACHE / "partial"
    shutil.copyfile(working_copy(), partial)
    partial.rename(master(count))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
