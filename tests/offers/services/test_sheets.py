"""A buyer's workbook is answered in place, and its answers come back."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal as D
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from filon.accounts.models import User
from filon.files.tables.filling import Place, Value, fill_cells
from filon.files.uploads import UploadRefused, check_upload
from filon.offers import services
from filon.offers.models import BuyerSheet, OfferRevision
from filon.offers.selectors.sheets import filled_sheet, workbook_of
from tests.offers import make, needs

pytestmark = pytest.mark.django_db
MATRIX: list[list[Any]] = [
    ["Matrice de l’acheteur"],
    [],
    ["Lot", "Exigence", "Code", "Conformité", "Réponse du candidat", "Page", "Avis"],
    ["1", "Pression de service", "R1", None, None, None, "réservé à l’acheteur"],
    ["1", "Peinture époxy RAL 5015", "", None, None, None, ""],
    ["2", "Sans rapport", "X9", None, None, None, ""],
]
HEADERS = {"ref": 2, "text": 1, "verdict": 3, "answer": 4, "place": 5}


def workbook(
    rows: Sequence[Sequence[Any]], formulas: Mapping[str, str] | None = None
) -> bytes:
    """Write a workbook of one sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Réponse")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        for place, formula in (formulas or {}).items():
            page.write_formula(place, formula)
    return out.getvalue()


def brought(
    revision: OfferRevision,
    actor: User,
    rows: Sequence[Sequence[Any]],
    kind: str = "MATRIX",
    formulas: Mapping[str, str] | None = None,
) -> BuyerSheet:
    """Bring a workbook into an offer."""
    return services.sheet_add(
        offer=revision.offer,
        kind=kind,
        upload=check_upload("Acheteur.xlsx", workbook(rows, formulas)),
        actor=actor,
        now=make.NOW,
    )


def begun(actor: User, now: datetime) -> OfferRevision:
    """Start an offer on a need of two requirements, the first answered."""
    need = needs.need(actor)
    needs.requirement(need, "R1")
    needs.requirement(need, "R2", text="Peinture epoxy RAL 5015")
    needs.requirement(need, "R3", text="Notice en français")
    revision = make.ready(actor, need=need, organization=need.deal.organization)
    row = revision.adequacy.get(requirement__ref="R1")
    row.revision = revision
    services.adequacy_set(
        row=row,
        verdict="CR",
        comment="Jusqu’à 60 °C",
        details={"proof": "PV", "proof_page": "7"},
        actor=actor,
        now=now,
    )
    return revision


def cells(content: bytes, *places: str) -> list[object]:
    """Return cells of the sheet, read with other eyes than ours."""
    page = openpyxl.load_workbook(io.BytesIO(content))["Réponse"]
    return [page[place].value for place in places]


def test_answers_go_into_the_columns_of_the_buyer(alice: User, now: datetime) -> None:
    revision = begun(alice, now)
    sheet = brought(revision, alice, MATRIX)
    assert (sheet.header_row, sheet.columns) == (2, HEADERS)

    found = filled_sheet(sheet, revision)
    assert [row.number for row in found.rows] == [4, 5]
    assert found.missing == ["R3 Notice en français"]

    content = workbook_of(sheet, revision)
    assert cells(content, "D4", "E4", "F4") == ["CR", "Jusqu’à 60 °C", "7"]
    assert cells(content, "D5", "D6", "G4", "A1") == [
        "?",
        None,
        "réservé à l’acheteur",
        "Matrice de l’acheteur",
    ]


def test_returned_answers_enter_the_matrix_and_what_is_unclear_is_named(
    alice: User, now: datetime
) -> None:
    revision = begun(alice, now)
    sheet = brought(revision, alice, MATRIX)
    edits: dict[Place, Value] = {
        (3, 3): "Conforme",
        (3, 4): "Testée à 90 °C",
        (4, 3): "peut-être",
    }
    back = fill_cells(workbook_of(sheet, revision), sheet="Réponse", values=edits)

    taken = services.answers_take_back(
        sheet=sheet, revision=revision, content=back, actor=alice, now=now
    )

    assert taken.changed == 1
    (problem,) = taken.problems
    assert "R2" in problem
    assert "peut-être" in problem
    row = revision.adequacy.get(requirement__ref="R1")
    assert (row.verdict, row.comment, row.proof) == ("C", "Testée à 90 °C", "PV")


def test_file_sent_out_and_brought_back_changes_nothing(
    alice: User, now: datetime
) -> None:
    revision = begun(alice, now)
    sheet = brought(revision, alice, MATRIX)
    before = list(revision.adequacy.order_by("pk").values())

    taken = services.answers_take_back(
        sheet=sheet,
        revision=revision,
        content=workbook_of(sheet, revision),
        actor=alice,
        now=now,
    )

    assert (taken.changed, taken.problems) == (0, [])
    assert list(revision.adequacy.order_by("pk").values()) == before


