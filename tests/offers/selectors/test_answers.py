"""The answer to a specification stands in the customer's own chapters."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from filon.accounts.models import User
from filon.documents.content import Block, Heading, Table
from filon.needs.models import NeedSource, Requirement, SourcePassage
from filon.offers.models import Offer
from filon.offers.selectors.document import offer_document
from filon.offers.selectors.offering import offering_of
from tests.offers import make, needs

pytestmark = pytest.mark.django_db


def passage(
    source: NeedSource, text: str, requirement: Requirement | None = None
) -> None:
    """Add a passage at the end of a source; without a requirement it is a title."""
    SourcePassage.objects.create(
        source=source,
        position=source.passages.count(),
        place="p. 1",
        text=text,
        is_heading=requirement is None,
        requirement=requirement,
    )


def refs(block: Block) -> list[Any]:
    """Return the references of a table."""
    assert isinstance(block, Table)
    return [next(iter(row)) for row in block.rows if not hasattr(row, "kind")]


def test_requirements_stand_under_the_chapters_they_were_read_in(alice: User) -> None:
    need = needs.need(alice, context="Atelier en deux équipes")
    source = NeedSource.objects.create(
        need=need, kind="DOCUMENT", title="CDC 12", dated_on=make.TODAY
    )
    rows = [needs.requirement(need, f"E{n}") for n in (1, 2, 3)]
    passage(source, "Préambule", rows[0])
    passage(source, "4.2 Hydraulique")
    passage(source, "La pression…", rows[1])
    revision = make.draft(
        alice,
        need.deal.organization,
        need=need,
        deal=need.deal,
        form=Offer.Form.SPECIFICATION,
    )
    make.add(revision, make.item(alice))

    blocks = offer_document(
        offering_of(revision, on=date(2026, 3, 2), number="", is_draft=True)
    ).blocks

    titles = [(str(b.text), b.level) for b in blocks if isinstance(b, Heading)]
    start = titles.index(("Answer to your specification", 1))
    assert titles[0] == ("Our understanding of your need", 1)
    assert titles[start + 1 : start + 5] == [
        ("CDC 12", 2),
        ("4.2 Hydraulique", 2),
        ("Other requirements", 2),
        ("Prices", 1),
    ]
    place = next(
        n
        for n, b in enumerate(blocks)
        if isinstance(b, Heading) and b.text == "4.2 Hydraulique"
    )
    assert refs(blocks[place + 1]) == ["E2"]
    assert refs(blocks[place + 3]) == ["E3"]
