"""Loading the demonstration company into an empty database, and removing it."""

from __future__ import annotations

import shutil
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from filon.accounts.models import CompanyProfile, User
from filon.accounts.services import sign_in_link_create
from filon.catalog.models import Item
from filon.catalog.services import index_row
from filon.deals.indexing import deal_row
from filon.deals.models import Deal
from filon.directory.models import Organization
from filon.kernel.errors import DomainError
from filon.offers.indexing import offer_row
from filon.offers.models import Offer
from filon.project.demo import (
    aftersale,
    catalogue,
    centre,
    company,
    customers,
    history,
    market,
    planning,
    selling,
)
from filon.project.demo.setting import Setting
from filon.search import services as search


class NotEmpty(DomainError):
    """The installation holds a company already."""


class NotTheDemonstration(DomainError):
    """The installation holds a real company."""


def is_loaded() -> bool:
    """Tell whether this installation holds the demonstration company."""
    return CompanyProfile.objects.filter(pk=1, is_demo=True).exists()


def is_empty() -> bool:
    """Tell whether nobody has begun to use this installation."""
    used = CompanyProfile.objects.filter(is_set_up=True).exists()
    return not used and not Organization.objects.exists()


@transaction.atomic
def load(*, now: datetime) -> Setting:
    """Create the demonstration company; all of it or nothing.

    :raises NotEmpty: if there is data already.
    """
    if not is_empty():
        raise NotEmpty(
            _(
                "This installation holds data. The demonstration company needs an"
                " empty one: set FILON_HOME or DATABASE_URL to another place."
            )
        )
    setting = Setting(now)
    with translation.override("fr"):
        company.build(setting)
        items = catalogue.build(setting)
        base = customers.build(setting, items)
        history.build(setting, base, items)
        found = market.build(setting, base)
        plan = planning.build(setting, found)
        sold = selling.build(setting, base, plan)
        aftersale.build(setting, base, plan, sold)
        centre.build(setting, plan, sold)
        _index()
    return setting


def remove() -> None:
    """Empty the installation that holds the demonstration company, files included.

    :raises NotTheDemonstration: if it holds anything else.
    """
    if not is_loaded():
        raise NotTheDemonstration(
            _("This installation does not hold the demonstration company.")
        )
    _drop_everything()
    shutil.rmtree(settings.FILON_MEDIA, ignore_errors=True)


GUESTS = ("camille", "marc", "nadia", "oscar")


def guest_links(*, base_url: str, now: datetime) -> list[tuple[str, str]]:
    """Return one-time links into the demonstration company: who, and the address.

    Empty for a real company: nobody gets in there without being invited.
    """
    if not is_loaded():
        return []
    links = []
    for name in GUESTS:
        user = User.objects.filter(email__startswith=f"{name}@").first()
        if user is None or user.has_usable_password():
            continue
        token = sign_in_link_create(user=user, now=now)
        address = f"{base_url.rstrip('/')}/sign-in/{token}/"
        links.append((f"{user} · {user.get_role_display()}", address))
    return links


def _index() -> None:
    """Index what was written in bulk."""
    search.index(index_row(item) for item in Item.objects.all())
    search.index(deal_row(d) for d in Deal.objects.select_related("organization"))
    search.index(offer_row(o) for o in Offer.objects.select_related("organization"))


def _drop_everything() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute(
            "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')"
        )
        for kind, name in cursor.fetchall():
            cursor.execute(f'DROP {kind} IF EXISTS "{name}"')
        # Virtual tables first: they own the tables that hold their content.
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite_%' ORDER BY sql NOT LIKE 'CREATE VIRTUAL%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
        cursor.execute("PRAGMA foreign_keys=ON")
