"""Outlines: the characters of a paper cut out of a font file, as a small TrueType font that any PDF reader takes."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter, load_font
from fontTools.ttLib import newTable

from planner.paper.presses.fonts import Font

ACCURACY = 1.0
"""How far a curve may be off, in thousandths of a letter's height."""
UNUSED = ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "meta", "STAT", "MATH", "JSTF"]


def cut(font: Font, text: str, file: Path) -> None:
    """Write a TrueType font file with the characters of a text alone, cut out of a font."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = Options(layout_features=[], notdef_outline=True, hinting=False, font_number=font.number, lazy=True)
    options.drop_tables += UNUSED
    made = load_font(str(font.path), options)
    cutter = Subsetter(options)
    cutter.populate(unicodes={ord(one) for one in text} | {0x20})
    cutter.subset(made)
    if "CFF " in made or "CFF2" in made:
        _quadratic(made)
    made.save(str(file))


def _quadratic(made: Any) -> None:
    """Turn a font's cubic outlines (CFF) into quadratic ones (glyf): with CFF many readers guess encodings wrongly."""
    order, shapes = made.getGlyphOrder(), made.getGlyphSet()
    glyphs, scale = {}, made["head"].unitsPerEm / 1000
    for name in order:
        pen = TTGlyphPen(shapes)
        shapes[name].draw(Cu2QuPen(pen, ACCURACY * scale, reverse_direction=True))
        glyphs[name] = pen.glyph()
    for old in ("CFF ", "CFF2"):
        if old in made:
            del made[old]
    made["loca"], made["glyf"] = newTable("loca"), newTable("glyf")
    made["glyf"].glyphOrder, made["glyf"].glyphs = order, glyphs
    for name, (width, _) in list(made["hmtx"].metrics.items()):
        glyphs[name].recalcBounds(made["glyf"])
        made["hmtx"].metrics[name] = (width, getattr(glyphs[name], "xMin", 0))
    _measures(made)


def _measures(made: Any) -> None:
    """Set what tables maxp, post and head must say in a TrueType font."""
    limits = made["maxp"]
    limits.tableVersion = 0x00010000
    for name in (
        "maxZones",
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
        "maxPoints",
        "maxContours",
        "maxCompositePoints",
        "maxCompositeContours",
        "maxComponentDepth",
    ):
        setattr(limits, name, 1 if name == "maxZones" else 0)
    limits.compile(made)
    made["post"].formatType, made["post"].extraNames, made["post"].mapping = 2.0, [], {}
    made["post"].glyphOrder = made.getGlyphOrder()
    made["head"].glyphDataFormat = 0
    made.sfntVersion = "\x00\x01\x00\x00"
