"""The month by person: everybody's days across, what they serve on each, when they are away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from planner.office.cells.choices import AbsenceKind, AbsenceState
from planner.office.ids import is_person
from planner.office.office import Office
from planner.office.sheets import AbsenceRow
from planner.pages.month.balance import PostLoad, off_in_all, off_words
from planner.pages.month.columns import DutyColumns
from planner.pages.month.days import MonthDay
from planner.pages.month.matrix import served_days
from planner.problem.period import Period
from planner.roster.lines import Line
from planner.words import Words

LEADERS = Words("区领导")
EVENING = 17
"""A duty that begins from this hour on is a night's."""
AWAY = {
    AbsenceKind.LEAVE: Words("假"),
    AbsenceKind.TRIP: Words("差"),
    AbsenceKind.MEETING: Words("会"),
    AbsenceKind.TRAINING: Words("训"),
}


@dataclass(frozen=True)
class ServedPost:
    """A slot in somebody's day: its id, the code of its column and in words what it is."""

    slot: str
    code: str
    name: str
    night: bool = False
    """Whether it begins in the evening."""


@dataclass(frozen=True)
class PersonDay:
    """What somebody serves on a day, and why they are away."""

    served: tuple[ServedPost, ...]
    away: Words | None


@dataclass(frozen=True)
class PersonRow:
    """Somebody's month: id and name, their days in order, times in all, how that stands to their share."""

    who: str
    name: str
    days: tuple[PersonDay, ...]
    times: int
    off: Words


@dataclass(frozen=True)
class PeopleGroup:
    """People who belong together, in rank order."""

    name: Words
    rows: tuple[PersonRow, ...]

    @property
    def leaders(self) -> bool:
        """Whether they are the leaders, whom one looks for first."""
        return self.name == LEADERS


def people_groups(
    office: Office,
    lines: Iterable[Line],
    columns: Iterable[DutyColumns],
    days: tuple[MonthDay, ...],
    loads: Iterable[PostLoad],
    who: str = "",
) -> tuple[PeopleGroup, ...]:
    """Everybody who serves a post at one place: leaders first, then by the duty they serve first.

    With `who`, only those whose name holds it, or whose id it is, and whatever places they visit too.
    """
    names = {(one.duty, one.shift, one.post): one for duty in columns for one in duty.columns}
    period = Period(days[0].day, days[-1].day)
    served: dict[str, dict[date, list[ServedPost]]] = defaultdict(lambda: defaultdict(list))
    first_duty: dict[str, str] = {}
    for line in lines:
        column = names.get((line.slot.duty, line.slot.shift, line.slot.post))
        if column is None and not who:
            continue
        code = column.code if column else line.duty_name[:1]
        said = column.label if column else line.slot.place
        post = ServedPost(
            line.slot.id, code, " ".join(dict.fromkeys((line.duty_name, said))), line.start.hour >= EVENING
        )
        for one in line.people:
            if is_person(one.tagged) and (not who or who in one.name or who == one.id):
                first_duty.setdefault(one.tagged, line.duty_name)
                for day in served_days(line, period):
                    served[one.tagged][day].append(post)
    away = _away(office, period)
    totals = off_in_all(loads)
    groups: dict[Words, list[PersonRow]] = defaultdict(list)
    for id in sorted(served, key=lambda one: (office.rank.get(one, (10**9, 0)), one)):
        mine = tuple(PersonDay(tuple(served[id].get(day.day, ())), away.get(id, {}).get(day.day)) for day in days)
        times, off = totals.get(id, (sum(len(day.served) for day in mine), 0))
        group = LEADERS if office.is_leader(id[2:]) else Words.same(first_duty[id])
        groups[group].append(PersonRow(id, office.name(id), mine, times, off_words(off)))
    ordered = sorted(groups, key=lambda one: one != LEADERS)
    return tuple(PeopleGroup(name, tuple(groups[name])) for name in ordered)


def _away(office: Office, period: Period) -> dict[str, dict[date, Words]]:
    """Tagged person → day → why they are away all or part of it."""
    found: dict[str, dict[date, Words]] = defaultdict(dict)
    for row in office.of(AbsenceRow):
        if row.state is AbsenceState.WITHDRAWN:
            continue
        day, last = max(row.start, period.first), min(row.end or row.start, period.last)
        while day <= last:
            found[row.who][day] = AWAY[row.kind]
            day += timedelta(days=1)
    return found
