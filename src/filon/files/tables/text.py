"""Reads CSV as people send it: any usual encoding, any usual separator."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from django.utils.translation import gettext as _

from filon.files.tables.cells import Row, printable, unprotected
from filon.files.tables.table import Table, TableRefused, table_of, too_many_rows

DELIMITERS = (";", "\t", ",", "|")
_CHUNK = 1_000_000
_SAMPLE_BYTES = 65_536
_SAMPLE_ROWS = 50
_ASCII = bytes(range(128))
_SEP_LINE = re.compile(r"sep=([;,|\t])\s*$", re.IGNORECASE)
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|table|\?xml)", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Windows, old Macintosh and DOS; the first wins a tie.
_EIGHT_BIT = ("cp1252", "mac_roman", "cp850")
_COMMON = dict.fromkeys("éèêëàâùûçôîïœ°€’«»", 2) | dict.fromkeys("ÉÈÊÀÇÔ²³µäöüßñ–", 1)


@dataclass(frozen=True, slots=True)
class _Text:
    encoding: str
    line_ends: int


def read_text(stream: BinaryIO, *, header_row: int | None, max_rows: int) -> Table:
    """Read a CSV table; rows are read from the stream as they are asked for.

    :raises TableRefused: if it is no text, or has more than `max_rows` rows.
    """
    text = _examined(stream)
    delimiter, skipped = _delimiter(_sample(stream, text.encoding))
    if text.line_ends >= max_rows:
        # Line ends inside quotes are no rows: only reading tells.
        lines = _lines(stream, text.encoding, delimiter, skipped)
        count = sum(1 for _line in lines) - 1
        if count > max_rows:
            raise too_many_rows(count, max_rows)
    lines = _lines(stream, text.encoding, delimiter, skipped)
    table = table_of(lines, header_row=header_row)
    return Table(
        header=table.header,
        rows=table.rows,
        header_row_index=table.header_row_index + skipped,
        encoding=text.encoding,
        delimiter=delimiter,
    )


def _examined(stream: BinaryIO) -> _Text:
    """Read the stream once: which encoding, how many line ends at most."""
    stream.seek(0)
    start = stream.read(4096)
    if _MARKUP.match(start):
        raise TableRefused(
            _("This file is a web page or XML, not a table: save it as XLSX or CSV.")
        )
    known = _encoding_by_start(start)
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, ends, high = True, 0, Counter[int]()
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        ends += max(chunk.count(b"\n"), chunk.count(b"\r"))
        if not known:
            high.update(chunk.translate(None, _ASCII))
            is_utf8 = is_utf8 and _decodes(decoder, chunk)
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    return _Text(known or ("utf-8" if is_utf8 else _eight_bit(high)), ends)


def _encoding_by_start(start: bytes) -> str:
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return encoding
    zeros = start.count(b"\0")
    if not zeros:
        return ""
    if start[1::2].count(b"\0") > len(start) // 4:
        return "utf-16-le"
    if start[::2].count(b"\0") > len(start) // 4:
        return "utf-16-be"
    raise TableRefused(_("This file is not a table."))


def _decodes(
    decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False
) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _eight_bit(high: Counter[int]) -> str:
    """Return the encoding in which the bytes above ASCII are usual French letters."""

    def score(encoding: str) -> int:
        letters = (
            (bytes([byte]).decode(encoding, "replace"), count)
            for byte, count in high.items()
        )
        return sum(_COMMON.get(letter, 0) * count for letter, count in letters)

    return max(_EIGHT_BIT, key=score)


def _sample(stream: BinaryIO, encoding: str) -> str:
    stream.seek(0)
    start = stream.read(_SAMPLE_BYTES)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(start)
    if len(start) < _SAMPLE_BYTES:
        return text
    return text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text


def _delimiter(sample: str) -> tuple[str, int]:
    """Return the separator, and how many lines at the start only declare it."""
    first, _end, _rest = sample.partition("\n")
    if declared := _SEP_LINE.match(first):
        return declared[1], 1
    best, best_score = DELIMITERS[0], (0.0, 0)
    for delimiter in DELIMITERS:
        score = _regularity(sample, delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    return best, 0


def _regularity(sample: str, delimiter: str) -> tuple[float, int]:
    """Return the share of rows with the usual number of columns, and that number."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        widths = [len(row) for row in islice(reader, _SAMPLE_ROWS) if row]
    except csv.Error:
        return 0.0, 0
    counts = Counter(width for width in widths if width > 1)
    if not counts:
        return 0.0, 0
    width, rows = counts.most_common(1)[0]
    return rows / len(widths), width


def _lines(
    stream: BinaryIO, encoding: str, delimiter: str, skipped: int
) -> Generator[Row]:
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    reader = csv.reader(text, delimiter=delimiter)
    try:
        for cells in islice(reader, skipped, None):
            yield _cells(cells)
    except csv.Error as error:
        raise TableRefused(
            _("Line %(line)s cannot be read: a quotation mark is never closed.")
            % {"line": reader.line_num}
        ) from error
    finally:
        text.detach()


def _cells(cells: Iterable[str]) -> Row:
    return [
        unprotected(printable(cell.replace("\r\n", "\n")) if cell else "")
        for cell in cells
    ]
