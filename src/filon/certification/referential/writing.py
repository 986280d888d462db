"""Writing a referential as YAML, in one fixed shape: reading it gives the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from filon.certification.referential.shape import (
    Block,
    Competency,
    Criterion,
    Item,
    Referential,
)

_NEVER_FOLD = 10**9


class _Inline(list[str]):
    """A list that stands on one line."""


class _Writer(yaml.SafeDumper):
    """Writes no anchors: a repeated text is cited by its own name."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _inline(writer: yaml.SafeDumper, data: _Inline) -> yaml.SequenceNode:
    return writer.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)


_Writer.add_representer(_Inline, _inline)


def dump(referential: Referential) -> str:
    """Return the YAML text of a referential; `parse(dump(r)) == r`."""
    body = yaml.dump(
        _present(_document(referential)),
        Dumper=_Writer,
        sort_keys=False,
        allow_unicode=True,
        width=_NEVER_FOLD,
    )
    return referential.preamble + body


def _present(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Leave out what the referential does not say."""
    absent: tuple[Any, ...] = (None, "", (), [], {})
    return {name: value for name, value in pairs if value not in absent}


def _document(r: Referential) -> list[tuple[str, Any]]:
    return [
        ("schema", r.schema),
        ("code", r.code),
        ("version", r.version),
        ("title", {"fr": r.title_fr, "en": r.title_en}),
        ("note", r.note),
        ("work_environment_fr", list(r.work_environment_fr)),
        ("interactions_fr", r.interactions_fr),
        ("evaluation", _present(_evaluation(r))),
        (
            "headings",
            [
                _present(
                    [
                        ("id", h.id),
                        ("fr", h.fr),
                        ("en", h.en),
                        ("seed_variant", h.seed_variant),
                    ]
                )
                for h in r.headings
            ],
        ),
        ("common", _common(r)),
        (
            "evidence_types",
            [{"id": e.id, "fr": e.fr, "en": e.en} for e in r.evidence_types],
        ),
        ("counts", r.counts),
        ("blocks", [_block(b) for b in r.blocks]),
    ]


def _evaluation(r: Referential) -> list[tuple[str, Any]]:
    modalities = [
        _present(
            [
                ("id", m.id),
                ("fr", m.fr),
                ("en", m.en),
                ("excluded_tracks", list(m.excluded_tracks)),
            ]
        )
        for m in r.modalities
    ]
    return [
        ("rule_fr", list(r.rule_fr)),
        ("note", r.evaluation_note),
        ("modalities", modalities),
    ]


def _common(r: Referential) -> dict[str, Any]:
    return {
        c.id: _present(
            [
                ("fr", c.fr),
                ("en", c.en),
                ("used_by", _Inline(c.used_by)),
                ("note", c.note),
            ]
        )
        for c in r.common
    }


def _block(b: Block) -> dict[str, Any]:
    return {
        "id": b.id,
        "title": {"fr": b.title_fr, "en": b.title_en},
        "summary_fr": list(b.summary_fr),
        "competencies": [_competency(c) for c in b.competencies],
    }


def _competency(c: Competency) -> dict[str, Any]:
    kept = c.modalities if isinstance(c.modalities, str) else list(c.modalities)
    return _present(
        [
            ("id", c.id),
            ("number", c.number),
            ("title", {"fr": c.title_fr, "en": c.title_en}),
            ("purpose", {"fr": c.purpose_fr, "en": c.purpose_en}),
            ("inputs_intro", c.inputs_intro),
            ("inputs", list(c.inputs)),
            ("timing", c.timing),
            ("modalities", kept),
            ("criteria", [_criterion(k) for k in c.criteria]),
        ]
    )


def _criterion(k: Criterion) -> dict[str, Any]:
    return _present(
        [
            ("id", k.id),
            ("heading", k.heading),
            ("fr", k.written),
            ("ref", k.ref),
            ("seed_variant", k.seed_variant),
            *_proof(k),
            ("items", [_item(i) for i in k.items]),
        ]
    )


def _item(i: Item) -> dict[str, Any]:
    return _present([("id", i.id), ("fr", i.written), *_proof(i)])


def _proof(element: Criterion | Item) -> list[tuple[str, Any]]:
    return [
        ("en", element.en),
        ("evidence", _Inline(element.evidence)),
        ("check", element.check),
        ("rule", element.rule),
        ("seed", element.seed),
    ]
