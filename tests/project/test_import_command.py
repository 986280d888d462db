"""The command that brings a file in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from filon.accounts.models import User
from filon.directory.models import Organization
from filon.project.cli import run_command

TEXT = "Nom;SIREN;Pays\nForge;732829320;FR\nUsine;;Atlantide\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one good row and one bad."""
    path = tmp_path / "clients.csv"
    path.write_text(TEXT)
    return path


@pytest.mark.django_db
def test_one_json_object_counts_the_input_rows(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run_command("import", ["organizations", str(file), "--yes", "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert code == 0
    assert list(answer) == [
        "read",
        "created",
        "updated",
        "unchanged",
        "refused",
        "errors",
    ]
    assert [answer[k] for k in ("read", "created", "refused")] == [2, 1, 1]
    assert answer["errors"][0]["row"] == 3
    assert "Atlantide" in answer["errors"][0]["reason"]


@pytest.mark.django_db
def test_rows_belong_to_whom_the_command_names(file: Path, alice: User) -> None:
    run_command("import", ["organizations", str(file), "--yes", "--owner", alice.email])

    forge = Organization.objects.get()
    assert (forge.owner, forge.is_shared) == (alice, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "arguments",
    [
        ["organizations", "nowhere.csv", "--yes"],
        ["organizations", "{file}", "--yes", "--user", "nobody@example.com"],
    ],
)
def test_wrong_argument_is_refused_in_words_and_writes_nothing(
    arguments: list[str], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [argument.format(file=file) for argument in arguments]

    assert run_command("import", given) == 1

    assert capsys.readouterr().err.startswith("filon: ")
    assert not Organization.objects.exists()
