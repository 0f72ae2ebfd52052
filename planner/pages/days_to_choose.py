"""The days of a slot that lasts of which one may hand over some: what there is to choose from, and what is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from planner.errors import NotPossible
from planner.problem.parts import days_ahead, lasts
from planner.roster.addressing import days_named
from planner.store.roster.standing import Standing
from planner.words import Words

GIVEN = ("from_day", "until")
"""What an address or a form calls the first and the last of the days that are given away."""
IN_RETURN = ("return_from_day", "return_until")
"""The same of the days that are wanted in return."""


@dataclass(frozen=True)
class DaysToChoose:
    """The days of a slot that have not begun, and those chosen of them; `slot` means these days."""

    days: tuple[date, ...]
    first: date | None
    last: date | None
    slot: str
    refused: Words | None = None
    """Why the days that were asked for cannot be; all days are chosen then."""
    names: tuple[str, str] = GIVEN
    """What an address or a form calls the first and the last."""

    @property
    def several(self) -> bool:
        """Whether there is anything to choose."""
        return len(self.days) > 1

    @property
    def query(self) -> dict[str, str]:
        """What an address or a form says of the choice; nothing where all days are meant."""
        if not self.days or (self.first, self.last) == (self.days[0], self.days[-1]):
            return {}
        return dict(zip(self.names, (f"{self.first}", f"{self.last}"), strict=True))


def days_to_choose(
    standing: Standing, slot: str, first: date | None, last: date | None, now: datetime, names: tuple[str, str] = GIVEN
) -> DaysToChoose:
    """The days ahead of an issued slot, with those from `first` to `last` chosen; all of them for None."""
    left = days_ahead(standing.issued.slots[slot].slot, standing.office.minute(now))
    if left is None:
        return DaysToChoose((), None, None, slot, names=names)
    every = tuple(date.fromordinal(left.day + day) for day in range(lasts(left)))
    low, high = max(first or every[0], every[0]), last or every[-1]
    try:
        return DaysToChoose(every, low, high, days_named(standing, slot, low, high), names=names)
    except NotPossible as cause:
        whole = days_named(standing, slot, every[0], every[-1])
        return DaysToChoose(every, every[0], every[-1], whole, cause.words, names)
