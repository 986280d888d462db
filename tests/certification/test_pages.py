"""Every screen for the people it is for; strangers find nothing (AZ, CE-21)."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from filon.accounts.models import Role, User
from filon.certification.models import (
    Candidate,
    CompanyOpinion,
    Concertation,
    EvidenceLink,
    Grid,
    Mark,
    ModalityChoice,
    Path,
    Referential,
)
from filon.certification.services import candidates, evidence
from filon.coordination.links import entry_url, link_issue
from filon.coordination.models import PublicLink
from filon.kernel import clock
from tests import people
from tests.certification.makers import (
    Followed,
    criteria,
    enrolled,
    fill,
    item,
    published,
)
from tests.certification.tiny import CQPM, TINY, second_edition

SignedIn = Callable[[User], Client]
TABS = ("detail", "evidence", "concertation", "grids", "opinion", "file-pdf")


def url(name: str, *args: object) -> str:
    """Return an address of the certification."""
    return reverse(f"certification:{name}", args=args)


def text_of_pdf(content: bytes) -> str:
    """Return the text of every page, its spaces made plain."""
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
def evaluated(
    oscar: User, alice: User, eva: User, tara: User, now: datetime
) -> Followed:
    """Alice's file on the first referential, submitted, one grid begun."""
    followed = enrolled(oscar, now, text=CQPM, user=alice, tutor=tara).prepare()
    followed.choose("REAL", "PROJECT").assign(eva).upload("C1-MET-1", "C5-RES-2")
    evidence.evidence_add_record(
        path=followed.path,
        kind="catalog.item",
        pk=item(alice, now).pk,
        criteria=criteria(followed.path, "C4-MOY-1d"),
        note="",
        actor=alice,
        now=now,
    )
    candidates.consent_give(candidate=followed.candidate, actor=alice, now=now)
    followed.submit()
    followed.grid(eva)
    return followed


# Referential


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_referential_shows_its_three_columns(
    language: str, signed_in: SignedIn, now: datetime
) -> None:
    published(now, CQPM)
    reader = people.person("Lea", Role.SALESPERSON, language=language)

    page = signed_in(reader).get(url("referential")).content.decode()

    heads = {"fr": "Activités", "en": "Activities"}
    assert heads[language] in page
    assert page.count('id="C') == 140 + 7 + 1
    assert (
        "Contribuer à la veille" in page if language == "fr" else "Contribute" in page
    )


@pytest.mark.django_db
def test_page_without_referential_says_what_to_do(
    signed_in: SignedIn, alice: User, oscar: User
) -> None:
    assert signed_in(alice).get(url("referential")).status_code == 200
    page = signed_in(oscar).get(url("referential")).content.decode()

    assert url("referential-load") in page


@pytest.mark.django_db
def test_officer_loads_compares_and_publishes(
    signed_in: SignedIn, oscar: User, alice: User, now: datetime
) -> None:
    first = published(now)
    client = signed_in(oscar)
    file = SimpleUploadedFile("v2.yaml", second_edition().encode())

    response = client.post(url("referential-load"), {"file": file})

    draft = Referential.objects.get(edition="2")
    assert response.headers["Location"] == url("referential-version", draft.pk)
    page = client.get(url("referential-compare", first.pk, draft.pk)).content.decode()
    assert page.count("<tr>") == 4
    assert signed_in(alice).get(response.headers["Location"]).status_code == 404
    client.post(url("referential-publish", draft.pk))
    draft.refresh_from_db()
    assert draft.status == "PUBLISHED"


@pytest.mark.django_db
def test_file_that_is_no_referential_is_refused_with_its_reason(
    signed_in: SignedIn, oscar: User
) -> None:
    file = SimpleUploadedFile("v2.yaml", TINY.replace("heading: SAY", "").encode())

    response = signed_in(oscar).post(url("referential-load"), {"file": file})

    assert response.status_code == 422
    assert not Referential.objects.exists()


# Candidates


@pytest.mark.django_db
def test_officer_registers_a_candidate_on_the_screen(
    signed_in: SignedIn, oscar: User, now: datetime
) -> None:
    version = published(now)
    form = {
        "first_name": "Lina",
        "last_name": "Roux",
        "referential": version.pk,
        "track": "VAE",
        "company_siret": "732 829 320 00074",
        "new_centre": "Centre of Lyon",
    }

    refused = signed_in(oscar).post(
        url("candidate-create"), {**form, "company_siret": "123"}
    )
    response = signed_in(oscar).post(url("candidate-create"), form)

    assert refused.status_code == 422
    candidate = Candidate.objects.get()
    assert response.headers["Location"] == url("detail", candidate.pk)
    assert candidate.company_siret == "73282932000074"
    assert candidate.paths.get().track == "VAE"


