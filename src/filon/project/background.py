"""The one table of background work: what runs, when, and which queues are emptied."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from filon.contracts import tasks as contracts
from filon.coordination import tasks as coordination
from filon.intake import tasks as intake
from filon.jobs import registry
from filon.jobs import tasks as jobs
from filon.mail import tasks as mail
from filon.offers import tasks as offers
from filon.plans import tasks as plans
from filon.prospecting import tasks as prospecting
from filon.watch import tasks as watch


def register() -> None:
    """Fill the registry; called once, when Django is set up."""
    registry.drain("mail.deliver")(mail.deliver)

    registry.handler("jobs.prune", label=_("Forgetting old jobs"))(jobs.prune)
    registry.schedule("jobs.prune", kind="jobs.prune", daily_at=time(3, 10))
    registry.handler("jobs.statistics", label=_("Counting the tables of the database"))(
        jobs.count_tables
    )
    registry.schedule("jobs.statistics", kind="jobs.statistics", daily_at=time(3, 20))

    registry.handler("mail.forget-links", label=_("Forgetting links never sent"))(
        mail.forget_links
    )
    registry.schedule(
        "mail.forget-links", kind="mail.forget-links", daily_at=time(3, 20)
    )

    registry.handler("watch.fetch", label=_("Fetching the feeds of the watch"))(
        watch.fetch_due
    )
    registry.schedule("watch.fetch", kind="watch.fetch", every=timedelta(minutes=15))

    registry.handler(
        "offers.seal-proofs", label=_("Sealing the proofs of acceptances")
    )(offers.seal_proofs)
    registry.schedule(
        "offers.seal-proofs", kind="offers.seal-proofs", daily_at=time(3, 40)
    )

    # Just after midnight of the company, when the last day of validity is over.
    registry.handler("offers.expire", label=_("Ending offers past their validity"))(
        offers.expire
    )
    registry.schedule("offers.expire", kind="offers.expire", daily_at=time(0, 1))

    registry.handler(
        "coordination.escalate", label=_("Bringing overdue answers to superiors")
    )(coordination.escalate)
    registry.schedule(
        "coordination.escalate", kind="coordination.escalate", daily_at=time(7, 0)
    )

    registry.handler("contracts.follow", label=_("Keeping the dates of contracts"))(
        contracts.follow_contracts
    )
    registry.schedule("contracts.follow", kind="contracts.follow", daily_at=time(6, 0))

    registry.handler("intake.import", label=_("Import of a file"))(intake.run_import)
    registry.handler("intake.revert", label=_("Revert of an import"))(intake.run_revert)

    registry.handler("plans.signal-delays", label=_("Signalling plans that are late"))(
        plans.signal_delays
    )
    registry.schedule(
        "plans.signal-delays", kind="plans.signal-delays", daily_at=time(6, 30)
    )

    registry.handler(
        "prospecting.remind", label=_("Planning the follow-ups that are due")
    )(prospecting.remind)
    registry.schedule(
        "prospecting.remind", kind="prospecting.remind", daily_at=time(5, 30)
    )
