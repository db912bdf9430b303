#!/usr/bin/env python3
"""Makes NotoSansCJKsc-Fallback-{Regular,Bold}.ttf: the Han characters Noto Sans SC lacks.

Usage: make_fallback.py <folder of NotoSansCJK-*.ttc> <this folder>
Needs fonttools (any 4.x). See README.md.
"""
import sys
import unicodedata

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable


def is_han(code):
    name = unicodedata.name(chr(code), "")
    return name.startswith("CJK ") and "IDEOGRAPH" in name


def to_glyf(font):
    """CFF outlines to TrueType, since the PDF engine embeds FontFile2 only."""
    order, glyphs, source = font.getGlyphOrder(), {}, font.getGlyphSet()
    for name in order:
        pen = TTGlyphPen(source)
        source[name].draw(Cu2QuPen(pen, max_err=0.8, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    for name, glyph in glyphs.items():
        glyph.recalcBounds(table)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
                  "maxStackElements", "maxSizeOfInstructions", "maxComponentElements"):
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    maxp.numGlyphs = len(glyphs)
    font["post"].formatType = 3.0
    del font["CFF "]
    font.sfntVersion = "\000\001\000\000"


def main(system, here):
    for weight, own in (("Regular", "400Regular"), ("Bold", "700Bold")):
        have = set(TTFont(f"{here}/NotoSansSC_{own}.ttf").getBestCmap())
        collection = TTCollection(f"{system}/NotoSansCJK-{weight}.ttc")
        font = next(f for f in collection.fonts if f["name"].getDebugName(1) == "Noto Sans CJK SC"
                    or f["name"].getDebugName(4) == "Noto Sans CJK SC Bold")
        wanted = sorted(c for c in font.getBestCmap() if is_han(c) and c not in have)
        options = subset.Options(layout_features=[], hinting=False, desubroutinize=True, notdef_outline=True,
                                 drop_tables=["vhea", "vmtx", "VORG", "BASE", "GPOS", "GSUB", "GDEF", "DSIG"])
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=wanted)
        cutter.subset(font)
        to_glyf(font)
        font["head"].created = font["head"].modified = 3_700_000_000
        font.recalcTimestamp = False
        font.save(f"{here}/NotoSansCJKsc-Fallback-{weight}.ttf", reorderTables=True)
        print(weight, len(wanted), "characters")


if __name__ == "__main__":
    main(*sys.argv[1:])