@pytest.mark.django_db
def test_candidate_gets_access_by_a_link(
    signed_in: SignedIn, oscar: User, now: datetime
) -> None:
    followed = enrolled(oscar, now, email="lina@example.com")
    client = signed_in(oscar)
    pk = followed.candidate.pk

    client.post(url("account", pk), {"email": ""})
    page = client.post(url("account-link", pk)).content.decode()

    assert "/sign-in/" in page
    assert Candidate.objects.get().user == User.objects.get(email="lina@example.com")


@pytest.mark.django_db
@pytest.mark.parametrize("tab", TABS)
def test_strangers_find_no_candidate(
    tab: str, signed_in: SignedIn, evaluated: Followed, now: datetime
) -> None:
    """AZ: other salespeople, managers, evaluators and candidates get 404."""
    address = url(tab, evaluated.candidate.pk)
    strangers = [people.person("Other", role) for role in (Role.EVALUATOR,)]
    strangers += [
        people.person(f"X{n}", role)
        for n, role in enumerate(
            [Role.DIRECTOR, Role.SALESPERSON, Role.CANDIDATE, Role.ADMINISTRATOR]
        )
    ]

    assert [signed_in(s).get(address).status_code for s in strangers] == [404] * 5


@pytest.mark.django_db
@pytest.mark.parametrize("tab", TABS)
def test_people_around_the_candidate_read_every_tab(
    tab: str,
    signed_in: SignedIn,
    evaluated: Followed,
    alice: User,
    eva: User,
    tara: User,
    oscar: User,
) -> None:
    address = url(tab, evaluated.candidate.pk)

    for user in (alice, eva, tara, oscar):
        assert signed_in(user).get(address).status_code == 200


@pytest.mark.django_db
def test_only_the_officer_reaches_the_officers_screens(
    signed_in: SignedIn, evaluated: Followed, alice: User, eva: User, tara: User
) -> None:
    pk = evaluated.candidate.pk
    choice = ModalityChoice.objects.order_by("pk")[0]
    addresses = [
        url("candidate-create"),
        url("referential-load"),
        url("modality-plan", choice.pk),
        *(
            url(name, pk)
            for name in (
                "edit",
                "deadline",
                "account",
                "assign",
                "withdraw",
                "concertation-create",
                "modalities",
                "opinion-ask",
            )
        ),
    ]
    for user in (alice, eva, tara):
        client = signed_in(user)
        assert {client.get(a).status_code for a in addresses} == {404}
        assert client.post(url("step", pk, "evaluate")).status_code == 404

    evaluated.path.refresh_from_db()
    assert evaluated.path.status == "SUBMITTED"


@pytest.mark.django_db
def test_officer_reads_no_sales_data(
    signed_in: SignedIn, evaluated: Followed, oscar: User, alice: User, now: datetime
) -> None:
    """Sales routes answer 404, and evidence hides what it names."""
    client = signed_in(oscar)
    sales = [
        "/" + prefix
        for prefix in ("catalog/", "items/", "deals/", "offers/", "plans/", "watch/")
    ]
    link = EvidenceLink.objects.get(target_kind="catalog.item")

    assert {client.get(a).status_code for a in sales} == {404}
    assert client.get(url("evidence-detail", link.pk)).status_code == 404
    page = client.get(url("evidence", evaluated.candidate.pk)).content.decode()
    assert "Ball valve" not in page
    pdf = client.get(url("file-pdf", evaluated.candidate.pk)).content
    assert "Ball valve" not in text_of_pdf(pdf)
    assert "Ball valve" in text_of_pdf(
        signed_in(alice).get(url("file-pdf", evaluated.candidate.pk)).content
    )


@pytest.mark.django_db
def test_menu_of_the_officer_holds_the_certification_only(
    signed_in: SignedIn, oscar: User, now: datetime
) -> None:
    page = signed_in(oscar).get(url("candidates")).content.decode()
    menu = page[page.index("<nav") : page.index("</nav>")]

    assert url("candidates") in menu
    assert url("referential") in menu
    assert "/deals/" not in menu
    assert "/offers/" not in menu


# Evidence


