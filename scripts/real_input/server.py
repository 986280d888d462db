"""A running Filon, and customers who come with a link and no account."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import httpx

from filon.journal.models import kind_of
from filon.mail.models import OutboxMessage
from real_input.steps import StepFailed, Steps

PATIENCE = 90
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@contextmanager
def served(console: Path, steps: Steps) -> Iterator[str]:
    """Serve the installation of this process; yield its address."""
    address = f"http://127.0.0.1:{os.environ['FILON_PORT']}"
    with console.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "filon.project.cli", "serve"],
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        with steps.step("filon serve"):
            _wait(console, process)
            steps.true(f"answers at {address}", holds=True)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=40)
    faults = console.read_text().count("Traceback")
    steps.same("\nFaults on the server's console", faults, 0)


def _wait(console: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while "Ctrl C" not in console.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            raise StepFailed(console.read_text())
        time.sleep(0.1)


class Customer:
    """Somebody who got a link by mail and opens it in a browser of their own."""

    def __init__(self, target: object, address: str) -> None:
        rows = OutboxMessage.objects.filter(
            target_kind=kind_of(target),  # type: ignore[arg-type]
            target_id=target.pk,  # type: ignore[attr-defined]
        )
        token = rows.order_by("-pk")[0].secrets[0]
        self.http = httpx.Client(base_url=address, follow_redirects=True, timeout=60)
        self.page = self._checked(self.http.get(f"/link/{token}/"))

    def reads(self, words: str) -> bool:
        """Say whether the page shows the words, whatever the white space."""
        text = unescape(re.sub(r"<[^>]+>", " ", self.page.text))
        return words in " ".join(text.split())

    def fetches(self, pattern: str) -> bytes:
        """Return what the link of the page gives whose address fits the pattern."""
        found = re.search(rf'href="({pattern})"', self.page.text)
        if not found:
            raise StepFailed(f"no link {pattern} at {self.page.url}")
        return self._checked(self.http.get(found[1])).content

    def sends(self, action: str, values: Mapping[str, str]) -> None:
        """Fill the form with this action ("" for the page itself) and send it."""
        hidden = self._hidden(action)
        target = action or str(self.page.url)
        self.page = self._checked(self.http.post(target, data={**hidden, **values}))

    def leaves(self) -> None:
        """Close the browser."""
        self.http.close()

    def path(self, ending: str) -> str:
        """Return an address below the one of the page."""
        return f"{self.page.url.path.rstrip('/')}/{ending}"

    def _hidden(self, action: str) -> dict[str, str]:
        for head, body in _FORM.findall(self.page.text):
            if f'action="{action}"' in head or (not action and "/" not in head):
                return {name: unescape(value) for name, value in _HIDDEN.findall(body)}
        raise StepFailed(f"no form {action} at {self.page.url}")

    def _checked(self, response: httpx.Response) -> httpx.Response:
        if response.status_code != httpx.codes.OK:
            text = " ".join(re.sub(r"<[^>]+>", " ", response.text).split())
            raise StepFailed(f"{response.status_code} at {response.url}: {text[:300]}")
        return response
