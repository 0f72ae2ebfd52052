"""The seats that nobody has: of what is issued and still ahead, and of the drafts under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from constraints.problem.roster import Pair
from planner.judging.still_serves import Hindrance, Unable, cannot_serve, unable
from planner.roster.issued import begun, draft_lines, issued_lines, months_back
from planner.roster.lines import Line
from planner.store import cache
from planner.store.roster import drafts, versions
from planner.store.roster.standing import Standing
from planner.words import Words, day_words


@dataclass(frozen=True)
class OpenSeat:
    """A duty that lacks people: of a draft, or issued; then whether a draft has found people for it."""

    line: Line
    drafted: bool
    filled: bool = False

    @property
    def month(self) -> str:
        """The month it is rostered in, YYYY-MM."""
        return f"{self.line.nominal:%Y-%m}"


@dataclass(frozen=True)
class Vacated:
    """Duties of one post whose holder can serve them no longer for one cause, by start, and who of a draft would."""

    holder: Unable
    """The first of them."""
    days: tuple[Line, ...]
    number: int
    """Where it stands among all duties whose holder can serve no longer, from 1."""
    instead: tuple[str, ...] = ()
    """The names of those whom the draft under way has there."""


def open_seats(standing: Standing, now: datetime) -> list[OpenSeat]:
    """The seats of issued duties that are not over, then those of drafts, each by start."""
    return [one for one in _open_seats(standing, now, begun(standing, now)) if one.line.end > now]


@cache.kept(4, cache.OFFICE, cache.ISSUED, cache.DRAFTS, by=lambda standing, now, past: (past, f"{now:%Y-%m-%d}"))
def _open_seats(standing: Standing, now: datetime, past: int) -> tuple[OpenSeat, ...]:
    """`past` days of issued slots lie in the past, on the day of `now`."""
    transaction, office = standing.transaction, standing.office
    drafted = [line for one in drafts.under_way(transaction) for line in draft_lines(transaction, office, one)]
    taken = {line.slot.id: line.missing for line in drafted}
    issued = [
        line
        for month in _issued_months(standing, now)
        for line in issued_lines(transaction, office, month)
        if line.missing and line.end > now
    ]
    known = {line.slot.id for line in issued}
    found = [OpenSeat(line, False, taken.get(line.slot.id, line.missing) == 0) for line in issued]
    found += [OpenSeat(line, True) for line in drafted if line.missing and line.slot.id not in known]
    return tuple(sorted(found, key=lambda one: (one.drafted, one.line.slot.start, one.line.slot.id)))


def _issued_months(standing: Standing, now: datetime) -> list[str]:
    """The months of versions that may have duties which are not over."""
    return months_back(standing.transaction, now.date(), now.date().replace(year=now.year + 2, day=1))


def vacated(standing: Standing, now: datetime) -> list[Vacated]:
    """The issued duties whose holder can serve no longer, those of one holder, post and cause together; by start."""
    found: dict[tuple[str, str, str, str, Hindrance], list[tuple[int, Unable]]] = {}
    for number, one in enumerate(unable(standing, now), 1):
        slot = one.line.slot
        found.setdefault((one.who, slot.duty, slot.shift, slot.post, one.cause), []).append((number, one))
    instead = _drafted_instead(standing) if found else {}
    return [
        Vacated(
            some[0][1],
            tuple(one.line for _, one in some),
            some[0][0],
            tuple(dict.fromkeys(name for _, one in some for name in instead.get((one.line.slot.id, one.who), ()))),
        )
        for some in found.values()
    ]


def vacancies_now(standing: Standing, now: datetime) -> int:
    """How many issued duties ahead have a holder who can serve no longer."""
    return len(cannot_serve(standing, now))


@cache.kept(4, cache.OFFICE, cache.ISSUED, cache.DRAFTS, by=lambda standing: ())
def _drafted_instead(standing: Standing) -> dict[Pair, tuple[str, ...]]:
    """(issued slot, holder) → the names whom a draft has there and who are not on it now, where the holder leaves."""
    issued = versions.grouped(standing.issued)
    found: dict[Pair, tuple[str, ...]] = {}
    for one in drafts.under_way(standing.transaction):
        for line in draft_lines(standing.transaction, standing.office, one):
            before = issued.get(line.slot.id, [])
            after = {person.tagged: person.name for person in line.people}
            fresh = tuple(name for who, name in after.items() if who not in before)
            found |= {(line.slot.id, who): fresh for who in before if who not in after and fresh}
    return found


def seat_words(line: Line) -> Words:
    """Which seat: 1月24日（周日） 夜班 话务员."""
    parts = dict.fromkeys((line.slot.place if line.site else "", line.slot.shift, line.slot.post))
    named = " ".join(part for part in parts if part)
    return Words.given(f"{day_words(line.day, 'zh')} {named}", f"{day_words(line.day, 'en')} {named}")
