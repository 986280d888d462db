"""Serve the pages and run the background jobs until Ctrl C."""

from __future__ import annotations

import argparse
import errno
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import activate, get_language
from django.utils.translation import gettext as _

from filon.accounts.services import first_sign_in_link
from filon.kernel import clock
from filon.kernel.errors import DomainError
from filon.project import environment as env
from filon.project.database import prepare_database
from filon.project.demo import loading
from filon.project.processes import Child, stopped_by_signals, supervise

WORKERS = 2
# A request waits for the database more than it computes.
THREADS = 4


class CannotServe(DomainError):
    """The address or the data folder cannot be used."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say whether an empty installation gets the demonstration company."""
    parser.add_argument(
        "--demo",
        action="store_true",
        help="load the demonstration company into an empty installation",
    )


def run(options: argparse.Namespace) -> int:
    """Prepare the database, start both processes, say how to sign in."""
    check_folder(settings.FILON_HOME)
    check_address(host(), port())
    prepare_database(tell=lambda: _say(_("Preparing the database…")))
    if options.demo and loading.is_empty():
        _say(_("Making the demonstration company…"))
        loading.load(now=clock.now())
    children = [
        Child([sys.executable, "-m", "granian", *_granian_arguments()]),
        Child([sys.executable, "-m", "filon.jobs"], revived=True),
    ]
    with stopped_by_signals() as stop:
        language = get_language() or settings.LANGUAGE_CODE
        threading.Thread(target=_greet, args=(stop, language), daemon=True).start()
        code = supervise(children, stop=stop)
    _say(_("Filon has stopped."))
    return code


def host() -> str:
    """Return the address to listen on."""
    return env.text("FILON_HOST") or "127.0.0.1"


def port() -> int:
    """Return the port to listen on."""
    return env.number("FILON_PORT", 8000, low=1, high=65535)


def base_url() -> str:
    """Return the address that people type, without a slash at the end."""
    if settings.FILON_URL:
        return str(settings.FILON_URL).rstrip("/")
    shown = "127.0.0.1" if host() in {"0.0.0.0", "::"} else host()  # noqa: S104
    return f"http://[{shown}]:{port()}" if ":" in shown else f"http://{shown}:{port()}"


def check_folder(folder: Path) -> None:
    """Refuse a data folder that cannot be written.

    :raises CannotServe: with the way out.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CannotServe(
            _(
                "The data folder %(folder)s cannot be written (%(reason)s). Set"
                " FILON_HOME to a folder of yours."
            )
            % {"folder": folder, "reason": error.strerror}
        ) from error


def check_address(name: str, number: int) -> None:
    """Refuse an address that cannot be listened on.

    :raises CannotServe: with the way out.
    """
    try:
        family, _kind, _protocol, _name, address = socket.getaddrinfo(
            name, number, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        values = {"port": number, "host": name, "next": number + 1}
        if error.errno == errno.EADDRINUSE:
            sentence = _(
                "Port %(port)s is already in use. Stop the other program or choose"
                " another port: FILON_PORT=%(next)s filon serve"
            )
        elif error.errno == errno.EACCES:
            sentence = _(
                "Port %(port)s is reserved to the administrator of this machine."
                " Choose one above 1023 with FILON_PORT."
            )
        else:
            sentence = _(
                "%(host)s is not an address of this machine. Set FILON_HOST to"
                " 127.0.0.1, or to 0.0.0.0 for all its addresses."
            )
        raise CannotServe(sentence % values) from error


def _granian_arguments() -> list[str]:
    return [
        "--interface=wsgi",
        f"--host={host()}",
        f"--port={port()}",
        f"--workers={WORKERS}",
        f"--blocking-threads={THREADS}",
        "--respawn-failed-workers",
        "--workers-kill-timeout=10",
        "--log-level=warning",
        "filon.project.wsgi:application",
    ]


def _greet(stop: threading.Event, language: str) -> None:
    """Say where Filon is and how to sign in, once it answers."""
    activate(language)
    shown = "127.0.0.1" if host() in {"0.0.0.0", "::"} else host()  # noqa: S104
    while not stop.is_set():
        try:
            with socket.create_connection((shown, port()), timeout=1):
                break
        except OSError:
            time.sleep(0.1)
    if stop.is_set():
        return
    _say(_("Filon is at %(address)s") % {"address": f"{base_url()}/"})
    link = first_sign_in_link(base_url=base_url(), now=clock.now())
    guests = loading.guest_links(base_url=base_url(), now=clock.now())
    connection.close()
    if link:
        _say(_("Sign in once with this link, then choose a password:"))
        _say(f"    {link}")
    if guests:
        _say(_("Or enter the demonstration company, once each, as:"))
    for who, address in guests:
        _say(f"    {who}\n        {address}")
    _say(_("Ctrl C stops it."))


def _say(line: str) -> None:
    print(line, flush=True)
