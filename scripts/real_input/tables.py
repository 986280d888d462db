"""The real files, read without any of Filon's code, and what they say themselves."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

MAIN_OFFICE = "3"


@dataclass(frozen=True, slots=True)
class Product:
    """A row of Product.csv that has a price."""

    reference: str
    name: str
    price: Decimal
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Data:
    """Where the files are."""

    folder: Path

    @property
    def sites(self) -> Path:
        """Industrial sites of two French regions (IREP)."""
        return self.folder / "irep" / "etablissements_industrie_2regions.csv"

    @property
    def items(self) -> Path:
        """Products of AdventureWorks."""
        return self.folder / "adventureworks_oltp" / "Product.csv"

    @property
    def feeds(self) -> Path:
        """Feeds as they were published."""
        return self.folder / "watch" / "feeds"

    @property
    def missing(self) -> list[Path]:
        """The places that do not exist."""
        places = (self.sites, self.items, self.feeds)
        return [place for place in places if not place.exists()]

    def table(self, name: str) -> list[dict[str, str]]:
        """Return a table of AdventureWorks."""
        return rows_of(self.folder / "adventureworks_oltp" / f"{name}.csv")


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file by the names of its first line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def priced(data: Data) -> list[Product]:
    """Return the products with a price and a cost, by their number."""
    found = [
        Product(
            reference=row["ProductNumber"],
            name=row["Name"],
            price=Decimal(row["ListPrice"]),
            cost=Decimal(row["StandardCost"]),
        )
        for row in data.table("Product")
    ]
    return [product for product in found if product.price and product.cost]


def write_stores(data: Data, target: Path) -> int:
    """Write the stores with the address of their main office as one flat file.

    The tables stand apart in the source: store, its addresses, address, province.
    """
    offices = {
        row["BusinessEntityID"]: row["AddressID"]
        for row in data.table("BusinessEntityAddress")
        if row["AddressTypeID"] == MAIN_OFFICE
    }
    addresses = {row["AddressID"]: row for row in data.table("Address")}
    provinces = {row["StateProvinceID"]: row for row in data.table("StateProvince")}
    stores = [
        {
            "BusinessEntityID": store["BusinessEntityID"],
            "Name": store["Name"],
            **_place(addresses[offices[store["BusinessEntityID"]]], provinces),
        }
        for store in data.table("Store")
    ]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(stores[0]))
        writer.writeheader()
        writer.writerows(stores)
    return len(stores)


def _place(
    address: Mapping[str, str], provinces: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    names = ("AddressLine1", "AddressLine2", "PostalCode", "City")
    country = provinces[address["StateProvinceID"]]["CountryRegionCode"]
    return {name: address[name] for name in names} | {"CountryRegionCode": country}
