"""Real files, where they are: nothing lost, nothing doubled, nothing invented."""

from __future__ import annotations

import csv
import os
from datetime import datetime
from pathlib import Path

import pytest
from django.db.models import Count, Q
from django.db.models.functions import Length

from filon.accounts.models import User
from filon.catalog.models import Item
from filon.directory.models import Organization, Site
from filon.intake.models import DuplicatePair
from filon.intake.services.running import Counts
from tests.intake.builders import counts, imported

DATA = Path(os.environ.get("FILON_REAL_DATA", "../shared/data"))
IREP = DATA / "irep" / "etablissements_industrie_2regions.csv"
OLTP = DATA / "adventureworks_oltp"

pytestmark = pytest.mark.real_data


def table(name: str) -> list[dict[str, str]]:
    with (OLTP / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def stores_with_address() -> str:
    """Return the stores with the address of their main office, as one flat file."""
    offices = {
        row["BusinessEntityID"]: row["AddressID"]
        for row in table("BusinessEntityAddress.csv")
        if row["AddressTypeID"] == "3"
    }
    addresses = {row["AddressID"]: row for row in table("Address.csv")}
    states = {row["StateProvinceID"]: row for row in table("StateProvince.csv")}
    lines = ["BusinessEntityID;Name;AddressLine1;PostalCode;City;CountryRegionCode"]
    for store in table("Store.csv"):
        place = addresses[offices[store["BusinessEntityID"]]]
        cells = [
            store["BusinessEntityID"],
            store["Name"],
            place["AddressLine1"],
            place["PostalCode"],
            place["City"],
            states[place["StateProvinceID"]]["CountryRegionCode"],
        ]
        lines.append(";".join(cell.replace(";", ",") for cell in cells))
    return "\n".join(lines)


@pytest.mark.skipif(not IREP.exists(), reason="no real data here")
def test_industrial_sites_of_two_regions(nadia: User, now: datetime) -> None:
    source = imported(IREP.read_bytes(), nadia, now, name=IREP.name)
    again = imported(IREP.read_bytes(), nadia, now, name=IREP.name)

    assert counts(source) == Counts(1480, 1480, 0, 0, 0)
    assert counts(again) == Counts(1480, 0, 0, 1480, 0)
    assert Site.objects.values("external_ref").distinct().count() == 1480
    assert Organization.objects.count() == 1166
    assert Organization.objects.values("siren").distinct().count() == 1166
    assert Site.objects.annotate(n=Length("siret")).exclude(n=14).count() == 0
    assert Site.objects.filter(address__contains="\n").count() == 270
    repeated = Site.objects.values("siret").annotate(n=Count("pk")).filter(n__gt=1)
    assert repeated.exists()
    assert DuplicatePair.objects.filter(kind="directory.site").count() >= 69
    assert DuplicatePair.objects.filter(kind="directory.organization").exists()
    rhone = Site.objects.filter(department_code="69")
    metal = rhone.filter(Q(naf_rev2__startswith="25") | Q(naf_rev2__startswith="28"))
    assert metal.count() == 52
    assert metal.values("organization").distinct().count() == 46


@pytest.mark.skipif(not OLTP.exists(), reason="no real data here")
def test_items_with_unknown_prices(nadia: User, now: datetime) -> None:
    content = (OLTP / "Product.csv").read_bytes()

    source = imported(content, nadia, now, kind="ITEMS")
    again = imported(content, nadia, now, kind="ITEMS")

    assert counts(source) == Counts(504, 504, 0, 0, 0)
    assert counts(again) == Counts(504, 0, 0, 504, 0)
    assert Item.objects.filter(price=None, cost=None).count() == 200
    assert Item.objects.priced().count() == 304


@pytest.mark.skipif(not OLTP.exists(), reason="no real data here")
def test_stores_with_their_address(nadia: User, now: datetime) -> None:
    text = stores_with_address()

    source = imported(text, nadia, now)
    again = imported(text, nadia, now)

    assert counts(source) == Counts(701, 701, 0, 0, 0)
    assert counts(again) == Counts(701, 0, 0, 701, 0)
    assert Organization.objects.exclude(name="").count() == 701
    assert Site.objects.exclude(address="").exclude(city="").count() == 701
