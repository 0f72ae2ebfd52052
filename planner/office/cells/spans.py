"""Spans in one cell: 12月28日—1月3日, 12月5日上午; the first day, and what the cell says of the columns beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from planner.calendar.reading import FIRST_YEAR
from planner.errors import Refused, fault
from planner.office.cells.dates import DASHES, read_date
from planner.office.cells.folding import as_typed, plain_text
from planner.words import Words

LONGEST = 183
"""So many days a span without years may last that ends in the next year; a longer one is taken for a slip."""


@dataclass(frozen=True)
class DaySpan:
    """First day, last day and parts of the day; None, or none, for what a cell does not say."""

    first: date
    last: date | None = None
    parts: tuple[str, ...] = ()


def read_span(value: object, year: int | None, words: tuple[str, ...] = (), since: int = FIRST_YEAR) -> DaySpan:
    """The span that a cell holds, or the one day; `words` are the parts of a day that it may name. Raises Refused."""
    if not isinstance(value, str):
        return DaySpan(read_date(value, year, since))
    pieces = _pieces(re.sub(r"^[从自]", "", plain_text(value)))
    cut = [_cut(piece, words) for piece in pieces]
    first = read_date(cut[0][0], year, since, as_typed(value))
    last = _last(cut[1][0], first, since, as_typed(value)) if len(cut) > 1 else None
    return DaySpan(first, last, tuple(part for _, parts in cut for part in parts))


def _pieces(text: str) -> list[str]:
    """First and last day of a span, as texts; the whole text where it is not two."""
    found = [part.strip() for part in re.split(DASHES, text) if part.strip()]
    single = text.count("-") == 1 and re.search(r"[年月/.]|^\d{8}\s*-\s*\d{8}$", text)
    if len(found) == 1 and single:
        found = [part.strip() for part in text.split("-") if part.strip()]
    both = re.fullmatch(r"(\d{4}-\d{1,2}-\d{1,2})-(\d{4}-\d{1,2}-\d{1,2})", text)
    if both:
        found = [both[1], both[2]]
    return found if len(found) == 2 else [text]


def _cut(text: str, words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """(date, parts of the day) of one end of a span; '' and () for what it does not say."""
    word = next((one for one in sorted(words, key=len, reverse=True) if text.endswith(one)), "")
    if not word:
        return text, ()
    rest, before = _cut(text.removesuffix(word).rstrip("、,;/+和 "), words)
    return rest, (*before, word)


def _last(text: str, first: date, since: int, quoted: str) -> date:
    """The last day of a span: a bare day lies in the month of the first, a month before it in the year after."""
    if not text:
        return first
    if re.fullmatch(r"\d{1,2}[日号]?", text):
        last = read_date(f"{first.year}-{first.month}-{text.rstrip('日号')}", None, since, quoted)
        if last < first:
            raise _backwards(quoted, Words("止日在下个月的，请写上月份，如 12月30日—1月2日"))
        return last
    last = read_date(text, first.year, since, quoted)
    if last < first and last.month != first.month and not _dated(text):
        last = read_date(text, first.year + 1, since, quoted)
        if (last - first).days > LONGEST:
            raise _backwards(quoted, Words("请改正日期；跨年的请写上年份"))
    if last < first:
        raise _backwards(quoted, Words("请改正日期；跨年的请写上年份"))
    return last


def _backwards(quoted: str, cure: Words) -> Refused:
    return Refused(fault(Words("“%(quoted)s”的止日早于起日", quoted=quoted), cure))


def _dated(text: str) -> bool:
    """Whether a date is written with its year."""
    return re.match(r"\d{4}|\d{2}年", text) is not None


def across(quoted: str) -> Refused:
    """The fault of parts of a day on days that differ, which one row cannot hold."""
    return Refused(
        fault(
            Words("“%(quoted)s”两头的时段不同，一行写不下", quoted=quoted),
            Words("请分行写：半天的单独一行，整天的另写一行"),
        )
    )
