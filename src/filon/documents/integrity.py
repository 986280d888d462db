"""Checking that the numbers of documents follow each other without a gap."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from django.apps import apps
from django.db.models import CharField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filon.documents.models import NumberSeries
from filon.kernel.integrity import Check, Fault

NUMBER = re.compile(r"([A-Z]{2,8})-(\d{4})-(\d{5,})")
# The columns in which documents keep their number.
COLUMNS = ("number", "ref")


def gaps_and_strays() -> Iterator[Fault]:
    """Report numbers that were given and are on no document, and the reverse."""
    borne = _numbers_borne()
    for series in NumberSeries.objects.order_by("code", "year"):
        found = borne.pop((series.code, series.year), set())
        for number in sorted(set(range(1, series.last + 1)) - found):
            yield _fault(series.code, series.year, number, _("is on no document"))
        for number in sorted(n for n in found if n > series.last):
            yield _fault(series.code, series.year, number, _("was never given"))
    for (code, year), found in sorted(borne.items()):
        for number in sorted(found):
            yield _fault(code, year, number, _("was never given"))


def _numbers_borne() -> dict[tuple[str, int], set[int]]:
    """Return the numbers found on documents, by series and year."""
    borne: dict[tuple[str, int], set[int]] = defaultdict(set)
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.name not in COLUMNS or not isinstance(field, CharField):
                continue
            values = model._base_manager.order_by().values_list(field.name, flat=True)
            for value in values.iterator():
                if match := NUMBER.fullmatch(value):
                    code, year, number = match.groups()
                    borne[code, int(year)].add(int(number))
    return borne


def _fault(code: str, year: int, number: int, sentence: str) -> Fault:
    return Fault(record=f"{code}-{year}-{number:05d}", sentence=sentence)


CHECKS = (Check(gettext_noop("numbers of documents"), gaps_and_strays),)
