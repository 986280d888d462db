#!/usr/bin/env python3
"""Find the Chromium that drives the browser tests; install it where that is allowed.

browser.py           print its path
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import tooling

NAMES = (
    "chromium-headless-shell",  # without windows and their processes: half the work
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge",
)
PLACES = (
    "/usr/bin/chromium",
    "/usr/lib/chromium/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# What a browser needs in a container, as root, and to stay silent on the network.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def find() -> str | None:
    """Return the path of a Chromium, None if there is none.

    `FILON_CHROMIUM` names one; else the system's, else the one Playwright fetched.
    """
    named = os.environ.get("FILON_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    for name in NAMES:
        path = shutil.which(name)
        # On Ubuntu this name may be a script that only asks to install a snap.
        if path and "/snap/" not in os.path.realpath(path):
            return path
    for place in PLACES:
        if Path(place).exists():
            return place
    cache = Path.home() / ".cache" / "ms-playwright"
    fetched = sorted(cache.glob("chromium-*/chrome-linux*/chrome"))
    return str(fetched[-1]) if fetched else None


def ensure() -> str:
    """Return the path of a Chromium, installed with the system's tool when root.

    :raises tooling.StepRefused: if there is none; the message is the line to type.
    """
    path = find()
    if path is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("  Installing Chromium…", flush=True)
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        quiet = ["-qq", "-y", "--no-install-recommends"]
        try:
            tooling.run(["apt-get", "update", "-qq"], env=env)
            tooling.run(["apt-get", "install", *quiet, "chromium"], env=env)
        except tooling.StepRefused as refusal:
            tooling.print_error(str(refusal))
        path = find()
    if path is None:
        message = f"The browser tests need a Chromium. Type:\n    {line_to_type()}"
        raise tooling.StepRefused(message)
    return path


def line_to_type() -> str:
    """Return the command that installs a Chromium here."""
    release = Path("/etc/os-release")
    system = release.read_text() if release.exists() else ""
    if "ID=debian" in system:
        return f"{tooling.sudo()}apt install chromium"
    if "ID=fedora" in system:
        return f"{tooling.sudo()}dnf install chromium"
    if shutil.which("brew"):
        return "brew install --cask chromium"
    return ".venv/bin/playwright install --with-deps chromium"


if __name__ == "__main__":
    print(find() or "")
    sys.exit(0 if find() else 1)
