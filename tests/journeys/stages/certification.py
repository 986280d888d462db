"""The exam centre: from the registration of a candidate to the file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.house.tree import SOURCE
from tests.journeys import days
from tests.journeys.documents import text_of
from tests.journeys.people import Cast
from tests.journeys.person import Person
from tests.journeys.stages import house

REFERENTIAL = SOURCE / "certification" / "data" / "cqpm_tci.yaml"
COMPETENCIES = 7
TUTOR, TUTOR_MAIL = "Paul Garnier", "p.garnier@entreprise.example"
MARK = "Document de travail, sans valeur de CQPM"
SALES_ADDRESSES = [
    "/companies/",
    "/contacts/",
    "/deals/",
    "/offers/",
    "/orders/",
    "/plans/",
    "/needs/",
    "/prospecting/",
    "/watch/",
    "/indicators/",
    "/loyalty/",
    "/search/?q=a",
    "/items/",
]


def publishes_the_referential(oscar: Person) -> None:
    """Load the referential that is shipped, look at it, publish it."""
    oscar.goes_to("Referential")
    oscar.follows("Load a version")
    oscar.fills({"YAML file": REFERENTIAL}, then="Save")
    oscar.presses("Publish")
    oscar.sees("Activities", "Competencies", "Modalities and criteria of evaluation")


def registers(oscar: Person, first: str, last: str, *, track: str) -> None:
    """Register a candidate with company, centre and training body."""
    oscar.goes_to("Candidates")
    oscar.follows("New candidate")
    oscar.fills(
        {
            "First name": first,
            "Last name": last,
            "Track": track,
            "File due on": days.today() + timedelta(days=60),
            "Company of the candidate": "Visserie du Forez",
            "or name of the tutor": TUTOR,
            "E-mail of the tutor": TUTOR_MAIL,
            "or a new exam centre": "Centre d’examen de la Loire",
            "or a new training body": "Pôle formation",
        },
        then="Register",
    )
    oscar.presses("Begin the preparation")
    oscar.sees(f"{first} {last}", "Visserie du Forez")


def links_account(oscar: Person, email: str) -> None:
    """Link the candidate to the account of a salesperson."""
    oscar.follows("Give access")
    oscar.fills({"E-mail of the account to link": email}, then="Give access")
    oscar.sees(email)


def uses_as_evidence(alice: Person, title: str) -> None:
    """Use the record of the page as evidence for the criterion proposed first."""
    alice.unfolds("What this page proves in the referential")
    alice.follows("Use as evidence")
    proposed = alice.main.get_by_role(
        "group", name=alice.words("Criteria proposed for this kind of record")
    )
    proposed.get_by_role("checkbox").first.check()
    alice.fills(
        {"What you did yourself": f"J’ai mené : {title}"}, then="Use as evidence"
    )


def agrees_to_show_records(alice: Person, name: str) -> None:
    """Let evaluators read the records of the candidate's work."""
    alice.goes_to("Candidates")
    alice.follows(name)
    alice.follows("Evidence")
    alice.presses("I agree to show them")


def adds_a_file(person: Person, folder: Path) -> None:
    """Add a file as evidence for a criterion of the first competency."""
    note = folder / "compte-rendu.txt"
    note.write_text("Compte rendu de visite, rédigé par le candidat.", "utf-8")
    person.follows("Add a file")
    form = person.form("Add")
    person.fills_in({"File": note, "What the file shows": "Compte rendu"}, form=form)
    fold = form.locator("details").first
    fold.locator("summary").click()
    fold.get_by_role("checkbox").first.check()
    person.presses("Add", within=form)
    person.sees("Compte rendu")


def hands_in(person: Person, name: str) -> None:
    """Hand the file in: every proof is frozen and hashed."""
    person.goes_to("Candidates")
    person.follows(name)
    person.follows("Hand in")
    person.presses("Hand in")
    person.follows("Evidence")
    person.does_not_see("Not yet")


