"""Worlds: the house that all teams share, and what belongs to one team."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from filon.accounts.models import User
from filon.catalog.services import index_row
from filon.deals.indexing import deal_row
from filon.directory.indexing import contact_row, organization_row
from filon.directory.models import Contact
from filon.files.services import store_bytes
from filon.offers.indexing import offer_row
from filon.search import services as search
from filon.search.rows import IndexRow
from tests.house.tree import app_order
from tests.world.facts import EMPTY, FACTS, LATE, MOST, SPREAD
from tests.world.values import value_of

# What all teams share; every other kind belongs to a team.
HOUSE = (
    "accounts.User",
    "directory.Territory",
    "directory.MarketSegment",
    "catalog.ProductFamily",
    "catalog.Item",
    "catalog.ItemCharacteristic",
    "catalog.PriceList",
    "catalog.PriceRule",
    "catalog.Term",
    "coordination.PolicyDocument",
    "coordination.PolicyAcknowledgement",
    "certification.Centre",
    "certification.TrainingBody",
)
# Kinds that are made otherwise, or that nobody reads on a page.
LEFT_OUT = frozenset(
    {
        "accounts.CompanyProfile",
        "accounts.Department",
        "accounts.RateBucket",
        "accounts.SignInLink",
        "accounts.Team",
        "certification.Block",
        "certification.Competency",
        "certification.Criterion",
        "certification.EvidenceSnapshot",
        "certification.Referential",
        "documents.NumberSeries",
        "jobs.Schedule",
        "journal.FormReceipt",
        "measure.Indicator",
        "needs.GoNoGoGrid",
        "offers.ApprovalLevel",
        "offers.OfferPolicy",
        "search.SearchEntry",
        "search.SpellingKey",
    }
)
# Records that gestures, history and files are hung on: `count` of them on each.
TARGETS = (
    "directory.Organization",
    "directory.Contact",
    "catalog.Item",
    "watch.WatchTopic",
    "watch.Brief",
    "plans.ActionPlan",
    "deals.Deal",
    "prospecting.Activity",
    "needs.Need",
    "offers.Offer",
    "offers.OfferRevision",
    "contracts.Order",
    "contracts.Contract",
    "loyalty.Claim",
    "measure.Report",
)
CLOSERS = (
    "journal.Entry",
    "files.Attachment",
    "coordination.Consultation",
    "coordination.Approval",
    "coordination.Transmission",
    "coordination.Signal",
    "coordination.Participant",
    "coordination.PolicyCitation",
)


def _contact_row(contact: Contact) -> IndexRow:
    return contact_row(contact, contact.organization.name)


INDEXED: tuple[tuple[str, Callable[[Any], IndexRow]], ...] = (
    ("directory.Organization", organization_row),
    ("directory.Contact", _contact_row),
    ("catalog.Item", index_row),
    ("deals.Deal", deal_row),
    ("offers.Offer", offer_row),
)
# Kinds that a team hangs on its own records only: the database takes a citation once
# for a record, and nobody writes team matters into the history of a shared item.
OWN_RECORDS_ONLY = frozenset({"coordination.PolicyCitation", "journal.Entry"})
LAST = (
    "coordination.TransmissionRecipient",
    "offers.OfferApproval",
    "offers.OfferConsultation",
)


@dataclass(slots=True)
class World:
    """The rows of one team, or of the house.

    :param word: stands in every text of this world and nowhere else.
    :param seed: a digit that keeps its numbers apart from those of other worlds.
    :param people: who plays evaluator, candidate and tutor in it.
    """

    word: str
    seed: int
    owner: User
    now: datetime
    house: World | None = None
    people: dict[str, User] = field(default_factory=dict)
    rows: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))

    @property
    def is_team(self) -> bool:
        """Whether it belongs to a team."""
        return self.house is not None

    @property
    def content(self) -> bytes:
        """What the files of this world hold."""
        return f"{self.word} file".encode()

    def token(self, number: int) -> str:
        """Return the secret of a public link."""
        return f"{self.word}-token-{number}"

    def of(self, label: str) -> list[Any]:
        """Return the rows of a kind, those of the house where this world has none."""
        own = self.rows[label]
        return own if own or self.house is None else self.house.of(label)

    def first(self, label: str) -> Any:
        """Return the first row of a kind."""
        return self.of(label)[0]

    def fill(self, count: int) -> World:
        """Bring every kind to `count` rows."""
        if not self.rows["files.StoredFile"]:
            name = f"{self.word}.txt"
            store_bytes(
                content=self.content,
                name=name,
                media_type="text/plain",
                actor=self.owner,
                now=self.now,
            )
        for model in kinds(is_team=self.is_team):
            label = model._meta.label
            self._grow(model, min(count, MOST.get(label, count)) - (label in LATE))
        if self.is_team:
            for label in CLOSERS:
                self._hang(apps.get_model(label), count)
            for label in LAST:
                self._grow(apps.get_model(label), count)
        self._index()
        return self

    def _grow(self, model: type[models.Model], count: int) -> None:
        rows = self.rows[model._meta.label]
        start = len(rows)
        made = []
        for number in range(start, count):
            row = self._row(model, number)
            made.append(row)
            rows.append(row)
        self._save(model, made)
        self._tie(model, made)

    def _hang(self, model: type[models.Model], count: int) -> None:
        """Give `count` rows of a kind to the first record of each target."""
        label = model._meta.label
        rows = self.rows[label]
        own_only = label in OWN_RECORDS_ONLY
        targets = [t for t in TARGETS if self.rows[t] or not own_only]
        start = len(rows) // len(targets)
        made = []
        for number in range(start, count):
            for target in targets:
                row = self._row(model, number)
                row.target_kind = target.lower()
                row.target_id = self.first(target).pk
                made.append(row)
        rows.extend(made)
        self._save(model, made)

    def _row(self, model: type[models.Model], number: int) -> Any:
        label = model._meta.label
        given = FACTS[label](self, number) if label in FACTS else {}
        values = {}
        for column in model._meta.concrete_fields:
            if column.primary_key or column.name in given:
                continue
            if column.remote_field:
                values[column.name] = self._key(column, number)
            elif column.name in {"deleted_at", "version"}:
                continue
            else:
                values[column.name] = value_of(column, number, self.word, self.now)
        return model(**{**values, **given})

    def _key(self, column: Any, number: int) -> Any:
        label = f"{column.model._meta.label}.{column.name}"
        target = column.related_model._meta.label
        if column.name == "deleted_by" or label in EMPTY:
            return None
        if column.name == "team":
            return self.owner.team
        if target == "accounts.User":
            return self._person(column)
        if target == "accounts.Department":
            return None
        spread = column.unique or label in SPREAD
        found = self.of(target)
        if not found:
            if column.null:
                return None
            raise LookupError(f"{label}: no row of {target} yet")
        return found[number] if spread else found[0]

    def _person(self, column: Any) -> User | None:
        return self.people.get(column.name, None if column.unique else self.owner)

    def _save(self, model: type[models.Model], made: list[Any]) -> None:
        model._base_manager.bulk_create(made, batch_size=200)

    def _tie(self, model: type[models.Model], made: list[Any]) -> None:
        """Fill the many-to-many relations of the first row with all new rows."""
        for relation in model._meta.many_to_many:
            target = relation.related_model._meta.label
            label = model._meta.label
            others = self.rows.get(target) or self.of(target)
            if not others or not self.rows[label] or target == label:
                continue
            getattr(self.rows[label][0], relation.name).set(others)

    def _index(self) -> None:
        for label, row in INDEXED:
            search.index(row(record) for record in self.rows[label])


def kinds(*, is_team: bool) -> list[type[models.Model]]:
    """Return the kinds of rows of a world, those that others need first."""
    if not is_team:
        return [apps.get_model(label) for label in ("files.StoredFile", *HOUSE)]
    house = {*HOUSE, *LEFT_OUT, *CLOSERS, *LAST} - {"catalog.PriceList"}
    wanted = [
        model
        for app in app_order()
        if apps.is_installed(f"filon.{app}")
        for model in apps.get_app_config(app).get_models()
        if model._meta.label not in house
    ]
    return _in_order(wanted)


def _in_order(wanted: list[type[models.Model]]) -> list[type[models.Model]]:
    """Return the kinds so that the target of a required key comes before it."""
    ordered: list[type[models.Model]] = []
    waiting = list(wanted)
    while waiting:
        for model in waiting:
            needed = {
                f.related_model
                for f in model._meta.concrete_fields
                if f.remote_field and f.related_model is not model
            }
            if not needed & set(waiting):
                ordered.append(model)
                waiting.remove(model)
                break
        else:
            ordered.append(waiting.pop(0))
    return ordered
