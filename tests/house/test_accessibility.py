"""Every page of the demonstration company, in a browser, in the light and in the dark.

The walk follows the links of the pages as a salesperson, a manager, an administrator,
an officer of the exam centre, a customer and a stranger. It looks at one address of
each route, or at five with FILON_CRAWL=all (`make axe`). Afterwards the database is as
it was: reading changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

import browser
from tests.house.crawl import AXE, Walk
from tests.installations import Installation, Workshop, is_postgres
from tests.journeys.server import served

EACH = 5 if os.environ.get("FILON_CRAWL") == "all" else 1
PEOPLE = ("MANAGER", "SALESPERSON", "ADMINISTRATOR", "OFFICER")
# Sessions of all people, and one open link of each purpose with a known token.
DOORS = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from filon.accounts.models import User
from filon.accounts.services import hash_token, user_create
from filon.coordination.models import PublicLink
from datetime import timedelta
from filon.kernel import clock

user_create(email="root@example.com", first_name="A", last_name="A",
            role="ADMINISTRATOR", language="fr")
sessions = {}
for user in User.objects.order_by("-pk"):
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "filon.accounts.backends.EmailBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    sessions[user.role] = store.session_key
links = {}
for link in PublicLink.objects.order_by("pk"):
    links[link.purpose] = f"token-of-{link.purpose}"
    until = clock.now() + timedelta(days=9)
    PublicLink.objects.filter(purpose=link.purpose, pk=link.pk).update(
        token_hash=hash_token(f"token-of-{link.purpose}-{link.pk}"),
        expires_at=until, revoked_at=None)
    links[link.purpose] = f"token-of-{link.purpose}-{link.pk}"
print(json.dumps({"sessions": sessions, "links": links}))
"""
# Background work and the sessions themselves go on by themselves.
ALIVE = ("django_session", "filon_cache", "jobs_", "accounts_ratebucket", "sqlite_")


@pytest.fixture
def demonstration(tmp_path: Path, migrated: Installation) -> Iterator[Installation]:
    """Return an installation that holds the demonstration company."""
    workshop = Workshop(tmp_path)
    installation = workshop.make("demonstration", like=migrated)
    done = installation.filon("demo")
    assert done.returncode == 0, done.stderr
    yield installation
    workshop.close()


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """Return the system's browser."""
    path = browser.find()
    assert path, "no Chromium: `make test` says how to get one"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=list(browser.ARGUMENTS)
        )
        yield opened
        opened.close()


@pytest.mark.journey
@pytest.mark.skipif(
    is_postgres(),
    reason="axe looks at markup, which the database does not change; test_rights and"
    " test_queries read every page on PostgreSQL, and that reading writes nothing",
)
@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci")
def test_every_page_is_accessible_and_reading_changes_nothing(
    demonstration: Installation, chromium: Browser, tmp_path: Path
) -> None:
    doors = json.loads(demonstration.python(DOORS))
    problems: list[str] = []
    pages: list[str] = []

    def walk(who: str, *starts: str, key: str = "", **more: Any) -> None:
        context = chromium.new_context(locale="fr-FR")
        if key:
            context.add_cookies(
                [{"name": "sessionid", "value": key, "url": server.address}]
            )
        walked = Walk(context, server.address, who, EACH, **more)
        walked.go(*starts)
        problems.extend(walked.problems)
        pages.extend(walked.pages)
        context.close()

    with served(demonstration, tmp_path / "console") as server:
        before = picture(demonstration)
        seen: Counter[str] = Counter()
        for who in PEOPLE:
            walk(who, "/", key=doors["sessions"][who], seen=seen, language="fr")
        for purpose, token in doors["links"].items():
            walk(purpose, f"/link/{token}/")
        walk("visitor", "/accounts/login/", "/accounts/password/reset/", language="fr")
        walk("stranger", "/link/unknown/", expected_status=404)
    changed = differences(before, picture(demonstration))
    assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems)
    assert not changed, "reading changed " + ", ".join(changed)
    assert len(pages) > 100


def picture(installation: Installation) -> dict[str, str]:
    """Return a hash of each table whose rows only people change."""
    path = installation.home / "filon.sqlite3"
    if not path.exists():
        return {}
    rows = sqlite3.connect(path)
    names = [
        n for (n,) in rows.execute("SELECT name FROM sqlite_master WHERE type='table'")
    ]
    result = {}
    for name in sorted(names):
        if not name.startswith(ALIVE):
            content = rows.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()  # noqa: S608
            result[name] = hashlib.sha256(repr(content).encode()).hexdigest()
    rows.close()
    return result


def differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return the tables that differ."""
    return [name for name in before if before[name] != after.get(name)]
