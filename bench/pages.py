"""What is measured: pages, words and records, each asked for once."""

from __future__ import annotations

import base64
import json
import random
from typing import Any

from bench.build import PASSWORD, SALESPERSON
from bench.company_data import DEPARTMENTS, DRAFT, World
from bench.search_data import companies, misspellings
from bench.serving import Server

from filon.directory.models import Organization

SEED = 8
MANY = 400
TEAM = 1


def described(world: World, server: Server) -> dict[str, Any]:
    """Return the site as the harness reads it."""
    sign_in = {
        "url": "/accounts/login/",
        "form": 'name="password"',
        "data": {"login": SALESPERSON, "password": PASSWORD},
        "expect": 'id="main|<main',
    }
    return {
        "name": "Filon",
        "base": server.address,
        "headers": {"Accept-Language": "fr"},
        "pids": f"echo {server.pid}",
        "login": [sign_in],
        "picks": picks(world),
        "tests": tests(world),
    }


def tests(world: World) -> list[dict[str, Any]]:
    """Return the tests in the order of the table."""
    box = {"HX-Request": "true"}
    return [
        {"id": "home", "url": "/"},
        {"id": "list1", "url": "/companies/", "expect": "</table>"},
        {"id": "listdeep", "url": "/companies/?after={pick:cursor}", "expect": "</tab"},
        {"id": "listfilter", "url": "/companies/?{pick:filter}", "expect": "</table>"},
        {
            "id": "listsearch",
            "url": "/companies/?q={pick:common}",
            "expect": "</table>",
        },
        {"id": "search_common", "url": "/search/?q={pick:common}", "headers": box},
        {"id": "search_rare", "url": "/search/?q={pick:rare}", "headers": box},
        {"id": "search_typo", "url": "/search/?q={pick:typo}", "headers": box},
        {"id": "company", "url": "/companies/{pick:mine}/"},
        {"id": "pipeline", "url": "/deals/"},
        {
            "id": "create_company",
            "url": "/companies/new/",
            "form": 'name="siren"',
            "form_untimed": True,
            "data": {"name": "{pick:fresh}", "country": "FR", "city": "Lyon"},
        },
        {"id": "create_quote", "steps": _quote()},
        {"id": "pdf", "url": "/offer-revisions/{pick:draft}/pdf/"},
        {"id": "indicators", "url": "/indicators/"},
        *(
            {
                "id": f"export_{kind}",
                "url": f"/companies/?format={kind}",
                "rows": world.size.companies // 2,
                "n": 3,
                "warm": 1,
            }
            for kind in ("csv", "xlsx")
        ),
    ]


def _quote() -> list[dict[str, Any]]:
    """Create an offer, then paste five lines; the two empty forms are not timed."""
    return [
        {
            "url": "/offers/new/?organization={pick:mine}",
            "form": 'name="title"',
            "form_untimed": True,
            "data": {"title": "Vannes", "form": "QUOTE"},
            "capture": {"revision": r"/offer-revisions/(\d+)/"},
        },
        {
            "url": "/offer-revisions/{revision}/paste/",
            "form": 'name="text"',
            "form_untimed": True,
            "data": {"text": "{pick:rows}"},
            "expect": "REF-",
        },
    ]


def picks(world: World) -> dict[str, list[str]]:
    """Return the values that requests take one after the other, never twice."""
    chance = random.Random(SEED)  # noqa: S311 -- nothing secret
    some = list(companies(world.size.companies))
    mine = [row for row in some if world.team(row.object_id) == TEAM]
    sample = chance.sample(mine, min(MANY, len(mine)))
    keys = Organization.objects.in_bulk([row.object_id for row in sample])
    drafts = [
        number
        for number in range(1, world.size.offers + 1)
        if number % 20 in DRAFT and world.team(world.company_of(number)) == TEAM
    ]
    typos = misspellings(mine, min(200, len(mine)), seed=SEED)
    return {
        "cursor": [_cursor(keys[row.object_id]) for row in sample],
        "filter": _filters(chance),
        "common": _common(chance),
        "rare": [_proper(row.title) for row in sample],
        "typo": [typo.typed for typo in typos],
        "mine": [str(row.object_id) for row in chance.sample(mine, len(sample))],
        "draft": [str(number) for number in chance.sample(drafts, len(drafts))],
        "fresh": [_fresh(chance) for _ in range(MANY)],
        "rows": [_five(world, chance) for _ in range(MANY)],
    }


def _cursor(company: Organization) -> str:
    """Return the place in the list right behind a company."""
    packed = json.dumps([company.name_key, company.pk]).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _filters(chance: random.Random) -> list[str]:
    found = [
        f"department={department}&lifecycle={state}&sort={sort}"
        for department in DEPARTMENTS
        for state in ("PROSPECT", "ACTIVE", "")
        for sort in ("-name_key", "name_key")
    ]
    chance.shuffle(found)
    return found


def _common(chance: random.Random) -> list[str]:
    """Return beginnings of words that thousands of companies bear."""
    words = (
        "mécanique usinage fonderie plasturgie chaudronnerie hydraulique métallurgie"
        " tôlerie outillage découpage robinetterie électronique automatismes emballages"
        " transports logistique ingénierie maintenance pneumatique société"
    )
    found = [w[:n] for w in words.split() for n in range(4, len(w) + 1)]
    found = list(dict.fromkeys(found))
    chance.shuffle(found)
    return found


def _proper(title: str) -> str:
    return max(title.removeprefix("Société ").split()[:-1], key=len)


def _fresh(chance: random.Random) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return " ".join("".join(chance.choices(letters, k=9)).title() for _ in "ab")


def _five(world: World, chance: random.Random) -> str:
    items = chance.sample(range(1, world.size.items + 1), 5)
    return "\n".join(f"REF-{item:04}\t{chance.randrange(1, 20)}" for item in items)
