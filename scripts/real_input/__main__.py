"""Walk the whole thread on real files, starting from an empty company.

    make real-input

Reads FILON_REAL_DATA (../shared/data by default). Prints every step with its time and
a ✓ or ✗; the exit code is 1 if anything was not as the files say.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from pathlib import Path

from real_input.steps import Steps
from real_input.tables import Data

ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    """Find the files, prepare a folder of their own and walk."""
    data = Data(Path(os.environ.get("FILON_REAL_DATA") or ROOT / "../shared/data"))
    if data.missing:
        print(
            f"There is no real data at {data.folder}: set FILON_REAL_DATA to the folder"
            " that holds irep, adventureworks_oltp and watch."
        )
        return 0
    with tempfile.TemporaryDirectory(prefix="filon-real-") as name:
        set_environment(Path(name))

        import django

        django.setup()

        from real_input.walk import walk

        return walk(data, Path(name), Steps())


def set_environment(folder: Path) -> None:
    """Give this process and its children an empty installation of their own."""
    for key in [key for key in os.environ if key.startswith("FILON_")]:
        del os.environ[key]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "filon.project.settings",
        "DATABASE_URL": f"sqlite:///{folder}/filon.sqlite3",
        "FILON_HOME": str(folder / "home"),
        "FILON_PORT": str(free_port()),
        # The feeds are served by this very process.
        "FILON_FETCH_ALLOW": "127.0.0.0/8",
        "LC_ALL": "C",
        "LANGUAGE": "en",
    }


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
