"""Which departments must be informed of which kind of record, by rule.

The first proposal of "Who to inform"; people add and take off as the case demands.
Source: « si d’autres interlocuteurs internes doivent être informés, ils sont au
préalable identifiés », a criterion of all seven competencies.
"""

from __future__ import annotations

from filon.accounts.models import DepartmentKind

D = DepartmentKind

INFORMED: dict[str, tuple[str, ...]] = {
    "watch.brief": (D.SALES, D.RESEARCH, D.ENGINEERING),
    "watch.watchtopic": (D.SALES, D.RESEARCH),
    "plans.actionplan": (D.SALES, D.FINANCE, D.SALES_ADMIN),
    "deals.deal": (D.SALES, D.SALES_ADMIN),
    "needs.need": (D.ENGINEERING, D.METHODS, D.PRODUCTION),
    "prospecting.activity": (D.SALES,),
    "offers.offer": (D.ENGINEERING, D.PRODUCTION, D.QUALITY, D.SALES_ADMIN),
    "offers.offerrevision": (D.ENGINEERING, D.PRODUCTION, D.QUALITY, D.SALES_ADMIN),
    "contracts.order": (D.PRODUCTION, D.LOGISTICS, D.SALES_ADMIN),
    "contracts.contract": (D.SALES_ADMIN, D.FINANCE, D.LEGAL),
    "loyalty.claim": (D.QUALITY, D.AFTER_SALES, D.PRODUCTION),
    "loyalty.vigilance": (D.SALES, D.QUALITY),
    "loyalty.satisfactionsurvey": (D.QUALITY, D.AFTER_SALES),
    "measure.report": (D.SALES, D.FINANCE),
}
