"""Keys that last: the one place that joins and splits the ids of slots and of orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

BAR = "|"
"""Between the parts of a key; an id of the workbook never holds one."""


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

    def __str__(self) -> str:
        """The slot's id: duty|post|date|site, an x before the date of an extra session."""
        day = f"{'x' if self.extra else ''}{self.nominal:%Y%m%d}"
        return BAR.join(part for part in (self.duty, self.post, day, self.site) if part)

    @classmethod
    def of(cls, id: str) -> SlotKey:
        """The key that a slot's id was made from. Raises ValueError for what is no slot's id."""
        duty, post, day, *site = id.split(BAR, 3)
        nominal = datetime.strptime(day.removeprefix("x"), "%Y%m%d").date()
        return cls(duty, post, nominal, site[0] if site else "", day.startswith("x"))


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
