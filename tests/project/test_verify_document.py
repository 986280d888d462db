"""The command that recomputes a document from outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.utils import translation

from filon.project import cli
from tests.offers.exchange.samples import UBL_INVOICE, broken, hybrid_pdf, order_x


def test_prints_one_object_with_status_and_number_of_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "order.xml"
    file.write_text(order_x(), encoding="utf-8")

    code = cli.run_command("verify-document", [str(file), "--json"])

    said = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (said["status"], said["lines"], said["places"]) == ("exact", 2, [])
    assert said["document"]["number"] == "PO-1001"


def test_prints_the_places_that_differ(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "invoice.xml"
    file.write_bytes(broken(UBL_INVOICE, ">26.45<", ">24.65<"))

    cli.run_command("verify-document", [str(file), "--json"])

    said = json.loads(capsys.readouterr().out)
    assert said["status"] == "anomaly"
    assert said["places"][0] == {
        "place": "vat-base",
        "where": "S 5.5 %",
        "declared": "24.65",
        "computed": "26.45",
        "accepted": False,
    }


def test_names_the_rules_of_order_x_that_are_broken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "order.xml"
    file.write_bytes(broken(order_x(), ":comfort", ":luxury"))

    cli.run_command("verify-document", [str(file), "--json"])
    said = json.loads(capsys.readouterr().out)
    cli.run_command("verify-document", [str(file)])

    assert [row["rule"] for row in said["rules"]] == ["profile-unknown"]
    assert "urn:order-x.eu:1p0:luxury" in capsys.readouterr().out


def test_speaks_to_people_in_their_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "order.pdf"
    xml = broken(order_x(), ">1572.05<", ">1752.05<")
    file.write_bytes(hybrid_pdf({"order-x.xml": xml}))

    with translation.override("fr"):
        cli.run_command("verify-document", [str(file)])

    said = capsys.readouterr().out
    assert "Commande PO-1001 EUR · 2 lignes" in said
    assert "Total TTC" in said
    assert "1\xa0752,05" in said.replace("\u202f", "\xa0")


@pytest.mark.parametrize(
    ("name", "content"),
    [("absent.xml", None), ("other.xml", b"<Note/>"), ("cut.xml", b"<Invoice>")],
)
def test_refuses_in_one_sentence(
    name: str,
    content: bytes | None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)

    code = cli.run_command("verify-document", [str(file)])

    assert code == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("filon: ")
    assert len(said.err.splitlines()) == 1
