"""A loop that measures what `pages` describes where the shared harness is absent.

It understands the part of the harness's language that `pages` speaks.
"""

from __future__ import annotations

import os
import re
import time
from html import unescape
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urljoin

import httpx

_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_TICKS = os.sysconf("SC_CLK_TCK")


class Client:
    """Somebody signed in."""

    def __init__(self, site: dict[str, Any]) -> None:
        self.site = site
        self.vars: dict[str, str] = {}
        self.http = httpx.Client(
            base_url=site["base"],
            headers={"Accept-Encoding": "gzip", **site.get("headers", {})},
            timeout=600,
            follow_redirects=True,
        )

    def login(self) -> Client:
        """Go through the steps that sign in."""
        for step in self.site["login"]:
            self.step(step)
        return self

    def fill(self, x: Any) -> Any:
        """Fill in what was captured."""
        if isinstance(x, dict):
            return {key: self.fill(value) for key, value in x.items()}
        return re.sub(
            r"\{(\w+)\}", lambda found: self.vars.get(found[1], found[0]), str(x)
        )

    def step(self, step: dict[str, Any]) -> float:
        """Do one step; return its seconds."""
        url, data = self.fill(step["url"]), self.fill(step.get("data", {}))
        took = 0.0
        if "form" in step:
            start = time.perf_counter()
            page = self.http.get(url)
            if not step.get("form_untimed"):
                took = time.perf_counter() - start
            hidden, action = _form(page.text, step["form"])
            url = urljoin(str(page.url), action) if action else str(page.url)
            start = time.perf_counter()
            answer = self.http.post(url, data={**hidden, **data})
        else:
            start = time.perf_counter()
            headers = step.get("headers", {})
            answer = self.http.request(step.get("method", "GET"), url, headers=headers)
        took += time.perf_counter() - start
        self._check(step, answer)
        return took

    def _check(self, step: dict[str, Any], answer: httpx.Response) -> None:
        text = "" if "rows" in step else answer.text
        if answer.status_code != httpx.codes.OK:
            message = f"HTTP {answer.status_code} at {answer.url}"
            raise RuntimeError(message)
        if (wanted := step.get("expect")) and not re.search(wanted, text, re.I | re.S):
            message = f"{wanted!r} not found at {answer.url}"
            raise RuntimeError(message)
        for name, pattern in step.get("capture", {}).items():
            found = re.search(pattern, text)
            if not found:
                message = f"capture {name} not found at {answer.url}"
                raise RuntimeError(message)
            self.vars[name] = found[1]


def _form(text: str, pick: str) -> tuple[dict[str, str], str]:
    for head, body in _FORM.findall(text):
        if re.search(pick, head + body):
            action = re.search(r'action="([^"]*)"', head)
            hidden = {name: unescape(value) for name, value in _HIDDEN.findall(body)}
            return hidden, unescape(action[1]) if action else ""
    message = f"no form {pick!r}"
    raise RuntimeError(message)


def measure(
    site: dict[str, Any], test: dict[str, Any], n: int, clients: int
) -> dict[str, Any]:
    """Return the median of a test, with the processor time of the server."""
    result: dict[str, Any] = {"id": test["id"]}
    count = test.get("n", n)
    try:
        client = globals()["Client"](site).login()
        steps = test.get("steps") or [test]
        for _ in range(test.get("warm", 3)):
            for step in steps:
                client.step(step)
        before = cpu(pidtree(site["pids"]))
        times = sorted(sum(client.step(s) for s in steps) * 1000 for _ in range(count))
        spent = cpu(pidtree(site["pids"])) - before
    except (RuntimeError, httpx.HTTPError) as error:
        return {**result, "error": str(error)}
    result |= {"n": count, "p50": round(median(times), 1), "min": round(times[0], 1)}
    result |= {"p95": round(times[int(len(times) * 0.95)], 1)}
    result["cpu_ms"] = round(spent * 1000 / count, 1)
    if rows := test.get("rows"):
        result["rows_per_s"] = round(rows / median(times) * 1000, 1)
    return result


def pidtree(command: str) -> list[int]:
    """Return the process that `echo PID` names, and all its children."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            parent = _stat(entry)
            if parent:
                children.setdefault(int(parent[1]), []).append(int(entry.name))
    found: list[int] = []
    waiting = [int(word) for word in command.split() if word.isdigit()]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def cpu(pids: list[int]) -> float:
    """Return the processor seconds of processes and of their ended children."""
    stats = [_stat(Path(f"/proc/{pid}")) for pid in pids]
    return sum(sum(map(int, stat[11:15])) for stat in stats if stat) / _TICKS


def memory(pids: list[int]) -> dict[str, float]:
    """Return the memory of processes, in MiB: resident, and what is their own.

    Resident memory counts the code that they share once for each, and the pages of
    the database that SQLite maps.
    """
    found = {"Rss": 0, "Pss_Anon": 0}
    for pid in pids:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        for name in found:
            size = re.search(rf"^{name}:\s+(\d+)", text, re.MULTILINE)
            found[name] += int(size[1]) if size else 0
    return {name: round(size / 1024, 1) for name, size in found.items()}


def _stat(folder: Path) -> list[str]:
    try:
        return (folder / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
