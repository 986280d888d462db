"""What a referential is made of.

`written` is the text as the file has it, with the placeholders of repeated texts;
`fr` is the whole text. Where the file cites a repeated text, `ref` names it and
`written` is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Common:
    """A text that the referential repeats, written once."""

    id: str
    fr: str
    en: str
    used_by: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Modality:
    """A way of evaluating; some tracks exclude it."""

    id: str
    fr: str
    en: str
    excluded_tracks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading under which criteria stand; `seed_variant` is another wording."""

    id: str
    fr: str
    en: str
    seed_variant: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceType:
    """A kind of proof that criteria call for."""

    id: str
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Item:
    """A listed sub-item of a criterion."""

    id: str
    written: str
    fr: str
    en: str
    evidence: tuple[str, ...]
    check: str
    rule: str
    seed: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion under its heading."""

    id: str
    heading: str
    written: str
    ref: str
    fr: str
    en: str
    evidence: tuple[str, ...]
    check: str
    rule: str
    seed: str
    seed_variant: str | None = None
    items: tuple[Item, ...] = ()

    @property
    def elements(self) -> tuple[Criterion | Item, ...]:
        """The criterion followed by its items."""
        return (self, *self.items)


@dataclass(frozen=True, slots=True)
class Competency:
    """A competency: its purpose, what it starts from, its criteria."""

    id: str
    number: int
    title_fr: str
    title_en: str
    purpose_fr: str
    purpose_en: str
    inputs_intro: str
    inputs: tuple[str, ...]
    timing: str | None
    modalities: str | tuple[str, ...]
    criteria: tuple[Criterion, ...]

    def under(self, heading: str) -> tuple[Criterion, ...]:
        """Return the criteria under one heading."""
        return tuple(c for c in self.criteria if c.heading == heading)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of competencies with the activities it answers to."""

    id: str
    title_fr: str
    title_en: str
    summary_fr: tuple[str, ...]
    competencies: tuple[Competency, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """How many there are of each; headings are counted once per competency."""

    blocks: int
    competencies: int
    headings: int
    criteria: int
    items: int

    @property
    def elements(self) -> int:
        """Criteria and items together."""
        return self.criteria + self.items


@dataclass(frozen=True, slots=True)
class Referential:
    """One version of a referential, whole.

    `preamble` holds the comment lines above the document, `counts` what the file says
    of itself, which reading has verified.
    """

    preamble: str
    schema: str
    code: str
    version: str
    title_fr: str
    title_en: str
    note: str | None
    work_environment_fr: tuple[str, ...]
    interactions_fr: str | None
    rule_fr: tuple[str, ...]
    evaluation_note: str | None
    modalities: tuple[Modality, ...]
    headings: tuple[Heading, ...]
    common: tuple[Common, ...]
    evidence_types: tuple[EvidenceType, ...]
    counts: dict[str, Any] | None
    blocks: tuple[Block, ...]

    @property
    def competencies(self) -> tuple[Competency, ...]:
        """Every competency, in order."""
        return tuple(c for block in self.blocks for c in block.competencies)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion, in order, without the items."""
        return tuple(k for c in self.competencies for k in c.criteria)

    def elements(self) -> Iterator[Criterion | Item]:
        """Yield each criterion followed by its items."""
        for criterion in self.criteria:
            yield from criterion.elements

    def totals(self) -> Totals:
        """Count what there is."""
        return Totals(
            blocks=len(self.blocks),
            competencies=len(self.competencies),
            headings=len(self.headings) * len(self.competencies),
            criteria=len(self.criteria),
            items=sum(len(c.items) for c in self.criteria),
        )
