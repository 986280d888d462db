"""The candidate's file as a PDF: a working document, in French, by rights.

Only the branch delivers the certification: the file says so on every page, and bears
no logo but the company's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.certification.models import Grid
from filon.certification.selectors import candidates as reads
from filon.certification.selectors import evidence, paths
from filon.certification.selectors.versions import content_of
from filon.documents import formats
from filon.documents.content import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Matrix,
    MatrixRow,
    Note,
    PageBreak,
    Paragraph,
    Table,
    Text,
)
from filon.documents.rendering import render_document
from filon.documents.selectors import company_header

LANGUAGE = "fr"
TONES = {"ACQUIRED": "good", "NOT_ACQUIRED": "bad", "NOT_OBSERVED": "neutral"}
VERDICTS = {"FAVOURABLE": "good", "RESERVED": "partial", "UNFAVOURABLE": "bad"}


def candidate_file_pdf(*, file: reads.CandidateFile, now: datetime) -> bytes:
    """Return the file of a candidate with what its reader may see now.

    Titles of work records and grids follow the reader's rights, as on the screens.
    """
    with translation.override(LANGUAGE):
        document = Document(
            title=_("Candidate's file"),
            subtitle=str(file.candidate),
            meta=[
                (_("Referential"), _edition(file)),
                (_("Printed on"), formats.moment(now)),
            ],
            watermark=_("Working document, without the value of a CQPM"),
            blocks=_blocks(file),
        )
        return render_document(
            document, language=LANGUAGE, company=company_header(), created_at=now
        )


def _blocks(file: reads.CandidateFile) -> list[Block]:
    proofs = evidence.proofs_of(file.path, file.reader)
    return [
        Note(
            _(
                "Working document, without the value of a CQPM: only the professional"
                " branch delivers the certification. No grade is computed here."
            ),
            title=_("Value of this document"),
            tone="info",
        ),
        _particulars(file),
        Heading(_("Coverage by competency and heading")),
        _matrix(file, proofs),
        *_concertation(file),
        PageBreak(),
        Heading(_("Evidence")),
        _evidence_table(proofs),
        *_grids(file),
        *_opinion(file),
    ]


def _edition(file: reads.CandidateFile) -> str:
    referential = file.path.referential
    return f"{referential.code} {referential.edition}"


def _particulars(file: reads.CandidateFile) -> Facts:
    candidate, path = file.candidate, file.path
    days = [
        (_("Registered on"), path.registered_at),
        (_("Submitted on"), path.submitted_at),
        (_("Closed on"), path.closed_at),
    ]
    return Facts(
        [
            (_("Candidate"), str(candidate)),
            (_("Track"), path.get_track_display()),
            (_("State"), path.get_status_display()),
            (pgettext("employer", "Company"), candidate.company_name or "–"),
            (_("Tutor"), str(candidate.tutor or candidate.tutor_name or "–")),
            (_("Exam centre"), str(candidate.centre or "–")),
            (_("Training body"), str(candidate.training_body or "–")),
            *((label, formats.moment(at)) for label, at in days if at is not None),
        ]
    )


def _matrix(file: reads.CandidateFile, proofs: list[evidence.Proof]) -> Matrix:
    codes = [code for proof in proofs for code in proof.codes]
    tones = {"good": "good", "partial": "partial", "bad": "neutral"}
    headings = content_of(file.path.referential).headings
    return Matrix(
        columns=evidence.short_titles([heading.fr for heading in headings]),
        corner=_("Competency"),
        rows=[
            MatrixRow(
                f"{row.code} · {row.title}",
                [
                    Cell(
                        f"{cell.covered} / {cell.total}",
                        tone=tones[cell.tone],  # type: ignore[arg-type]
                    )
                    for cell in row.cells
                ],
            )
            for row in evidence.coverage(file.path, codes)
        ],
        caption=_("Criteria with at least one proof, out of those of the heading"),
        label_width=3.0,
    )


def _concertation(file: reads.CandidateFile) -> list[Block]:
    sheet = reads.modality_sheet(file)
    blocks: list[Block] = [Heading(_("Concertation and modalities"))]
    for row in sheet.concertations:
        people = "; ".join(
            " – ".join(filter(None, [p["name"], p["part"], p["agreement"]]))
            for p in row.participants
        )
        blocks += [
            Paragraph(formats.day(row.held_on), style="strong"),
            Paragraph(f"{people}\n{row.conclusion}"),
        ]
    rows = [
        [
            one.competency.code,
            _lines(reads.modality_label(file.path, c.modality) for c in one.choices),
            _lines(
                formats.day(c.planned_on) if c.planned_on else "–" for c in one.choices
            ),
            _lines(c.place or "–" for c in one.choices),
        ]
        for one in sheet.rows
        if one.choices
    ]
    columns = [
        Column(_("Competency")),
        Column(_("Modality"), width=2),
        Column(_("Planned on")),
        Column(_("Place"), width=1),
    ]
    blocks.append(Table(columns, rows, empty=_("No modality was chosen yet.")))
    return blocks


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def _evidence_table(proofs: list[evidence.Proof]) -> Table:
    return Table(
        [
            Column(_("Proof"), width=2),
            Column(_("Criteria"), width=1),
            Column("SHA-256", width=2),
        ],
        [
            [
                Cell(proof.name, detail=proof.note),
                ", ".join(proof.codes),
                _broken(proof.sha256) or _("Not submitted yet"),
            ]
            for proof in proofs
        ],
        empty=_("No evidence yet."),
    )


def _broken(sha256: str) -> str:
    """Return a hash in groups, so that a line can break."""
    return " ".join(sha256[i : i + 16] for i in range(0, len(sha256), 16))


def _grids(file: reads.CandidateFile) -> list[Block]:
    signed = [g for g in reads.visible_grids(file) if g.status == Grid.Status.SIGNED]
    if not signed:
        return []
    blocks: list[Block] = [PageBreak(), Heading(_("Signed grids"))]
    for grid in signed:
        blocks += _grid(file, grid)
    return blocks


def _grid(file: reads.CandidateFile, grid: Grid) -> list[Block]:
    rows: list[list[Text | Cell]] = []
    for line in reads.mark_rows(grid):
        states = [m for m in (line.mark, *line.corrections) if m is not None]
        said = "\n".join(filter(None, (m.comment for m in states)))
        last = states[-1] if states else None
        rows.append(
            [
                Cell(line.criterion.code, detail=line.criterion.text_fr),
                Cell(
                    last.get_state_display() if last else "–",
                    detail=pgettext("mark", "Corrected") if line.corrections else "",
                    tone=TONES[last.state] if last else "",  # type: ignore[arg-type]
                ),
                said or "–",
            ]
        )
    columns = [
        Column(_("Criterion"), width=3),
        Column(_("State"), width=1),
        Column(_("Comment"), width=2),
    ]
    signature = _("Signed by %(name)s on %(moment)s. Hash: %(hash)s") % {
        "name": grid.evaluator,
        "moment": formats.moment(grid.signed_at) if grid.signed_at else "–",
        "hash": _broken(grid.content_hash),
    }
    modality = reads.modality_label(file.path, grid.modality)
    return [
        Heading(f"{grid.competency.code} · {grid.competency.title}", level=2),
        Paragraph(modality, style="lead"),
        Table(columns, rows),
        Paragraph(_("Conclusion"), style="strong"),
        Paragraph(grid.conclusion),
        Paragraph(signature, style="small"),
    ]


def _opinion(file: reads.CandidateFile) -> list[Block]:
    blocks: list[Block] = [Heading(_("Company's opinion"))]
    if not paths.needs_opinion(file.path):
        text = _("Validation of experience: no company's opinion is asked for.")
        return [*blocks, Paragraph(text)]
    given = [row for row in reads.opinion_rows(file.path) if row.opinion]
    rows: list[list[Text | Cell]] = [
        [
            f"{row.code} · {row.title}",
            Cell(
                row.opinion.get_verdict_display(),
                tone=VERDICTS[row.opinion.verdict],  # type: ignore[arg-type]
            ),
            row.opinion.facts,
        ]
        for row in given
        if row.opinion is not None
    ]
    columns = [
        Column(_("Competency"), width=2),
        Column(_("Opinion")),
        Column(pgettext("opinion", "Facts"), width=3),
    ]
    blocks.append(Table(columns, rows, empty=_("The opinion was not given yet.")))
    first = next((row.opinion for row in given), None)
    if first is not None:
        who = ", ".join(filter(None, [first.signatory_name, first.signatory_function]))
        line = _("Signed by %(name)s on %(moment)s.") % {
            "name": who,
            "moment": formats.moment(first.signed_at),
        }
        blocks.append(Paragraph(line, style="small"))
    return blocks
