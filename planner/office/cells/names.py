"""Names and ids in cells: folded, and refused where a program has spoilt them on the way."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from planner.errors import Refused, fault
from planner.office.cells.folding import CONTROL, as_typed, fold, garbled_from, look_alike, unshowable
from planner.words import Words

NAME, ID = Words.meaning("one", "名称"), Words.meaning("one", "编号")
AS_TEXT = Words("请把单元格的格式设为文本，再重新填写")
LONGEST_NUMBER = 10**15
"""Spreadsheets keep fifteen digits of a number; those behind them have become 0."""
SHORTENED = re.compile(r"[+-]?\d(\.\d+)?E\+\d{2,3}", re.I)
_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
LIKE_A_DATE = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}( 0?0:00(:00)?)?|\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月(\d{1,2}日)?"
    rf"|\d{{1,2}}:\d{{2}}(:\d{{2}})?|\d{{1,2}}-{_MONTH}|{_MONTH}-\d{{2}}",
    re.I,
)
"""What programs turn 3-1, 2026-3 and 8:30 into when they think these are dates and times."""


def read_name(value: object, text: str) -> str:
    """A name, from a cell and what it says; line breaks and control characters in it go. Raises Refused."""
    _refuse_dates(value, NAME)
    name = " ".join(CONTROL.sub("", whole(value, text).replace("\n", "")).split())
    lost = re.search(r"[?？]+", name)
    if lost:
        raise _refused(
            Words("“%(text)s”里有问号，像是转换编码时丢失的字", text=as_typed(text)), Words("请对照原表重新填写这个字")
        )
    return _without_look_alikes(fold(name), NAME)


def read_id(value: object, text: str) -> str:
    """An id, from a cell and what it says: letters, digits and marks in one line, without bars. Raises Refused."""
    _refuse_dates(value, ID)
    if LIKE_A_DATE.fullmatch(text):
        raise _as_a_date(text, ID)
    found = re.search(rf"[\n\t|｜]|{CONTROL.pattern}", text)
    if found:
        what = _unfit(found[0])
        raise _refused(
            Words("编号“%(text)s”里有%(what)s", text=as_typed(text), what=what), Words("请只用文字、数字和短横")
        )
    return _without_look_alikes(fold(whole(value, text)), ID)


def whole(value: object, text: str) -> str:
    """Text of which nothing was lost on the way; raises Refused for long numbers and letters that cannot be shown."""
    if isinstance(value, int | float) and abs(value) >= LONGEST_NUMBER:
        raise _refused(Words("“%(text)s”超过 15 位，Excel 只保留 15 位数字，后面的已经变了", text=text), AS_TEXT)
    if SHORTENED.fullmatch(text):
        raise _refused(Words("“%(text)s”是 Excel 缩写的长数字，原来的数字已看不全", text=text), AS_TEXT)
    lost, before = unshowable(text), garbled_from(text) or garbled_from(CONTROL.sub("", text))
    if before:
        raise _refused(
            Words("“%(text)s”是乱码，原文像是“%(before)s”", text=as_typed(text), before=as_typed(before)),
            Words("请从原表重新导出为 UTF-8，再导入"),
        )
    if lost:
        raise _refused(
            Words("“%(text)s”里有一个显示不出的字（U+%(ord)s）", text=as_typed(text), ord=f"{ord(lost):04X}"),
            Words("请重新输入这个字；打不出的生僻字请先写拼音"),
        )
    return text


def _refuse_dates(value: object, what: Words) -> None:
    if isinstance(value, date | time | timedelta):
        raise _as_a_date(as_typed(value), what)


def _as_a_date(text: str, what: Words) -> Refused:
    is_time = re.fullmatch(r"[\d:]+", text) is not None
    read = Words.meaning("one", "时间") if is_time else Words.meaning("one", "日期")
    return _refused(
        Words("“%(text)s”是%(read)s，不是%(what)s（Excel 会自己改）", text=text, read=read, what=what), AS_TEXT
    )


def _without_look_alikes(text: str, what: Words) -> str:
    found = look_alike(text)
    if found is None:
        return text
    script = Words("西里尔") if found[0] >= "\u0400" else Words("希腊")
    raise _refused(
        Words(
            "%(what)s“%(text)s”里的“%(found)s”是%(script)s字母，看上去像 %(found2)s",
            what=what.zh,
            text=as_typed(text),
            found=found[0],
            script=script,
            found2=found[1],
        ),
        Words("请改用英文字母"),
    )


def _unfit(one: str) -> Words:
    if one in "\n\r\x0b\x0c\x85\u2028\u2029":
        return Words("换行")
    if one == "\t":
        return Words("制表符（Tab）")
    if one in "|｜":
        return Words("竖线")
    return Words("控制字符（U+%(ord)s）", ord=f"{ord(one):04X}")


def _refused(cause: Words, cure: Words) -> Refused:
    return Refused(fault(cause, cure))
