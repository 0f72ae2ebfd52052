"""From what was said to a notice: one year, every day once, nothing far outside the year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.calendar.notice.law import against_the_law
from planner.calendar.notice.said import Said, SaidDay, holiday_of
from planner.calendar.workdays import Notice
from planner.errors import Fault, Refused, fault
from planner.words import Words, day_words, in_both

DECEMBER = 15
"""A notice may speak of the year before from this day of December on."""
JANUARY = 10
"""And of the year after until this day of January."""


@dataclass(frozen=True)
class ReadNotice:
    """A notice as it was read, and what is to be known before it counts."""

    notice: Notice
    notes: tuple[Words, ...] = ()


def settled(said: Said, year: int, source: str) -> ReadNotice:
    """The notice of a year. Raises Refused with every fault; `source` stands for a number that is not named."""
    if said.year is not None and said.year != year:
        raise Refused(
            fault(
                Words("通知是 %(year)s 年的，不是 %(year2)s 年的", year=said.year, year2=year),
                Words("请用 %(year)s 年的通知，或到 %(year2)s 年装入", year=year, year2=said.year),
            )
        )
    faults = [*said.faults, *_outside(said, year), *_contradictions(said)]
    if not faults and not any(one.off for one in said.days):
        faults = [fault(Words("没有一天放假"), Words("通知可能还没有发布，或没有贴全；请用已发布的通知全文"))]
    if faults:
        raise Refused(*faults)
    return _read(said, year, source)


def _read(said: Said, year: int, source: str) -> ReadNotice:
    off, work, plain = _days(said, True), {}, []
    for day, name in _days(said, False).items():
        if day.weekday() < 5:
            plain.append(day)
        else:
            work[day] = name
    notice = Notice(year, said.papers or ((source, ""),), off, work)
    notes = list(said.notes)
    if not said.papers:
        notes.append(Words("没有读到文号，依据记为“%(source)s”", source=source))
    notes += [Words("%(day)s本来就上班，不算调休", day=in_both(day_words, day)) for day in plain]
    notes += [Words("%(day)s 在下一年，以下一年的通知为准", day=day) for day in (*off, *work) if day.year > year]
    return ReadNotice(notice, (*notes, *against_the_law(notice)))


def _days(said: Said, off: bool) -> dict[date, str]:
    found: dict[date, str] = {}
    for one in said.days:
        if one.off is off:
            found.setdefault(one.day, holiday_of(one.name, one.day))
    return dict(sorted(found.items()))


def _outside(said: Said, year: int) -> Iterator[Fault]:
    for one in said.days:
        before = one.day.year == year - 1 and one.day >= date(year - 1, 12, DECEMBER)
        after = one.day.year == year + 1 and one.day <= date(year + 1, 1, JANUARY)
        if not (one.day.year == year or before or after):
            yield one.where.fault(Words("%(day)s 不在 %(year)s 年", day=one.day, year=year), Words("请核对年份和日期"))


def _contradictions(said: Said) -> Iterator[Fault]:
    """A fault for each day that is both off and worked, at where it is said second."""
    first: dict[date, SaidDay] = {}
    for one in said.days:
        other = first.setdefault(one.day, one)
        if other.off is not one.off:
            there = other.where.words or other.where.cell
            yield one.where.fault(
                Words(
                    "%(day)s既放假又上班%(text)s",
                    day=in_both(day_words, one.day),
                    text=(Words("，另见“%(there)s”", there=there) if there else ""),
                ),
                Words("请按通知原文只留一种"),
            )
