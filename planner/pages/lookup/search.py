"""A search: people, units and villages with their duties of the month, a day with its people, duties by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.pages.lookup.asked_day import asked_day
from planner.pages.lookup.names import Named, matching
from planner.pages.today.tracks import following_month
from planner.roster.issued import draft_lines, issued_lines, months_back
from planner.roster.lines import Line
from planner.store import cache
from planner.store.roster import drafts, versions
from planner.store.roster.standing import Standing

MOST = 8
"""So many people, units and villages are shown."""


@dataclass(frozen=True)
class SoughtDuty:
    """A duty that somebody serves, or that is on a day; whether it is only drafted."""

    line: Line
    drafted: bool

    @property
    def month(self) -> str:
        """The month it is rostered in, YYYY-MM."""
        return f"{self.line.nominal:%Y-%m}"


@dataclass(frozen=True)
class Sought:
    """Somebody, a unit or a village that was found, with its duties of this month and the next, by their ends.

    `over` says how many of them are over, the first ones.
    """

    named: Named
    duties: tuple[SoughtDuty, ...]
    over: int


@dataclass(frozen=True)
class SearchResult:
    """What a search finds: who, the day the words mean with its duties, and (id, name) of duties called so.

    `more` says how many others would fit, `planned` whether the month of the day is drafted or issued.
    """

    sought: tuple[Sought, ...]
    more: int
    day: date | None
    of_day: tuple[SoughtDuty, ...]
    duties: tuple[tuple[str, str], ...]
    planned: bool


def search_office(standing: Standing, words: str, now: datetime) -> SearchResult:
    """What words find; nothing for no words."""
    text = words.strip()
    if not text:
        return SearchResult((), 0, None, (), (), False)
    day = asked_day(text, now.date())
    fitting = matching(standing, text, now.date()) if day is None else []
    months = (f"{now:%Y-%m}", next(following_month(f"{now:%Y-%m}")))
    mine = [_of_month(standing, month) for month in months] if fitting else []
    return SearchResult(
        tuple(_sought(one, mine, now) for one in fitting[:MOST]),
        max(0, len(fitting) - MOST),
        day,
        duties_of_day(standing, day) if day else (),
        tuple((one.id, one.name) for one in standing.office.duties.values() if text in one.name),
        day is not None and month_planned(standing, day),
    )


def month_planned(standing: Standing, day: date) -> bool:
    """Whether the month of a day is drafted or issued."""
    month = f"{day:%Y-%m}"
    return bool(versions.current(standing.transaction, month)) or drafts.latest(standing.transaction, month) is not None


def _sought(one: Named, months: list[Mapping[str, tuple[SoughtDuty, ...]]], now: datetime) -> Sought:
    duties = tuple(sorted((duty for some in months for duty in some.get(one.tagged, ())), key=lambda one: one.line.end))
    return Sought(one, duties, sum(duty.line.end <= now for duty in duties))


def duties_of_day(standing: Standing, day: date) -> tuple[SoughtDuty, ...]:
    """The duties that run on a day, by start: what is issued, and what drafts have besides."""
    months = {*months_back(standing.transaction, day, day + timedelta(days=62)), f"{day:%Y-%m}"}
    found = [one for month in sorted(months) for one in _lines(standing, month) if one.line.on(day)]
    return tuple(sorted(found, key=lambda one: (bool(one.line.site), one.line.start, one.line.slot.id)))


@cache.kept(4, cache.OFFICE, cache.ISSUED, cache.DRAFTS)
def _of_month(standing: Standing, month: str) -> Mapping[str, tuple[SoughtDuty, ...]]:
    """Tagged id of a person, unit or village → its duties of a month."""
    found: dict[str, list[SoughtDuty]] = {}
    for one in _lines(standing, month):
        line = one.line
        whos = [person.tagged for person in (*line.people, *line.named)]
        for who in dict.fromkeys((*whos, *(f"u:{unit}" for unit in line.held.units), line.slot.site)):
            found.setdefault(who, []).append(one)
    return {who: tuple(some) for who, some in found.items()}


def _lines(standing: Standing, month: str) -> Iterator[SoughtDuty]:
    """The issued duties of a month, and those of its draft that are not issued, by start."""
    transaction, office = standing.transaction, standing.office
    found = [SoughtDuty(line, False) for line in issued_lines(transaction, office, month)]
    draft, known = drafts.latest(transaction, month), {one.line.slot.id for one in found}
    if draft is not None:
        drafted = draft_lines(transaction, office, draft)
        found += [SoughtDuty(line, True) for line in drafted if line.slot.id not in known]
    yield from sorted(found, key=lambda one: (one.line.slot.start, one.line.slot.id))
