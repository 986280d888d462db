"""A second, tiny referential: what the module knows of the first is data."""

from __future__ import annotations

from importlib.resources import files

CQPM = (
    files("filon.certification")
    .joinpath("data", "cqpm_tci.yaml")
    .read_text(encoding="utf-8")
)

TINY = """\
schema: filon.referential/1
code: TINY
version: '1'
title:
  fr: Un tout petit référentiel
  en: A very small referential
evaluation:
  rule_fr:
  - Le centre choisit les modalités.
  modalities:
  - id: REAL
    fr: Situation réelle
    en: Real situation
  - id: COMPANY_OPINION
    fr: Avis de l'entreprise
    en: The company's opinion
    excluded_tracks:
    - VAE
headings:
- id: DO
  fr: Faire
  en: Doing
- id: SAY
  fr: Dire
  en: Saying
common:
  SHARED:
    fr: Le résultat est partagé.
    en: The result is shared
    used_by: [T1]
evidence_types:
- id: plan
  fr: Plan
  en: Plan
- id: share_log
  fr: Trace
  en: Trace
counts:
  blocks: 1
  competencies: 1
  criteria: 2
  items: 1
blocks:
- id: X
  title:
    fr: Un bloc
    en: A block
  summary_fr:
  - On fait et on dit.
  competencies:
  - id: T1
    number: 1
    title:
      fr: Faire et dire
      en: Do and say
    purpose:
      fr: Que ce soit fait et dit.
      en: It is done and said.
    inputs_intro: 'À partir :'
    inputs:
    - de rien.
    modalities: ALL
    criteria:
    - id: T1-DO-1
      heading: DO
      fr: 'Le plan est fait :'
      en: The plan is made
      evidence: [plan]
      check: auto
      rule: a plan exists
      seed: '1.01'
      items:
      - id: T1-DO-1a
        fr: avec une date
        en: with a date
        evidence: [plan]
        check: auto
        rule: it has a date
        seed: '1.02'
    - id: T1-SAY-1
      heading: SAY
      ref: SHARED
      en: The result is shared
      evidence: [share_log]
      check: assisted
      rule: a transmission exists
      seed: '1.03'
"""


def second_edition(*, reworded: str = "with a day") -> str:
    """Return the next version of TINY: one criterion reworded, one gone, one new."""
    text = TINY.replace("version: '1'", "version: '2'")
    text = text.replace("en: The plan is made", f"en: The plan is made {reworded}")
    text = text.replace("'Le plan est fait :'", "'Le plan est fait et daté :'")
    return text.replace("T1-DO-1a", "T1-DO-1b").replace("avec une date", "à temps")
