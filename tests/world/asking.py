"""Asking the product as a person, and what it answered and wrote."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdf
from django.db import connection, transaction
from django.test import Client

from filon.accounts.models import User

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# What signing in and answering a form write beside the records themselves.
BESIDE = ("django_session", "filon_cache", "accounts_ratebucket", "last_login")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    :param text: everything that can be read in it: the page, the sheet, the document.
    :param writes: the statements that changed a record.
    :param queries: how many statements it took.
    """

    status: int
    text: str
    writes: tuple[str, ...]
    queries: tuple[str, ...]
    headers: dict[str, str]
    location: str = ""
    context: Any = None
    seen: Any = None

    @property
    def is_page(self) -> bool:
        """Whether it is an HTML page."""
        return self.headers.get("Content-Type", "").startswith("text/html")

    @property
    def given(self) -> Iterator[Any]:
        """Everything that the templates of the page were given."""
        contexts = self.context if isinstance(self.context, list) else [self.context]
        for context in contexts:
            for layer in context.dicts if context is not None else ():
                yield from layer.values()


class Person:
    """Somebody at their screen; whatever they do is undone afterwards."""

    def __init__(self, user: User | None) -> None:
        self.user = user
        # Faults are reported as answers, so that one walk meets them all.
        self.client = Client(raise_request_exception=False)
        if user is not None:
            self.client.force_login(user)

    def get(self, address: str, **headers: str) -> Answer:
        """Read an address."""
        return self._ask("get", address, None, headers)

    def post(
        self,
        address: str,
        data: dict[str, Any] | None = None,
        *,
        before_undoing: Callable[[], Any] = lambda: None,
    ) -> Answer:
        """Send a form.

        :param before_undoing: what to look at while its effects still stand.
        """
        return self._ask("post", address, data or {}, {}, before_undoing)

    def send(self, method: str, address: str) -> Answer:
        """Use any method."""
        return self._ask(method.lower(), address, {}, {})

    def _ask(
        self,
        method: str,
        address: str,
        data: Any,
        headers: dict[str, str],
        before_undoing: Callable[[], Any] = lambda: None,
    ) -> Answer:
        # Who signs out or changes a password is still there for the next question.
        cookies = copy.deepcopy(self.client.cookies)
        with undone():
            with watched() as statements:
                call = getattr(self.client, method)
                response = call(address, data, headers=headers)
                content = response.getvalue()
            seen = before_undoing()
        self.client.cookies = cookies
        kind = response.headers.get("Content-Type", "")
        return Answer(
            status=response.status_code,
            text=readable(content, kind),
            writes=tuple(s for s in statements if _changes_a_record(s)),
            queries=tuple(statements),
            headers=dict(response.headers.items()),
            location=response.headers.get("Location", ""),
            context=response.context,
            seen=seen,
        )


def readable(content: bytes, kind: str) -> str:
    """Return the text of a page, a sheet or a document."""
    if kind.startswith("application/pdf") and content.startswith(b"%PDF"):
        reader = pypdf.PdfReader(io.BytesIO(content))
        return "\n".join(page.extract_text() for page in reader.pages)
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
        return "\n".join(part.decode("utf-8", "replace") for part in parts)
    return content.decode("utf-8", "replace")


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever the block writes."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def watched() -> Iterator[list[str]]:
    """Collect the statements of the block."""
    statements: list[str] = []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield statements


def _changes_a_record(sql: str) -> bool:
    return sql.lstrip().upper().startswith(WRITES) and not any(
        table in sql for table in BESIDE
    )
