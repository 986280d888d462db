"""Whole installations: a data folder and a database of their own.

A run makes the tables once: all its processes share that installation and copy it.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from tests.house.tree import ROOT

PASSWORD = "correct horse battery"
PEOPLE = f"""
from filon.accounts.services import user_create
user_create(email="alice@example.com", first_name="Alice", last_name="A",
            role="DIRECTOR", password={PASSWORD!r})
"""
PREPARE = """
from filon.project.database import prepare_database
prepare_database()
"""

# Names what the processes of one run share: a folder and, on PostgreSQL, a database.
RUN = "FILON_SUITE_FOLDER"


@dataclass(frozen=True, slots=True)
class Installation:
    """A Filon of its own, used as its people use it: through the command."""

    home: Path
    url: str

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of its processes."""
        own = {"FILON_HOME": str(self.home), "DATABASE_URL": self.url, "LANG": "C"}
        kept = {k: v for k, v in os.environ.items() if not k.startswith("FILON_")}
        return {**kept, "LC_ALL": "C", **own, **more}

    def filon(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run the command to its end."""
        return self._run("-m", "filon.project.cli", *words, **more)

    def module(self, name: str, *words: str) -> str:
        """Run a module to its good end; return what it prints."""
        done = self._run("-m", name, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        """Start a module and go on."""
        return subprocess.Popen(  # noqa: S603 -- this interpreter
            [sys.executable, "-m", name, *words], env=self.environment(), cwd=ROOT
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Read its database beside whatever its processes do."""
        if self.url:
            with psycopg.connect(self.url) as connection:
                return connection.execute(query.encode()).fetchall()
        path = f"file:{self.home / 'filon.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(path, uri=True, timeout=20)) as file:
            return file.execute(query).fetchall()

    def python(self, code: str) -> str:
        """Run code with Django set up; return what it prints."""
        setup = "import django; django.setup()\n"
        done = self._run(
            "-c", setup + code, DJANGO_SETTINGS_MODULE="filon.project.settings"
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603
            [sys.executable, *words],
            env=self.environment(**more),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


class Workshop:
    """Makes installations on the kind of database the suite runs on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.databases: list[str] = []

    def make(self, name: str, *, like: Installation | None = None) -> Installation:
        """Return an empty installation, or a copy of `like`, which nobody uses now."""
        home = self.folder / name
        if like:
            shutil.copytree(like.home, home)
        if not is_postgres():
            return Installation(home=home, url="")
        fresh = f"filon_{name}_{secrets.token_hex(4)}"
        _create(fresh, like.url.rpartition("/")[2] if like else "template1")
        self.databases.append(fresh)
        return Installation(home=home, url=_url_of(fresh))

    def close(self) -> None:
        """Drop what was made outside the folder."""
        for name in self.databases:
            _drop(name)


def pytest_configure() -> None:
    """Make the folder that the processes of this run share; its workers inherit it."""
    if RUN not in os.environ:
        os.environ[RUN] = tempfile.mkdtemp(prefix="filon-suite-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take it away when the run ends, with the database that belongs to it."""
    if hasattr(config, "workerinput"):
        return
    folder = _shared()
    for mark in folder.glob("*.done") if is_postgres() else ():
        _drop(_database_of(folder, mark.stem))
    shutil.rmtree(folder, ignore_errors=True)
    del os.environ[RUN]


@pytest.fixture(scope="session")
def migrated() -> Installation:
    """An installation with its tables, made once in a run; copy it, never use it."""
    return _once("migrated", PREPARE)


@pytest.fixture(scope="session")
def peopled(migrated: Installation) -> Installation:
    """One with one person, Alice, made once in a run; copy it, never use it."""
    return _once("peopled", PEOPLE, like=migrated)


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    """Makes the installations of one test."""
    workshop = Workshop(tmp_path)
    yield workshop
    workshop.close()


@pytest.fixture
def own(workshop: Workshop, migrated: Installation) -> Installation:
    """An empty installation that nobody else uses."""
    return workshop.make("own", like=migrated)


@pytest.fixture
def origin(workshop: Workshop, peopled: Installation) -> Installation:
    """An installation with one person, Alice."""
    return workshop.make("origin", like=peopled)


def is_postgres() -> bool:
    """Say whether the suite runs on PostgreSQL."""
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("postgresql")


def _shared() -> Path:
    return Path(os.environ[RUN])


def _once(name: str, code: str, *, like: Installation | None = None) -> Installation:
    """Make an installation and run code in it, unless a process of this run did."""
    folder = _shared()
    database = _database_of(folder, name)
    url = _url_of(database) if is_postgres() else ""
    installation = Installation(folder / name, url=url)
    mark = folder / f"{name}.done"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not mark.exists():
            if like:
                shutil.copytree(like.home, installation.home)
            if url:
                _create(database, like.url.rpartition("/")[2] if like else "template1")
            installation.python(code)
            mark.touch()
    return installation


def _database_of(folder: Path, name: str) -> str:
    return f"{folder.name.replace('-', '_')}_{name}".lower()


def _url_of(name: str) -> str:
    database = settings.DATABASES["default"]
    account = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
    return f"postgres://{account}@{database['HOST']}:{database['PORT']}/{name}"


def _create(name: str, template: str) -> None:
    _administer(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template)
        )
    )


def _drop(name: str) -> None:
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    _administer(statement.format(sql.Identifier(name)))


def _administer(statement: sql.Composed) -> None:
    database = settings.DATABASES["default"]
    with psycopg.connect(
        dbname="postgres",
        user=database["USER"],
        password=database["PASSWORD"],
        host=database["HOST"],
        port=database["PORT"],
        autocommit=True,
    ) as connection:
        connection.execute(statement)
