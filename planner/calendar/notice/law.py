"""What a notice gives, held against the law of statutory days: said as notes, for a notice may differ once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from planner.calendar.lunar import statutory
from planner.calendar.workdays import Calendar, Notice
from planner.words import Words, day_words


def statutory_count(year: int) -> int:
    """How many days off the law gives in a year: 13 since 2025 (decree 795), 11 before."""
    return 13 if year >= 2025 else 11


def against_the_law(notice: Notice) -> Iterator[Words]:
    """Statutory days that are no days off, and a year that has more or fewer workdays than the law leaves."""
    first = date(notice.year, 1, 1)
    days = (first + timedelta(days=number) for number in range(366))
    calendar = Calendar({notice.year: notice})
    worked = [day for day in days if day.year == notice.year and statutory(day) and calendar.workday(day)]
    if worked:
        zh = "、".join(f"{day_words(day, 'zh')}{statutory(day)}" for day in worked)
        en = ", ".join(f"{day_words(day, 'en')} {statutory(day)}" for day in worked)
        yield Words("法定节日没有放假：%(zh)s", zh=zh, en=en)
    taken = sum(day.weekday() < 5 for day in notice.off)
    back = sum(day.weekday() >= 5 for day in notice.work)
    lawful = statutory_count(notice.year)
    if taken - back != lawful:
        yield Words(
            "放假占 %(taken)s 个工作日，调休上班 %(back)s 天，净放 %(taken2)s 天，法定为 "
            "%(lawful)s 天，请核对有没有漏写的日子",
            taken=taken,
            back=back,
            taken2=taken - back,
            lawful=lawful,
        )
