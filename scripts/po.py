#!/usr/bin/env python3
r"""Keep the one French catalogue in step with the source, without gettext tools.

    scripts/po.py extract             rewrite the catalogue from the source
    scripts/po.py missing [PATH...]   print the untranslated strings under PATH as JSON
    scripts/po.py apply FILE.json     merge translations from such a JSON file
    scripts/po.py compile             write the .mo file that Django reads
    scripts/po.py check               refuse a stale, incomplete or ill-typed catalogue

A key of the JSON is the English string, or "context\u0004string" where the source
gives a context. A value is the French string, or [singular, plural].

Strings are read with `ast` (Python) and Django's own `templatize` (templates), so
the result is the same on a machine without xgettext.
"""

from __future__ import annotations

import argparse
import ast
import fcntl
import hashlib
import io
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"

# Typed by hand the script runs on any Python: it continues on the project's own.
if (
    __name__ == "__main__"
    and VENV_PYTHON.exists()
    and Path(sys.prefix).resolve() != VENV_PYTHON.parent.parent.resolve()
):
    os.execv(str(VENV_PYTHON), [str(VENV_PYTHON), *sys.argv])  # noqa: S606

import polib
from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = ROOT / "src" / "filon"
CATALOG = SOURCE / "locale" / "fr" / "LC_MESSAGES" / "django.po"
CONTEXT_MARK = "\x04"

# Function name -> position of (context, singular, plural) among its arguments.
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
TEMPLATE_KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
METADATA = {
    "Project-Id-Version": "Filon",
    "Language": "fr",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
}

PLACEHOLDER = re.compile(r"%\(\w+\)[sdfr]|%[sdr]|\{\w*\}")
ENTITY = re.compile(r"&#?\w+;")
TAG = re.compile(r"<[^<>]*>")
STICKY = "\u00a0\u202f"
# A sign that ends a word ("Oui ?") or opens a quotation needs a sticky space.
BAD_SPACE = re.compile(
    rf"(?<![{STICKY}:;?!.…(])[:;?!](?=[\s\)»]|$)|(?<![{STICKY}])»|«(?![{STICKY}])"
)
STRAIGHT_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")

Key = tuple[str | None, str]


class CatalogRefused(Exception):
    """The command cannot go on; the message says why."""


@dataclass(slots=True)
class Message:
    """One string of the source, with every file that uses it."""

    context: str | None
    singular: str
    plural: str | None = None
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        """What identifies it in the catalogue."""
        return self.context, self.singular


@dataclass(slots=True)
class Source:
    """All strings of the source, and the files that could not be read."""

    messages: dict[Key, Message] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)

    def add(self, file: str, context: str | None, one: str, many: str | None) -> None:
        """Record one use; a plural wins over a bare use of the same string."""
        message = self.messages.setdefault((context, one), Message(context, one))
        message.plural = message.plural or many
        message.files.add(file)


def read_source() -> Source:
    """Return every translatable string under `src/filon`."""
    if not settings.configured:
        settings.configure(USE_I18N=False)
    source = Source()
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts:
            continue
        file = path.relative_to(ROOT).as_posix()
        read = _python_strings if path.suffix == ".py" else _template_strings
        try:
            for context, one, many in read(path, file):
                source.add(file, context, one, many)
        except (SyntaxError, UnicodeDecodeError, FileNotFoundError) as error:
            source.unreadable.append(f"{file}: {error}")
    return source


