"""A specification becomes rows that keep their words and their place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from filon.accounts.models import User
from filon.files.passages import PassagesRefused
from filon.files.uploads import check_upload
from filon.needs import services
from filon.needs.guessing import guess
from filon.needs.models import Need, NeedSource, Requirement, SourcePassage
from tests.conftest import NOW
from tests.files.documents import docx, paragraph
from tests.needs import makers

SignIn = Callable[[User], Client]
BODY = (
    paragraph("3 Performances", "Heading1")
    + paragraph("Le débit doit être supérieur ou égal à 12 m3/h.")
    + paragraph("Le groupe devrait être livré sous 8 semaines.")
    + paragraph("Document établi par le bureau d’études.")
)


def brought(need: Need, alice: User, content: bytes = b"", **values: Any) -> NeedSource:
    """Bring a DOCX in."""
    upload = check_upload("spec.docx", content or docx(BODY))
    given = {
        "kind": NeedSource.Kind.DOCUMENT,
        "title": "CdC pompes",
        "dated_on": NOW.date(),
        "relevance": "Signed by the buyer",
        **values,
    }
    return services.specification_import(
        need=need, values=given, upload=upload, actor=alice, now=NOW
    )


@pytest.mark.parametrize(
    ("text", "kind", "priority", "is_proposed"),
    [
        ("Le débit doit être d’au moins 12 m3/h", "PERFORMANCE", "MUST", True),
        ("La livraison devrait intervenir en mai", "LOGISTIC", "SHOULD", True),
        ("A trolley may be supplied as an option", "FUNCTIONAL", "COULD", True),
        ("Flanges DN 80 shall be used", "INTERFACE", "MUST", True),
        ("The motor shall comply with IEC standards", "REGULATORY", "MUST", True),
        ("Deux ans de garantie sont exigés", "SERVICE", "MUST", True),
        ("Zone ATEX 2", "ENVIRONMENT", "SHOULD", False),
        ("Document établi par le bureau d’études", "FUNCTIONAL", "SHOULD", False),
        ("It must", "FUNCTIONAL", "MUST", False),
    ],
)
def test_kind_and_priority_are_guessed_from_the_words(
    text: str, kind: str, priority: str, is_proposed: bool
) -> None:
    guessed = guess(text)

    assert (guessed.kind, guessed.priority) == (kind, priority)
    assert guessed.is_proposed == is_proposed


def test_nothing_of_the_document_is_lost(alice: User) -> None:
    need = makers.need(alice)

    source = brought(need, alice)

    rows = source.passages.order_by("position")
    assert [row.text for row in rows] == [
        "3 Performances",
        "Le débit doit être supérieur ou égal à 12 m3/h.",
        "Le groupe devrait être livré sous 8 semaines.",
        "Document établi par le bureau d’études.",
    ]
    assert source.file is not None
    assert not Requirement.objects.exists()


def test_chosen_passage_becomes_a_requirement_with_its_words(
    alice: User, now: datetime
) -> None:
    need = makers.need(alice)
    source = brought(need, alice)
    _title, flow, delivery, _author = source.passages.order_by("position")

    made = services.passages_take(
        source=source, passages=[flow.pk, delivery.pk], actor=alice, now=now
    )

    first, second = made
    assert (first.operator, first.level, first.unit) == (
        "AT_LEAST",
        Decimal(12),
        "m3/h",
    )
    assert (first.criterion, first.priority) == ("Le débit", "MUST")
    assert (first.source, first.place, first.verbatim) == (
        source,
        "p. 1 · § 2",
        flow.text,
    )
    assert (second.kind, second.priority) == ("LOGISTIC", "SHOULD")
    with pytest.raises(services.NothingChosen):
        services.passages_take(source=source, passages=[flow.pk], actor=alice, now=now)
    assert Requirement.objects.count() == 2


def test_long_passage_is_shortened_and_kept_whole_beside(
    alice: User, now: datetime
) -> None:
    need = makers.need(alice)
    source = brought(need, alice, docx(paragraph("mot " * 300)))

    (row,) = services.passages_take(
        source=source,
        passages=list(source.passages.values_list("pk", flat=True)),
        actor=alice,
        now=now,
    )

    assert len(row.text) <= 500
    assert row.text.endswith("…")
    assert len(row.verbatim) > 1100


def test_passage_of_another_source_is_not_taken(alice: User, now: datetime) -> None:
    need = makers.need(alice)
    source, other = brought(need, alice), brought(need, alice)

    with pytest.raises(services.NothingChosen):
        services.passages_take(
            source=source,
            passages=list(other.passages.values_list("pk", flat=True)),
            actor=alice,
            now=now,
        )


def test_passage_is_set_aside_and_brought_back(alice: User, now: datetime) -> None:
    source = brought(makers.need(alice), alice)
    chosen = list(source.passages.values_list("pk", flat=True))[:1]

    services.passages_set_aside(source=source, passages=chosen, actor=alice, now=now)
    assert source.passages.filter(set_aside_at=now).count() == 1
    with pytest.raises(services.NothingChosen):
        services.passages_set_aside(
            source=source, passages=chosen, actor=alice, now=now
        )
    services.passages_set_aside(
        source=source, passages=chosen, is_back=True, actor=alice, now=now
    )
    assert not source.passages.exclude(set_aside_at=None).exists()


def test_passage_of_a_removed_requirement_can_be_taken_again(
    alice: User, now: datetime
) -> None:
    source = brought(makers.need(alice), alice)
    chosen = list(source.passages.values_list("pk", flat=True))[1:2]
    (row,) = services.passages_take(
        source=source, passages=chosen, actor=alice, now=now
    )

    services.requirement_remove(requirement=row, actor=alice, now=now)

    assert services.passages_take(source=source, passages=chosen, actor=alice, now=now)


def test_refused_document_leaves_no_source(alice: User) -> None:
    need = makers.need(alice)

    with pytest.raises(PassagesRefused):
        brought(need, alice, docx(""))

    assert not NeedSource.objects.exists()


def test_specification_is_read_and_chosen_on_its_pages(
    signed_in: SignIn, alice: User, carol: User
) -> None:
    need = makers.need(alice)
    client = signed_in(alice)
    sent = SimpleUploadedFile("spec.docx", docx(BODY))
    form = {"file": sent, "relevance": "Signed", "dated_on": "2026-03-01"}
    with time_machine.travel(NOW, tick=False):
        answer = client.post(
            reverse("needs:specification", args=[need.pk]),
            {**form, "reliability": "A"},
        )
    source = NeedSource.objects.get()
    page = reverse("needs:passages", args=[source.pk])
    assert answer["Location"] == page
    assert source.title == "spec.docx"

    shown = client.get(page).content.decode()

    flow = SourcePassage.objects.get(position=2)
    title = SourcePassage.objects.get(position=1)
    assert (
        f'value="{flow.pk}" id="passage-{flow.pk}" aria-label="p. 1 · § 2" checked'
        in (shown)
    )
    assert f'aria-label="{title.place}" checked' not in shown
    choose = reverse("needs:passages-choose", args=[source.pk])
    client.post(choose, {"passages": [flow.pk], "act": "take"})
    client.post(choose, {"passages": [title.pk], "act": "aside"})
    assert "E1" in client.get(f"{page}?state=taken").content.decode()
    assert title.text in client.get(f"{page}?state=aside").content.decode()
    client.post(choose, {"passages": [title.pk], "act": "back"})
    assert title.text in client.get(page).content.decode()

    stranger = signed_in(carol)
    assert stranger.get(page).status_code == 404
    assert stranger.post(choose, {"passages": [title.pk]}).status_code == 404


def test_pasted_text_is_read_like_a_document(signed_in: SignIn, alice: User) -> None:
    need = makers.need(alice)
    url = reverse("needs:specification", args=[need.pk])
    form = {"relevance": "Mail", "dated_on": "2026-03-01", "reliability": "B"}
    client = signed_in(alice)
    with time_machine.travel(NOW, tick=False):
        neither = client.post(url, form)
        answer = client.post(url, {**form, "text": "Flow ≥ 12 m3/h\n\nIP67 shall do."})

    assert (neither.status_code, answer.status_code) == (422, 302)
    assert SourcePassage.objects.count() == 2
    assert NeedSource.objects.get().file is None
