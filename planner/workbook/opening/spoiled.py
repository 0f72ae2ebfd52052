"""Texts that are plainly not what somebody typed: failed formulas, and characters lost or changed on the way."""

from __future__ import annotations

import re

from planner.errors import Fault, fault
from planner.words import Words
from planner.workbook.opening.sheet import failed

ERROR = re.compile(
    r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|GETTING_DATA|BLOCKED!|UNKNOWN!|FIELD!|CALC!|CONNECT!|PYTHON!"
    r"|BUSY!|EXTERNAL!)",
    re.I,
)
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(
    r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2,}"
)
EXPORT = Words("请从原表重新导出为 UTF-8，或改正这一格")


def spoiled(text: str) -> Fault | None:
    """What is wrong with a text that nobody typed; None for any other."""
    if text.isascii():
        if "#" not in text:
            return None
        plain = text.strip()
        if ERROR.fullmatch(plain):
            return failed(plain)
        if re.fullmatch(r"#{3,}", plain):
            return fault(Words("列宽不够，存成了 ####"), Words("请加宽这一列后重新保存"))
        return None
    meant = _converted(text)
    if meant:
        return fault(Words("文字成了乱码（“%(text)s”，应是“%(meant)s”）", text=text[:20], meant=meant[:20]), EXPORT)
    return None


def lost(text: str) -> Fault | None:
    """The fault of a name in which question marks stand for characters that an encoding could not hold."""
    if "?" in text and len(text) <= 20 and (CHINESE.search(text) or not text.strip("? ")):
        return fault(Words("“%(text)s”里有认不出的字（?）", text=text), EXPORT)
    return None


def _converted(text: str) -> str | None:
    """The text that was meant where it was saved in one encoding and opened in another; None if it was not."""
    for run in NOT_ASCII.findall(text):
        if LATIN.fullmatch(run):
            meant = _read_again(run, "cp1252", ("gb18030", "utf-8")) or _read_again(
                run, "latin-1", ("gb18030", "utf-8")
            )
        else:
            meant = None if _plain_chinese(run) else _read_again(run, "gb18030", ("utf-8",))
        if meant:
            return meant
    return None


def _plain_chinese(run: str) -> bool:
    """Whether all of it are everyday characters; text opened in a wrong encoding hardly ever is."""
    try:
        run.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _read_again(run: str, opened: str, saved: tuple[str, ...]) -> str | None:
    try:
        data = run.encode(opened)
    except UnicodeEncodeError:
        return None
    for encoding in saved:
        for cut in range(3):  # the last character may have been cut in two
            try:
                meant = data[: len(data) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            if meant and all(CHINESE.match(one) or one in "·、，。；（）" for one in meant) and _plain_chinese(meant):
                return meant
    return None
