"""Screens of imports: from the upload to the revert, for whom, at what price."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from filon.accounts.models import User
from filon.directory.models import Organization
from filon.intake.models import DuplicatePair, Import
from filon.kernel import clock
from tests.intake.builders import COMPANIES, imported, run_jobs, uploaded

SignIn = Callable[[User], Client]


def file_of(text: str, name: str = "clients.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def rows_of(count: int) -> str:
    lines = [f"Usine Exsto {n};26100" for n in range(count)]
    return "\n".join(["Nom;CP", *lines, ";26100"]) + "\n"


def test_file_goes_from_upload_to_revert_in_the_browser(
    alice: User, signed_in: SignIn
) -> None:
    client = signed_in(alice)

    mapping = client.post(
        "/imports/new/", {"kind": "ORGANIZATIONS", "file": file_of(COMPANIES)}
    )
    source = Import.objects.get()
    assert mapping.url == f"/imports/{source.pk}/columns/"  # type: ignore[attr-defined]
    page = client.get(mapping.url)  # type: ignore[attr-defined]
    assert "Rue des Forges" in page.content.decode()
    typed = {f"column_{c}": f for c, f in source.mapping.items()}
    client.post(
        f"/imports/{source.pk}/columns/",
        {**typed, "has_header": "on", "assigned_owner": alice.pk},
    )
    preview = client.get(f"/imports/{source.pk}/preview/").content.decode()
    assert "Forges du Lignon" in preview
    assert not Organization.objects.exists()
    client.post(f"/imports/{source.pk}/start/")
    run_jobs(clock.now())
    done = client.get(f"/imports/{source.pk}/").content.decode()
    assert "Done" in done
    assert Organization.objects.visible_to(alice).count() == 2
    client.post(f"/imports/{source.pk}/revert/")
    run_jobs(clock.now())
    assert "Reverted" in client.get(f"/imports/{source.pk}/").content.decode()
    assert not Organization.objects.visible_to(alice).exists()


def test_refused_rows_come_back_with_their_reason(
    alice: User, now: datetime, signed_in: SignIn
) -> None:
    source = imported("Nom;Pays\nForge;FR\nUsine;Atlantide\n", alice, now)

    response = signed_in(alice).get(f"/imports/{source.pk}/errors.csv")

    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = text.splitlines()
    assert len(lines) == 2
    assert lines[0].endswith('"Why the row was refused"')
    assert "Usine" in lines[1]
    assert "Country: “Atlantide” is not a country" in lines[1]


def test_harmful_file_is_refused_with_a_sentence(
    alice: User, signed_in: SignIn
) -> None:
    response = signed_in(alice).post(
        "/imports/new/",
        {"kind": "ORGANIZATIONS", "file": file_of("<html></html>", "page.csv")},
    )

    assert response.status_code == 422
    assert "page.csv" in response.content.decode()
    assert not Import.objects.exists()


def test_missing_column_is_said_on_the_mapping_page(
    alice: User, now: datetime, signed_in: SignIn
) -> None:
    source = uploaded(COMPANIES, alice, now)

    response = signed_in(alice).post(
        f"/imports/{source.pk}/columns/", {"has_header": "on", "column_1": "siren"}
    )

    assert response.status_code == 422
    assert "A column must be chosen for" in response.content.decode()


@pytest.mark.parametrize("who", ["bob", "carol", "rene", "ines", "eva", "farid"])
def test_stranger_gets_404_on_every_page_of_an_import(
    who: str,
    request: pytest.FixtureRequest,
    alice: User,
    now: datetime,
    signed_in: SignIn,
) -> None:
    source = imported(rows_of(2), alice, now)
    pair = DuplicatePair.objects.get()
    client = signed_in(request.getfixturevalue(who))

    for page in ("", "columns/", "preview/", "rows/", "errors.csv"):
        assert client.get(f"/imports/{source.pk}/{page}").status_code == 404, page
    for action in ("start/", "revert/"):
        assert client.post(f"/imports/{source.pk}/{action}").status_code == 404
    if who != "bob":
        assert client.post(f"/duplicates/{pair.pk}/distinct/").status_code == 404
    source.refresh_from_db()
    assert source.status == Import.Status.DONE


def test_salesperson_is_offered_no_catalogue(alice: User, signed_in: SignIn) -> None:
    page = signed_in(alice).get("/imports/new/").content.decode()

    assert "CONTACTS" in page
    assert "ITEMS" not in page


def test_pairs_are_judged_within_what_is_readable(
    alice: User, carol: User, now: datetime, signed_in: SignIn
) -> None:
    imported("Nom;CP\nExsto;26100\nBaule et Exsto;26100\n", alice, now)
    pair = DuplicatePair.objects.get()
    client = signed_in(alice)

    page = client.get("/duplicates/").content.decode()
    assert "Baule et Exsto" in page
    assert "Exsto" not in signed_in(carol).get("/duplicates/").content.decode()
    client.post(f"/duplicates/{pair.pk}/distinct/")
    assert "Baule et Exsto" not in client.get("/duplicates/").content.decode()
    assert (
        "Baule et Exsto" in client.get("/duplicates/?status=DISTINCT").content.decode()
    )


@pytest.mark.parametrize("rows", [3, 30])
def test_lists_cost_at_most_six_queries(
    rows: int,
    alice: User,
    now: datetime,
    signed_in: SignIn,
    django_assert_max_num_queries: Any,
) -> None:
    for _number in range(rows):
        source = imported(rows_of(rows), alice, now)
    client = signed_in(alice)

    for page in ("/imports/", f"/imports/{source.pk}/rows/", "/duplicates/"):
        with django_assert_max_num_queries(6):
            assert client.get(page).status_code == 200


@pytest.mark.parametrize("rows", [3, 30])
def test_pages_cost_at_most_twelve_queries(
    rows: int,
    alice: User,
    now: datetime,
    signed_in: SignIn,
    django_assert_max_num_queries: Any,
) -> None:
    source = imported(rows_of(rows), alice, now)
    waiting = uploaded(rows_of(rows), alice, now)
    client = signed_in(alice)

    for page in (
        f"/imports/{source.pk}/",
        f"/imports/{waiting.pk}/columns/",
        f"/imports/{waiting.pk}/preview/",
    ):
        with django_assert_max_num_queries(12):
            assert client.get(page).status_code == 200
