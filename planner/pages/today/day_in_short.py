"""A day in a line: its date by both calendars and what kind of day it is; and who serves on it, post by post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from constraints.problem.problem import DayKind
from planner.calendar.lunar import lunar, lunar_words
from planner.office.office import Office
from planner.pages.today.taking_over import post_called
from planner.pages.tomorrow import to_remind
from planner.store import Transaction
from planner.words import WEEKDAYS, Words

ONE_DAY: dict[DayKind, Words] = {
    "workday": Words.meaning("one day", "工作日"),
    "weekend": Words("双休日"),
    "holiday": Words.meaning("one day", "假期"),
    "statutory": Words.meaning("one day", "法定节日"),
}
"""What one day of a kind is called."""
NAMED = 2
"""So many people of a post are named; more are counted."""


@dataclass(frozen=True)
class PostInShort:
    """A post of a day: what it is called, who serves there, how many they are."""

    post: str
    names: tuple[str, ...]

    @property
    def counted(self) -> bool:
        """Whether they are too many to be named."""
        return len(self.names) > NAMED


def day_line(office: Office, day: date) -> Words:
    """Such as: 2027年1月12日 星期二 · 腊月初五 · 工作日."""
    kind, holiday = ONE_DAY[office.calendar.kind(day)], office.calendar.holiday(day)
    said = Words("%(kind)s（%(holiday)s）", kind=kind, holiday=holiday) if holiday else kind
    if office.calendar.make_up(day):
        said = Words("调休上班")
    month, number = lunar(day)
    leap = "leap " if month < 0 else ""
    return Words(
        "%(year)s年%(month)s月%(day)s日 星期%(weekdays)s · %(lunar_words)s · %(said)s",
        year=day.year,
        month=day.month,
        day=day.day,
        weekdays=WEEKDAYS[day.weekday()],
        lunar_words=lunar_words(day),
        said=said,
        day2=f"{day:%A %-d %B %Y}",
        number=number,
        leap=leap,
        month2=abs(month),
    )


def day_in_short(transaction: Transaction, office: Office, day: date) -> list[PostInShort]:
    """Who is reminded of the duties that begin on a day, post by post; visits together."""
    found: dict[str, list[str]] = {}
    for line, one in to_remind(transaction, office, day):
        post = line.duty_name if line.site else post_called(office, line.slot)
        found.setdefault(post, []).append(one.name)
    return [PostInShort(post, tuple(dict.fromkeys(names))) for post, names in found.items()]
