"""What a row of a kind must hold so that the database and the pages accept it.

Everything that is not named here is filled by `values` and by the first row of the
kind that a key asks for.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from filon.accounts.services import hash_token
from filon.kernel.text import fold
from filon.offers.exchange.comparing import Agreed
from filon.offers.exchange.document import ExchangedDocument, Syntax
from filon.offers.pricing import as_json
from tests.world.values import MARGIN

if TYPE_CHECKING:
    from tests.world.build import World

_GRIDS = itertools.count(1)
Facts = Callable[["World", int], dict[str, Any]]

# Keys that lead to the row of the same place, not to the first of its kind.
SPREAD = frozenset(
    {
        "certification.CompanyOpinion.path",
        "certification.EvidenceLink.file",
        "certification.Grid.path",
        "certification.Mark.grid",
        "certification.ModalityChoice.path",
        "certification.Path.candidate",
        "coordination.PolicyAcknowledgement.policy",
        "coordination.PolicyCitation.policy",
        "deals.DealRole.contact",
        "offers.AdequacyCheck.requirement",
        "offers.BidLevel.requirement",
        "offers.OfferRevision.offer",
        "offers.SupplierPrice.line",
        "offers.SupplierQuote.supplier",
        "plans.FunnelAssumption.plan",
        "plans.PlanTarget.organization",
        "prospecting.GuideAnswer.question",
    }
)
# Keys left empty: filled, they would say something else about the row.
EMPTY = frozenset(
    {
        "accounts.User.department",
        "needs.Need.synthesis_file",
        "measure.Report.document",
        "measure.Report.workbook",
        "offers.OfferRevision.document",
        "offers.Reserve.row",
        "watch.Brief.document",
        "accounts.User.reports_to",
        "catalog.PriceRule.family",
        "certification.Criterion.parent",
        "certification.Mark.correction_of",
        "coordination.Consultation.supplier",
        "offers.FeasibilityRule.supplier",
        "offers.OfferLine.supplier_price",
        "offers.PriceRequestLine.line",
        "coordination.TransmissionRecipient.user",
        "directory.Territory.parent",
        "directory.MarketSegment.parent",
        "catalog.ProductFamily.parent",
        "directory.Organization.parent",
        "offers.Offer.copied_from",
        "offers.OfferRevision.previous",
        "offers.OfferRevision.variant_of",
        "deals.Deal.lost_to",
        "prospecting.Activity.next_activity",
        "loyalty.Vigilance.item",
        "offers.Concession.to_revision",
    }
)
# Kinds that come one row later than those they complete, so that the first of these is
# still open.
LATE = frozenset({"loyalty.SatisfactionResponse"})
# How many rows of a kind there can be at most.
MOST = {"offers.ConformityCheck": 6}
TOPICS = (
    "COST",
    "MANUFACTURING",
    "TECHNICALITY",
    "IMPLEMENTATION",
    "WARRANTY",
    "DELIVERY",
)


def cycle(number: int, *values: str) -> str:
    """Return one of the values by the place of the row."""
    return values[number % len(values)]


def _user(world: World, number: int) -> dict[str, Any]:
    return {"role": "SALESPERSON", "email": f"{world.word}-{number}@staff.example"}


def _organization(world: World, number: int) -> dict[str, Any]:
    name = f"{world.word} {number:04d}"
    return {
        "name": name,
        "name_key": fold(name),
        "is_customer": True,
        "is_prospect": True,
        "is_distributor": True,
        "is_competitor": True,
        "siren": f"{world.seed}{number:08d}",
        "vat_number": f"FR00{world.seed}{number:08d}",
        "phone": "",
        "abc_class": cycle(number, "A", "B", "C"),
        "lifecycle": cycle(number, "ACTIVE", "PROSPECT", "DORMANT"),
    }


def _contact(world: World, number: int) -> dict[str, Any]:
    name = f"{world.word} {number:04d}"
    return {"last_name": name, "name_key": fold(name), "opted_out_at": None}


def _organization_link(world: World, number: int) -> dict[str, Any]:
    rows = world.of("directory.Organization")
    first, second = (rows[1], rows[0]) if number == 0 else (rows[0], rows[number])
    return {"source": first, "target": second}


def _price_rule(world: World, number: int) -> dict[str, Any]:
    return {"price": Decimal(10 + number), "discount_percent": None}


def _price_list(world: World, number: int) -> dict[str, Any]:
    return {"kind": "CUSTOMER" if world.is_team else "PUBLIC", "valid_until": None}


def _item(world: World, number: int) -> dict[str, Any]:
    return {"price": Decimal(100 + number)}


def _message(world: World, number: int) -> dict[str, Any]:
    return {
        "to": [f"{world.word}-{number}@example.com"],
        "sent_at": None,
        "message_id": f"<{world.word}.{number}@example.com>",
        "status": "HELD",
        "target_kind": "",
        "target_id": None,
    }


def _job(world: World, number: int) -> dict[str, Any]:
    return {"kind": "documents.render", "status": "DONE", "dedupe_key": ""}


def _link(world: World, number: int) -> dict[str, Any]:
    return {
        "reference": f"{world.word[:6]}{number}",
        "token_hash": hash_token(world.token(number)),
        "expires_at": world.now + timedelta(days=30),
        "revoked_at": None,
        "purpose": cycle(number, "CONSULTATION", "TRANSMISSION", "OFFER", "SURVEY"),
        "target_kind": "directory.organization",
        "target_id": world.first("directory.Organization").pk,
    }


def _link_event(world: World, number: int) -> dict[str, Any]:
    return {"kind": "OPENED"}


def _consultation(world: World, number: int) -> dict[str, Any]:
    status = cycle(number, "OPEN", "ANSWERED", "CANCELLED")
    return {
        "status": status,
        "answered_at": world.now if status == "ANSWERED" else None,
        "verdict": "YES" if status == "ANSWERED" else "",
    }


def _approval(world: World, number: int) -> dict[str, Any]:
    status = cycle(number, "PENDING", "APPROVED", "REFUSED")
    moment = None if status == "PENDING" else world.now
    return {"status": status, "decided_at": moment, "step": f"{world.word} {number}"}


def _transmission(world: World, number: int) -> dict[str, Any]:
    return {"status": cycle(number, "PLANNED", "SENT")}


def _signal(world: World, number: int) -> dict[str, Any]:
    return {"status": cycle(number, "OPEN", "HANDLED")}


def _policy(world: World, number: int) -> dict[str, Any]:
    return {"valid_until": None, "kind": cycle(number, "TERMS_OF_SALE", "SALES_POLICY")}


def _watch_source(world: World, number: int) -> dict[str, Any]:
    return {"kind": "FEED"}


def _watch_item(world: World, number: int) -> dict[str, Any]:
    return {"status": cycle(number, "NEW", "KEPT", "DISMISSED")}


def _finding(world: World, number: int) -> dict[str, Any]:
    entries = world.of("watch.WatchItem")[number + 1 : number + 2]
    return {"watch_item": entries[0] if entries else None}


def _response(world: World, number: int) -> dict[str, Any]:
    return {"survey": world.of("loyalty.SatisfactionSurvey")[number + 1]}


def _survey(world: World, number: int) -> dict[str, Any]:
    return {"status": "ANSWERED" if number else "PLANNED"}


def _brief(world: World, number: int) -> dict[str, Any]:
    return {"status": "DRAFT", "frozen_at": None}


def _plan(world: World, number: int) -> dict[str, Any]:
    return {
        "ref": f"{world.word} {number}",
        "status": cycle(number, "DRAFT", "RUNNING", "SUBMITTED", "APPROVED", "CLOSED"),
        "end_on": world.now.date() + timedelta(days=90),
        "has_no_related_plan": False,
    }


def _objective(world: World, number: int) -> dict[str, Any]:
    metric = cycle(number, "REVENUE", "MARGIN", "CONTACTS")
    target = MARGIN if metric == "MARGIN" else Decimal(5000 + number)
    return {"metric": metric, "target": target, "given": target}


def _snapshot(world: World, number: int) -> dict[str, Any]:
    """Return a frozen figure, every third one a margin, without a record beside it."""
    code = cycle(number, "REVENUE", "MARGIN", "CONTACTS")
    indicators = world.of("measure.Indicator")
    value = MARGIN if code == "MARGIN" else Decimal(5000 + number)
    return {
        "indicator": next(one for one in indicators if one.code == code),
        "plan_indicator": None,
        "value": value,
        "target": value,
    }


def _plan_indicator(world: World, number: int) -> dict[str, Any]:
    return {"target": None}


def _plan_target(world: World, number: int) -> dict[str, Any]:
    return {"site": None, "status": cycle(number, "TO_CONTACT", "IN_PROGRESS")}


def _deal(world: World, number: int) -> dict[str, Any]:
    stage = cycle(number, "QUALIFICATION", "STUDY", "OFFER", "NEGOTIATION", "WON")
    moment = world.now if stage == "WON" else None
    return {"stage": stage, "won_at": moment, "lost_at": None, "lost_reason": ""}


def _activity(world: World, number: int) -> dict[str, Any]:
    status = cycle(number, "PLANNED", "DONE", "CANCELLED")
    start = world.now + timedelta(minutes=number % 300)
    return {
        "status": status,
        "kind": cycle(number // 3, "CALL", "VISIT"),
        "starts_at": start,
        "ends_at": start + timedelta(minutes=30),
        "done_at": world.now if status == "DONE" else None,
    }


def _need(world: World, number: int) -> dict[str, Any]:
    return {"ref": f"{world.word} {number}"[:20], "synthesized_at": None}


def _requirement(world: World, number: int) -> dict[str, Any]:
    return {"ref": f"E{number + 1}", "position": number + 1, "operator": "TEXT"}


def _row_confirmation(world: World, number: int) -> dict[str, Any]:
    return {"says": "CORRECTED", "version": number + 1, "settled_at": None}


def _method_answer(world: World, number: int) -> dict[str, Any]:
    return {"score": number % 4, "contact": None}


def _bid_level(world: World, number: int) -> dict[str, Any]:
    return {"requirement": world.of("needs.Requirement")[number]}


def _value_input(world: World, number: int) -> dict[str, Any]:
    return {"case": world.of("needs.ValueCase")[number], "name": "energy"}


def _requirement_change(world: World, number: int) -> dict[str, Any]:
    # Beyond the version that the requirement has, whose next change is still to come.
    return {"version": 1_000 * world.seed + number}


def _revision(world: World, number: int) -> dict[str, Any]:
    return {
        "status": "DRAFT",
        "is_current": True,
        "sent_at": None,
        "valid_until": world.now.date() + timedelta(days=30),
    }


def _offer_line(world: World, number: int) -> dict[str, Any]:
    return {"manual_price": None, "cost_source": "STANDARD", "quantity": Decimal(2)}


def _price_break(world: World, number: int) -> dict[str, Any]:
    return {"quantity": Decimal(number + 1)}


def _reserve(world: World, number: int) -> dict[str, Any]:
    return {"number": number + 1, "kind": "EXCLUSION"}


def _conformity(world: World, number: int) -> dict[str, Any]:
    return {"topic": TOPICS[number]}


def _approval_rule(world: World, number: int) -> dict[str, Any]:
    return {"metric": "AMOUNT", "operator": "ABOVE", "level": 1, "country": "FR"}


def _offer_approval(world: World, number: int) -> dict[str, Any]:
    return {
        "approval": world.of("coordination.Approval")[number],
        "findings": [],
        "limit_percent": None,
        "level": 1,
    }


def _price_request_line(world: World, number: int) -> dict[str, Any]:
    return {"quantity": Decimal(10)}


def _supplier_price(world: World, number: int) -> dict[str, Any]:
    return {"breaks": []}


def _supplier_quote(world: World, number: int) -> dict[str, Any]:
    return {
        "status": cycle(number, "ANSWERED", "ASKED"),
        "supplier": world.of("directory.Organization")[number],
        "link": None,
        "exchange_rate": None,
    }


def _feasibility_rule(world: World, number: int) -> dict[str, Any]:
    return {"trigger": "AMOUNT", "department_kind": "PRODUCTION"}


def _offer_consultation(world: World, number: int) -> dict[str, Any]:
    asked = world.of("coordination.Consultation")[number]
    return {"consultation": asked, "findings": []}


def _order(world: World, number: int) -> dict[str, Any]:
    return {"status": cycle(number, "RECEIVED", "CONFIRMED", "DELIVERED")}


def _go_no_go_grid(world: World, number: int) -> dict[str, Any]:
    return {"version": next(_GRIDS)}


def _purchase_order(world: World, number: int) -> dict[str, Any]:
    said = ExchangedDocument(syntax=Syntax.UBL, kind="Order", number=world.word)
    agreed = Agreed(
        lines=(), currency="EUR", total_net=Decimal(1), total_gross=Decimal(1)
    )
    return {
        "is_current": False,
        "source": "TYPED",
        "content": as_json(said),
        "agreed": as_json(agreed),
        "verification": {},
    }


def _deviation(world: World, number: int) -> dict[str, Any]:
    return {"kind": "TERMS", "decision": cycle(number, "OPEN", "KEPT")}


def _contract(world: World, number: int) -> dict[str, Any]:
    return {
        "status": cycle(number, "DRAFT", "SIGNED"),
        "ends_on": world.now.date() + timedelta(days=365),
    }


def _event(world: World, number: int) -> dict[str, Any]:
    return {"done_at": None, "reminded_at": None}


def _vigilance(world: World, number: int) -> dict[str, Any]:
    return {"status": cycle(number, "ACTIVE", "LIFTED")}


def _import(world: World, number: int) -> dict[str, Any]:
    return {"kind": "ORGANIZATIONS", "status": "DONE", "header": ["Nom"], "sheets": []}


def _import_row(world: World, number: int) -> dict[str, Any]:
    return {
        "outcome": cycle(number, "CREATED", "REFUSED"),
        "raw": [f"{world.word} {number}"],
        "record_id": world.first("directory.Organization").pk,
    }


def _pair(world: World, number: int) -> dict[str, Any]:
    rows = world.of("directory.Organization")
    first, second = (rows[1], rows[2]) if number == 0 else (rows[0], rows[number])
    return {
        "kind": "directory.organization",
        "left_id": first.pk,
        "right_id": second.pk,
        "reasons": [],
        "decided_at": None,
    }


def _file(world: World, number: int) -> dict[str, Any]:
    return {
        "sha256": hashlib.sha256(world.content).hexdigest(),
        "size": len(world.content),
        "name": f"{world.word}-{number}.txt",
        "media_type": "text/plain",
    }


def _report(world: World, number: int) -> dict[str, Any]:
    return {"status": "DRAFT", "frozen_at": None}


def _candidate(world: World, number: int) -> dict[str, Any]:
    return {"user": world.people["candidate"] if number == 0 else None}


def _path(world: World, number: int) -> dict[str, Any]:
    status = cycle(number, "IN_PREPARATION", "REGISTERED")
    return {"status": status, "track": "TRAINING", "submitted_at": None}


def _evidence(world: World, number: int) -> dict[str, Any]:
    return {"target_kind": "", "target_id": None}


def _grid(world: World, number: int) -> dict[str, Any]:
    return {"status": "OPEN", "signed_at": None, "modality": "REAL"}


def _assignment(world: World, number: int) -> dict[str, Any]:
    rows = world.of("certification.Candidate")
    return {
        "candidate": rows[number],
        "part": "EVALUATOR",
        "declares_no_link": True,
        "user": world.people["evaluator"],
    }


def _opinion(world: World, number: int) -> dict[str, Any]:
    return {"track": "TRAINING"}


FACTS: dict[str, Facts] = {
    "accounts.User": _user,
    "catalog.Item": _item,
    "catalog.PriceList": _price_list,
    "catalog.PriceRule": _price_rule,
    "certification.Candidate": _candidate,
    "certification.CandidateAssignment": _assignment,
    "certification.CompanyOpinion": _opinion,
    "certification.EvidenceLink": _evidence,
    "certification.Grid": _grid,
    "certification.Path": _path,
    "contracts.Contract": _contract,
    "contracts.ContractEvent": _event,
    "contracts.Order": _order,
    "needs.GoNoGoGrid": _go_no_go_grid,
    "contracts.IncomingOrder": _purchase_order,
    "contracts.OrderDeviation": _deviation,
    "coordination.Approval": _approval,
    "coordination.Consultation": _consultation,
    "coordination.LinkEvent": _link_event,
    "coordination.PolicyDocument": _policy,
    "coordination.PublicLink": _link,
    "coordination.Signal": _signal,
    "coordination.Transmission": _transmission,
    "deals.Deal": _deal,
    "directory.Contact": _contact,
    "directory.Organization": _organization,
    "directory.OrganizationLink": _organization_link,
    "files.StoredFile": _file,
    "intake.DuplicatePair": _pair,
    "intake.Import": _import,
    "intake.ImportRow": _import_row,
    "jobs.Job": _job,
    "loyalty.SatisfactionResponse": _response,
    "loyalty.SatisfactionSurvey": _survey,
    "loyalty.Vigilance": _vigilance,
    "mail.OutboxMessage": _message,
    "measure.Report": _report,
    "measure.PlanIndicator": _plan_indicator,
    "measure.Snapshot": _snapshot,
    "needs.MethodAnswer": _method_answer,
    "needs.Need": _need,
    "needs.Requirement": _requirement,
    "needs.RequirementChange": _requirement_change,
    "needs.RowConfirmation": _row_confirmation,
    "needs.ValueInput": _value_input,
    "offers.BidLevel": _bid_level,
    "offers.ConformityCheck": _conformity,
    "offers.ApprovalRule": _approval_rule,
    "offers.FeasibilityRule": _feasibility_rule,
    "offers.OfferApproval": _offer_approval,
    "offers.OfferConsultation": _offer_consultation,
    "offers.OfferLine": _offer_line,
    "offers.OfferRevision": _revision,
    "offers.PriceBreak": _price_break,
    "offers.PriceRequestLine": _price_request_line,
    "offers.SupplierPrice": _supplier_price,
    "offers.SupplierQuote": _supplier_quote,
    "offers.Reserve": _reserve,
    "plans.ActionPlan": _plan,
    "plans.PlanObjective": _objective,
    "plans.PlanTarget": _plan_target,
    "prospecting.Activity": _activity,
    "watch.Brief": _brief,
    "watch.Finding": _finding,
    "watch.WatchItem": _watch_item,
    "watch.WatchSource": _watch_source,
}
