"""The framework, the market, the catalogue and the customer base."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from tests.journeys import days
from tests.journeys.person import Person

CUSTOMER = "Roanne Mécanique"
FAMILY = "Vis de sécurité"
SEGMENT = "Mécanique de précision"
TERRITORY = "Loire"
PRICE_LIST = "TARIF-2026"

COMPANIES = [
    # name, SIREN, SIRET, address, postcode, city, NAF, role
    (CUSTOMER, "512345679", "51234567900017", "3 rue Brison", "42300", "Roanne"),
    ("Forge de Feurs", "487654329", "48765432900019", "1 quai", "42110", "Feurs"),
    ("Usinage du Gier", "790123459", "79012345900014", "8 rue A", "42400", "Chamond"),
    ("Lyon Machines", "384567897", "38456789700010", "2 rue B", "69007", "Lyon"),
    ("Paris Papiers", "821345675", "82134567500010", "5 rue C", "75011", "Paris"),
    ("Vissal", "444556674", "44455667400018", "9 rue D", "42000", "Saint-Étienne"),
]
ACTIVITIES = ["25.62B", "25.50A", "25.62B", "28.41Z", "17.12Z", "25.94Z"]
ROLES = ["Prospect", "Prospect", "Prospect", "Client", "Client", "Concurrent"]

ITEMS = [
    # reference, name, name in English, price, price base, cost
    ("VS-M6", "Vis M6 inviolable", "Tamper-proof screw M6", "18,50", "100", "9,10"),
    ("VS-M8", "Vis M8 inviolable", "Tamper-proof screw M8", "24,90", "100", "12,00"),
    ("EM-S2", "Empreinte spéciale", "Special drive bit", "46,75", "1", "21,30"),
]


def puts_in_force(denis: Person, kind: str, title: str, limits: str = "") -> None:
    """Add a text to the company's framework."""
    denis.goes_to("Company framework")
    denis.follows("New text")
    denis.fills(
        {
            "Kind": kind,
            "Title": title,
            "Edition": "2026-1",
            "In force from": days.today() - timedelta(days=30),
            "What it says, in short": f"{title} : règles de l’année.",
            "Limits to respect": limits,
        },
        then="Put in force",
    )
    denis.sees(title, "2026-1")


def has_read(person: Person, title: str) -> None:
    """Note that a person has read a text."""
    person.goes_to("Company framework")
    person.follows(title)
    person.presses("I have read this")
    person.sees(person.name)


def draws_the_market(denis: Person) -> None:
    """Create a territory, a segment and a family by form."""
    denis.goes_to("Companies")
    denis.follows("Territories")
    denis.follows("New territory")
    denis.fills({"Code": "LOIRE", "Name": TERRITORY, "Departments": "42"}, then="Save")
    denis.goes_to("Companies")
    denis.follows("Market segments")
    denis.follows("New segment")
    denis.fills({"Code": "MECA", "Name": SEGMENT, "Activity codes": "25"}, then="Save")
    denis.goes_to("Catalogue")
    denis.follows("New family")
    denis.fills({"Code": "VIS", "Name": FAMILY}, then="Save")


def adds_a_service(denis: Person) -> None:
    """Create an item by form: a service, priced and costed."""
    denis.goes_to("Catalogue")
    denis.follows("New item")
    denis.fills(
        {
            "Reference": "SRV-FORM",
            "Name in French": "Formation au montage",
            "Name in English": "Assembly training",
            "Kind": "Service",
            "Family": FAMILY,
            "List price without VAT": "650",
            "Standard cost": "380",
            "VAT rate (%)": "20",
            "Lead time (days)": "10",
        },
        then="Save",
    )
    denis.sees("Formation au montage", "SRV-FORM")


def imports_the_items(denis: Person, folder: Path) -> None:
    """Bring in the items of a spreadsheet."""
    header = ["Référence", "Désignation", "Designation EN", "Prix", "Prix pour"]
    header += ["Coût", "Famille", "TVA", "Délai"]
    rows = [[*item, FAMILY, "20", "15"] for item in ITEMS]
    imports(denis, "Items", _written(folder / "articles.csv", header, rows), len(ITEMS))
    denis.goes_to("Catalogue")
    denis.sees("VS-M6", "VS-M8", "EM-S2")


def imports_the_customer_base(alice: Person, folder: Path) -> None:
    """Bring in the companies of a spreadsheet, each with its SIRET."""
    header = ["Raison sociale", "SIREN", "SIRET", "Adresse", "Code postal", "Ville"]
    header += ["Code NAF", "Type"]
    rows = [
        [*company, activity, role]
        for company, activity, role in zip(COMPANIES, ACTIVITIES, ROLES, strict=True)
    ]
    imports(alice, "Companies", _written(folder / "base.csv", header, rows), len(rows))
    alice.goes_to("Companies")
    alice.sees(*(company[0] for company in COMPANIES))


def imports(person: Person, kind: str, file: Path, rows: int) -> None:
    """Import a file with the mapping that is proposed; every row is created."""
    person.goes_to("Imports")
    person.follows("Import a file")
    person.fills({"What the rows are": kind, "File": file}, then="Look at the file")
    person.presses("See what would happen")
    person.presses("Import")
    person.waits_for("Done")
    person.follows("See every row")
    assert person.rows("Created") == rows


def opens_company(person: Person, company: str) -> None:
    """Find a company in the list and open its page."""
    person.goes_to("Companies")
    person.searches(company)
    person.follows(company)


def names_a_contact(alice: Person, company: str, name: str, email: str) -> None:
    """Add a person to a company, from its page."""
    opens_company(alice, company)
    alice.follows("New contact")
    alice.fills(
        {
            "First name": "Camille",
            "Last name": name,
            "Function": "Responsable achats",
            "Role when the company buys": "Decider",
            "E-mail": email,
        },
        then="Save",
    )
    alice.sees(name)


def _written(path: Path, header: list[str], rows: Sequence[Sequence[str]]) -> Path:
    """Write a file as a French spreadsheet does: semicolons, Windows letters."""
    with path.open("w", encoding="cp1252", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(header)
        writer.writerows(rows)
    return path