def chooses_modalities(oscar: Person, name: str) -> None:
    """Record a concertation, then choose the modalities of each competency."""
    oscar.goes_to("Candidates")
    oscar.follows(name)
    oscar.follows("Concertation")
    oscar.follows("Record a concertation")
    oscar.fills(
        {
            "Held on": days.today(),
            "Name": TUTOR,
            "For whom (company, training body, candidate…)": "Entreprise",
            "What they said": "D’accord",
            "What was kept": "Présentation des projets pour tout.",
        },
        then="Save",
    )
    oscar.follows("Choose the modalities")
    form = oscar.form("Save")
    for number in range(COMPETENCIES):
        form.get_by_role("group").nth(number).get_by_role("checkbox").first.check()
    oscar.presses("Save", within=form)
    oscar.does_not_see("None yet")


def assigns(oscar: Person, evaluator: str, name: str) -> None:
    """Assign an evaluator who declares no link with the candidate."""
    oscar.goes_to("Candidates")
    oscar.follows(name)
    oscar.follows("Assign")
    oscar.fills(
        {
            "Person": evaluator,
            "Part": "Evaluator",
            "The evaluator declares no past or present link, personal or professional,"
            " with the candidate": True,
        },
        then="Assign",
    )
    oscar.sees(evaluator)


def company_gives_its_opinion(
    cast: Cast, oscar: Person, ada: Person, name: str
) -> None:
    """Ask the company for its opinion; the tutor gives it by link."""
    oscar.goes_to("Candidates")
    oscar.follows(name)
    oscar.follows("Company's opinion")
    oscar.follows("Ask for the company's opinion")
    oscar.fills({"Name": TUTOR, "E-mail": TUTOR_MAIL}, then="Send the link")
    tutor = cast.enters("Paul")
    tutor.opens(house.link_in_mail(ada, TUTOR_MAIL))
    form = tutor.form("Sign the opinion")
    for number in range(COMPETENCIES):
        part = form.locator("section").nth(number)
        part.get_by_role("radio").first.check()
        part.get_by_role("textbox").fill("Vu au travail pendant six mois.")
    tutor.fills(
        {"Your name": TUTOR, "Your function": "Tuteur"}, then="Sign the opinion"
    )
    tutor.sees("Thank you")


def evaluator_signs_the_grids(eva: Person, name: str) -> None:
    """Open the grid of each competency, mark it and sign it."""
    for _competency in range(COMPETENCIES):
        eva.goes_to("Candidates")
        eva.follows(name)
        eva.follows("Grids")
        eva.presses("Open my grid")
        marks_and_signs(eva)


def marks_and_signs(eva: Person) -> None:
    """Mark each criterion, comment the first, conclude and sign."""
    form = eva.form("Save", "Conclusion")
    for number in range(form.get_by_role("group").count()):
        group = form.get_by_role("group").nth(number)
        acquired = group.get_by_label(eva.words("Acquired"))
        if acquired.count():
            acquired.first.check()
    form.get_by_role("textbox").first.fill("Preuves claires.")
    eva.fills({"Conclusion": "Compétence démontrée."}, then="Save")
    eva.presses("Sign this grid")
    eva.sees("Compétence démontrée.")


def closes(oscar: Person, name: str) -> None:
    """Finish the evaluation and close the file."""
    oscar.goes_to("Candidates")
    oscar.follows(name)
    oscar.presses("Finish the evaluation")
    oscar.presses("Close the file")


def reads_the_file(person: Person, name: str, *words: str) -> None:
    """Read the candidate's file: marked as a working document, holding the words."""
    person.goes_to("Candidates")
    person.follows(name)
    text = text_of(person.receives("File as PDF"))
    for one in (MARK, name, *words):
        assert one in text, one


def sees_no_sales_data(person: Person) -> None:
    """Check that no sales screen exists for this person."""
    for path in SALES_ADDRESSES:
        person.cannot_find(path)
