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
    "workday": Words("工作日", "workday"),
    "weekend": Words("双休日", "weekend"),
    "holiday": Words("假期", "holiday"),
    "statutory": Words("法定节日", "statutory day"),
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
    said = Words(f"{kind.zh}（{holiday}）", f"{kind.en} ({holiday})") if holiday else kind
    if office.calendar.make_up(day):
        said = Words("调休上班", "worked in exchange for a day off")
    month, number = lunar(day)
    leap = "leap " if month < 0 else ""
    return Words(
        f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]} · {lunar_words(day)} · {said.zh}",
        f"{day:%A %-d %B %Y} · day {number} of {leap}lunar month {abs(month)} · {said.en}",
    )


def day_in_short(transaction: Transaction, office: Office, day: date) -> list[PostInShort]:
    """Who is reminded of the duties that begin on a day, post by post; visits together."""
    found: dict[str, list[str]] = {}
    for line, one in to_remind(transaction, office, day):
        post = line.duty_name if line.site else post_called(office, line.slot)
        found.setdefault(post, []).append(one.name)
    return [PostInShort(post, tuple(dict.fromkeys(names))) for post, names in found.items()]
