"""The steps in their order."""

from __future__ import annotations

from pathlib import Path

from django.utils import translation

from filon.directory.models import Organization
from filon.project.database import prepare_database
from real_input import base, figures, market, planning, selling
from real_input.company import set_up
from real_input.server import served
from real_input.steps import StepFailed, Steps
from real_input.tables import Data


def walk(data: Data, folder: Path, steps: Steps) -> int:
    """Walk from the files to the frozen figures; return the exit code."""
    with translation.override("en"):
        try:
            _walk(data, folder, steps)
        except StepFailed:
            # Printed where it happened; what follows needs what failed.
            steps.failed = steps.failed or 1
    return steps.end()


def _walk(data: Data, folder: Path, steps: Steps) -> None:
    with steps.step("An empty company"):
        prepare_database()
        steps.same("companies", Organization.objects.count(), 0)
        cast = set_up()
    base.sites(data, steps)
    base.items(data, steps)
    base.stores(data, folder, steps)
    insight = market.watch(data, cast, steps)
    plan = planning.plan(cast, insight, steps)
    with served(folder / "console", steps) as address:
        sold = selling.sell(data, plan, cast, address, steps)
        selling.deliver(sold, cast, address, steps)
        figures.freeze(plan, sold, cast, steps)
