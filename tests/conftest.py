"""The cast of people and the settings of the suite."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from filon.accounts.models import DepartmentKind, Role, User
from tests import people

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick_and_contained(settings: Settings, tmp_path: Path) -> None:
    """Cheap hashing, files in the test's own folder, and nobody's language yet."""
    translation.deactivate()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.FILON_MEDIA = tmp_path / "media"


@pytest.fixture
def now() -> datetime:
    """A fixed moment."""
    return NOW


@pytest.fixture
def denis(db: None) -> User:
    """Manager of the team North."""
    return people.make_manager("Denis", "North")


@pytest.fixture
def alice(denis: User) -> User:
    """Salesperson of the team North, reports to Denis."""
    return people.person("Alice", Role.SALESPERSON, in_team="North", reports_to=denis)


@pytest.fixture
def bob(denis: User) -> User:
    """Alice's colleague."""
    return people.person("Bob", Role.SALESPERSON, in_team="North", reports_to=denis)


@pytest.fixture
def carol(db: None) -> User:
    """Salesperson of the team South."""
    return people.person("Carol", Role.SALESPERSON, in_team="South")


@pytest.fixture
def diane(db: None) -> User:
    """Director."""
    return people.person("Diane", Role.DIRECTOR)


@pytest.fixture
def nadia(db: None) -> User:
    """Sales administration."""
    return people.person("Nadia", Role.SALES_ADMIN)


@pytest.fixture
def ines(db: None) -> User:
    """Expert of engineering."""
    return people.person("Ines", Role.EXPERT, in_department=DepartmentKind.ENGINEERING)


@pytest.fixture
def rene(db: None) -> User:
    """Read-only."""
    return people.person("Rene", Role.READ_ONLY)


@pytest.fixture
def ada(db: None) -> User:
    """Administrator."""
    return people.person("Ada", Role.ADMINISTRATOR)


@pytest.fixture
def eva(db: None) -> User:
    """Evaluator."""
    return people.person("Eva", Role.EVALUATOR)


@pytest.fixture
def farid(db: None) -> User:
    """Candidate."""
    return people.person("Farid", Role.CANDIDATE)


@pytest.fixture
def tara(db: None) -> User:
    """Tutor."""
    return people.person("Tara", Role.TUTOR)


@pytest.fixture
def oscar(db: None) -> User:
    """Exam-centre officer."""
    return people.person("Oscar", Role.OFFICER)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """Return a client in which this person is signed in."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make
