"""How much of each waits in the office: the numbers beside the navigation, cheap enough for every page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from planner.judging.still_open import open_calls, open_requests
from planner.judging.swap_terms import until
from planner.pages.preparing import answers
from planner.pages.today.seats import open_seats, vacancies_now, vacated
from planner.pages.today.telling import to_tell
from planner.pages.today.todo import last_day
from planner.pages.today.tracks import tracks
from planner.pages.tomorrow import not_reminded
from planner.problem.festivals import festivals
from planner.store import cache
from planner.store.roster import drafts
from planner.store.roster.parts import meant
from planner.store.roster.standing import Standing


@dataclass(frozen=True)
class Badge:
    """How many of something wait; `hot` if somebody's hand is needed today."""

    number: int = 0
    hot: bool = False


@dataclass(frozen=True)
class Counts:
    """What waits, by entry of the navigation; a number of 0 is not shown.

    `today` is what waits today, `months` those with a next step, `silent` the people of the coming month of whom
    nothing is entered (of `asked`), `festivals` those ahead that are neither drafted nor issued, `seats` the people
    that are missing, `messages` the people to be told, `reminders` those of tomorrow's duties not told yet.
    """

    today: Badge = field(default_factory=Badge)
    months: Badge = field(default_factory=Badge)
    silent: Badge = field(default_factory=Badge)
    asked: int = 0
    festivals: Badge = field(default_factory=Badge)
    seats: Badge = field(default_factory=Badge)
    swaps: Badge = field(default_factory=Badge)
    vacancies: Badge = field(default_factory=Badge)
    messages: Badge = field(default_factory=Badge)
    reminders: Badge = field(default_factory=Badge)


def counts(standing: Standing, now: datetime) -> Counts:
    """How much waits at a moment; nothing in an office that has no duties yet."""
    office = standing.office
    if not office.duties:
        return Counts()
    seats = open_seats(standing, now)
    swaps = _swaps(standing, now)
    messages = len(to_tell(standing.transaction, now).whom)
    vacant = vacancies_now(standing, now)
    silent, asked = _silent(standing, now)
    rows = len(seats) + (len(vacated(standing, now)) if vacant else 0) + swaps.number + bool(messages)
    return Counts(
        Badge(rows, bool(seats or vacant or swaps.hot)),
        Badge(sum(one.waits and one.festival is None for one in tracks(standing, now))),
        Badge(silent),
        asked,
        Badge(_sheets_missing(standing, now.date())),
        Badge(sum(one.line.missing for one in seats), bool(seats)),
        swaps,
        Badge(vacant, bool(vacant)),
        Badge(messages),
        Badge(not_reminded(standing.transaction, office, now.date() + timedelta(days=1))),
    )


def _swaps(standing: Standing, now: datetime) -> Badge:
    """Requests and calls that wait, and whether one of them ends today."""
    found, called = open_requests(standing, now), open_calls(standing, now)
    slots = [hop.slot for one in found for hop in one.hops] + [one.slot for one in called]
    ends = [until(standing.office, days.slot) for slot in slots if (days := meant(standing.issued, slot))]
    return Badge(len(found) + len(called), any(last_day(end) <= now.date() for end in ends))


def _silent(standing: Standing, now: datetime) -> tuple[int, int]:
    """(of whom nothing is entered, how many are asked) for the month to be planned next, until it has a draft."""
    upcoming = next((one for one in tracks(standing, now) if one.next), None)
    if upcoming is None or upcoming.draft is not None:
        return 0, 0
    return answers(standing, upcoming.month, now)


@cache.kept(4, cache.OFFICE, cache.ISSUED, cache.DRAFTS, by=lambda standing, day: day)
def _sheets_missing(standing: Standing, day: date) -> int:
    """How many festivals that begin by the end of the coming month have no day that is issued or drafted."""
    last = (day.replace(day=1) + timedelta(days=63)).replace(day=1) - timedelta(days=1)
    issued = {held.slot.nominal for held in standing.issued.slots.values()}
    under_way = drafts.under_way(standing.transaction)

    def stands(first: date, last: date) -> bool:
        drafted = any(one.first <= f"{last}" and f"{first}" <= one.last for one in under_way)
        return drafted or not issued.isdisjoint(range(first.toordinal(), last.toordinal() + 1))

    some = festivals(standing.office, day, last)
    return sum(day < one.first <= last and not stands(one.first, one.last) for one in some)
