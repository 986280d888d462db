"""The French catalogue is complete, reviewed and well typed."""

from __future__ import annotations

import gettext
import re

import polib

import po


def test_every_string_is_translated_and_reviewed() -> None:
    assert po.problems() == []


# A counted noun, as far as the name of its placeholder tells.
COUNTED = re.compile(
    r"%\((?:accounts|blocks|competencies|count|covered|criteria|days|files|items|lines"
    r"|looked|months|read|reverted|rows|total)\)s (?!of\b|with\b)[a-z]"
)
# Limits, which are many, and a phrase that bends with no number.
NEVER_ONE = {
    "%(count)s reached somebody",
    "A plan has at most %(count)s targets: narrow the filter down.",
    "The archive holds %(count)s files; at most %(limit)s are accepted.",
    "The file has %(count)s rows; at most %(limit)s are accepted.",
}


def test_counted_noun_has_its_singular() -> None:
    bare = {
        entry.msgid
        for entry in po.load()
        if not entry.obsolete and not entry.msgid_plural and COUNTED.search(entry.msgid)
    }

    assert bare == NEVER_ONE


def test_compiled_catalogue_is_the_written_one() -> None:
    with po.compile_catalog().open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)

    entries = [
        entry
        for entry in po.load()
        if entry.msgstr and not entry.msgctxt and not entry.obsolete
    ]
    assert all(compiled.gettext(e.msgid) == e.msgstr for e in entries)


def test_faults_of_typing_are_seen() -> None:
    cases = {
        "Vraiment ?": "non-breaking space",
        "« Oui »": "non-breaking space",
        "l'offre": "apostrophe",
        "%(nom)s": "placeholder",
    }

    for french, expected in cases.items():
        entry = polib.POEntry(msgid="Anything", msgstr=french)
        assert any(expected in fault for fault in po.faults(entry)), french


def test_good_typing_is_accepted() -> None:
    french = "«\u00a0Oui\u00a0» à 10:30\u00a0: https://exemple.fr/?a=1;b (fin)…"
    entry = polib.POEntry(msgid="Anything https://exemple.fr", msgstr=french)

    assert po.faults(entry) == []


def test_lost_placeholder_is_seen_in_the_plural_and_allowed_in_the_singular() -> None:
    entry = polib.POEntry(
        msgid="%(n)s day",
        msgid_plural="%(n)s days",
        msgstr_plural={0: "un jour", 1: "%(n)s jours"},
    )
    assert po.faults(entry) == []

    entry.msgstr_plural[1] = "des jours"
    assert po.faults(entry) == ["placeholder lost: %(n)s"]
