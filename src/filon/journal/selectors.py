"""Reading history."""

from __future__ import annotations

from django.db.models import Model, Q

from filon.journal.models import Entry, kind_of


def timeline(target: Model, *, limit: int = 50) -> list[Entry]:
    """Return the latest entries of a record and of what was done about it.

    One query. The caller has already fetched `target` through what the user may see.
    """
    kind = kind_of(target)
    mine = Q(target_kind=kind, target_id=target.pk)
    about = Q(about_kind=kind, about_id=target.pk)
    return list(Entry.objects.filter(mine | about).order_by("-at", "-pk")[:limit])
