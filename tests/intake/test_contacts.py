"""Contacts: found again, attached to the right company, refused without one."""

from __future__ import annotations

from datetime import datetime

from filon.accounts.models import User
from filon.directory.models import Contact
from filon.intake.services.running import Counts
from filon.journal.selectors import timeline
from filon.search.selectors import find
from tests.directory.builders import company
from tests.intake.builders import counts, imported, messages

PEOPLE = """Nom;Prénom;Société;E-mail;Portable;Fonction
Çelik;Zoé;Forges du Lignon;zoe.celik@example.com;06 11 22 33 44;Acheteuse
Martin;Paul;Forges du Lignon;contact@example.com;;Directeur
Martin;Anne;Forges du Lignon;contact@example.com;;Qualité
"""


def test_people_come_in_with_their_company(alice: User, now: datetime) -> None:
    forge = company(alice, now)

    source = imported(PEOPLE, alice, now, kind="CONTACTS")
    again = imported(PEOPLE, alice, now, kind="CONTACTS")

    zoe = Contact.objects.get(first_name="Zoé")
    assert counts(source) == Counts(3, 3, 0, 0, 0)
    assert counts(again) == Counts(3, 0, 0, 3, 0)
    assert (zoe.organization, zoe.owner) == (forge, alice)
    assert zoe.mobile_digits == "611223344"
    assert Contact.objects.filter(is_generic_email=True).count() == 2
    assert [h.object_id for h in find(alice, "celik")] == [zoe.pk]
    assert "Imported" in timeline(forge)[0].sentence


def test_person_is_known_again_by_e_mail(alice: User, now: datetime) -> None:
    company(alice, now)
    imported(PEOPLE, alice, now, kind="CONTACTS")

    changed = PEOPLE.replace("Acheteuse", "Directrice des achats")
    source = imported(changed, alice, now, kind="CONTACTS")

    assert counts(source) == Counts(3, 0, 1, 2, 0)
    assert Contact.objects.get(first_name="Zoé").function == "Directrice des achats"


def test_full_name_is_cut_and_siren_names_the_company(
    alice: User, now: datetime
) -> None:
    company(alice, now, siren="732829320")
    text = "Contact;SIREN\nZoé ÇELIK;732829320\nPaul Martin;732 829 320\n"

    imported(text, alice, now, kind="CONTACTS")

    names = Contact.objects.order_by("pk").values_list("first_name", "last_name")
    assert list(names) == [("Zoé", "ÇELIK"), ("Paul", "Martin")]


def test_person_of_an_unknown_ambiguous_or_foreign_company_is_refused(
    alice: User, carol: User, now: datetime
) -> None:
    company(alice, now, name="Deux", postcode="42130")
    company(alice, now, name="Deux", postcode="69003")
    company(carol, now, name="Ailleurs")
    text = "Nom;Société\nA;Rien\nB;Deux\nC;Ailleurs\n;Deux\n"

    source = imported(text, alice, now, kind="CONTACTS")

    assert counts(source) == Counts(4, 0, 0, 0, 4)
    assert messages(source)[:3] == [
        "No company answers to “Rien”: import companies first.",
        "Several companies are called “Deux”.",
        "This company is followed by somebody else.",
    ]
    assert not Contact.objects.exists()