def test_deviation_without_words_is_not_taken(alice: User, now: datetime) -> None:
    revision = begun(alice, now)
    sheet = brought(revision, alice, MATRIX)
    back = fill_cells(
        workbook(MATRIX), sheet="Réponse", values={(4, 3): "Non conforme"}
    )

    taken = services.answers_take_back(
        sheet=sheet, revision=revision, content=back, actor=alice, now=now
    )

    assert any("R2" in problem for problem in taken.problems)
    assert revision.adequacy.get(requirement__ref="R2").verdict == "OPEN"


PRICES: list[list[Any]] = [
    ["N°", "Désignation", "Unité", "Quantité", "PU HT", "Montant HT"],
    ["C-1", "Pompe", "u", 4, None, None],
    ["", "Sonde de pression", "u", 10, None, None],
    ["", "TOTAL HT", "", None, None, None],
]
FORMULAS = {"F2": "=D2*E2", "F4": "=SUM(F2:F3)"}


def test_prices_of_the_engine_fill_the_price_sheet(alice: User) -> None:
    revision = make.ready(alice, lines=0)
    make.add(revision, make.item(alice, "P"), 4, customer_part_number="C-1")
    hundred = make.item(
        alice, "S", name_fr="Sonde de pression", price=D(1250), price_base=100
    )
    make.add(revision, hundred, 10)
    make.add(revision, make.item(alice, "Z", name_fr="Coffret"), 1)
    sheet = brought(revision, alice, PRICES, "PRICES", FORMULAS)

    content = workbook_of(sheet, revision)

    assert cells(content, "E2", "E3", "F3") == [100, 12.5, 125]
    assert cells(content, "F2", "F4", "D2") == ["=D2*E2", "=SUM(F2:F3)", 4]
    shown = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Réponse"]
    assert (shown["F2"].value, shown["F4"].value) == (400, 525)
    found = filled_sheet(sheet, revision)
    assert found.problems == []
    assert [text.split()[0] for text in found.missing] == ["Z"]


def test_what_does_not_add_up_is_said(alice: User) -> None:
    revision = make.ready(alice, lines=0)
    make.add(revision, make.item(alice, "P"), 3, customer_part_number="C-1")
    rows = [PRICES[0], ["C-1", "Pompe", "u", 4, None, 999]]
    sheet = brought(revision, alice, rows, "PRICES")

    first, second = filled_sheet(sheet, revision).problems

    assert "4" in first
    assert "3" in first
    assert "price × quantity" in second


def test_columns_are_chosen_where_the_guess_was_wrong(alice: User) -> None:
    revision = make.ready(alice)
    sheet = brought(revision, alice, PRICES, "PRICES")

    wrongs: list[dict[str, int | None]] = [{"ref": None}, {"text": 1, "price": 1}]
    for wrong in wrongs:
        with pytest.raises(services.SheetRefused):
            services.sheet_lay_out(
                sheet=sheet, columns=wrong, actor=alice, now=make.NOW
            )
    services.sheet_lay_out(
        sheet=sheet, columns={"text": 1, "price": 5}, actor=alice, now=make.NOW
    )

    assert BuyerSheet.objects.get().columns == {"text": 1, "price": 5}


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.xlsx", b"not a workbook"), ("x.xlsm", b"PK"), ("x.csv", b"a;b")],
)
def test_what_is_no_workbook_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(UploadRefused):
        check_upload(name, content, allowed={"xlsx"})


def test_workbook_without_headers_is_refused_and_not_kept(alice: User) -> None:
    revision = make.ready(alice)

    with pytest.raises(services.SheetRefused):
        brought(revision, alice, [["a", "b"], [1, 2]])

    assert not BuyerSheet.objects.exists()


def test_workbook_is_brought_in_filled_and_taken_back_on_screen(
    alice: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    revision = begun(alice, now)
    client = signed_in(alice)
    file = SimpleUploadedFile("Acheteur.xlsx", workbook(MATRIX))

    response = client.post(
        reverse("offers:sheet-add", args=[revision.pk]),
        {"file": file, "kind": "MATRIX"},
    )

    sheet = BuyerSheet.objects.get()
    keys = [revision.pk, sheet.pk]
    assert response.status_code == 302
    assert b"2 rows answered" in client.get(reverse("offers:sheet", args=keys)).content
    filled = client.get(reverse("offers:sheet-filled", args=keys))
    assert "Acheteur%20%28draft%29.xlsx" in filled["Content-Disposition"] or (
        'filename="Acheteur (draft).xlsx"' in filled["Content-Disposition"]
    )
    back = SimpleUploadedFile("Acheteur.xlsx", filled.content)
    done = client.post(reverse("offers:sheet-back", args=keys), {"file": back})
    assert done.status_code == 302
    bad = SimpleUploadedFile("Acheteur.xlsx", b"PK\x03\x04 broken")
    refused = client.post(reverse("offers:sheet-back", args=keys), {"file": bad})
    assert refused.status_code == 422
    assert b'role="alert"' in refused.content
