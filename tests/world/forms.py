"""The forms of a page, filled the way a person would send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

SAMPLES = {"number": "1", "date": "2026-03-02", "email": "a@example.com"}


@dataclass(slots=True)
class PageForm:
    """One form: where it goes, and what is in it."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._open: PageForm | None = None
        self._select = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = given.get("method", "get").lower()
            self._open = PageForm(given.get("action", ""), method)
            self.forms.append(self._open)
        if self._open is None:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            self._input(self._open, name, given)
        elif tag == "select":
            self._select = name
            self._open.values.setdefault(name, [])
        elif tag == "option" and self._select:
            self._option(self._open, given)
        elif tag == "textarea":
            self._open.values[name] = ["text"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""

    def _input(self, form: PageForm, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in {"checkbox", "radio"}:
            is_first = kind == "radio" and not form.values.get(name)
            if "checked" in given or is_first:
                form.values[name] = [given.get("value", "on")]
            return
        if kind in {"submit", "button", "file", "image"}:
            return
        sample = SAMPLES.get(kind, "1") if "required" in given else ""
        form.values.setdefault(name, []).append(given.get("value") or sample)

    def _option(self, form: PageForm, given: dict[str, str]) -> None:
        values, value = form.values[self._select], given.get("value", "")
        if "selected" in given or (value and not values):
            form.values[self._select] = [value]


def forms_of(page: str) -> list[PageForm]:
    """Return the forms of a page that are posted."""
    reader = _Reader()
    reader.feed(page)
    return [form for form in reader.forms if form.method == "post"]
