"""The screens of the offers, from the list to the sent revision."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal as D
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from filon.accounts.models import User, ownership
from filon.catalog.models import Term
from filon.directory.models import Contact, Organization
from filon.offers import services
from filon.offers.models import Offer, OfferLine, OfferRevision, Tender
from tests.offers import make, needs

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
TABS = (
    "lines",
    "adequacy",
    "terms",
    "words",
    "rivals",
    "risks",
    "document",
    "checks",
    "history",
)


def page(revision: OfferRevision, tab: str = "lines") -> str:
    """Return the address of a tab."""
    return f"{reverse('offers:revision', args=[revision.pk])}?tab={tab}"


@pytest.mark.parametrize("count", [3, 30])
def test_list_takes_six_queries(
    alice: User, signed_in: SignIn, count: int, django_assert_max_num_queries: Any
) -> None:
    organization = make.customer(alice)
    for number in range(count):
        make.draft(alice, organization, title=f"Offre {number}")
    client = signed_in(alice)

    with django_assert_max_num_queries(6):
        response = client.get(reverse("offers:list"))

    assert response.content.decode().count("Offre ") >= count


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("lines", [3, 300])
def test_page_takes_twelve_queries(
    alice: User,
    denis: User,
    signed_in: SignIn,
    tab: str,
    lines: int,
    django_assert_max_num_queries: Any,
) -> None:
    need = needs.need(alice)
    for number in range(lines):
        needs.requirement(need, f"R{number}", operator="AT_LEAST", level=10)
    revision = make.ready(
        alice, lines=0, need=need, organization=need.deal.organization
    )
    make.item(alice, "P")
    services.lines_paste(
        revision=revision, text="P\t2\n" * lines, actor=alice, now=make.NOW
    )
    client = signed_in(denis)

    with django_assert_max_num_queries(12):
        response = client.get(page(revision, tab))

    assert response.status_code == 200


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("state", ["draft", "sent", "accepted"])
def test_every_tab_shows_in_every_state(
    alice: User, signed_in: SignIn, tab: str, state: str, now: datetime
) -> None:
    revision = make.ready(alice) if state == "draft" else make.sent(alice, options=1)
    if state == "accepted":
        services.revision_record_acceptance(
            revision=revision,
            signing=services.Signing(name="Claire", has_authority=True),
            file=None,
            actor=alice,
            now=now,
        )

    response = signed_in(alice).get(page(revision, tab))

    assert response.status_code == 200


def test_stranger_gets_404_everywhere(
    alice: User, carol: User, signed_in: SignIn
) -> None:
    revision = make.ready(alice)
    line = revision.lines.get()
    client = signed_in(carol)

    for name, pk in (
        ("detail", revision.offer_id),
        ("edit", revision.offer_id),
        ("revision", revision.pk),
        ("pdf", revision.pk),
        ("send", revision.pk),
        ("next", revision.pk),
        ("paste", revision.pk),
        ("items", revision.pk),
        ("line-edit", line.pk),
    ):
        assert client.get(reverse(f"offers:{name}", args=[pk])).status_code == 404
    for name, pk in (
        ("line", line.pk),
        ("line-add", revision.pk),
        ("line-delete", line.pk),
        ("check", revision.conformity.order_by("pk")[0].pk),
        ("recipient-remove", revision.recipients.get().pk),
        ("trash", revision.pk),
    ):
        assert client.post(reverse(f"offers:{name}", args=[pk])).status_code == 404
    revision.refresh_from_db()
    assert revision.lines.count() == 1


def test_margin_and_cost_follow_the_rights(
    alice: User, rene: User, nadia: User, signed_in: SignIn
) -> None:
    revision = make.draft(alice)
    make.add(revision, make.item(alice, price=D(1000), cost=D("613.57")))
    canaries = ("613.57", "386.43", "38.6%")

    def seen(user: User, address: str) -> list[bool]:
        text = signed_in(user).get(address).content.decode()
        return [canary in text for canary in canaries]

    here = page(revision)
    assert seen(rene, here) == [False, False, False]
    assert seen(alice, here) == [False, False, True]
    assert seen(nadia, here) == [True, False, True]
    listed = reverse("offers:list")
    assert "Margin" not in signed_in(rene).get(listed).content.decode()
    content = signed_in(rene).get(f"{listed}?format=csv").getvalue()
    assert b"38.6" not in content
    assert b"Margin" not in content


def test_quantity_is_grouped_to_read_and_not_to_type(
    alice: User, signed_in: SignIn
) -> None:
    draft, left = make.draft(alice), make.ready(alice)
    for revision in (draft, left):
        make.add(
            revision,
            make.item(alice, f"B{revision.pk}", price=D(1), cost=D("0.5")),
            "12340.5",
        )
    make.verify(left, alice)
    services.revision_send(revision=left, actor=alice, now=make.NOW)
    client = signed_in(alice)

    assert 'value="12340.5"' in client.get(page(draft)).content.decode()
    assert "12,340.5" in client.get(page(left)).content.decode()


def test_list_shows_no_letter_without_a_number(alice: User, signed_in: SignIn) -> None:
    make.draft(alice)
    left = make.sent(alice)

    answer = signed_in(alice).get(f"{reverse('offers:list')}?format=csv")

    rows = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    numbers = {row["Number"] for row in rows}
    assert numbers == {"", f"{left.offer.number} {left.letter}"}


def test_the_context_proposes_the_form(alice: User, signed_in: SignIn) -> None:
    need = needs.need(alice)
    client, url = signed_in(alice), reverse("offers:create")

    def proposed(query: str) -> Any:
        return client.get(f"{url}?{query}").context["form"]["form"].value()

    assert proposed("") == "QUOTE"
    assert proposed(f"need={need.pk}") == "OFFER"
    Tender.objects.create(
        deal=need.deal,
        buyer_reference="AO-1",
        deadline_at=make.NOW,
        **ownership(alice, make.NOW),
    )
    assert proposed(f"deal={need.deal_id}") == "TENDER"


def test_call_from_an_unknown_company_is_one_form(
    alice: User, signed_in: SignIn
) -> None:
    client = signed_in(alice)
    form = {
        "title": "Deux pompes",
        "form": "QUOTE",
        "new_company": "Fonderie Neuve",
        "city": "Givors",
        "country": "FR",
        "last_name": "Morel",
        "email": "morel@example.com",
    }

    response = client.post(reverse("offers:create"), form)

    revision = OfferRevision.objects.get()
    assert response.status_code == 302
    there = reverse("offers:revision", args=[revision.pk])
    assert response["Location"].startswith(there)
    assert Organization.objects.get().name == "Fonderie Neuve"
    assert Contact.objects.get().email == "morel@example.com"
    assert revision.recipients.get().email == "morel@example.com"
    assert revision.offer.deal.title == "Deux pompes"


def test_company_that_nobody_knows_is_refused_and_nothing_is_written(
    alice: User, signed_in: SignIn
) -> None:
    response = signed_in(alice).post(
        reverse("offers:create"), {"company": "Inconnue", "form": "QUOTE"}
    )

    assert response.status_code == 422
    assert "Inconnue" in response.content.decode()
    assert not Offer.objects.exists()


def test_company_is_found_by_its_name_or_siren(alice: User, signed_in: SignIn) -> None:
    make.customer(alice, siren="732829320")
    client = signed_in(alice)

    for typed in ("fonderie du gier", "732 829 320", "Fonderie du Gier – Rive-de-Gier"):
        client.post(reverse("offers:create"), {"company": typed, "form": "QUOTE"})

    assert Offer.objects.count() == 3
    found = client.get(reverse("offers:companies"), {"company": "gier"})
    assert "Fonderie du Gier – Rive-de-Gier" in found.content.decode()


def test_lines_are_typed_changed_and_priced_through_the_page(
    alice: User, signed_in: SignIn
) -> None:
    revision = make.draft(alice)
    make.item(alice, "P-100")
    client = signed_in(alice)
    add = reverse("offers:line-add", args=[revision.pk])

    shown = client.get(page(revision)).context["revision"]
    client.post(add, {"text": "P-100", "quantity": "2,5", "version": shown.version})
    line = revision.lines.get()
    client.post(
        reverse("offers:line", args=[line.pk]),
        {"quantity": "4", "discount": "10", "inclusion": "FIRM"},
    )

    revision.refresh_from_db()
    assert revision.total_net == D("360.00")
    text = client.get(page(revision)).content.decode()
    assert "€360.00" in text
    why = client.get(reverse("offers:line-why", args=[line.pk])).content.decode()
    assert "Discount of 10%" in why


def test_stale_page_is_answered_422_and_changes_nothing(
    alice: User, bob: User, signed_in: SignIn
) -> None:
    revision = make.draft(alice)
    make.item(alice, "P-100")
    seen = OfferRevision.objects.get(pk=revision.pk).version
    make.add(revision, "P-100")

    response = signed_in(bob).post(
        reverse("offers:line-add", args=[revision.pk]),
        {"text": "P-100", "quantity": "9", "version": seen},
    )

    assert response.status_code == 422
    assert "Somebody changed this offer" in response.content.decode()
    assert revision.lines.count() == 1


def test_suggestions_say_the_price_or_that_it_is_unknown(
    alice: User, signed_in: SignIn
) -> None:
    revision = make.draft(alice)
    make.item(alice, "P-100")
    make.item(alice, "P-200", price=None)

    text = (
        signed_in(alice)
        .get(reverse("offers:items", args=[revision.pk]), {"text": "P-"})
        .content.decode()
    )

    assert "€100.00" in text
    assert "price unknown" in text


def test_last_price_sold_and_lost_stand_beside_the_line_and_the_suggestion(
    alice: User, signed_in: SignIn
) -> None:
    first = make.sent(alice)
    customer, pump = first.offer.organization, first.lines.get().item
    assert pump is not None
    second = make.draft(alice, customer)
    make.add(second, pump)
    client = signed_in(alice)

    assert "Last offered: €100.00" in client.get(page(second)).content.decode()

    for status, price in (("ACCEPTED", 97), ("REFUSED", 103)):
        other = make.draft(alice, customer)
        line = make.add(other, pump)
        OfferLine.objects.filter(pk=line.pk).update(net_price=price)
        OfferRevision.objects.filter(pk=other.pk).update(
            status=status, sent_at=make.later(days=1), content_hash="x"
        )
    beside = client.get(page(second)).content.decode()
    items = reverse("offers:items", args=[second.pk])
    typed = client.get(items, {"text": "P-1"}).content.decode()
    for text in (beside, typed):
        assert "Last sold: €97.00" in text
        assert "Last lost: €103.00" in text
        assert "Last offered" not in text


@time_machine.travel(make.NOW, tick=False)
def test_sending_page_lists_what_is_missing_then_sends(
    alice: User, signed_in: SignIn
) -> None:
    revision = make.ready(alice)
    check = revision.conformity.get(topic="COST")
    services.check_set(check=check, status="OPEN", actor=alice, now=make.NOW)
    client = signed_in(alice)
    send = reverse("offers:send", args=[revision.pk])

    assert client.post(send, {"message": "Bonjour"}).status_code == 422
    client.post(reverse("offers:confirm", args=[revision.pk]))
    shown = client.get(send).context["form"]
    response = client.post(
        send, {"message": "Bonjour", "version": shown["version"].value()}
    )

    assert response.status_code == 302
    revision.refresh_from_db()
    assert revision.status == "SENT"


def test_draft_document_is_watermarked(alice: User, signed_in: SignIn) -> None:
    revision = make.ready(alice)

    response = signed_in(alice).get(reverse("offers:pdf", args=[revision.pk]))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_sections_are_chosen_on_the_page_and_its_pages_shown_at_once(
    alice: User, signed_in: SignIn
) -> None:
    revision = make.ready(alice)
    client = signed_in(alice)
    shown = client.get(page(revision, "document")).context["sections"]
    codes = [row.code for row in shown if row.is_shown]
    sent = {"layout": "TENDER", "shown": codes[1:], "up": "RESERVES"}

    client.post(reverse("offers:outline", args=[revision.pk]), sent)
    refused = client.post(reverse("offers:outline", args=[revision.pk]), {})

    assert refused.status_code == 422
    revision.refresh_from_db()
    assert revision.outline is not None
    assert revision.outline["layout"] == "TENDER"
    assert codes[0] in revision.outline["off"]
    order = revision.outline["order"]
    assert order.index("RESERVES") == [r.code for r in shown].index("RESERVES") - 1
    pages = client.get(reverse("offers:preview", args=[revision.pk])).content.decode()
    # Cover, contents, and the offer.
    assert pages.count("data:image/png;base64,") == 3


def test_terms_and_words_are_saved_and_technical_words_marked(
    alice: User, signed_in: SignIn
) -> None:
    Term.objects.create(term_fr="vanne papillon", term_en="butterfly valve")
    revision = make.draft(alice)
    client = signed_in(alice)
    form = client.get(page(revision, "terms")).context["form"]
    values = {name: form[name].value() for name in form.fields}
    sent = {k: "" if v is None else str(v) for k, v in values.items()}

    client.post(
        reverse("offers:terms", args=[revision.pk]),
        {**sent, "lead_time_days": "45", "valid_until": "2026-05-01"},
    )
    client.post(
        reverse("offers:words", args=[revision.pk]),
        {"technical_argument": "Une vanne papillon <b>robuste</b>"},
    )

    revision.refresh_from_db()
    assert revision.lead_time_days == 45
    text = client.get(page(revision, "words")).content.decode()
    assert '<mark title="butterfly valve">vanne papillon</mark>' in text
    assert "<b>robuste" not in text
