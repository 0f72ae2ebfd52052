"""Keys that last: the one place that joins and splits the ids of slots and of orders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

BAR = "|"
"""Between the parts of a key; an id of the workbook never holds one."""
DASH = "-"
"""Between the dates of a slot that is divided."""


@dataclass(frozen=True)
class SlotKey:
    """What names a slot whatever its post is called, whoever is on it and wherever its day moves.

    `nominal` is the day that the calendar words name, `site` the tagged id of a village or town, '' for one place.
    """

    duty: str
    post: str
    nominal: date
    site: str = ""
    extra: bool = False
    """An extra session, which no calendar word names."""
    part: date | None = None
    """Of a further part of a slot that lasts for days: its first day, as it were if the slot began on `nominal`."""
    until: date | None = None
    """With `part` as first it is the last of some days of the slot, which need not be a part of their own (yet)."""

    @property
    def first(self) -> date:
        """The first day that is meant, counted as if the slot began on `nominal`."""
        return self.part or self.nominal

    @property
    def whole(self) -> SlotKey:
        """The key of the slot before it was divided, which is that of its first part."""
        return replace(self, part=None, until=None)

    def meets(self, other: SlotKey) -> bool:
        """Whether both mean a day of one slot; a key without `until` means the slot from its first day on."""
        return self.whole == other.whole and all(
            one.until is None or another.first <= one.until for one, another in ((self, other), (other, self))
        )

    def __str__(self) -> str:
        """The slot's id: duty|post|date|site, an x before the date of an extra session, -date for a part."""
        days = (one for one in (self.nominal, self.part, self.until) if one)
        day = ("x" if self.extra else "") + DASH.join(f"{one:%Y%m%d}" for one in days)
        return BAR.join(part for part in (self.duty, self.post, day, self.site) if part)

    @classmethod
    def of(cls, id: str) -> SlotKey:
        """The key that a slot's id was made from. Raises ValueError for what is no slot's id."""
        duty, post, day, *site = id.split(BAR, 3)
        nominal, *part = (datetime.strptime(one, "%Y%m%d").date() for one in day.removeprefix("x").split(DASH, 2))
        if [nominal, *part] != sorted([nominal, *part]):
            raise ValueError(f"the days of {id} run backwards")
        return cls(duty, post, nominal, site[0] if site else "", day.startswith("x"), *part)


@dataclass(frozen=True)
class OrderKey:
    """What names an order (指定) on one nominal day, or a wish (时间要求): its kind, its days and its scope.

    `day` is a date, or the numbers of weekdays from 0 for Monday with 、 between them; the last parts differ by kind.
    """

    kind: str
    day: str
    duty: str
    shift: str
    rest: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The id that the core knows it by: kind|day|duty|shift|…"""
        return BAR.join((self.kind, self.day, self.duty, self.shift, *self.rest))

    @classmethod
    def of(cls, id: str) -> OrderKey:
        """The key that the id was made from; parts that it lacks are ''."""
        parts = id.split(BAR)
        kind, day, duty, shift = (*parts, "", "", "")[:4]
        return cls(kind, day, duty, shift, tuple(parts[4:]))
