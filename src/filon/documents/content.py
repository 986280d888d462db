"""A document as data: what it says, in blocks; one template sets any of them.

Every text may be lazily translated; it is resolved in the language of the document.
Line breaks are kept, and nothing in a text is read as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

# `_StrPromise` of the type stubs is a Promise that promises a str.
Text = str | Promise
Align = Literal["left", "right", "center"]
Tone = Literal["", "good", "partial", "bad", "info", "neutral"]
RowKind = Literal["normal", "group", "subtotal", "total", "muted"]
# Tender and technical have a cover, a table of contents and numbered sections.
Layout = Literal["sober", "technical", "tender"]
ParagraphStyle = Literal["normal", "lead", "small", "strong"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A section title; level 1 to 3."""

    text: Text
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; an empty line starts a new paragraph."""

    text: Text
    style: ParagraphStyle = "normal"


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value pairs in a grid, filled column by column."""

    items: Sequence[tuple[Text, Text]]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` is a share of the free width, None fits the text."""

    label: Text
    align: Align = "left"
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a second, smaller text under the first, or with a tone."""

    text: Text
    detail: Text = ""
    tone: Tone = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; a group row has one cell that spans the table."""

    cells: Sequence[Text | Cell]
    kind: RowKind = "normal"


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header repeats over pages; `totals` close it.

    `empty` is what an empty table says; without it, that there is nothing to show.
    """

    columns: Sequence[Column]
    rows: Sequence[Row | Sequence[Text | Cell]]
    totals: Sequence[Row] = ()
    caption: Text = ""
    empty: Text = ""


@dataclass(frozen=True, slots=True)
class TotalLine:
    """One line of a total box; `strong` for the amount to remember."""

    label: Text
    value: Text
    note: Text = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """A box of totals, at the right of the page or as wide as its column."""

    lines: Sequence[TotalLine]
    full_width: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A framed remark; the tone colors it, the words must carry the meaning."""

    text: Text
    title: Text = ""
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True)
class Party:
    """A box to sign in: who signs, and the lines to fill."""

    label: Text
    lines: Sequence[Text] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Signature boxes side by side, three at most in a row, never split."""

    parties: Sequence[Party]
    statement: Text = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of a matrix."""

    label: Text
    cells: Sequence[Text | Cell]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows against columns with colored cells, and the legend of the tones."""

    columns: Sequence[Text]
    rows: Sequence[MatrixRow]
    corner: Text = ""
    caption: Text = ""
    legend: Sequence[Cell] = ()
    label_width: float = 2.0


@dataclass(frozen=True, slots=True)
class List:
    """A bulleted or numbered list."""

    items: Sequence[Text]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture or chart (PNG, JPEG, WebP, SVG); `alt` says what it shows."""

    content: bytes
    alt: Text
    caption: Text = ""
    width_percent: int = 100


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts a page."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns of blocks; `ratio` shares the width."""

    left: Sequence[Block]
    right: Sequence[Block]
    ratio: tuple[float, float] = (1.0, 1.0)


Block = (
    Heading
    | Paragraph
    | Facts
    | Table
    | Totals
    | Note
    | Signature
    | Matrix
    | List
    | Picture
    | PageBreak
    | Columns
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    `meta` stands under the title, `recipient` (name first) beside it; `watermark` is
    printed across every page.
    """

    title: Text
    blocks: Sequence[Block]
    subtitle: Text = ""
    number: Text = ""
    revision: Text = ""
    meta: Sequence[tuple[Text, Text]] = ()
    recipient: Sequence[Text] = ()
    watermark: Text = ""
    landscape: bool = False
    layout: Layout = "sober"


@dataclass(frozen=True, slots=True)
class CompanyHeader:
    """The particulars of the company that a document must bear."""

    name: str
    legal_form: str = ""
    share_capital: str = ""
    address_lines: Sequence[str] = ()
    siren: str = ""
    siret: str = ""
    rcs_city: str = ""
    vat_number: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Hybrid:
    """What the standard of an embedded document wants the PDF to say of it."""

    document_type: str
    level: str
    version: str = "1.0"


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file inside the PDF, as PDF/A-3 allows (an Order-X message, for example)."""

    name: str
    content: bytes
    media_type: str
    description: str = ""
    relationship: Literal["source", "data", "alternative", "supplement"] = "data"
    hybrid: Hybrid | None = None
