"""The months that are alive: this one, those ahead that are drafted, issued or next to plan, and what is left over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.judging.still_serves import Hindrance, today
from planner.problem.festivals import Festival, festivals
from planner.problem.period import Period
from planner.roster.issued import begun, draft_lines
from planner.store import Transaction, cache
from planner.store.roster import drafts, versions
from planner.store.roster.drafts import Draft
from planner.store.roster.standing import Standing
from planner.store.roster.versions import Version

YEAR = 12
"""So many months ahead are looked through for the next to plan."""


@dataclass(frozen=True)
class MonthTrack:
    """A month, or the days of a festival of it that are planned apart: its draft and its versions in force.

    `first` and `last` are its days. `next` says that it is the one to be planned next, `over` that it is past.
    """

    month: str
    first: date
    last: date
    festival: Festival | None
    draft: Draft | None
    issued: tuple[Version, ...]
    next: bool = False
    over: bool = False

    @property
    def waits(self) -> bool:
        """Whether the office still has a step to take before what is planned of it is public."""
        return not self.over and (self.draft is not None or not self.issued)


def tracks(standing: Standing, now: datetime) -> list[MonthTrack]:
    """The months that are alive: this one, those ahead with a draft or an issue and the next to plan; then the past.

    A festival whose days alone are drafted has a track of its own behind its month's.
    """
    if not standing.office.duties:
        return []
    issued, this = _issued(standing.transaction), f"{now:%Y-%m}"
    found = {one.month: one for one in drafts.under_way(standing.transaction)}
    ahead = {month for month in (*issued, *found) if month > this}
    upcoming = next((month for month in following_month(this) if month not in issued), None)
    ahead |= {upcoming} if upcoming else set()
    mine = [this] if this in issued or this in found or any(month < this for month in issued) else []
    past = [month for month in sorted(found) if month < this and _brings(standing, found[month])]
    past += [_before(this)] if _before(this) not in past and unentered(standing, _before(this), now) else []
    rows = [*mine, *sorted(ahead), *past]
    return [
        one
        for month in rows
        for one in _of_month(standing, month, issued.get(month, ()), found.get(month), upcoming, month < this)
    ]


def _of_month(
    standing: Standing, month: str, issued: tuple[Version, ...], draft: Draft | None, upcoming: str | None, over: bool
) -> Iterator[MonthTrack]:
    whole = Period.month(month)
    days = (date.fromisoformat(draft.first), date.fromisoformat(draft.last)) if draft else (whole.first, whole.last)
    apart = None
    if days != (whole.first, whole.last):
        apart = next((one for one in festivals(standing.office, *days) if (one.first, one.last) == days), None)
    own = None if apart else draft
    yield MonthTrack(month, whole.first, whole.last, None, own, issued, month == upcoming, over)
    if apart:
        yield MonthTrack(month, *days, apart, draft, (), over=over)


def following_month(month: str) -> Iterator[str]:
    """The next months after one, as YYYY-MM."""
    year, number = int(month[:4]), int(month[5:])
    for at in range(number, number + YEAR):
        yield f"{year + at // 12:04d}-{at % 12 + 1:02d}"


def _before(month: str) -> str:
    return f"{Period.month(month).first - timedelta(days=1):%Y-%m}"


@cache.kept(2, cache.ISSUED)
def _issued(transaction: Transaction) -> Mapping[str, tuple[Version, ...]]:
    """Month → the versions in force of its duties."""
    found: dict[str, tuple[Version, ...]] = {}
    for one in versions.standing(transaction):
        found[one.month] = (*found.get(one.month, ()), one)
    return found


def _brings(standing: Standing, draft: Draft) -> bool:
    """Whether a draft of a past month has duties that are not issued: then they can be entered afterwards."""
    lines = draft_lines(standing.transaction, standing.office, draft)
    return any(line.slot.id not in standing.issued.slots for line in lines)


def unentered(standing: Standing, month: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """(slot, holder) of what began in a month while its holder was on leave, and nobody entered who served; by start.

    Those of a post that stands by from afar too; `month` is YYYY-MM.
    """
    return _unentered(standing, month, standing.office.minute(now), begun(standing, now))


@cache.kept(4, cache.OFFICE, cache.ISSUED, by=lambda standing, month, clock, past: (month, past))
def _unentered(standing: Standing, month: str, clock: int, past: int) -> tuple[tuple[str, str], ...]:
    """`past` days of issued slots lie in the past: it changes with them, not with the clock."""
    period, content, facts = Period.month(month), standing.issued, today(standing)
    span = range(period.first.toordinal(), period.last.toordinal() + 1)
    held = ((content.slots[slot].slot, who) for slot, who in content.pairs if slot not in content.entered)
    mine = [
        (slot.start, slot.id, who)
        for slot, who in held
        if slot.day in span and slot.start <= clock and facts.own_cause(slot, who) is Hindrance.AWAY
    ]
    return tuple((slot, who) for _, slot, who in sorted(mine))
