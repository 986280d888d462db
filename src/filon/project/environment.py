"""Configuration read from environment variables, refused loudly when wrong."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA recursive_triggers=ON;"
    "PRAGMA cache_size=-65536;"
    "PRAGMA mmap_size=268435456;"
    "PRAGMA temp_store=MEMORY;"
)


def text(name: str, default: str = "") -> str:
    """Return a variable as text."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool) -> bool:
    """Return a yes/no variable.

    :raises ImproperlyConfigured: for any other word.
    """
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    message = f"{name} must be yes or no, got {value!r}"
    raise ImproperlyConfigured(message)


def number(name: str, default: int, *, low: int, high: int) -> int:
    """Return a whole number within bounds.

    :raises ImproperlyConfigured: for anything else.
    """
    value = text(name)
    if not value:
        return default
    if not value.isdigit() or not low <= int(value) <= high:
        message = f"{name} must be a whole number from {low} to {high}, got {value!r}"
        raise ImproperlyConfigured(message)
    return int(value)


def words(name: str) -> list[str]:
    """Return a comma-separated list."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def networks(name: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Return a comma-separated list of networks.

    :raises ImproperlyConfigured: if one is not a network.
    """
    try:
        return [ipaddress.ip_network(word) for word in words(name)]
    except ValueError as error:
        message = f"{name}: {error}"
        raise ImproperlyConfigured(message) from error


def database(url: str, home: Path) -> dict[str, Any]:
    """Return Django's database settings for `sqlite:///path` or `postgres://…`.

    :raises ImproperlyConfigured: for another scheme or a missing name.
    """
    parts = urlsplit(url or f"sqlite:///{home / 'filon.sqlite3'}")
    if parts.scheme == "sqlite":
        return _sqlite(parts.path)
    if parts.scheme in {"postgres", "postgresql"}:
        name = unquote(parts.path.lstrip("/"))
        if not name:
            message = "DATABASE_URL names no database after the host"
            raise ImproperlyConfigured(message)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    message = "DATABASE_URL must start with sqlite:/// or postgres://"
    raise ImproperlyConfigured(message)


def _sqlite(path: str) -> dict[str, Any]:
    """Return the SQLite settings that lose no acknowledged write (reliability.md)."""
    if path.startswith("//"):
        path = path[1:]
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:" if path in {"", "/:memory:"} else path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        },
    }
