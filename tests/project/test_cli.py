"""What every command does with its arguments and its refusals."""

from __future__ import annotations

import pytest

from filon.project import cli
from tests.installations import Installation


@pytest.mark.parametrize(
    ("_case", "variables", "expected"),
    [
        ("French", {"LANG": "fr_FR.UTF-8"}, "fr"),
        ("English", {"LANG": "en_US.UTF-8"}, "en"),
        ("none", {}, "en"),
        ("the strongest wins", {"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
    ],
)
def test_speaks_the_language_of_the_terminal(
    _case: str,
    variables: dict[str, str],
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert cli.language_of_terminal() == expected


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for name in cli.COMMANDS:
        if name != "manage":
            with pytest.raises(SystemExit, match="0"):
                cli.run_command(name, ["--help"])
            assert f"filon {name}" in capsys.readouterr().out


def test_unknown_command_lists_the_known_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit, match="2"):
        cli.main(["fly"])

    assert "serve" in capsys.readouterr().err


def test_created_user_gets_a_link_and_no_password(origin: Installation) -> None:
    done = origin.filon("createuser", "bob@example.com", "--role", "MANAGER")

    assert done.returncode == 0, done.stderr
    assert "/sign-in/" in done.stdout
    state = origin.python(
        "from filon.accounts.models import User\n"
        "user = User.objects.get(email='bob@example.com')\n"
        "print(user.role, user.has_usable_password())"
    )
    assert state.split() == ["MANAGER", "False"]


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("alice@example.com", "already has this e-mail"),
        ("nobody", "not an e-mail address"),
    ],
)
def test_refused_user_is_not_created(
    origin: Installation, email: str, expected: str
) -> None:
    done = origin.filon("createuser", email)

    assert done.returncode == 1
    assert expected in done.stderr
    count = origin.python(
        "from filon.accounts.models import User\nprint(User.objects.count())"
    )
    assert count.strip() == "1"
