"""Writing offers: one function per event of the trade."""

from __future__ import annotations

from filon.offers.services.answers import (
    AcceptanceRefused,
    Accepted,
    AnsweredBefore,
    OfferLapsed,
    Signing,
    offer_read,
    priced_selection,
    revision_accept,
    revision_record_acceptance,
    revision_refuse,
    revisions_expire,
    selection_of,
)
from filon.offers.services.approvals import NothingToApprove, revision_submit
from filon.offers.services.breaks import breaks_set
from filon.offers.services.checks import (
    ReasonMissing,
    check_set,
    checks_confirm,
    checks_prefill,
    departments_consult,
)
from filon.offers.services.drafts import (
    LineRefused,
    Priced,
    RevisionFrozen,
    in_company_currency,
    reprice,
)
from filon.offers.services.inbound import Caller, offer_from_caller
from filon.offers.services.lines import (
    LineEntry,
    LineWritten,
    line_add,
    line_delete,
    line_duplicate,
    line_move,
    line_update,
    lines_paste,
)
from filon.offers.services.matrix import AnswerUnexplained, adequacy_set
from filon.offers.services.offers import (
    AlreadySent,
    OfferRefused,
    OfferStart,
    offer_create,
    offer_duplicate,
    offer_restore,
    offer_trash,
    offer_update,
)
from filon.offers.services.recipients import (
    RecipientRefused,
    recipient_add,
    recipient_remove,
)
from filon.offers.services.reserves import (
    ReserveRefused,
    exclusion_add,
    exclusion_remove,
)
from filon.offers.services.revisions import (
    Asked,
    DraftExists,
    NothingToRevise,
    revision_next,
    revision_update,
)
from filon.offers.services.risks import (
    contingency_retain,
    risk_add,
    risk_remove,
    risk_update,
)
from filon.offers.services.rivals import (
    ArgumentRefused,
    argument_remove,
    argument_save,
    argument_use,
    bid_levels_set,
    objection_save,
)
from filon.offers.services.sending import NotReady, revision_send
from filon.offers.services.vocabularies import (
    NameTaken,
    vocabulary_add,
    vocabulary_choose,
    vocabulary_update,
)

__all__ = [
    "AcceptanceRefused",
    "Accepted",
    "AlreadySent",
    "AnswerUnexplained",
    "AnsweredBefore",
    "ArgumentRefused",
    "Asked",
    "Caller",
    "DraftExists",
    "LineEntry",
    "LineRefused",
    "LineWritten",
    "NameTaken",
    "NotReady",
    "NothingToApprove",
    "NothingToRevise",
    "OfferLapsed",
    "OfferRefused",
    "OfferStart",
    "Priced",
    "ReasonMissing",
    "RecipientRefused",
    "ReserveRefused",
    "RevisionFrozen",
    "Signing",
    "adequacy_set",
    "argument_remove",
    "argument_save",
    "argument_use",
    "bid_levels_set",
    "breaks_set",
    "check_set",
    "checks_confirm",
    "checks_prefill",
    "contingency_retain",
    "departments_consult",
    "exclusion_add",
    "exclusion_remove",
    "in_company_currency",
    "line_add",
    "line_delete",
    "line_duplicate",
    "line_move",
    "line_update",
    "lines_paste",
    "objection_save",
    "offer_create",
    "offer_duplicate",
    "offer_from_caller",
    "offer_read",
    "offer_restore",
    "offer_trash",
    "offer_update",
    "priced_selection",
    "recipient_add",
    "recipient_remove",
    "reprice",
    "revision_accept",
    "revision_next",
    "revision_record_acceptance",
    "revision_refuse",
    "revision_send",
    "revision_submit",
    "revision_update",
    "revisions_expire",
    "risk_add",
    "risk_remove",
    "risk_update",
    "selection_of",
    "vocabulary_add",
    "vocabulary_choose",
    "vocabulary_update",
]
