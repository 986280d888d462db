"""Keeping the register of reserves in step with the matrix."""

from __future__ import annotations

from django.db.models import Max

from filon.offers.models import AdequacyCheck, OfferRevision, Reserve

V = AdequacyCheck.Verdict
K = Reserve.Kind
KINDS = {
    V.RESERVED: K.RESERVE,
    V.VARIANT: K.VARIANT,
    V.NOT_COMPLIANT: K.DEVIATION,
}


def reserves_sync(revision: OfferRevision) -> None:
    """Bring the register in step with the matrix; in the transaction of its change.

    Each CR, V and NC has its reserve; what is answered otherwise now is lifted.
    """
    kept = {r.row_id: r for r in Reserve.objects.filter(revision=revision) if r.row_id}
    rows = AdequacyCheck.objects.filter(revision=revision, verdict__in=list(KINDS))
    number = last_number(revision)
    for row in rows.order_by("requirement__position", "requirement_id"):
        kind = KINDS[V(row.verdict)]
        reserve = kept.pop(row.pk, None)
        if reserve is None:
            number += 1
            Reserve.objects.create(revision=revision, number=number, kind=kind, row=row)
        elif reserve.kind != kind:
            Reserve.objects.filter(pk=reserve.pk).update(kind=kind)
    Reserve.objects.filter(pk__in=[r.pk for r in kept.values()]).delete()


def last_number(revision: OfferRevision) -> int:
    """Return the highest number that any revision of the offer has given."""
    rows = Reserve.objects.filter(revision__offer=revision.offer_id)
    return rows.aggregate(last=Max("number"))["last"] or 0


def reserves_copy(source: OfferRevision, target: OfferRevision) -> None:
    """Give a next revision the reserves of the former one, under their numbers."""
    rows = dict(
        AdequacyCheck.objects.filter(revision=target).values_list("requirement", "pk")
    )
    former = Reserve.objects.filter(revision=source).select_related("row")
    Reserve.objects.bulk_create(
        Reserve(
            revision=target,
            number=reserve.number,
            kind=reserve.kind,
            row_id=rows[reserve.row.requirement_id] if reserve.row else None,
            text=reserve.text,
        )
        for reserve in former.order_by("number")
        if reserve.row is None or reserve.row.requirement_id in rows
    )
