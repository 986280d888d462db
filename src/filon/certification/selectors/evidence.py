"""Evidence as each reader may see it, coverage, and the check of what was frozen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.accounts.models import User
from filon.certification import frozen, policies, referential
from filon.certification.models import EvidenceLink, Path
from filon.certification.selectors.versions import (
    content_of,
    spoken,
    text_of,
)
from filon.coordination import kinds
from filon.files.services import read_bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """A record or file with every criterion that it proves.

    `title` is empty for a reader who may not see work records: the kind remains.
    """

    pk: int
    kind: str
    title: str
    note: str
    codes: tuple[str, ...]
    links: tuple[tuple[int, str], ...]
    url: str
    added_at: datetime
    sha256: str
    is_file: bool

    @property
    def name(self) -> str:
        """How the proof is called for this reader."""
        return self.title or _("%(kind)s (content not shown)") % {"kind": self.kind}


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """How many criteria of a competency under one heading have a proof."""

    heading: str
    covered: int
    total: int
    url: str

    @property
    def tone(self) -> str:
        """Full, partial, none."""
        if self.covered == self.total:
            return "good"
        return "partial" if self.covered else "bad"


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A competency against every heading."""

    code: str
    title: str
    cells: tuple[CoverageCell, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """A criterion or item with its proofs."""

    code: str
    text: str
    is_item: bool
    evidence_types: tuple[str, ...]
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A frozen proof that is not what it was."""

    name: str
    code: str
    reason: str


def links_of(path: Path) -> QuerySet[EvidenceLink]:
    """Return the evidence of a path with all that pages show; one query."""
    rows = EvidenceLink.objects.filter(path=path)
    rows = rows.select_related("criterion", "file", "snapshot")
    return rows.defer("snapshot__content").order_by("linked_at", "pk")


def proofs_of(path: Path, reader: User) -> list[Proof]:
    """Return the evidence of a path, each record or file once; one query."""
    groups: dict[tuple[str, int | None, int | None], list[EvidenceLink]]
    groups = defaultdict(list)
    for link in links_of(path):
        groups[(link.target_kind, link.target_id, link.file_id)].append(link)
    opens = policies.can_read_records(reader, path.candidate)
    return [_proof(path, links, opens=opens) for links in groups.values()]


def _proof(path: Path, links: Sequence[EvidenceLink], *, opens: bool) -> Proof:
    first = links[0]
    is_file = first.file_id is not None
    is_shown = is_file or opens
    snapshot = getattr(first, "snapshot", None)
    return Proof(
        pk=first.pk,
        kind=_("File") if is_file else kinds.label_of(first.target_kind),
        title=first.title if is_shown else "",
        note=first.note if is_shown else "",
        codes=tuple(link.criterion.code for link in links),
        links=tuple((link.pk, link.criterion.code) for link in links),
        url=reverse("certification:evidence-detail", args=[first.pk])
        if is_shown
        else "",
        added_at=first.linked_at,
        sha256=snapshot.sha256 if snapshot is not None else "",
        is_file=is_file,
    )


def coverage(path: Path, codes: Iterable[str]) -> list[CoverageRow]:
    """Return the map of competencies and headings for the codes that have a proof.

    A criterion counts as covered if it or one of its items has a proof.
    """
    proven = set(codes)
    content = content_of(path.referential)
    return [
        CoverageRow(
            competency.id,
            competency_title(competency),
            tuple(
                _cell(path, competency, heading.id, proven)
                for heading in content.headings
            ),
        )
        for competency in content.competencies
    ]


def _cell(
    path: Path, competency: referential.Competency, heading: str, proven: set[str]
) -> CoverageCell:
    criteria = competency.under(heading)
    covered = [
        c for c in criteria if proven.intersection([c.id, *(i.id for i in c.items)])
    ]
    return CoverageCell(
        heading=heading,
        covered=len(covered),
        total=len(criteria),
        url=reverse(
            "certification:criteria", args=[path.candidate_id, competency.id, heading]
        ),
    )


def competency_title(competency: referential.Competency) -> str:
    """Return the title of a competency in the active language."""
    return spoken(competency.title_fr, competency.title_en)


def heading_title(heading: referential.Heading) -> str:
    """Return the title of a heading in the active language."""
    return spoken(heading.fr, heading.en)


def short_titles(titles: Sequence[str]) -> list[str]:
    """Return titles without the words that all of them begin with."""
    words = [title.split() for title in titles]
    same = 0
    while all(len(w) > same + 1 for w in words) and len({w[same] for w in words}) == 1:
        same += 1
    short = [" ".join(w[same:]) for w in words]
    return [title[:1].upper() + title[1:] for title in short]


def elements_with_proofs(
    competency: referential.Competency, heading: str, proofs: Iterable[Proof]
) -> list[Element]:
    """Return criteria and items under a heading, each with its proofs."""
    by_code: dict[str, list[Proof]] = defaultdict(list)
    for proof in proofs:
        for code in proof.codes:
            by_code[code].append(proof)
    return [
        Element(
            code=element.id,
            text=text_of(element),
            is_item=isinstance(element, referential.Item),
            evidence_types=element.evidence,
            proofs=tuple(by_code[element.id]),
        )
        for criterion in competency.under(heading)
        for element in criterion.elements
    ]


def verify(path: Path) -> list[Fault]:
    """Return the frozen proofs that were altered since, by name; empty: all is well.

    The content is hashed anew, and the bytes of each file are read again.
    """
    rows = EvidenceLink.objects.filter(path=path, snapshot__isnull=False)
    faults = []
    for link in rows.select_related("criterion", "file", "snapshot").order_by("pk"):
        reason = _fault_of(link)
        if reason:
            faults.append(Fault(link.title, link.criterion.code, reason))
    return faults


def _fault_of(link: EvidenceLink) -> str:
    snapshot = link.snapshot
    if frozen.fingerprint(snapshot.content) != snapshot.sha256:
        return _("the frozen content was altered")
    if link.file is None:
        return ""
    try:
        content = read_bytes(link.file)
    except FileNotFoundError:
        return _("the file is missing")
    if frozen.fingerprint_of_bytes(content) != snapshot.content.get("sha256"):
        return _("the file was altered")
    return ""


def heading_of(path: Path, code: str) -> str:
    """Return the title of a heading by its code."""
    headings = content_of(path.referential).headings
    return next((heading_title(h) for h in headings if h.id == code), code)