def _python_strings(
    path: Path, file: str
) -> Iterator[tuple[str | None, str, str | None]]:
    for node in ast.walk(ast.parse(path.read_bytes(), file)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func
        called = name.attr if isinstance(name, ast.Attribute) else ""
        called = name.id if isinstance(name, ast.Name) else called
        if called not in CALLS:
            continue
        texts = [
            argument.value
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            else None
            for argument in node.args
        ]
        context_at, one_at, many_at = CALLS[called]
        picked = [
            texts[at] if at is not None and at < len(texts) else None
            for at in (context_at, one_at, many_at)
        ]
        context, one, many = picked
        if one:
            yield context, one, many


def _template_strings(
    path: Path, file: str
) -> Iterator[tuple[str | None, str, str | None]]:
    # The parentheses keep the tokenizer from caring about the indentation of HTML.
    code = f"({templatize(path.read_text(encoding='utf-8'), origin=file)}\n)"
    found: Any = extract_python(
        io.BytesIO(code.encode()), TEMPLATE_KEYWORDS, [], {"encoding": "utf-8"}
    )
    for _line, called, arguments, _comments in found:
        texts = (arguments,) if isinstance(arguments, str) else arguments
        context_at, one_at, many_at = CALLS[called]
        one = texts[one_at]
        if one:
            yield (
                texts[context_at] if context_at is not None else None,
                one,
                texts[many_at] if many_at is not None else None,
            )


def load() -> Any:
    """Return the catalogue (a `polib.POFile`), empty when it does not exist yet."""
    if CATALOG.exists():
        return polib.pofile(str(CATALOG), wrapwidth=0)
    return polib.POFile(wrapwidth=0)


def merge(source: Source, old: Any, *, keep_obsolete: bool) -> Any:
    """Return a sorted catalogue of `source` with the translations of `old`."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in old}
    entries = [_entry(message, known) for message in source.messages.values()]
    # A file in the middle of an edit must not cost its translations.
    if keep_obsolete or source.unreadable:
        for key, entry in known.items():
            if key not in source.messages and _texts(entry):
                entry.obsolete = True
                entry.occurrences = []
                entries.append(entry)
    entries.sort(key=lambda entry: (entry.obsolete, entry.msgid, entry.msgctxt or ""))
    new = polib.POFile(wrapwidth=0)
    new.metadata = dict(METADATA)
    new.extend(entries)
    return new


def _entry(message: Message, known: dict[Key, Any]) -> Any:
    before = known.get(message.key)
    texts = _texts(before) if before else []
    entry = polib.POEntry(
        msgid=message.singular,
        msgctxt=message.context,
        occurrences=[(file, "") for file in sorted(message.files)],
        flags=["python-format"] if "%(" in message.singular else [],
    )
    if before is not None and "fuzzy" in before.flags:
        entry.flags.append("fuzzy")
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = dict(enumerate([*texts, *texts[-1:], "", ""][:2]))
    else:
        entry.msgstr = texts[-1] if texts else ""
    return entry


def _texts(entry: Any) -> list[str]:
    """Return the French texts of an entry, none when it is not translated."""
    if entry.msgid_plural:
        texts = [entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural)]
    else:
        texts = [entry.msgstr]
    return texts if all(texts) else []


def json_key(entry: Any) -> str:
    """Return the key of an entry in the JSON files of this script."""
    if entry.msgctxt is None:
        return str(entry.msgid)
    return f"{entry.msgctxt}{CONTEXT_MARK}{entry.msgid}"


def is_pending(entry: Any) -> bool:
    """Say whether an entry still needs a person."""
    return not entry.obsolete and (not _texts(entry) or "fuzzy" in entry.flags)


def missing(catalog: Any, paths: Sequence[str]) -> dict[str, str | list[str]]:
    """Return the pending strings used under one of `paths` (all when empty)."""
    prefixes = [
        Path(path).resolve().relative_to(ROOT).as_posix().rstrip("/") for path in paths
    ]
    pending: dict[str, str | list[str]] = {}
    for entry in catalog:
        files = [file for file, _line in entry.occurrences]
        wanted = not prefixes or any(
            file == prefix or file.startswith(f"{prefix}/")
            for file in files
            for prefix in prefixes
        )
        if wanted and is_pending(entry):
            pending[json_key(entry)] = ["", ""] if entry.msgid_plural else ""
    return pending


def apply(catalog: Any, translations: dict[str, str | list[str]]) -> list[str]:
    """Write `translations` into `catalog`; return the keys it does not know."""
    entries = {json_key(entry): entry for entry in catalog if not entry.obsolete}
    unknown = []
    for key, value in translations.items():
        entry = entries.get(key)
        if entry is None:
            unknown.append(key)
            continue
        texts = [value] if isinstance(value, str) else list(value)
        if not any(texts):
            continue
        if entry.msgid_plural:
            entry.msgstr_plural = dict(enumerate([*texts, texts[-1]][:2]))
        else:
            entry.msgstr = texts[0]
        if "fuzzy" in entry.flags:
            entry.flags.remove("fuzzy")
    return unknown


def faults(entry: Any) -> list[str]:
    """Return what is wrong in the French of one translated entry."""
    wrong = []
    english = [entry.msgid, entry.msgid_plural or entry.msgid]
    french = _texts(entry)
    allowed = {name for text in english for name in PLACEHOLDER.findall(text)}
    for index, text in enumerate(french):
        found = set(PLACEHOLDER.findall(text))
        # The singular may spell its number out ("un jour"); the plural may not.
        is_last = index == len(french) - 1
        needed = set(PLACEHOLDER.findall(english[-1])) if is_last else set()
        if lost := sorted(needed - found):
            wrong.append(f"placeholder lost: {', '.join(lost)}")
        if invented := sorted(found - allowed):
            wrong.append(f"placeholder unknown in English: {', '.join(invented)}")
        plain = ENTITY.sub("x", TAG.sub("", text))
        if match := BAD_SPACE.search(plain):
            around = plain[max(0, match.start() - 12) : match.end() + 6]
            wrong.append(f"non-breaking space missing: {around!r}")
        if match := STRAIGHT_APOSTROPHE.search(PLACEHOLDER.sub("x", plain)):
            wrong.append("straight apostrophe: write ’")
    return wrong


def problems() -> list[str]:
    """Return every reason to refuse the catalogue as it is on the disk."""
    source = read_source()
    catalog = load()
    found = [f"{file} cannot be read" for file in source.unreadable]
    entries = {(e.msgctxt, e.msgid): e for e in catalog if not e.obsolete}
    found += [
        f"{key[1]!r}: not in the catalogue (run: make po)"
        for key in sorted(source.messages.keys() - entries.keys(), key=str)
    ]
    found += [
        f"{key[1]!r}: no longer in the source (run: make po)"
        for key in sorted(entries.keys() - source.messages.keys(), key=str)
    ]
    for entry in entries.values():
        if is_pending(entry):
            state = "to be reviewed" if _texts(entry) else "not translated"
            files = ", ".join(sorted({file for file, _line in entry.occurrences}))
            found.append(f"{json_key(entry)!r}: {state} ({files})")
        found += [f"{json_key(entry)!r}: {fault}" for fault in faults(entry)]
    return found


def compile_catalog() -> Path:
    """Write the .mo file beside the catalogue; return its path."""
    target = CATALOG.with_suffix(".mo")
    partial = target.with_suffix(f".mo.{os.getpid()}")
    load().save_as_mofile(str(partial))
    partial.replace(target)
    return target


def save(catalog: Any) -> None:
    """Replace the catalogue in one step, only when its text changes."""
    text = f"{catalog}\n" if not str(catalog).endswith("\n") else str(catalog)
    if CATALOG.exists() and CATALOG.read_text(encoding="utf-8") == text:
        return
    CATALOG.parent.mkdir(parents=True, exist_ok=True)
    partial = CATALOG.with_suffix(f".po.{os.getpid()}")
    partial.write_text(text, encoding="utf-8")
    partial.replace(CATALOG)


@contextmanager
def locked() -> Iterator[None]:
    """Let one run at a time touch the catalogue of this folder."""
    mark = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    with Path(tempfile.gettempdir(), f"filon-po-{os.getuid()}-{mark}.lock").open(
        "w"
    ) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def refresh(*, keep_obsolete: bool) -> Any:
    """Rewrite the catalogue from the source and return it."""
    source = read_source()
    for file in source.unreadable:
        print(f"skipped, cannot be read: {file}", file=sys.stderr)
    catalog = merge(source, load(), keep_obsolete=keep_obsolete)
    save(catalog)
    return catalog


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract")
    commands.add_parser("missing").add_argument("paths", nargs="*")
    commands.add_parser("apply").add_argument("file", type=Path)
    commands.add_parser("compile")
    commands.add_parser("check")
    options = parser.parse_args(arguments)
    with locked():
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    if options.command == "extract":
        catalog = refresh(keep_obsolete=False)
        pending = sum(is_pending(entry) for entry in catalog)
        print(f"{len(catalog)} strings, {pending} to translate")
    elif options.command == "missing":
        catalog = refresh(keep_obsolete=True)
        pending_here = missing(catalog, options.paths)
        print(json.dumps(pending_here, ensure_ascii=False, indent=1))
    elif options.command == "apply":
        catalog = refresh(keep_obsolete=True)
        unknown = apply(catalog, json.loads(options.file.read_text(encoding="utf-8")))
        save(catalog)
        compile_catalog()
        for key in unknown:
            print(f"not in the source, ignored: {key!r}", file=sys.stderr)
        return 1 if unknown else 0
    elif options.command == "compile":
        print(compile_catalog().relative_to(ROOT))
    else:
        found = problems()
        print("\n".join(found) or "The French catalogue is complete.")
        return 1 if found else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
