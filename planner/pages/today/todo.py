"""Something to be done: how urgent it is, what, about whom, how it stands, and where its act leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from planner.words import Words, day_words, in_both, until_words

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


NOTHING = Words.same("")


def last_day(ends: datetime) -> date:
    """The last day on which something can be done that ends at a moment; at midnight it is the day before."""
    return (ends - timedelta(minutes=1)).date()


def last_moment(ends: datetime, now: datetime) -> Words:
    """Until when something can be done; the end of a day as that day."""
    last = last_day(ends)
    if ends.time() == time():
        return Words("今天下班") if last == now.date() else Words("%(day)s下班", day=in_both(day_words, last))
    clock = in_both(until_words, ends, now.date())
    return Words("今天 %(clock)s", clock=clock) if last == now.date() else clock