@pytest.mark.django_db
def test_candidate_uses_a_record_from_its_page(
    signed_in: SignedIn, oscar: User, alice: User, bob: User, now: datetime
) -> None:
    followed = enrolled(oscar, now, user=alice).prepare()
    row = item(alice, now)
    address = f"{url('evidence-add')}?kind=catalog.item&pk={row.pk}"
    chosen = [c.pk for c in criteria(followed.path, "T1-DO-1")]

    assert signed_in(bob).get(address).status_code == 404
    assert signed_in(alice).get(f"{address}0").status_code == 404
    assert signed_in(alice).get(address).status_code == 200
    empty = signed_in(alice).post(address, {})
    response = signed_in(alice).post(address, {"others_T1": chosen})

    assert empty.status_code == 422
    assert response.headers["Location"] == url("evidence", followed.candidate.pk)
    assert EvidenceLink.objects.get().title == str(row)


@pytest.mark.django_db
def test_file_is_added_downloaded_and_taken_back(
    signed_in: SignedIn, oscar: User, eva: User, now: datetime
) -> None:
    followed = enrolled(oscar, now).prepare()
    client, pk = signed_in(oscar), followed.candidate.pk
    wanted = criteria(followed.path, "T1-DO-1")[0]
    page = client.get(f"{url('upload', pk)}?criterion=T1-DO-1").content.decode()
    assert "checked" in page

    bad = SimpleUploadedFile("x.pdf", b"MZ not a pdf")
    refused = client.post(url("upload", pk), {"file": bad, "proposed": [wanted.pk]})
    good = SimpleUploadedFile("note.txt", b"Visit of 12 March")
    client.post(url("upload", pk), {"file": good, "others_T1": [wanted.pk]})

    assert refused.status_code == 422
    link = EvidenceLink.objects.get()
    response = client.get(url("evidence-file", link.pk))
    assert response.content == b"Visit of 12 March"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert signed_in(eva).get(url("evidence-file", link.pk)).status_code == 404
    client.post(url("evidence-remove", link.pk))
    assert not EvidenceLink.objects.exists()


@pytest.mark.django_db
def test_one_proved_criterion_is_counted_in_the_singular(
    oscar: User, alice: User, now: datetime, signed_in: SignedIn
) -> None:
    alice.language = "fr"
    alice.save()
    followed = enrolled(oscar, now, text=CQPM, user=alice).prepare()
    followed.upload("C1-MET-1")

    page = signed_in(alice).get(url("detail", followed.candidate.pk)).content.decode()

    assert "1 critère sur" in page


@pytest.mark.django_db
def test_submitted_file_is_shown_frozen_and_checked(
    signed_in: SignedIn, evaluated: Followed, eva: User, alice: User
) -> None:
    client, pk = signed_in(eva), evaluated.candidate.pk
    link = EvidenceLink.objects.get(target_kind="catalog.item")

    page = client.get(url("evidence-detail", link.pk)).content.decode()
    checked = client.get(f"{url('evidence', pk)}?check").content.decode()

    assert "Ball valve DN25" in page
    assert link.snapshot.sha256 in page
    assert "41" not in page.split("SHA-256")[1].replace(link.snapshot.sha256, "")
    assert "Every proof is what it was" in checked
    assert signed_in(alice).get(url("upload", pk)).status_code == 404


@pytest.mark.django_db
def test_candidate_consents_on_the_screen(
    signed_in: SignedIn, oscar: User, farid: User, now: datetime
) -> None:
    candidate = enrolled(oscar, now, user=farid).candidate

    other = signed_in(oscar).post(url("consent", candidate.pk), {"consent": "yes"})
    signed_in(farid).post(url("consent", candidate.pk), {"consent": "yes"})

    candidate.refresh_from_db()
    assert other.status_code == 404
    assert candidate.consented_at is not None


# Evaluation


@pytest.mark.django_db
def test_officer_holds_the_concertation_and_chooses(
    signed_in: SignedIn, oscar: User, now: datetime
) -> None:
    followed = enrolled(oscar, now).prepare()
    client, pk = signed_in(oscar), followed.candidate.pk
    field = f"c{followed.competencies[0].pk}"
    early = client.post(url("modalities", pk), {field: ["REAL"]})
    talk = {"held_on": "2026-03-01", "name_1": "Ms. Tutor", "conclusion": "Kept"}

    client.post(url("concertation-create", pk), talk)
    client.post(url("modalities", pk), {field: ["REAL"]})
    choice = ModalityChoice.objects.get()
    client.post(
        url("modality-plan", choice.pk), {"planned_on": "2026-04-01", "place": "Lyon"}
    )

    assert early.status_code == 422
    assert Concertation.objects.get().participants[0]["name"] == "Ms. Tutor"
    choice.refresh_from_db()
    assert choice.place == "Lyon"


