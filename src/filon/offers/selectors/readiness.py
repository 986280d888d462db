"""What still holds a revision back, as sentences with the place that mends them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.accounts.models import CompanyProfile
from filon.coordination import kinds
from filon.coordination.models import Consultation
from filon.journal.models import kind_of
from filon.offers.models import (
    AdequacyCheck,
    ConformityCheck,
    OfferLine,
    OfferRecipient,
    OfferRevision,
)
from filon.offers.rules.approval import Finding
from filon.offers.selectors.adequacy import coverage, rows_of
from filon.offers.selectors.approval import approval_rules, findings_of
from filon.offers.selectors.approval_words import (
    finding_sentence,
    is_blocked,
    level_name,
    with_level,
)
from filon.offers.selectors.approved import LevelState, S, level_states
from filon.offers.selectors.checks import (
    CheckRow,
    blocking,
    check_rows,
    consultations_about,
    unconfirmed,
)
from filon.offers.selectors.content import content_hash, content_of
from filon.offers.selectors.feasibility import (
    Proposal,
    proposal_words,
    proposals,
    questions_about,
)
from filon.offers.selectors.mentions import (
    missing_company_mentions,
    missing_customer_mentions,
)
from filon.offers.selectors.policy import house, offer_policy
from filon.offers.selectors.refusals import line_sentence, problem_sentence
from filon.offers.selectors.risks import reserves_of
from filon.offers.selectors.snapshot import lead_time, lines_of

LIMIT_DAYS = {"NET": 60, "THEN_END_OF_MONTH": 45, "END_OF_MONTH_THEN": 45}
NAMED = 3


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason why the revision cannot leave, and where its reader may mend it."""

    code: str
    sentence: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Everything that sending depends on, read in a fixed number of queries."""

    lines: Sequence[OfferLine]
    adequacy: Sequence[AdequacyCheck]
    checks: Sequence[CheckRow]
    recipients: Sequence[OfferRecipient]
    findings: Sequence[Finding]
    levels: Sequence[LevelState]
    content_hash: str
    missing: Sequence[Proposal]
    blockers: Sequence[Blocker]

    @property
    def is_ready(self) -> bool:
        """Whether nothing holds it back."""
        return not self.blockers

    @property
    def reasons(self) -> list[str]:
        """Why decisions are needed, each with its level."""
        return [with_level(found) for found in self.findings]

    @property
    def is_approved(self) -> bool:
        """Whether every level that must decide has approved this very content."""
        return all(level.is_approved for level in self.levels)

    @property
    def is_pending(self) -> bool:
        """Whether a decision about this very content is awaited."""
        return any(level.status == S.PENDING for level in self.levels)

    @property
    def stage(self) -> str:
        """Where the draft stands before it may leave (offers.md §8)."""
        codes = {blocker.code for blocker in self.blockers}
        if not codes:
            return "READY"
        if self.is_pending:
            return "APPROVAL"
        return "FEASIBILITY" if codes & {"CONSULTATION", "FEASIBILITY"} else "DRAFT"


def readiness(
    revision: OfferRevision,
    *,
    on: date,
    company: CompanyProfile | None = None,
    lines: Sequence[OfferLine] | None = None,
    history: Sequence[AdequacyCheck] | None = None,
) -> Readiness:
    """Return what is missing on a day; at most thirteen queries."""
    profile = company or house()
    found = list(lines) if lines is not None else lines_of(revision)
    rows = list(history) if history is not None else rows_of(revision)
    known = questions_about(revision)
    asked = consultations_about(revision, known)
    checks = check_rows(revision, asked)
    recipients = list(revision.recipients.order_by("pk"))
    reserves = reserves_of(revision)
    digest = content_hash(content_of(revision, found, rows, reserves))
    policy = offer_policy(profile)
    findings = findings_of(
        revision,
        found,
        profile,
        covered=coverage(rows) if rows else None,
        reserves=reserves,
        missing_opinions=len(unconfirmed(checks, asked)),
        on=on,
        rules=approval_rules(policy),
    )
    levels: list[LevelState] = []
    if findings:
        levels = level_states(revision, findings, policy, content_hash=digest, on=on)
    missing = proposals(revision, found, rows, on=on, company=profile, asked=known)
    page = reverse("offers:detail", args=[revision.offer_id])
    blockers = [
        *_lines(revision, found, page),
        *_terms(revision, found, on, page),
        *_checks(checks, asked, page),
        *_opinions(revision, missing),
        *_adequacy(rows, page),
        *_approval(findings, levels, page),
        *_recipients(recipients, page),
        *_mentions(revision, profile),
    ]
    return Readiness(
        lines=found,
        adequacy=rows,
        checks=checks,
        recipients=recipients,
        findings=findings,
        levels=levels,
        content_hash=digest,
        missing=missing,
        blockers=blockers,
    )


def held_back(revision: OfferRevision, *, on: date) -> str:
    """Return why a revision may not leave the house yet, or an empty text (W-04)."""
    if not revision.is_draft:
        return ""
    state = readiness(revision, on=on)
    return state.blockers[0].sentence if state.blockers else ""


def _lines(
    revision: OfferRevision, lines: Sequence[OfferLine], page: str
) -> list[Blocker]:
    priced = [line for line in lines if line.kind in {"ITEM", "PERCENT"}]
    if not priced:
        return [Blocker("LINES", _("The offer has no line yet."), f"{page}#add")]
    refused = [line for line in priced if line.refusal]
    blockers = [
        Blocker(
            "PRICE",
            f"{line.designation or line.reference} – {line_sentence(line.refusal)}",
            f"{page}#line-{line.pk}",
        )
        for line in refused[:NAMED]
    ]
    if len(refused) > NAMED:
        rest = len(refused) - NAMED
        more = ngettext(
            "%(count)s more line has no price.",
            "%(count)s more lines have no price.",
            rest,
        )
        blockers.append(Blocker("PRICE", more % {"count": rest}, page))
    if not revision.is_priced and not refused:
        problem = str(revision.result.get("problem", ""))
        blockers.append(Blocker("TOTAL", problem_sentence(problem), _terms_page(page)))
    blockers += [
        Blocker("MINIMUM", _("The minimum order value is not reached."), page)
        for _row in revision.result.get("blocks", [])
    ]
    return blockers


def _terms(
    revision: OfferRevision, lines: Sequence[OfferLine], on: date, page: str
) -> list[Blocker]:
    url = _terms_page(page)
    found = []
    if revision.valid_until is None:
        found.append(Blocker("VALIDITY", _("Give the last day of validity."), url))
    elif revision.valid_until < on:
        found.append(Blocker("VALIDITY", _("The day of validity has passed."), url))
    if revision.terms_of_sale_id is None:
        sentence = _("No general terms of sale are in force: publish them first.")
        found.append(Blocker("TERMS_OF_SALE", sentence, url))
    if lead_time(revision, lines) is None:
        found.append(Blocker("LEAD_TIME", _("Give the lead time."), url))
    is_late = revision.payment_days > LIMIT_DAYS.get(revision.payment_mode, 60)
    if is_late and revision.offer.organization.country == "FR":
        sentence = _(
            "Payment later than 60 days, or 45 days end of month, is against the law"
            " (C. com. L441-10)."
        )
        found.append(Blocker("PAYMENT", sentence, url))
    if revision.offer.organization.country != "FR" and not (
        revision.incoterm and revision.incoterm_place
    ):
        sentence = _("An offer abroad needs an Incoterm and its place.")
        found.append(Blocker("INCOTERM", sentence, url))
    return found


def _checks(
    checks: Sequence[CheckRow], asked: list[Consultation], page: str
) -> list[Blocker]:
    url = f"{page}?tab=checks"
    open_rows = [
        row
        for row in checks
        if row.check.status == ConformityCheck.Status.OPEN and not row.is_answered
    ]
    found = []
    if open_rows:
        names = ", ".join(str(row.check.get_topic_display()) for row in open_rows)
        sentence = _("To verify or to waive with a reason: %(names)s.")
        found.append(Blocker("CHECKS", sentence % {"names": names}, url))
    found += [
        Blocker(
            "CONSULTATION",
            _("%(name)s has not answered yet.") % {"name": row.addressee_name},
            reverse("coordination:consultation-detail", args=[row.pk]),
        )
        for row in blocking(list(checks), asked)
    ]
    return found


def _opinions(revision: OfferRevision, missing: Sequence[Proposal]) -> list[Blocker]:
    url = reverse("offers:feasibility", args=[revision.pk])
    return [
        Blocker("FEASIBILITY", proposal_words(row), url)
        for row in missing
        if row.is_mandatory
    ]


def _adequacy(rows: Sequence[AdequacyCheck], page: str) -> list[Blocker]:
    url = f"{page}?tab=adequacy"
    found = []
    count = sum(row.verdict == AdequacyCheck.Verdict.OPEN for row in rows)
    if count:
        sentence = ngettext(
            "%(count)s requirement of the need has no verdict.",
            "%(count)s requirements of the need have no verdict.",
            count,
        )
        found.append(Blocker("ADEQUACY", sentence % {"count": count}, url))
    bare = [row.requirement.ref for row in rows if row.is_unexplained]
    if bare:
        sentence = _("Deviations to explain, or to offer otherwise: %(refs)s.")
        refs = ", ".join(bare[:NAMED]) + ("…" if len(bare) > NAMED else "")
        found.append(Blocker("DEVIATION", sentence % {"refs": refs}, url))
    return found


def _approval(
    findings: Sequence[Finding], levels: Sequence[LevelState], page: str
) -> list[Blocker]:
    url = f"{page}?tab=checks#approval"
    blockers = [
        Blocker("FORBIDDEN", finding_sentence(found), url)
        for found in findings
        if is_blocked(found)
    ]
    for state in levels:
        if state.is_approved:
            continue
        why = next(f for f in findings if f.level == state.level)
        sentence = {
            S.PENDING: _("%(level)s has not decided yet: %(reason)s"),
            S.REFUSED: _("%(level)s has refused: %(reason)s"),
        }.get(S(state.status) if state.status else S.VOID) or _(
            "An approval of %(level)s is needed: %(reason)s"
        )
        words = {
            "level": level_name(state.level),
            "reason": finding_sentence(why),
        }
        blockers.append(Blocker("APPROVAL", sentence % words, url))
    return blockers


def _recipients(recipients: Sequence[OfferRecipient], page: str) -> list[Blocker]:
    if recipients:
        return []
    sentence = _("Nobody receives the offer yet: name a recipient.")
    return [Blocker("RECIPIENTS", sentence, f"{page}?tab=checks#recipients")]


def _mentions(revision: OfferRevision, company: CompanyProfile) -> list[Blocker]:
    found = []
    missing = missing_company_mentions(company)
    if missing:
        sentence = _(
            "Legal mentions of our company are missing: %(names)s."
            " An administrator adds them in the settings."
        )
        found.append(Blocker("COMPANY", sentence % {"names": ", ".join(missing)}))
    organization = revision.offer.organization
    lacking = missing_customer_mentions(organization)
    if lacking:
        sentence = _("Particulars of the customer are missing: %(names)s.")
        found.append(
            Blocker(
                "CUSTOMER",
                sentence % {"names": ", ".join(lacking)},
                kinds.url_of(kind_of(organization), organization.pk),
            )
        )
    return found


def _terms_page(page: str) -> str:
    return f"{page}?tab=terms"
