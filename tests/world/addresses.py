"""An address for every route, that leads to the objects of a world."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from filon.web.access import Access
from tests.world.build import World

# Beginning of an address -> kind of the record that `pk` names; the longest one wins.
RECORDS = {
    "jobs/": "jobs.Job",
    "outbox/": "mail.OutboxMessage",
    "users/": "accounts.User",
    "items/": "catalog.Item",
    "item-families/": "catalog.ProductFamily",
    "price-lists/": "catalog.PriceList",
    "terms/": "catalog.Term",
    "referential/": "certification.Referential",
    "candidates/": "certification.Candidate",
    "assignments/": "certification.CandidateAssignment",
    "evidence/": "certification.EvidenceLink",
    "modalities/": "certification.ModalityChoice",
    "grids/": "certification.Grid",
    "marks/": "certification.Mark",
    "orders/": "contracts.Order",
    "orders/contracts/": "contracts.Contract",
    "orders/dates/": "contracts.ContractEvent",
    "orders/contract-lines/": "contracts.ContractLine",
    "orders/purchase-orders/": "contracts.IncomingOrder",
    "orders/deviations/": "contracts.OrderDeviation",
    "offer-revisions/": "offers.OfferRevision",
    "coordination/consultations/": "coordination.Consultation",
    "coordination/approvals/": "coordination.Approval",
    "coordination/transmissions/": "coordination.Transmission",
    "coordination/signals/": "coordination.Signal",
    "coordination/<": "needs.Need",
    "framework/": "coordination.PolicyDocument",
    "deals/": "deals.Deal",
    "deal-roles/": "deals.DealRole",
    "deal-bids/": "deals.CompetitiveBid",
    "companies/": "directory.Organization",
    "trash/": "needs.Need",
    "calendar/": "accounts.User",
    "sites/": "directory.Site",
    "company-links/": "directory.OrganizationLink",
    "contacts/": "directory.Contact",
    "territories/": "directory.Territory",
    "segments/": "directory.MarketSegment",
    "imports/": "intake.Import",
    "duplicates/": "intake.DuplicatePair",
    "surveys/": "loyalty.SatisfactionSurvey",
    "claims/": "loyalty.Claim",
    "vigilance/": "loyalty.Vigilance",
    "loyalty-actions/": "loyalty.LoyaltyAction",
    "indicators/plans/": "plans.ActionPlan",
    "indicators/snapshots/": "measure.Snapshot",
    "indicators/checkpoints/": "plans.Checkpoint",
    "reports/": "measure.Report",
    "needs/": "needs.Need",
    "requirements/": "needs.Requirement",
    "need-sources/": "needs.NeedSource",
    "need-confirmations/": "needs.NeedConfirmation",
    "need-values/": "needs.ValueCase",
    "need-steps/": "needs.DecisionStep",
    "need-corrections/": "needs.RowConfirmation",
    "offers/": "offers.Offer",
    "offer-lines/": "offers.OfferLine",
    "offer-checks/": "offers.ConformityCheck",
    "offer-adequacy/": "offers.AdequacyCheck",
    "offer-reserves/": "offers.Reserve",
    "offer-risks/": "offers.Risk",
    "offers/approvals/": "coordination.Approval",
    "offers/feasibility/": "offers.FeasibilityRule",
    "offers/rules/": "offers.ApprovalRule",
    "offer-recipients/": "offers.OfferRecipient",
    "plans/": "plans.ActionPlan",
    "prospecting/": "prospecting.Activity",
    "prospecting/calls/": "plans.PlanTarget",
    "guides/": "prospecting.CallGuide",
    "guide-questions/": "prospecting.GuideQuestion",
    "supports/": "prospecting.SalesSupport",
    "watch/entries/": "watch.WatchItem",
    "watch/topics/": "watch.WatchTopic",
    "watch/expectations/": "watch.Expectation",
    "watch/sources/": "watch.WatchSource",
    "watch/findings/": "watch.Finding",
    "watch/rival-offers/": "watch.CompetitorOffer",
    "watch/insights/": "watch.MarketInsight",
    "watch/potentials/": "watch.MarketPotential",
    "watch/analyses/": "watch.Analysis",
    "watch/briefs/": "watch.Brief",
}
# Other names in addresses -> kind of the record they name.
NAMED = {
    "file": "files.StoredFile",
    "other": "certification.Referential",
    "participant": "coordination.Participant",
    "organization": "directory.Organization",
    "deal_pk": "deals.Deal",
    "bid_pk": "deals.CompetitiveBid",
    "argument_pk": "offers.Argument",
    "objection_pk": "offers.Objection",
    "sheet_pk": "offers.BuyerSheet",
    "request_pk": "offers.PriceRequest",
    "price_pk": "offers.SupplierPrice",
    "quote_pk": "offers.SupplierQuote",
    "consultation_pk": "coordination.Consultation",
}
PARTS = {
    "objectives": "plans.PlanObjective",
    "targets": "plans.PlanTarget",
    "actions": "plans.PlanAction",
    "budget": "plans.BudgetLine",
    "checkpoints": "plans.Checkpoint",
    "rules": "plans.ReminderRule",
    "remove": "plans.PlanAction",
}
WORDS = {
    "certification:step": {"name": "prepare"},
    "certification:criteria": {"code": "T1", "heading": "DO"},
    "certification:grid-open": {"code": "T1", "modality": "REAL"},
    "deals:bid-settle": {"to": "confirm"},
    "desk:restore": {"kind": "needs.need"},
    "desk:throw": {"kind": "needs.need"},
    "needs:method": {"slug": "bant"},
    "needs:step": {"step": "clarified_on"},
    "plans:part-remove": {"kind": "action"},
}


@dataclass(frozen=True, slots=True)
class Route:
    """One route: its name, how its address is written, who may ask for it."""

    name: str
    address: str
    callback: Any

    @property
    def access(self) -> Access:
        """Who may reach it."""
        access: Access = self.callback.access
        return access

    @property
    def right(self) -> Any:
        """The predicate of a person that opens it, or None."""
        return getattr(self.callback, "right", None)

    @property
    def names_a_record(self) -> bool:
        """Whether its address names a record."""
        return "<" in self.address

    @property
    def app(self) -> str:
        """The app it belongs to."""
        return self.name.partition(":")[0] if ":" in self.name else "accounts"

    def record(self) -> str:
        """Return the kind of the record that `pk` names."""
        fitting = [begin for begin in RECORDS if self.address.startswith(begin)]
        if not fitting:
            raise LookupError(
                f"tests/world/addresses.py: say what {self.address} names"
            )
        return RECORDS[max(fitting, key=len)]

    def url(self, world: World, number: int = 0) -> str:
        """Return the address of an object of a world."""
        given: dict[str, Any] = dict(WORDS.get(self.name, {}))
        for name in argument_names(self.address):
            if name not in given:
                given[name] = self._argument(name, world, number)
        return reverse(self.name, kwargs=given)

    def _argument(self, name: str, world: World, number: int) -> Any:
        if name == "kind":
            return "needs.need"
        if name == "part":
            return world.of(PARTS[self.address.split("/")[2]])[0].pk
        if name in {"token", "key", "link", "uidb36"}:
            return "unknown"
        label = NAMED.get(name) or self.record()
        rows = world.of(label)
        return rows[min(number, len(rows) - 1)].pk


def argument_names(address: str) -> list[str]:
    """Return the names in an address, as "pk" in "offers/<int:pk>/"."""
    return [
        part.partition(">")[0].rpartition(":")[2] for part in address.split("<")[1:]
    ]


def routes(
    resolver: URLResolver | None = None, prefix: str = "", space: str = ""
) -> Iterator[Route]:
    """Yield every route of the product."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            name = f"{entry.namespace}:" if entry.namespace else space
            yield from routes(entry, address, name)
        elif isinstance(entry, URLPattern):
            yield Route(f"{space}{entry.name}", address, entry.callback)
