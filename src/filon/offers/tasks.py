"""What the worker does for offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from filon.kernel import clock
from filon.offers.services.answers import revisions_expire
from filon.offers.services.proofs import proofs_seal


def expire(_job: object, _report: Callable[..., None]) -> Mapping[str, Any]:
    """End the offers whose last day of validity was yesterday."""
    return {"expired": revisions_expire(now=clock.now())}


def seal_proofs(_job: object, _report: Callable[..., None]) -> Mapping[str, Any]:
    """Seal the proofs of acceptances that have none yet."""
    return {"sealed": proofs_seal(now=clock.now())}
