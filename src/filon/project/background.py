"""The one table of background work: what runs, when, and which queues are emptied."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from filon.jobs import registry
from filon.jobs import tasks as jobs
from filon.mail import tasks as mail


def register() -> None:
    """Fill the registry; called once, when Django is set up."""
    registry.drain("mail.deliver")(mail.deliver)

    registry.handler("jobs.prune", label=_("Forgetting old jobs"))(jobs.prune)
    registry.schedule("jobs.prune", kind="jobs.prune", daily_at=time(3, 10))

    registry.handler("mail.forget-links", label=_("Forgetting links never sent"))(
        mail.forget_links
    )
    registry.schedule(
        "mail.forget-links", kind="mail.forget-links", daily_at=time(3, 20)
    )
