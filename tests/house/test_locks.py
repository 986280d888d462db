"""Locks pin every package with its hash and name no address."""

from __future__ import annotations

import json
import re

import pytest

from tests.house.tree import ROOT, name_of

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("path", LOCKS, ids=name_of)
def test_python_lock_has_hashes_and_no_address(path: object) -> None:
    text = (ROOT / str(path)).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", text.partition("\n")[2], flags=re.IGNORECASE)
    pins = [block for block in blocks if "==" in block]

    assert pins
    assert all("--hash=sha256:" in pin for pin in pins)
    assert "://" not in text
    assert "--index" not in text


def test_front_end_lock_has_hashes_and_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: value for name, value in lock["packages"].items() if name}

    assert [name for name, value in packages.items() if "resolved" in value] == []
    assert [name for name, value in packages.items() if "integrity" not in value] == []


def test_each_dependency_gives_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.findall(r'^  "[A-Za-z][^"]*[<>=][^"]*",(.*)$', text, re.MULTILINE)

    assert listed
    assert [line for line in listed if "#" not in line] == []
