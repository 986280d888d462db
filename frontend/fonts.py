"""Write the document fonts from the fonts of the pages.

Typst reads TrueType only; the pages use the compressed form of the same variable
font. Run after `npm ci`: `python frontend/fonts.py`.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules" / "@fontsource-variable" / "inter" / "files"
TARGET = ROOT / "src" / "filon" / "documents" / "fonts"
FAMILY_NAMES = (1, 16)  # name table: family, typographic family

# Source file -> target file and family. The extended letters (č, ł, ő…) are a family
# of their own, because Typst falls back from family to family, not inside one:
# documents ask for ("Inter", "Inter Ext").
FONTS = {
    "inter-latin-wght-normal.woff2": ("Inter.ttf", "Inter"),
    "inter-latin-wght-italic.woff2": ("Inter-Italic.ttf", "Inter"),
    "inter-latin-ext-wght-normal.woff2": ("Inter-Ext.ttf", "Inter Ext"),
    "inter-latin-ext-wght-italic.woff2": ("Inter-Ext-Italic.ttf", "Inter Ext"),
}


def main() -> None:
    """Convert each font; the glyphs and the weight axis stay as they are."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for source, (target, family) in FONTS.items():
        font = TTFont(SOURCE / source, recalcTimestamp=False)
        font.flavor = None
        for record in font["name"].names:
            if record.nameID in FAMILY_NAMES:
                record.string = family
        font.save(TARGET / target)


if __name__ == "__main__":
    main()
