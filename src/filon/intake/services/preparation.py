"""A file is uploaded, its columns are mapped, the work is queued."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User
from filon.files.kinds import TABLES
from filon.files.services import keep_upload, read_bytes
from filon.files.tables import NO_HEADER, read_table
from filon.files.uploads import check_upload
from filon.intake import policies
from filon.intake.fields import SPECS
from filon.intake.lifecycle import IMPORT
from filon.intake.mapping import missing, propose
from filon.intake.models import Import
from filon.jobs.services import enqueue
from filon.journal.services import move, record
from filon.kernel.errors import DomainError

SAMPLE = 200
JOB = "intake.import"


class MappingIncomplete(DomainError):
    """The file lacks a column that its kind needs, or maps a field twice."""


def import_upload(
    *,
    kind: str,
    name: str,
    content: BinaryIO | bytes,
    actor: User,
    now: datetime,
    assigned_owner: User | None = None,
    is_shared: bool | None = None,
) -> Import:
    """Keep a file, find its table and propose what its columns fill.

    :param assigned_owner: whom new companies belong to; by default the person, if
        they have a team, else nobody.
    :param is_shared: whether new companies are open to all sales people; by default
        those of nobody are.
    :raises PermissionDenied: if this person does not bring in this kind.
    :raises UploadRefused: if it is no table file, or too large.
    :raises TableRefused: if there is no table in it, or too many rows.
    """
    if not policies.can_import(actor, kind):
        raise PermissionDenied
    upload = check_upload(name, content, allowed=TABLES)
    data = upload.content.read()
    found = _inspected(data, kind)
    owner = assigned_owner or (actor if actor.team_id else None)
    with transaction.atomic():
        file = keep_upload(upload=upload, actor=actor, now=now)
        source: Import = Import.objects.create(
            kind=kind,
            file=file,
            owner=actor,
            assigned_owner=owner,
            is_shared=owner is None if is_shared is None else is_shared,
            created_at=now,
            **found,
        )
        record(
            target=source,
            message=gettext_noop("File “%(name)s” uploaded"),
            params={"name": file.name},
            actor=actor,
            now=now,
        )
    return source


def import_map(
    *,
    source: Import,
    mapping: Mapping[str, str],
    has_header: bool,
    actor: User,
    now: datetime,
    sheet: str = "",
    assigned_owner: User | None = None,
    is_shared: bool = False,
) -> bool:
    """Set what the columns fill; read the file anew where its shape changes.

    Another sheet, or a first line that is data after all, makes a new proposal and
    the mapping given is left aside; then False is returned: it must be looked at.

    :raises PermissionDenied: if this person does not bring in this kind.
    :raises MappingIncomplete: if a needed column is missing or a field comes twice.
    :raises TransitionRefused: if the import has begun.
    """
    if not policies.can_change(actor, source):
        raise PermissionDenied
    had_header = source.header_row != NO_HEADER
    is_reshaped = has_header != had_header or (sheet or source.sheet) != source.sheet
    if is_reshaped:
        header_row = None if has_header else NO_HEADER
        found = _inspected(read_bytes(source.file), source.kind, sheet, header_row)
    else:
        chosen = {column: code for column, code in mapping.items() if code}
        _check(source.kind, chosen)
        found = {"mapping": chosen}
    values = {**found, "assigned_owner": assigned_owner, "is_shared": is_shared}
    rows = Import.objects.filter(pk=source.pk, status=Import.Status.UPLOADED)
    if not rows.update(**values):
        raise MappingIncomplete(_("This import has begun: its columns are fixed."))
    source.refresh_from_db()
    return not is_reshaped


@transaction.atomic
def import_start(*, source: Import, actor: User, now: datetime) -> None:
    """Queue the import, or queue it again where it stopped.

    :raises PermissionDenied: if this person does not bring in this kind.
    :raises MappingIncomplete: if a needed column is missing.
    :raises TransitionRefused: if it is queued already.
    """
    if not policies.can_change(actor, source):
        raise PermissionDenied
    _check(source.kind, source.mapping)
    move(
        source,
        to=Import.Status.QUEUED,
        transitions=IMPORT,
        actor=actor,
        now=now,
        message=gettext_noop("Import started"),
    )
    job = enqueue(
        kind=JOB,
        payload={"source": source.pk},
        actor=actor,
        now=now,
        dedupe_key=f"{JOB}:{source.pk}",
    )
    Import.objects.filter(pk=source.pk).update(job=job)
    source.job = job


def _inspected(
    content: bytes, kind: str, sheet: str = "", header_row: int | None = None
) -> dict[str, Any]:
    """Return what the file says about itself: one pass over all its rows."""
    table = read_table(content, sheet=sheet, header_row=header_row)
    sample: list[Any] = []
    total = 0
    for row in table.rows:
        total += 1
        if len(sample) < SAMPLE:
            sample.append(row)
    proposal = propose(kind, table.header, sample)
    if header_row is None and not proposal.has_header:
        return _inspected(content, kind, sheet, NO_HEADER)
    return {
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "sheet": table.sheet,
        "sheets": list(table.sheets),
        "header": table.header,
        "header_row": table.header_row_index,
        "mapping": proposal.mapping,
        "rows_total": total,
    }


def _check(kind: str, mapping: Mapping[str, str]) -> None:
    spec = SPECS[kind]
    codes = list(mapping.values())
    twice = [code for code in set(codes) if codes.count(code) > 1]
    for code in twice:
        field = spec.field(code)
        raise MappingIncomplete(
            _("“%(field)s” is filled by two columns: choose one.")
            % {"field": field.label if field else code}
        )
    for group in missing(kind, dict(mapping)):
        labels = " / ".join(str(field.label) for field in group)
        raise MappingIncomplete(
            _("A column must be chosen for: %(fields)s.") % {"fields": labels}
        )
