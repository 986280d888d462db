"""Whole installations: a data folder and a database of their own."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
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
        origin = like.url.rpartition("/")[2] if like else "template1"
        _administer(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(fresh), sql.Identifier(origin)
            )
        )
        self.databases.append(fresh)
        database = settings.DATABASES["default"]
        account = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
        place = f"{database['HOST']}:{database['PORT']}"
        return Installation(home=home, url=f"postgres://{account}@{place}/{fresh}")

    def close(self) -> None:
        """Drop what was made outside the folder."""
        for name in self.databases:
            statement = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            _administer(statement.format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with its tables, made once; copy it, never use it."""
    workshop = Workshop(tmp_path_factory.mktemp("installations"))
    installation = workshop.make("migrated")
    done = installation.filon("manage", "migrate", "-v0")
    assert done.returncode == 0, done.stderr
    yield installation
    workshop.close()


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    """Makes the installations of one test."""
    workshop = Workshop(tmp_path)
    yield workshop
    workshop.close()


@pytest.fixture
def origin(workshop: Workshop, migrated: Installation) -> Installation:
    """An installation with one person, Alice."""
    installation = workshop.make("origin", like=migrated)
    installation.python(PEOPLE)
    return installation


def is_postgres() -> bool:
    """Say whether the suite runs on PostgreSQL."""
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("postgresql")


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
