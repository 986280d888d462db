"""Write the fonts: Inter for the pages, and the same Inter for the documents.

Pages get two compressed files, so that a French or English page loads one only.
Documents get TrueType, the one form Typst reads. Both keep the weight axis; the
optical size is fixed, since only large titles would use it. Run after `npm ci`:
`python frontend/fonts.py`.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules" / "inter-ui" / "variable"
PAGES = ROOT / "src" / "filon" / "web" / "static" / "web"
DOCUMENTS = ROOT / "src" / "filon" / "documents" / "fonts"

FAMILY_NAMES = (1, 16)  # name table: family, typographic family
TEXT_SIZE = 14

# Kerning and marks, aligned figures, fractions, a clearer l and round quotes.
FEATURES = [
    "kern",
    "mark",
    "mkmk",
    "ccmp",
    "locl",
    "calt",
    "tnum",
    "frac",
    "sups",
    "case",
    "ss03",
    "cv11",
    "zero",
]

# Latin 1, the French ligatures, all spaces and dashes, currencies, arrows, and the
# signs of a technical requirement (≤ ≥ ± ≈ Ω µ). Same ranges as in site.css.
LATIN = (
    range(0x20, 0x100),
    (
        0x131,
        0x152,
        0x153,
        0x178,
        0x2BB,
        0x2BC,
        0x2C6,
        0x2DA,
        0x2DC,
        0x394,
        0x3A9,
        0x3BC,
    ),
    range(0x2000, 0x2070),
    (0x2070, *range(0x2074, 0x208F)),
    range(0x20A0, 0x20C1),
    (0x2116, 0x2122, 0x2126, 0x2190, 0x2191, 0x2192, 0x2193, 0x2194, 0x2197, 0x21D2),
    (0x2202, 0x2206, 0x2211, 0x2212, 0x2215, 0x221A, 0x221E, 0x2248, 0x2260),
    (0x2264, 0x2265, 0x2713, 0x2717),
)
LATIN_EXTENDED = (range(0x100, 0x2BB), range(0x300, 0x370), range(0x1E00, 0x1F00))
DOCUMENT = (*LATIN, *LATIN_EXTENDED, range(0x370, 0x530), range(0x2070, 0x2800))


def main() -> None:
    """Write the two fonts of the pages and the two of the documents."""
    PAGES.mkdir(parents=True, exist_ok=True)
    DOCUMENTS.mkdir(parents=True, exist_ok=True)
    write("InterVariable.woff2", PAGES / "inter-latin.woff2", LATIN)
    write("InterVariable.woff2", PAGES / "inter-latin-ext.woff2", LATIN_EXTENDED)
    write("InterVariable.woff2", DOCUMENTS / "Inter.ttf", DOCUMENT)
    write("InterVariable-Italic.woff2", DOCUMENTS / "Inter-Italic.ttf", DOCUMENT)


def write(
    source: str, target: Path, letters: tuple[range | tuple[int, ...], ...]
) -> None:
    """Write `letters` of one font; the suffix of `target` decides the form."""
    font = TTFont(SOURCE / source, recalcTimestamp=False)
    options = Options(layout_features=FEATURES, notdef_outline=True, name_IDs=["*"])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes={code for part in letters for code in part})
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"opsz": TEXT_SIZE}, inplace=True)
    for record in font["name"].names:
        if record.nameID in FAMILY_NAMES:
            record.string = "Inter"
    font.flavor = "woff2" if target.suffix == ".woff2" else None
    font.save(target)


if __name__ == "__main__":
    main()
