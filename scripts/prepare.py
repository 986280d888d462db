#!/usr/bin/env python3
"""Make everything `make run` and `make test` need, and only what changed.

    prepare.py run       environment, front end, French catalogue
    prepare.py test      the same, plus the tools of developers and a browser

Runs on any Python 3.11 or later with nothing installed. Each step leaves a stamp, a
hash of what it was made from, so a second run takes a moment.
"""

from __future__ import annotations

import fcntl
import hashlib
import sys
import time
import venv
from collections.abc import Callable, Iterable
from pathlib import Path

import browser
import tooling

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CACHE = ROOT / ".cache"
REQUIREMENTS = ROOT / "requirements"
PACKAGE = ROOT / "src" / "filon"
STATIC = PACKAGE / "web" / "static" / "web"
FONTS = PACKAGE / "documents" / "fonts"
NODE_MODULES = ROOT / "node_modules"


def digest(paths: Iterable[Path], *words: str) -> str:
    """Return one hash of the names and contents of `paths`, and of `words`."""
    total = hashlib.sha256(repr(words).encode())
    for path in sorted(paths):
        total.update(f"{path.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def step(label: str, stamp: Path, mark: str, work: Callable[[], None]) -> bool:
    """Do `work` unless `stamp` already says `mark`; return whether it was done."""
    if stamp.exists() and stamp.read_text() == mark:
        return False
    print(f"  {label}…", end="", flush=True)
    start = time.monotonic()
    stamp.unlink(missing_ok=True)
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)
    print(f" {time.monotonic() - start:.0f} s", flush=True)
    return True


def environment(lock: str) -> None:
    """Create `.venv` and install the locked requirements named `lock`."""
    version = f"{sys.implementation.name} {sys.version}"
    bootstrap = REQUIREMENTS / "bootstrap.txt"

    def create() -> None:
        venv.create(VENV, clear=True, with_pip=True)
        tooling.pip(PYTHON, bootstrap)

    step(
        "Creating the environment in .venv",
        VENV / ".made",
        digest([bootstrap], version, str(ROOT)),
        create,
    )
    locked = REQUIREMENTS / f"{lock}.txt"
    count = locked.read_text().count("==")
    # Developers' requirements contain those of users: one look is enough for them.
    mark = digest([locked])
    known = VENV / ".installed-dev"
    if lock == "run" and known.exists():
        dev = REQUIREMENTS / "dev.txt"
        if known.read_text() == digest([dev]):
            mark, locked = digest([dev]), dev
    step(
        f"Installing {count} locked packages",
        VENV / f".installed-{locked.stem}",
        mark,
        lambda: tooling.install(PYTHON, locked),
    )
    step(
        "Making the command .venv/bin/filon",
        VENV / ".command",
        digest([ROOT / "pyproject.toml", ROOT / "CHANGELOG.md"]),
        lambda: tooling.install_project(PYTHON, ROOT),
    )


def front_end() -> None:
    """Build the style sheet, the scripts and the fonts when their source changed."""
    lock = ROOT / "package-lock.json"
    sources = [
        path
        for path in (ROOT / "frontend").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    # The style sheet keeps only the classes that templates and widgets use.
    classes = [*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.py")]
    mark = digest([ROOT / "package.json", lock, *sources, *classes])
    stamp = CACHE / "front-end"
    built = (STATIC / "site.css").exists() and any(FONTS.glob("*.ttf"))
    if built and stamp.exists() and stamp.read_text() == mark:
        return
    node, npm = tooling.find_node() or tooling.own_node(PYTHON, CACHE, step)
    env = tooling.node_environment(PYTHON, node)

    def packages() -> None:
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        tooling.run([*npm, "ci", *quiet], cwd=ROOT, env=env)

    def build() -> None:
        tooling.run([*npm, "run", "--silent", "build"], cwd=ROOT, env=env)
        tooling.run([str(PYTHON), str(ROOT / "frontend" / "fonts.py")], cwd=ROOT)

    step(
        "Installing the front-end packages",
        NODE_MODULES / ".installed",
        digest([lock]),
        packages,
    )
    stamp.unlink(missing_ok=True)
    step("Building the front end", stamp, mark, build)


def catalog() -> None:
    """Compile the French catalogue."""
    source = PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        return
    tooling.run([str(PYTHON), str(ROOT / "scripts" / "po.py"), "compile"], cwd=ROOT)


def main() -> int:
    """Prepare for one purpose; return the exit code."""
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            environment("dev" if purpose == "test" else "run")
            front_end()
            catalog()
            if purpose == "test":
                browser.ensure()
        except tooling.StepRefused as refusal:
            print(f"\n{refusal}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
