"""The few people that the walk needs."""

from __future__ import annotations

from dataclasses import dataclass

from filon.accounts.models import Role, User
from filon.accounts.services import (
    company_update,
    first_administrator,
    team_create,
    user_create,
)
from filon.coordination.models import PolicyDocument
from filon.coordination.services import PolicyEdition, policy_create
from filon.kernel import clock

ALICE = "alice@filon.example"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who sells, and who approves."""

    alice: User
    denis: User


def set_up() -> Cast:
    """Write the company's particulars and create its two people."""
    now = clock.now()
    company_update(
        values={
            "name": "Atelier du Rhône",
            "legal_form": "SAS",
            "share_capital": "100 000 €",
            "address": "1 quai des Essais",
            "postcode": "69002",
            "city": "Lyon",
            "siren": "123456782",
            "siret": "12345678200010",
            "rcs_city": "Lyon",
            "vat_number": "FR31123456782",
            "phone": "04 72 00 00 00",
            "email": "contact@filon.example",
        },
        actor=first_administrator(),
        now=now,
    )
    team = team_create(name="Rhône", actor=None, now=now)
    denis = user_create(
        email="denis@filon.example",
        first_name="Denis",
        last_name="Marchand",
        role=Role.MANAGER,
        team=team,
    )
    alice = user_create(
        email=ALICE,
        first_name="Alice",
        last_name="Fournier",
        role=Role.SALESPERSON,
        team=team,
        reports_to=denis,
        phone="04 72 00 00 01",
    )
    team.manager = denis
    team.save(update_fields=["manager"])
    policy_create(
        edition=PolicyEdition(
            kind=PolicyDocument.Kind.TERMS_OF_SALE,
            title="Conditions générales de vente",
            edition="1",
            valid_from=clock.today(),
            summary="Prix hors taxes, paiement à 30 jours.",
        ),
        actor=denis,
        now=now,
    )
    return Cast(alice=alice, denis=denis)
