"""Every environment variable that the program reads is documented."""

from __future__ import annotations

import re

from tests.house.tree import LIVE_MODULES, ROOT

# How a variable is read: through the readers of filon.project.environment.
READ = re.compile(
    r"""(?:text|flag|number|words|networks|environ\.get|getenv)\(\s*["']"""
    r"""((?:FILON_|DATABASE_)[A-Z_]+)["']|environ\[["'](FILON_[A-Z_]+)["']\]"""
)
ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


def variables_read() -> set[str]:
    """Return the names of the variables that the source reads."""
    found = set()
    for path in LIVE_MODULES:
        for match in READ.finditer(path.read_text(encoding="utf-8")):
            found.add(match.group(1) or match.group(2))
    return found


def test_documentation_and_source_name_the_same_variables() -> None:
    documented = set(ROW.findall((ROOT / "docs" / "settings.md").read_text("utf-8")))

    assert documented == variables_read()
