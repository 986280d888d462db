"""`filon check` finds what was planted, and nothing in sound data (RE-14, in small)."""

from __future__ import annotations

import json

import pytest

from tests.installations import Installation, is_postgres

SOUND = """
from filon.accounts.models import Team, User
from filon.files.services import attach, store_bytes
from filon.kernel import clock
alice, now = User.objects.get(), clock.now()
team = Team.objects.create(name="North")
for content in (b"lost", b"changed"):
    file = store_bytes(content=content, name=f"{content.decode()}.txt",
                       media_type="text/plain", actor=alice, now=now)
    attach(target=team, file=file, label="", actor=alice, now=now)
"""
PLANTED = """
import hashlib
from django.db import connection
from filon.accounts.models import Team
from filon.documents.models import NumberSeries
from filon.files.services import path_of
from filon.kernel import clock
from filon.search.models import SearchEntry
path_of(hashlib.sha256(b"lost").hexdigest()).unlink()
path_of(hashlib.sha256(b"changed").hexdigest()).write_bytes(b"CHANGED")
Team.objects.all().delete()
NumberSeries.objects.create(code="OFF", year=2026, last=1, last_on=clock.today())
SearchEntry.objects.create(kind="accounts.user", object_id=999, title="Ghost",
    subtitle="", url="/", title_key="ghost", body="ghost", is_shared=True, weight=0)
"""

TRADE = """
from filon.accounts.models import User
from tests.contracts import make
from tests.offers import make as offers
alice = User.objects.get()
offers.draft(alice)
offers.sent(alice)
for lines in range(1, 5):
    make.order(alice, lines=lines)
"""
WRONG_TOTALS = """
from filon.contracts.models import Order, OrderLine
from filon.offers.models import Acceptance, OfferLine, OfferRevision
from tests.unguarded import unguard
unguard("offers_offerrevision", "offers_offerline", "offers_acceptance")
draft, sent, *accepted = OfferRevision.objects.order_by("pk")
first, second, third, fourth = Order.objects.order_by("pk")
here = OfferRevision.objects.filter
here(pk=draft.pk).update(total_gross=1)
here(pk=sent.pk).update(total_net=1, total_tax=1, total_gross=2)
OfferLine.objects.filter(revision=accepted[0]).update(net_amount=1)
here(pk=accepted[1].pk).update(frozen={**accepted[1].frozen, "content": {}})
Acceptance.objects.filter(revision=accepted[2]).update(
    total_net=1, total_tax=1, total_gross=2)
Order.objects.filter(pk=first.pk).update(total_gross=1)
Order.objects.filter(pk=second.pk).update(total_net_company=1)
OrderLine.objects.filter(order=fourth).update(net_amount=1)
OrderLine.objects.filter(order=fourth).update(cost_amount=1)
"""
TOTALS = {
    "totals of offers": {
        "its total is not its net plus its VAT",
        "its totals are not those sent",
        "the amounts of its lines are not those sent",
        "its frozen content is not what was sent",
        "the totals of its acceptance are not those of its proof",
    },
    "totals of orders": {
        "its total is not its net plus its VAT",
        "its totals are not those accepted",
        "its total in the company's currency is not its total at its rate",
        "the amounts of its lines are not those accepted",
        "its cost is not that of its lines",
    },
}


def faults(installation: Installation) -> dict[str, str]:
    """Return what `filon check` reports, by record."""
    done = installation.filon("check", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == (1 if report["faults"] else 0)
    return {fault["record"]: fault["fault"] for fault in report["list"]}


def found_in_totals(installation: Installation) -> dict[str, set[str]]:
    """Return what the checks of totals report; the trade here is in no search box."""
    found: dict[str, set[str]] = {}
    for fault in json.loads(installation.filon("check", "--json").stdout)["list"]:
        if fault["check"] in TOTALS:
            found.setdefault(fault["check"], set()).add(fault["fault"])
    return found


def test_sound_data_has_no_fault(origin: Installation) -> None:
    origin.python(SOUND)

    assert faults(origin) == {}


def test_planted_faults_are_found(origin: Installation) -> None:
    origin.python(SOUND)
    origin.python(PLANTED)

    found = faults(origin)

    assert "no longer on the disk" in found["lost.txt (1)"]
    assert "changed" in found["changed.txt (2)"]
    assert "which is gone" in found["files.Attachment 1"]
    assert found["OFF-2026-00001"] == "is on no document"
    assert found["accounts.User 999"] == "is found, but no longer exists"
    assert found["accounts.User 1"] == "is not found by the search box"


@pytest.mark.skipif(is_postgres(), reason="PostgreSQL enforces its foreign keys")
def test_broken_foreign_key_is_found(origin: Installation) -> None:
    origin.python(SOUND)
    origin.python(
        "from django.db import connection\n"
        "cursor = connection.cursor()\n"
        "cursor.execute('PRAGMA foreign_keys=OFF')\n"
        "cursor.execute('DELETE FROM files_storedfile WHERE id = 1')\n"
    )

    found = faults(origin)

    assert "does not exist" in found["files_attachment 1"]


def test_wrong_totals_of_offers_and_orders_are_found(origin: Installation) -> None:
    origin.python(TRADE)
    assert found_in_totals(origin) == {}

    origin.python(WRONG_TOTALS)

    assert found_in_totals(origin) == TOTALS
