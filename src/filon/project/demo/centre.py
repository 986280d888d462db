"""The exam centre: three candidates, one fed by the thread, one by files, one VAE."""

from __future__ import annotations

from importlib.resources import files

from filon.accounts.models import Role, User
from filon.certification.models import (
    Candidate,
    Competency,
    Criterion,
    Path,
    Referential,
)
from filon.certification.services import candidates, evidence, modalities, paths
from filon.certification.services.referential import (
    referential_load,
    referential_publish,
)
from filon.documents.content import Document, Paragraph
from filon.documents.rendering import render_document
from filon.documents.selectors import company_header
from filon.files.uploads import check_upload
from filon.journal.models import kind_of
from filon.plans.models import ActionPlan
from filon.project.demo.selling import Sold
from filon.project.demo.setting import Setting
from filon.watch.models import Brief

STAFF = (
    ("oscar", "Oscar", "Lemaire", Role.OFFICER),
    ("eva", "Eva", "Sanchez", Role.EVALUATOR),
    ("tara", "Tara", "Nguyen", Role.TUTOR),
)


def build(setting: Setting, plan: ActionPlan, sold: Sold) -> None:
    """Create the centre's people and its candidates."""
    for key, first, last, role in STAFF:
        setting.people[key] = User.objects.create_user(
            f"{key}@centre-examen.example", first_name=first, last_name=last, role=role
        )
    referential = _referential(setting)
    fed = _candidate(setting, referential, "Camille", "Martin", "WORK_STUDY", "camille")
    _from_the_thread(setting, fed, plan, sold)
    by_files = _candidate(setting, referential, "Farid", "Oussekine", "TRAINING", "")
    _from_files(setting, by_files)
    _candidate(setting, referential, "Hélène", "Castel", "VAE", "")


def _referential(setting: Setting) -> Referential:
    shipped = files("filon.certification").joinpath("data", "cqpm_tci.yaml")
    loaded = referential_load(
        text=shipped.read_text(encoding="utf-8"), actor=None, now=setting.at(-120)
    )
    if loaded.is_new:
        referential_publish(
            referential=loaded.referential, actor=None, now=setting.at(-120)
        )
    return Referential.objects.get(pk=loaded.referential.pk)


def _candidate(
    setting: Setting,
    referential: Referential,
    first: str,
    last: str,
    track: str,
    account: str,
) -> Path:
    oscar = setting.people["oscar"]
    candidate = candidates.candidate_register(
        registration=candidates.Registration(
            values={
                "first_name": first,
                "last_name": last,
                "email": f"{first.lower()}@exemple.example",
                "company_name": "Rochebrune Fluides",
                "tutor": setting.people["tara"],
                "tutor_name": "Marc Delorme",
                "tutor_email": "marc@rochebrune-fluides.example",
            },
            enrolment=candidates.Enrolment(
                referential, track, submit_by=setting.day(30)
            ),
            organizers=candidates.Organizers(
                new_centre="Centre d’examen des Alpes",
                new_training_body="Organisme de formation du Dauphiné",
            )
            if not Candidate.objects.exists()
            else _known(),
        ),
        actor=oscar,
        now=setting.at(-90),
    )
    if account:
        candidates.candidate_account_link(
            candidate=candidate,
            email=setting.people[account].email,
            actor=oscar,
            now=setting.at(-89),
        )
    else:
        candidates.candidate_account_create(
            candidate=candidate, actor=oscar, now=setting.at(-89)
        )
    candidates.person_assign(
        candidate=candidate,
        user=setting.people["eva"],
        part="EVALUATOR",
        declares_no_link=True,
        actor=oscar,
        now=setting.at(-88),
    )
    path = candidate.paths.get()
    paths.path_prepare(path=path, actor=oscar, now=setting.at(-85))
    path.refresh_from_db()
    _concertation(setting, path)
    return path


def _known() -> candidates.Organizers:
    first = Candidate.objects.select_related("centre", "training_body").order_by("pk")[
        0
    ]
    return candidates.Organizers(centre=first.centre, training_body=first.training_body)


def _concertation(setting: Setting, path: Path) -> None:
    oscar = setting.people["oscar"]
    modalities.concertation_record(
        path=path,
        held_on=setting.day(-80),
        consulted=[
            modalities.Consulted("Marc Delorme", "Entreprise", "D’accord"),
            modalities.Consulted("Tara Nguyen", "Tutrice", "D’accord"),
        ],
        conclusion="Situation réelle pour la prospection, projet pour le reste.",
        actor=oscar,
        now=setting.at(-80),
    )
    wanted = [
        (competency.pk, "REAL" if competency.code in {"C4", "C6"} else "PROJECT")
        for competency in Competency.objects.filter(block__referential=path.referential)
    ]
    modalities.modalities_choose(
        path=path, wanted=wanted, actor=oscar, now=setting.at(-79)
    )


def _criteria(path: Path, *codes: str) -> list[Criterion]:
    return list(
        Criterion.objects.filter(
            competency__block__referential=path.referential, code__in=codes
        )
    )


def _from_the_thread(
    setting: Setting, path: Path, plan: ActionPlan, sold: Sold
) -> None:
    camille = setting.people["camille"]
    candidates.consent_give(
        candidate=path.candidate, actor=camille, now=setting.at(-60)
    )
    path = Path.objects.get(pk=path.pk)
    brief = Brief.objects.order_by("pk")[0]
    for record, codes in (
        (brief, ("C1-MET-1", "C1-CON-1", "C1-RES-1")),
        (plan, ("C2-MET-1", "C2-MET-2", "C2-RES-1")),
        (sold.need, ("C3-MET-1", "C3-RES-1")),
        (sold.order.revision, ("C5-MET-1", "C5-RES-1")),
        (sold.order, ("C5-RES-6", "C6-RES-1")),
    ):
        if record is None:
            continue
        evidence.evidence_add_record(
            path=path,
            kind=kind_of(record),
            pk=record.pk,
            criteria=_criteria(path, *codes),
            note="Réalisé pendant la période.",
            actor=camille,
            now=setting.at(-5),
        )


def _from_files(setting: Setting, path: Path) -> None:
    """Give proofs to a candidate who never used the rest, and hand the file in."""
    pdf = render_document(
        Document(title="Rapport de projet", blocks=[Paragraph("Rapport d’exemple.")]),
        language="fr",
        company=company_header(),
        created_at=setting.at(-20),
    )
    owner = User.objects.get(candidate=path.candidate)
    for number, codes in enumerate(
        (("C1-MET-1",), ("C2-MET-1", "C2-RES-1"), ("C4-MET-1",)), 1
    ):
        evidence.evidence_add_file(
            path=path,
            upload=check_upload(f"rapport-{number}.pdf", pdf),
            criteria=_criteria(path, *codes),
            title=f"Rapport de projet {number}",
            note="",
            actor=owner,
            now=setting.at(-18 + number),
        )
    evidence.path_submit(path=path, actor=owner, now=setting.at(-12))
