"""Writing a report, then freezing it with its PDF and its sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.accounts.models import User, ownership
from filon.accounts.policies import can_see_margin, can_write_sales
from filon.accounts.services import company
from filon.documents.services import render_and_store
from filon.files.http import XLSX
from filon.files.services import store_bytes
from filon.files.tables import write_xlsx
from filon.journal.services import move, record, save_changes
from filon.kernel.errors import DomainError
from filon.measure.documents import report_document, report_rows
from filon.measure.lifecycle import REPORT
from filon.measure.models import Report
from filon.measure.selectors.report import activity_facts, review_facts


class PlanMissing(DomainError):
    """A review is about a plan."""


class ReportFrozen(DomainError):
    """A published report does not change."""


@transaction.atomic
def report_create(*, values: Mapping[str, Any], actor: User, now: datetime) -> Report:
    """Start an activity report, minutes or a period review (C7-MOY).

    :raises PlanMissing: for a review without a plan.
    """
    if not can_write_sales(actor):
        raise PermissionDenied
    if values["kind"] == Report.Kind.REVIEW and values.get("plan") is None:
        raise PlanMissing(_("Choose the plan that is reviewed."))
    report = Report.objects.create(**values, **ownership(actor, now))
    record(target=report, message=gettext_noop("Created"), actor=actor, now=now)
    return report


def report_update(
    *, report: Report, values: Mapping[str, Any], actor: User, now: datetime
) -> None:
    """Change a report that is not frozen yet.

    :raises ReportFrozen: once it is.
    """
    if not can_write_sales(actor):
        raise PermissionDenied
    if report.status != Report.Status.DRAFT:
        raise ReportFrozen(_("This report was published; write a new one."))
    save_changes(report, values=values, actor=actor, now=now)


def report_facts(report: Report, *, reader: User) -> dict[str, Any]:
    """Return the facts of a report as they stand now, as far as `reader` may read."""
    if report.kind == Report.Kind.REVIEW and report.plan is not None:
        return review_facts(plan=report.plan, until=report.period_end)
    return activity_facts(
        user=reader, since=report.period_start, until=report.period_end
    )


@transaction.atomic
def report_freeze(*, report: Report, actor: User, now: datetime) -> None:
    """Freeze the figures of a report, with its PDF and its sheet (C6-RES-3).

    :raises TransitionRefused: if it was frozen already.
    """
    if not can_write_sales(actor):
        raise PermissionDenied
    with translation.override(report.language):
        report.frozen = report_facts(report, reader=actor)
        margin = can_see_margin(actor)
        document = render_and_store(
            document=report_document(
                report, currency=company().currency, with_margin=margin
            ),
            name=report.title,
            language=report.language,
            actor=actor,
            now=now,
        )
        header, rows = report_rows(report, with_margin=margin)
        workbook = store_bytes(
            content=write_xlsx(header, rows, language=report.language),
            name=f"{report.title}.xlsx",
            media_type=XLSX,
            actor=actor,
            now=now,
        )
    move(
        report,
        to=Report.Status.FROZEN,
        transitions=REPORT,
        actor=actor,
        now=now,
        message=gettext_noop("Report published"),
        frozen=report.frozen,
        frozen_at=now,
        document=document,
        workbook=workbook,
    )
