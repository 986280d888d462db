"""A buyer's workbook: brought in, laid out, and its answers taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.files.services import keep_upload
from filon.files.tables.filling import Grid, read_grid
from filon.files.uploads import CheckedUpload
from filon.journal.services import record
from filon.kernel.errors import DomainError
from filon.offers import policies
from filon.offers.models import AdequacyCheck, BuyerSheet, Offer, OfferRevision
from filon.offers.selectors import adequacy
from filon.offers.selectors.sheets import matrix_rows
from filon.offers.selectors.vocabularies import own_words, verdict_called
from filon.offers.services.matrix import DEVIATIONS, adequacy_set
from filon.offers.sheets import MATRIX_ROLES, PRICE_ROLES, Layout, guess_layout

K = BuyerSheet.Kind
ROLES = {K.MATRIX: MATRIX_ROLES, K.PRICES: PRICE_ROLES}


class SheetRefused(DomainError):
    """The workbook has no table that can be answered."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of the answers of a returned file."""

    changed: int
    problems: list[str]


@transaction.atomic
def sheet_add(
    *, offer: Offer, kind: str, upload: CheckedUpload, actor: User, now: datetime
) -> BuyerSheet:
    """Keep a buyer's workbook and guess which of its columns is what.

    The sheet with the most columns that can be named is taken.

    :raises SheetRefused: if no sheet names its columns.
    :raises TableRefused, ArchiveRefused, XmlRefused: if the file cannot be read.
    """
    if not policies.can_create(actor):
        raise PermissionDenied
    upload.content.seek(0)
    content = upload.content.read()
    grid, layout = _best(content, kind)
    if not {"ref", "text"} & layout.columns.keys():
        raise SheetRefused(
            _(
                "No row of the workbook names a reference or a designation: is it the"
                " file of the buyer?"
            )
        )
    sheet = BuyerSheet.objects.create(
        offer=offer,
        kind=kind,
        file=keep_upload(upload=upload, actor=actor, now=now),
        sheet=grid.sheet,
        header_row=layout.header_row,
        columns=layout.columns,
        added_at=now,
        added_by=actor,
    )
    record(
        target=offer,
        message=gettext_noop("Workbook of the buyer “%(name)s” brought in"),
        params={"name": upload.name},
        actor=actor,
        now=now,
    )
    return sheet


def _best(content: bytes, kind: str) -> tuple[Grid, Layout]:
    first = read_grid(content)
    grids = [first, *(read_grid(content, sheet=name) for name in first.sheets[1:12])]
    roles = ROLES[K(kind)]
    found = [(grid, guess_layout(grid, roles)) for grid in grids]
    return max(found, key=lambda pair: len(pair[1].columns))


@transaction.atomic
def sheet_lay_out(
    *, sheet: BuyerSheet, columns: Mapping[str, int | None], actor: User, now: datetime
) -> None:
    """Say which column is what, where the guess was wrong.

    :raises SheetRefused: without reference and designation, or if two answers would go
        into one column.
    """
    if not policies.can_create(actor):
        raise PermissionDenied
    roles = ROLES[K(sheet.kind)]
    chosen = {r: c for r, c in columns.items() if c is not None and r in roles}
    if not {"ref", "text"} & chosen.keys():
        raise SheetRefused(_("Choose the column of the reference or designation."))
    if len(set(chosen.values())) < len(chosen):
        raise SheetRefused(_("Two answers cannot go into the same column."))
    BuyerSheet.objects.filter(pk=sheet.pk).update(columns=chosen)
    sheet.columns = chosen
    record(
        target=sheet.offer,
        message=gettext_noop("Columns of “%(name)s” chosen"),
        params={"name": sheet.file.name},
        actor=actor,
        now=now,
    )


@transaction.atomic
def sheet_remove(*, sheet: BuyerSheet, actor: User, now: datetime) -> None:
    """Take a workbook of the buyer out; its file stays in the history."""
    if not policies.can_create(actor):
        raise PermissionDenied
    record(
        target=sheet.offer,
        message=gettext_noop("Workbook “%(name)s” taken out"),
        params={"name": sheet.file.name},
        actor=actor,
        now=now,
    )
    BuyerSheet.objects.filter(pk=sheet.pk).delete()


@transaction.atomic
def answers_take_back(
    *,
    sheet: BuyerSheet,
    revision: OfferRevision,
    content: bytes,
    actor: User,
    now: datetime,
) -> TakenBack:
    """Take the answers of a returned workbook into the matrix.

    Words are read as the buyer's vocabulary, then as usual ones. A row that cannot be
    taken is named and left; the others are taken.

    :raises SheetRefused: if this is no matrix.
    :raises TableRefused, ArchiveRefused, XmlRefused: if the file cannot be read.
    :raises RevisionFrozen: if the revision was sent.
    """
    if sheet.kind != K.MATRIX:
        raise SheetRefused(_("Only a compliance matrix is taken back."))
    grid = read_grid(content, sheet=sheet.sheet)
    layout = Layout(sheet.header_row, dict(sheet.columns))
    rows = {row.pk: row for row in adequacy.rows_of(revision)}
    own = own_words(revision)
    changed, problems = 0, []
    for number, key in sorted(matrix_rows(grid, layout, list(rows.values())).items()):
        row = rows[key]
        row.revision = revision
        said = {role: grid.text(number, c) for role, c in layout.columns.items()}
        word = said.get("verdict", "").strip()
        verdict = verdict_called(word, own) if word else row.verdict
        where = {"row": number + 1, "ref": row.requirement.ref, "word": word}
        if verdict is None:
            problems.append(
                _("Row %(row)s, %(ref)s: “%(word)s” is no known verdict.") % where
            )
            continue
        answer = said.get("answer", row.comment).strip()
        if verdict in DEVIATIONS and not answer:
            problems.append(
                _("Row %(row)s, %(ref)s: the deviation has no words.") % where
            )
            continue
        changed += _take(row, verdict, answer, said, actor=actor, now=now)
    return TakenBack(changed, problems)


def _take(
    row: AdequacyCheck,
    verdict: str,
    answer: str,
    said: Mapping[str, str],
    *,
    actor: User,
    now: datetime,
) -> int:
    offered = said.get("offered", adequacy.offered_words(row)).strip()
    details = {
        "proof": said.get("proof", row.proof).strip()[:200],
        "proof_page": said.get("place", row.proof_page).strip()[:20],
    }
    before = (
        row.verdict,
        row.comment,
        adequacy.offered_words(row),
        row.proof,
        row.proof_page,
    )
    if before == (verdict, answer, offered, *details.values()):
        return 0
    adequacy_set(
        row=row,
        verdict=verdict,
        comment=answer,
        offered=offered,
        details=details,
        actor=actor,
        now=now,
    )
    return 1
