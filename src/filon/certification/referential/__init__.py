"""A certification's referential as plain data: read, checked, written back.

Pure: no database, no request, no language of the interface.
"""

from __future__ import annotations

from filon.certification.referential.differences import Difference, differences
from filon.certification.referential.parsing import ReferentialInvalid, parse
from filon.certification.referential.shape import (
    Block,
    Common,
    Competency,
    Criterion,
    EvidenceType,
    Heading,
    Item,
    Modality,
    Referential,
    Totals,
)
from filon.certification.referential.writing import dump

__all__ = (
    "Block",
    "Common",
    "Competency",
    "Criterion",
    "Difference",
    "EvidenceType",
    "Heading",
    "Item",
    "Modality",
    "Referential",
    "ReferentialInvalid",
    "Totals",
    "differences",
    "dump",
    "parse",
)
