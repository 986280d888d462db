"""What the history says when a verification or a verdict is set."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

from filon.offers.models import AdequacyCheck, ConformityCheck

S = ConformityCheck.Status
T = ConformityCheck.Topic
V = AdequacyCheck.Verdict

MESSAGES: Final[dict[str, dict[str, str]]] = {
    S.OK: {
        T.COST: gettext_noop("Costs verified"),
        T.MANUFACTURING: gettext_noop("Manufacturing verified"),
        T.TECHNICALITY: gettext_noop("Technicality verified"),
        T.IMPLEMENTATION: gettext_noop("Implementation verified"),
        T.WARRANTY: gettext_noop("Warranty verified"),
        T.DELIVERY: gettext_noop("Delivery verified"),
    },
    S.WAIVED: {
        T.COST: gettext_noop("Verification of costs waived"),
        T.MANUFACTURING: gettext_noop("Verification of manufacturing waived"),
        T.TECHNICALITY: gettext_noop("Verification of technicality waived"),
        T.IMPLEMENTATION: gettext_noop("Verification of implementation waived"),
        T.WARRANTY: gettext_noop("Verification of warranty waived"),
        T.DELIVERY: gettext_noop("Verification of delivery waived"),
    },
    S.OPEN: {
        T.COST: gettext_noop("Verification of costs open again"),
        T.MANUFACTURING: gettext_noop("Verification of manufacturing open again"),
        T.TECHNICALITY: gettext_noop("Verification of technicality open again"),
        T.IMPLEMENTATION: gettext_noop("Verification of implementation open again"),
        T.WARRANTY: gettext_noop("Verification of warranty open again"),
        T.DELIVERY: gettext_noop("Verification of delivery open again"),
    },
}

VERDICTS: Final[dict[str, str]] = {
    V.OPEN: gettext_noop("Requirement %(ref)s: to clarify"),
    V.COMPLIANT: gettext_noop("Requirement %(ref)s: compliant"),
    V.RESERVED: gettext_noop("Requirement %(ref)s: compliant with reserve"),
    V.VARIANT: gettext_noop("Requirement %(ref)s: variant proposed"),
    V.NOT_COMPLIANT: gettext_noop("Requirement %(ref)s: deviation explained"),
    V.NOT_APPLICABLE: gettext_noop("Requirement %(ref)s: not applicable"),
}
