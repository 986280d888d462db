"""Bringing a file in, and taking it out again."""

from filon.intake.services.duplicates import pair_reopen, pair_set_distinct
from filon.intake.services.preparation import (
    import_map,
    import_start,
    import_upload,
)
from filon.intake.services.reverting import import_revert, revert_run
from filon.intake.services.running import import_run

__all__ = (
    "import_map",
    "import_revert",
    "import_run",
    "import_start",
    "import_upload",
    "pair_reopen",
    "pair_set_distinct",
    "revert_run",
)
