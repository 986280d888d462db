"""The company's texts in force and who has read them."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from filon.accounts.models import READS_ALL_SALES, User, team_ids_of
from filon.accounts.policies import can_write_sales
from filon.coordination.models import (
    PolicyAcknowledgement,
    PolicyCitation,
    PolicyDocument,
)
from filon.coordination.policies import can_write_framework


def policy_in_force(
    kind: str, *, on: date, language: str | None = None
) -> PolicyDocument | None:
    """Return the latest edition of a kind of text that holds on a day.

    In `language` if there is one, else in any; at most two queries.
    """
    rows = PolicyDocument.objects.in_force(on).filter(kind=kind)
    latest = rows.order_by("-valid_from", "-pk")
    found: PolicyDocument | None = None
    if language is not None:
        found = latest.filter(language=language).first()
    return found or latest.first()


def policies_to_acknowledge(user: User, *, on: date) -> QuerySet[PolicyDocument]:
    """Return the texts in force that this person has not said to have read.

    Asked of the people who do sales work, in their own language where a text exists
    in several: each edition is a text of its own.
    """
    if not can_write_sales(user):
        return PolicyDocument.objects.none()
    read = PolicyAcknowledgement.objects.filter(user=user).values("policy_id")
    rows: QuerySet[PolicyDocument] = (
        PolicyDocument.objects.in_force(on).exclude(pk__in=read).order_by("title", "pk")
    )
    return rows


def acknowledged_ids(user: User) -> set[int]:
    """Return the texts that this person has read; one query."""
    rows = PolicyAcknowledgement.objects.filter(user=user)
    return set(rows.values_list("policy_id", flat=True))


def citations_of(policy: PolicyDocument, user: User) -> QuerySet[PolicyCitation]:
    """Return the sentences that cite a text and that this person may read.

    A sentence says something about a record: the writers of the framework read those
    of their teams, everybody else the own ones.
    """
    rows = PolicyCitation.objects.filter(policy=policy).select_related("cited_by")
    if user.role not in READS_ALL_SALES or not can_write_framework(user):
        read = Q(cited_by=user)
        if can_write_framework(user):
            read |= Q(cited_by__team_id__in=team_ids_of(user))
        rows = rows.filter(read)
    return rows.order_by("-cited_at", "pk")
