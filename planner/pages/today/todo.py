"""Something to be done: how urgent it is, what, about whom, how it stands, and where its act leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from planner.words import Lang, Words, day_words, until_words

SOON = timedelta(hours=36)
"""What begins or ends within this needs a hand today."""


class Grade(StrEnum):
    """How urgent something is, the most urgent first."""

    HOT = "hot"
    WARM = "warm"
    PLAIN = ""


class TodoKind(StrEnum):
    """What is to be done: where its act leads."""

    FILL = "fill"
    FILL_DRAFT = "fill_draft"
    STAND_IN = "stand_in"
    INSTRUCT = "instruct"
    CHECK_DRAFT = "check_draft"
    AGREE = "agree"
    APPROVE = "approve"
    CHOOSE = "choose"
    TELL = "tell"
    LOOK = "look"


@dataclass(frozen=True)
class Todo:
    """Something to be done: what and about whom (`head` in bold, `rest`), how it stands (`more`), until when.

    `month`, `slot`, `who` and `number` say where its act leads: a duty, its holder, a request or a place in a list.
    """

    kind: TodoKind
    grade: Grade
    at: datetime
    head: Words
    rest: Words
    more: Words
    month: str = ""
    slot: str = ""
    who: str = ""
    number: int = 0


NOTHING = Words("")


def month_words(month: str) -> Words:
    """A month in words: 2027年1月, January 2027."""
    first = date.fromisoformat(f"{month}-01")
    return Words("%(year)s年%(month)s月", year=first.year, month=first.month, day=f"{first:%B %Y}")


def last_day(ends: datetime) -> date:
    """The last day on which something can be done that ends at a moment; at midnight it is the day before."""
    return (ends - timedelta(minutes=1)).date()


def last_moment(ends: datetime, now: datetime, lang: Lang) -> str:
    """Until when something can be done, in words; the end of a day as that day."""
    last = last_day(ends)
    if ends.time() == time():
        if last == now.date():
            return "今天下班" if lang == "zh" else "this evening"
        return day_words(last, lang) + ("下班" if lang == "zh" else " evening")
    return ("今天 " if lang == "zh" and last == now.date() else "") + until_words(ends, now.date(), lang)