@pytest.mark.django_db
def test_evaluator_fills_in_signs_and_corrects_on_the_screen(
    signed_in: SignedIn, oscar: User, eva: User, now: datetime
) -> None:
    followed = enrolled(oscar, now).prepare().choose().assign(eva).upload().submit()
    client = signed_in(eva)

    client.post(url("grid-open", followed.candidate.pk, "T1", "REAL"))
    grid = Grid.objects.get()
    marks = {
        f"state_{c.pk}": "ACQUIRED"
        for c in criteria(followed.path, "T1-DO-1", "T1-SAY-1")
    }
    client.post(url("grid", grid.pk), {**marks, "conclusion": "Good work"})
    client.post(url("grid-sign", grid.pk))
    grid.refresh_from_db()
    assert grid.status == "SIGNED"

    late = client.post(url("grid", grid.pk), {"conclusion": "Bad work"})
    mark = Mark.objects.order_by("pk")[0]
    client.post(
        url("mark-correct", mark.pk), {"state": "NOT_OBSERVED", "comment": "Mistaken"}
    )
    assert late.status_code == 404
    assert Mark.objects.get(correction_of=mark).state == "NOT_OBSERVED"
    assert "Mistaken" in client.get(url("grid", grid.pk)).content.decode()


@pytest.mark.django_db
def test_evaluator_reads_nothing_of_anothers_unsigned_grid(
    signed_in: SignedIn, evaluated: Followed, eva: User, oscar: User, now: datetime
) -> None:
    """CE-21: address, form, export."""
    second = people.person("Emil", Role.EVALUATOR)
    evaluated.assign(second)
    grid = Grid.objects.get(evaluator=eva)
    fill(grid, eva, now)
    mark = Mark.objects.order_by("pk")[0]
    client = signed_in(second)

    assert client.get(url("grid", grid.pk)).status_code == 404
    assert client.post(url("grid", grid.pk), {}).status_code == 404
    assert client.post(url("grid-sign", grid.pk)).status_code == 404
    assert client.get(url("mark-correct", mark.pk)).status_code == 404
    assert signed_in(oscar).get(url("grid", grid.pk)).status_code == 404
    tab = client.get(url("grids", evaluated.candidate.pk)).content.decode()
    pdf = client.get(url("file-pdf", evaluated.candidate.pk)).content
    assert "Seen for" not in tab + text_of_pdf(pdf)


@pytest.mark.django_db
def test_unknown_grid_and_step_are_not_found(
    signed_in: SignedIn, evaluated: Followed, eva: User, oscar: User
) -> None:
    pk = evaluated.candidate.pk

    assert signed_in(oscar).post(url("step", pk, "other")).status_code == 404
    wrong = signed_in(eva).post(url("grid-open", pk, "C1", "RECONSTRUCTED"))
    assert wrong.status_code == 422
    assert signed_in(eva).post(url("grid-open", pk, "C9", "REAL")).status_code == 404
    assert signed_in(eva).get(url("criteria", pk, "C9", "MET")).status_code == 404
    assert Grid.objects.count() == 1


@pytest.mark.django_db
def test_company_answers_by_link_without_account(
    oscar: User, client: Client, now: datetime, signed_in: SignedIn
) -> None:
    followed = enrolled(oscar, now).prepare()
    page = signed_in(oscar).post(
        url("opinion-ask", followed.candidate.pk),
        {"name": "Ms. Tutor", "email": "t@example.com", "language": "fr"},
    )
    assert page.status_code == 302
    _link, token = link_issue(
        purpose=PublicLink.Purpose.COMPANY_OPINION,
        target=followed.path,
        recipient_name="Ms. Tutor",
        recipient_email="t@example.com",
        language="fr",
        now=clock.now(),
    )
    entry = "/" + entry_url(token).split("/", 3)[3]

    opened = client.get(entry, follow=True)
    address = opened.redirect_chain[-1][0]
    html = opened.content.decode()
    nonce = html.split('name="nonce" value="')[1].split('"')[0]
    answer = {
        "nonce": nonce,
        "signatory_name": "Ms. Tutor",
        "verdict_T1": "RESERVED",
        "facts_T1": "Two visits seen.",
    }
    refused = client.post(address, {**answer, "facts_T1": ""})
    accepted = client.post(address, answer)
    again = client.post(address, {**answer, "verdict_T1": "FAVOURABLE"})

    assert "Avis de l’entreprise" in html
    assert refused.status_code == 422
    assert accepted.status_code == 200
    assert again.status_code == 409
    assert CompanyOpinion.objects.get().verdict == "RESERVED"
    assert Client().get(address).status_code == 404


