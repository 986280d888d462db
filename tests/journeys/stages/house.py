"""The house: its set-up, its people, its texts, its market."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.journeys.people import Cast
from tests.journeys.person import Person

PASSWORD = "quatre mots faciles à retenir"
# Named by the library that signs people in, in its own catalogue.
PASSWORD_FIELDS = {
    "fr": ("Mot de passe", "Mot de passe (confirmation)"),
    "en": ("Password", "Password (again)"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """A person to be given an account."""

    first_name: str
    role: str
    team: str = ""
    reports_to: str = ""
    department: str = ""
    language: str = "French"

    @property
    def email(self) -> str:
        """Return the address of the account."""
        return f"{self.first_name.lower()}@forez-visserie.example"


def signs_in_for_the_first_time(person: Person, link: str) -> None:
    """Use a one-time link and choose a password."""
    person.opens(link)
    person.presses("Sign in")
    once, again = PASSWORD_FIELDS[person.language]
    person.fills({once: PASSWORD, again: PASSWORD}, then="Choose my password")


def sets_up_the_company(ada: Person) -> None:
    """Fill the set-up page of a company that starts empty."""
    ada.goes_to("Settings")
    ada.fills(
        {
            "Name": "Visserie du Forez",
            "Legal form": "SAS",
            "Share capital": "150 000 €",
            "SIREN": "732829320",
            "SIRET": "73282932000074",
            "RCS city": "Saint-Étienne",
            "VAT number": "FR44732829320",
            "NAF code": "2594Z",
            "Supplies": "Goods and services",
            "Address": "12 rue de la Forge",
            "Postcode": "42000",
            "City": "Saint-Étienne",
            "Phone": "04 77 12 34 56",
            "E-mail": "contact@forez-visserie.example",
            "Floor of the margin rate on price (%)": "20",
            "Target of the margin rate on price (%)": "30",
            "Discount a salesperson may grant alone (%)": "10",
            "Departments present": [
                "Engineering",
                "Production",
                "Sales administration",
            ],
        },
        then="Save",
    )
    ada.sees("The company is set up.", "Visserie du Forez")


def makes_a_team(ada: Person, name: str, manager: str) -> None:
    """Create a sales team."""
    ada.goes_to("Users")
    ada.follows("New team")
    ada.fills({"Name": name, "Manager": manager}, then="Save")


def invites(ada: Person, member: Member) -> str:
    """Create an account; return its one-time link."""
    ada.goes_to("Users")
    ada.follows("New user")
    optional = {
        "Team": member.team,
        "Reports to": member.reports_to,
        "Department": member.department,
    }
    ada.fills(
        {
            "E-mail": member.email,
            "First name": member.first_name,
            "Last name": "Martin",
            "Role": member.role,
            "Language": member.language,
            **{label: value for label, value in optional.items() if value},
        },
        then="Save",
    )
    ada.sees(member.first_name)
    return ada.value_of("Sign-in link")


def welcomes(
    cast: Cast, ada: Person, member: Member, *, is_on_phone: bool = False
) -> Person:
    """Invite a person, who signs in on a browser of their own."""
    link = invites(ada, member)
    language = "en" if member.language == "English" else "fr"
    person = cast.enters(member.first_name, language=language, is_on_phone=is_on_phone)
    signs_in_for_the_first_time(person, link)
    person.sees(member.first_name)
    return person


def link_in_mail(ada: Person, recipient: str, subject: str = "") -> str:
    """Read the link in the latest mail to somebody, which waits in the outbox."""
    ada.goes_to("Outbox")
    ada.searches(subject or recipient)
    ada.follows_first_row()
    ada.sees(recipient)
    ada.presses("Show the links")
    found = re.search(r"http://127\.0\.0\.1:\d+/link/\S+", ada.text())
    assert found, ada.text()
    return found.group()
