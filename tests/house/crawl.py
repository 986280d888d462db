"""A walk through the running product in a browser, and what must hold on each page."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse, BrowserContext, Page, Response

from tests.house.tree import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LINKS = re.compile(r'<a [^>]*?href="([^"]*)"')
HREFS = "() => [...document.querySelectorAll('a[href]')].map(a => a.href)"
# What is looked for again in the dark: colours change, nothing else does. The rows of
# a long table are like its first ten. Style sheets are not fetched again: the only
# rule that reads them is about screens that refuse to be turned.
RUN_AXE = """async (isDark) => {
  document.getAnimations().forEach(one => one.finish());
  for (const body of document.querySelectorAll('tbody'))
    [...body.rows].slice(10).forEach(row => row.remove());
  const only = isDark ? {runOnly: ['color-contrast']} : {};
  const {violations} = await axe.run(
    document, {resultTypes: ['violations'], preload: false, ...only});
  return violations.filter(v => ['serious', 'critical'].includes(v.impact))
    .map(v => `${v.id}: ` + v.nodes.slice(0, 3)
      .map(n => n.target.join(' ') + ' ' + n.html.slice(0, 120)).join(' | '));
}"""
WATCH_POLICY = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));
"""
OUTLINE = """() => ({
  titles: document.querySelectorAll('h1').length,
  language: document.documentElement.lang,
  title: document.title,
  sideways: [...document.querySelectorAll('#list .table-wrap')]
    .filter(table => table.scrollWidth > table.clientWidth).length,
})"""
# Doors out, and answers that are no pages.
AVOIDED = {"account_logout", "accounts:sign-in", "accounts:language"}
PAGE_HEADERS = {
    "x-content-type-options": {"nosniff"},
    "x-frame-options": {"DENY"},
    # Pages behind a link say less: their address is nobody's business.
    "referrer-policy": {"same-origin", "no-referrer"},
}


@dataclass(slots=True)
class Walk:
    """One person's walk.

    :param language: in which its pages are; a customer's are in the customer's.
    :param each: how many addresses of one route are opened.
    :param seen: how often each route was looked at closely, shared by several walks.
    """

    context: BrowserContext
    address: str
    who: str
    each: int
    seen: Counter[str] = field(default_factory=Counter)
    language: str = "fr|en"
    expected_status: int = 200
    problems: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    page: Page = field(init=False)
    axe: str = field(init=False)
    _console: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.axe = AXE.read_text(encoding="utf-8")
        self.context.add_init_script(WATCH_POLICY)
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self._hear(message))
        self.page.on("pageerror", lambda error: self._console.append(str(error)))

    def go(self, *starts: str) -> None:
        """Look at every page that can be reached from these addresses."""
        waiting, known = deque(starts), set(starts)
        opened: Counter[str] = Counter()
        while waiting:
            path = waiting.popleft()
            key = key_of(path)
            if not key or opened[key] >= self.each:
                continue
            opened[key] += 1
            is_new = self.seen[key] < self.each
            for found in self._look(path) if is_new else self._read(path):
                if found not in known:
                    known.add(found)
                    waiting.append(found)

    def _look(self, path: str) -> Iterator[str]:
        """Check one page; yield the addresses that it leads to."""
        self._console.clear()
        try:
            answer = self.page.goto(self.address + path, wait_until="load")
        except Exception as error:  # noqa: BLE001 -- a download stops the navigation
            if "Download is starting" not in str(error):
                self._note(path, str(error).splitlines()[0])
            return
        if answer is None or not is_page(answer):
            return
        self.pages.append(path)
        self.seen[key_of(path)] += 1
        self._check_answer(path, answer)
        self._check_page(path)
        links = self.page.evaluate(HREFS)
        self._check_closely(path)
        yield from self._within(links)

    def _read(self, path: str) -> Iterator[str]:
        """Ask for a page of which a like one was looked at; yield where it leads."""
        address = self.address + path
        answer = self.context.request.get(address)
        if is_page(answer):
            self.pages.append(path)
            self._check_answer(path, answer)
            text = answer.text()
            self._check_outline(path, outline_of(text))
            links = LINKS.findall(text)
            yield from self._within(urljoin(address, unescape(to)) for to in links)

    def _within(self, hrefs: Iterable[str]) -> Iterator[str]:
        for href in hrefs:
            if href.startswith(self.address):
                yield href.removeprefix(self.address).partition("#")[0] or "/"

    def _check_answer(self, path: str, answer: Response | APIResponse) -> None:
        if answer.status != self.expected_status:
            self._note(path, f"answers {answer.status}")
        headers = answer.headers
        if "no-store" not in headers.get("cache-control", ""):
            self._note(path, "may be stored")
        for name, allowed in PAGE_HEADERS.items():
            if headers.get(name) not in allowed:
                self._note(path, f"{name} is {headers.get(name)}")
        if "default-src 'self'" not in headers.get("content-security-policy", ""):
            self._note(path, "has no content security policy")

    def _check_page(self, path: str) -> None:
        self._check_outline(path, self.page.evaluate(OUTLINE))
        for message in self._console:
            # The browser says that a page was not found; that may be what was asked.
            if self.expected_status != 200 and "Failed to load" in message:
                continue
            self._note(path, f"console: {message}")

    def _check_outline(self, path: str, outline: dict[str, Any]) -> None:
        if outline["titles"] != 1:
            self._note(path, f"has {outline['titles']} h1")
        if outline["language"] not in self.language.split("|"):
            self._note(path, f"says it is in {outline['language']!r}")
        if not outline["title"]:
            self._note(path, "has no title")
        if outline["sideways"]:
            self._note(path, "has a list that scrolls sideways on a laptop")

    def _check_closely(self, path: str) -> None:
        self.page.evaluate(self.axe)
        for is_dark in (False, True):
            self.page.emulate_media(color_scheme="dark" if is_dark else "light")
            for violation in self.page.evaluate(RUN_AXE, is_dark):
                self._note(path, f"{'dark' if is_dark else 'light'} {violation}")

    def _hear(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            place = urlsplit(message.location["url"]).path
            # The viewer of a PDF asks for it by itself.
            if place != "/favicon.ico":
                self._console.append(f"{message.text} ({place})")

    def _note(self, path: str, problem: str) -> None:
        line = f"{self.who} {path}: {problem}"
        if line not in self.problems:
            self.problems.append(line)


def outline_of(text: str) -> dict[str, Any]:
    """Return what OUTLINE finds, from the text of a page that no browser laid out."""
    return {
        "titles": len(re.findall(r"<h1[\s>]", text)),
        "language": "".join(re.findall(r'<html[^>]*? lang="([^"]*)"', text)),
        "title": "".join(
            re.findall(r"<title>\s*(.*?)\s*</title>", text, re.DOTALL)[:1]
        ),
        "sideways": 0,
    }


def is_page(answer: Response | APIResponse) -> bool:
    """Tell whether an answer is an HTML page."""
    return answer.headers.get("content-type", "").startswith("text/html")


def key_of(path: str) -> str:
    """Return the route of an address and the tab it opens, or nothing to stay away."""
    parts = urlsplit(path)
    query = parse_qs(parts.query)
    if set(query) & {"format", "sort", "after", "before"}:
        return ""
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return ""
    tab = query.get("tab", [""])[0]
    return "" if name in AVOIDED else f"{name}?{tab}"