@pytest.mark.django_db
def test_vae_form_takes_no_opinion(
    oscar: User, signed_in: SignedIn, now: datetime
) -> None:
    """CE-05, by form."""
    followed = enrolled(oscar, now, track="VAE").prepare()
    response = signed_in(oscar).post(
        url("opinion-ask", followed.candidate.pk),
        {"name": "Ms. Tutor", "email": "t@example.com", "language": "fr"},
    )

    assert response.status_code == 422
    assert not PublicLink.objects.exists()


# The file as a PDF


@pytest.mark.django_db
def test_file_is_a_working_document_in_french(
    signed_in: SignedIn, evaluated: Followed, alice: User
) -> None:
    """CE-25."""
    response = signed_in(alice).get(url("file-pdf", evaluated.candidate.pk))

    reader = PdfReader(io.BytesIO(response.content))
    text = text_of_pdf(response.content)
    assert "sans valeur de CQPM" in text
    assert "ocument de travail" in text
    assert "Dossier du candidat" in text
    assert "Farid Amrani" in text
    hashes = EvidenceLink.objects.values_list("snapshot__sha256", flat=True)
    assert all(h[:16] in text for h in hashes)
    assert "UIMM" not in text
    assert not any(page.images for page in reader.pages)
    assert "/StructTreeRoot" in reader.root_object


# Budgets


@pytest.mark.django_db
@pytest.mark.parametrize("count", [3, 30])
def test_list_keeps_its_budget(
    count: int,
    signed_in: SignedIn,
    oscar: User,
    now: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(count):
        enrolled(oscar, now, last_name=f"N{n:02}")
    client = signed_in(oscar)
    client.get(url("candidates"))

    with django_assert_max_num_queries(6):
        response = client.get(url("candidates"))

    assert response.content.decode().count("Farid N") >= count


@pytest.mark.django_db
@pytest.mark.parametrize("count", [3, 30])
def test_details_keep_their_budget(
    count: int,
    signed_in: SignedIn,
    evaluated: Followed,
    eva: User,
    oscar: User,
    now: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    pk = evaluated.candidate.pk
    Path.objects.filter(pk=evaluated.path.pk).update(registered_at=now)
    grid = Grid.objects.get()
    fill(grid, eva, now)
    other = enrolled(oscar, now, text=CQPM).prepare()
    for n in range(count):
        other.upload("C1-MET-1", "C2-MET-1", text=f"Minutes {n}")
    link = EvidenceLink.objects.order_by("pk")[0]
    addresses = [
        *(url(tab, key) for tab in TABS[:5] for key in (pk, other.candidate.pk)),
        url("criteria", other.candidate.pk, "C1", "MET"),
        url("referential"),
        url("evidence-detail", link.pk),
    ]
    client = signed_in(oscar)

    for address in addresses:
        client.get(address)
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
    evaluator = signed_in(eva)
    evaluator.get(url("grid", grid.pk))
    with django_assert_max_num_queries(12):
        assert evaluator.get(url("grid", grid.pk)).status_code == 200


# Criteria at the foot of a screen


@pytest.mark.django_db
def test_screen_offers_its_criteria(
    signed_in: SignedIn,
    alice: User,
    now: datetime,
) -> None:
    published(now, CQPM)
    client = signed_in(alice)
    row = item(alice, now)
    address = url("referential-screen", "catalog:detail")

    page = client.get(reverse("catalog:detail", args=[row.pk])).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    whole = client.get(address).content.decode()

    assert f'hx-get="{address}?pk={row.pk}"' in page
    assert "C4-MOY-1d" in part
    assert "<html" not in part
    assert "C4-MOY-1d" in whole
    assert "<h1>" in whole
    assert client.get(url("referential-screen", "desk:day")).status_code == 404


@pytest.mark.django_db
def test_candidate_is_offered_to_use_the_record(
    signed_in: SignedIn, oscar: User, alice: User, bob: User, now: datetime
) -> None:
    enrolled(oscar, now, user=alice)
    address = f"{url('referential-screen', 'catalog:detail')}?pk=7"
    expected = f"{url('evidence-add')}?kind=catalog.item&amp;pk=7"

    assert expected in signed_in(alice).get(address).content.decode()
    assert url("evidence-add") not in signed_in(bob).get(address).content.decode()
