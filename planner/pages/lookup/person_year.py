"""A person over a year: what they served and what lies ahead, day by day, by post and by kind of day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from constraints.problem.problem import DayKind, Slot
from planner.office.ids import as_person
from planner.office.office import Office
from planner.pages.lookup.chart import ChartRow
from planner.roster.fairness import KINDS, Account, PostKey, accounts
from planner.store.roster.standing import Standing


@dataclass(frozen=True)
class YearDuty:
    """A duty of theirs in the year: whether it is over or under way (`past`), entered afterwards, and still issued.

    One that is not issued here comes from the history that the office brought along.
    """

    slot: Slot
    past: bool
    entered_afterwards: bool
    issued: bool

    @property
    def day(self) -> date:
        """Its first day."""
        return date.fromordinal(self.slot.day)

    @property
    def month(self) -> str:
        """The month it is rostered in, YYYY-MM."""
        return f"{date.fromordinal(self.slot.nominal):%Y-%m}"

    @property
    def mark(self) -> str:
        """The one letter by which a table of days shows it."""
        return (self.slot.shift or self.slot.post)[:1]


@dataclass(frozen=True)
class YearCell:
    """A day of the year: what kind of day it is, and what they serve on it."""

    day: date
    kind: DayKind
    holiday: str
    duties: tuple[YearDuty, ...]


@dataclass(frozen=True)
class PostOfYear:
    """A post they serve in the year, with all its duties."""

    post: PostKey
    duties: tuple[YearDuty, ...]


@dataclass(frozen=True)
class PersonYear:
    """A person's year: its months as rows of days, the posts, a bar for each, and the duties on days off by name.

    `off` are those on weekends and holidays.
    """

    who: str
    year: int
    months: tuple[tuple[YearCell, ...], ...]
    posts: tuple[PostOfYear, ...]
    rows: tuple[ChartRow, ...]
    off: tuple[YearDuty, ...]

    @property
    def duties(self) -> int:
        """How many there are in all."""
        return sum(len(one.duties) for one in self.posts)

    @property
    def past(self) -> int:
        """How many of them are over or under way."""
        return sum(one.past for post in self.posts for one in post.duties)


def person_year(standing: Standing, id: str, year: int, now: datetime) -> PersonYear:
    """The year of a person (untagged id), who is known to the office."""
    office, who = standing.office, as_person(id)
    first, last = date(year, 1, 1), date(year, 12, 31)
    end = datetime.combine(last + timedelta(days=1), time(), now.tzinfo)
    account = accounts(standing, first, last, end).get(who) or Account(who, (), {}, ())
    clock, slots = office.minute(now), standing.issued.slots
    duties = []
    for one in account.turns:
        past = one.slot.start <= clock
        duties.append(YearDuty(one.slot, past, one.entered_afterwards and past, one.slot.id in slots))
    posts = [PostOfYear(post, tuple(one for one in duties if _post(one) == post)) for post in account.posts]
    served = tuple(one for one in posts if one.duties)
    return PersonYear(
        who,
        year,
        tuple(_month(office, year, month, duties) for month in range(1, 13)),
        served,
        tuple(_row(office, one, account) for one in served),
        tuple(one for one in duties if one.slot.day_kind != "workday"),
    )


def _post(one: YearDuty) -> PostKey:
    return one.slot.duty, one.slot.shift, one.slot.post


def _month(office: Office, year: int, month: int, duties: list[YearDuty]) -> tuple[YearCell, ...]:
    first = date(year, month, 1)
    days = ((first + timedelta(days=31)).replace(day=1) - first).days
    calendar = office.calendar
    return tuple(
        YearCell(day, calendar.kind(day), calendar.holiday(day), tuple(one for one in duties if one.day == day))
        for day in (first + timedelta(days=at) for at in range(days))
    )


def _row(office: Office, one: PostOfYear, account: Account) -> ChartRow:
    """The bar of a post: how often on each kind of day, against their share of what everybody serves."""
    duty, shift, post = one.post
    name = " ".join(dict.fromkeys((office.duties[duty].name if duty in office.duties else duty, shift, post)))
    parts: dict[str, int] = {kind: sum(each.slot.day_kind == kind for each in one.duties) for kind in KINDS}
    due = account.due.get(one.post)
    return ChartRow("|".join(one.post), name, parts, float(due) if due is not None else None)
