"""Versions of referentials, their whole content, and the criteria of a screen."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from filon.certification import referential
from filon.certification.models import Referential
from filon.coordination import kinds

Criteria = list[tuple[str, str, str]]


def published() -> QuerySet[Referential]:
    """Return the versions in use, the latest first, without their long source."""
    rows = Referential.objects.filter(status=Referential.Status.PUBLISHED)
    return rows.defer("source").order_by("-published_at", "-pk")


def content_of(version: Referential) -> referential.Referential:
    """Return the whole referential of a version.

    At most one query, and none once this process has read the content: it never
    changes under its hash.
    """
    return _content(version.source_hash)


@lru_cache(maxsize=16)
def _content(source_hash: str) -> referential.Referential:
    rows = Referential.objects.filter(source_hash=source_hash)
    return referential.parse(rows.values_list("source", flat=True)[0])


def criteria_of_kind(kind_code: str) -> Criteria:
    """Return the criteria and items that a record of this kind can prove.

    (code, text in the active language, address in the referential's page); one query,
    none for a kind that proves nothing.
    """
    kind = kinds.kind(kind_code)
    return criteria_of_types(kind.evidence) if kind is not None else []


def criteria_of_types(evidence_types: Iterable[str]) -> Criteria:
    """Return the criteria and items that call for one of these proofs.

    In the versions in use; one query, none without a type.
    """
    types = set(evidence_types)
    if not types:
        return []
    found: Criteria = []
    for version in published():
        page = reverse("certification:referential-version", args=[version.pk])
        found += [
            (element.id, text_of(element), f"{page}#{element.id}")
            for element in content_of(version).elements()
            if types.intersection(element.evidence)
        ]
    return found


def evidence_labels(content: referential.Referential) -> dict[str, str]:
    """Return what a referential calls each evidence type, in the active language."""
    return {e.id: spoken(e.fr, e.en) for e in content.evidence_types}


def text_of(element: referential.Criterion | referential.Item) -> str:
    """Return the text of a criterion or item in the active language."""
    return spoken(element.fr, element.en)


def spoken(fr: str, en: str) -> str:
    """Return the text in the active language, French where English is missing."""
    return en if get_language() == "en" and en else fr


def compared(old: Referential, new: Referential) -> list[referential.Difference]:
    """Return what differs between two versions."""
    return referential.differences(content_of(old), content_of(new))
