"""Refusing an installation whose settings would lose data or let people in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db.backends.base.base import BaseDatabaseWrapper

# Name of the pragma, what it must be, why. Source: reliability tests RE-01.
PRAGMAS: tuple[tuple[str, frozenset[str], str], ...] = (
    ("journal_mode", frozenset({"wal"}), "a reader must not block a writer"),
    ("synchronous", frozenset({"2"}), "a power cut must not lose a commit"),
    ("foreign_keys", frozenset({"1"}), "a link must lead somewhere"),
    ("recursive_triggers", frozenset({"1"}), "a REPLACE must not rewrite history"),
)
BUSY_MILLISECONDS = 5_000


def check_settings(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Return what is wrong in the settings (run by `check` and before serving)."""
    errors: list[CheckMessage] = []
    database = settings.DATABASES["default"]
    options = database.get("OPTIONS", {})
    if database["ENGINE"].endswith("sqlite3"):
        commands = options.get("init_command", "").replace(" ", "").lower()
        if options.get("transaction_mode") != "IMMEDIATE":
            errors.append(_error(1, "SQLite must use IMMEDIATE transactions."))
        if "synchronous=full" not in commands:
            errors.append(_error(2, "SQLite must run with synchronous=FULL."))
        if "recursive_triggers=on" not in commands:
            errors.append(_error(3, "SQLite must run with recursive_triggers=ON."))
    media, static = Path(settings.MEDIA_ROOT), Path(settings.STATIC_ROOT or "/nowhere")
    if media == static or static in media.parents:
        errors.append(_error(4, "Files of users must not lie among static files."))
    if any(network.prefixlen == 0 for network in settings.FILON_TRUSTED_PROXIES):
        errors.append(_error(6, "FILON_TRUSTED_PROXIES must not trust everybody."))
    if "argon2id" not in settings.PASSWORD_HASHERS[0].lower():
        errors.append(_error(7, "Passwords must be hashed with Argon2id first."))
    return errors


def pragma_faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the pragmas of an open SQLite connection that could lose data."""
    faults = []
    with connection.cursor() as cursor:
        for name, wanted, why in PRAGMAS:
            cursor.execute(f"PRAGMA {name}")
            (value,) = cursor.fetchone()
            if str(value).lower() not in wanted:
                faults.append(f"{name} is {value}: {why}")
        cursor.execute("PRAGMA busy_timeout")
        (timeout,) = cursor.fetchone()
        if timeout < BUSY_MILLISECONDS:
            faults.append(f"busy_timeout is {timeout}: a second writer must wait")
    return faults


def _error(number: int, sentence: str) -> Error:
    return Error(sentence, id=f"filon.E{number:03}")
