"""Problem: the slots to be filled, who may fill them, and the facts that surround them.

Days are proleptic ordinals (`date.toordinal()`), moments are whole minutes on the same scale
(`day * 1440 + minute of the day`), both in the office's local time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

Hold = Literal["full", "shared", "on_call"]
AssigneeKind = Literal["person", "unit"]
DayKind = Literal["workday", "weekend", "holiday", "statutory"]

DAY = 1440
DAY_KINDS: tuple[DayKind, ...] = ("workday", "weekend", "holiday", "statutory")


def minutes(moment: datetime) -> int:
    """The minute count of a naive local datetime."""
    return moment.toordinal() * DAY + moment.hour * 60 + moment.minute


def moment(count: int) -> datetime:
    """The naive local datetime of a minute count."""
    day, minute = divmod(count, DAY)
    return datetime.combine(date.fromordinal(day), datetime.min.time()) + timedelta(minutes=minute)


@dataclass(frozen=True)
class Slot:
    """A post to be filled once: `need` to `room` assignees from `start` to `end` (minutes)."""

    id: str
    duty: str
    shift: str
    post: str
    nominal: int
    start: int
    end: int
    need: int = 1
    room: int = 1
    hold: Hold = "full"
    kind: AssigneeKind = "person"
    day_kind: DayKind = "workday"
    load: int = 1
    site: str = ""
    place: str = ""
    pools: frozenset[str] = frozenset()

    @property
    def day(self) -> int:
        """The local day on which the slot starts: the day every rule counts by."""
        return self.start // DAY

    @property
    def session(self) -> tuple[str, int, str, str]:
        """The slots of one shift: duty, start, shift, site."""
        return self.duty, self.start, self.shift, self.site


@dataclass(frozen=True)
class Spell:
    """What an assignee is between two days, both included: pools, units, exemptions and portfolio change."""

    first: int
    last: int
    pools: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    exempt: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    unit: str = ""
    """The main unit: the office they sit in and the quota they count for."""


@dataclass(frozen=True)
class Absence:
    """A time away, in minutes; `blocks` says which holds it excludes. The reason stays outside."""

    start: int
    end: int
    blocks: Literal["all", "full"] = "all"
    long: bool = False

    def bars(self, slot: Slot) -> bool:
        """Whether it keeps its owner from a slot."""
        return self.start < slot.end and slot.start < self.end and (self.blocks == "all" or slot.hold == "full")


@dataclass(frozen=True)
class Link:
    """A site tied to a person from `first` to `last`."""

    site: str
    first: int
    last: int


@dataclass(frozen=True)
class Assignee:
    """A person or a unit with everything that decides what it may take."""

    id: str
    kind: AssigneeKind = "person"
    spells: tuple[Spell, ...] = ()
    absences: tuple[Absence, ...] = ()
    links: tuple[Link, ...] = ()
    sector: str = ""
    months: frozenset[int] = frozenset()
    partner: str = ""
    opening: tuple[tuple[str, DayKind, int, int], ...] = ()
    """Counts not retyped: (duty, kind of day, times, as-of day)."""
    leader: str = ""
    """Of a unit: the person who supervises it."""

    def spell(self, day: int) -> Spell | None:
        """The spell in force on that day, or None outside office."""
        return next((one for one in self.spells if one.first <= day <= one.last), None)


@dataclass(frozen=True)
class Site:
    """A place to be staffed and the units linked to it."""

    id: str
    units: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Wish:
    """A person's wish about the slots named; `want` is 'have' or 'avoid'."""

    id: str
    who: str
    slots: frozenset[str]
    want: Literal["have", "avoid"]
    weight: int = 1


@dataclass(frozen=True)
class Pin:
    """An order about one nominal day: `who` on one of `slots`, or on none of them."""

    id: str
    who: str
    slots: frozenset[str]
    forbidden: bool = False


@dataclass(frozen=True)
class Taken:
    """An assignment that is a fact: served before the plan, or issued beside it."""

    slot: Slot
    who: str


@dataclass(frozen=True)
class Problem:
    """Everything a plan rests on. `first` to `last` are the plan's days, `candidates` (slot, who)."""

    first: int
    last: int
    slots: tuple[Slot, ...]
    assignees: tuple[Assignee, ...]
    candidates: frozenset[tuple[str, str]]
    taken: tuple[Taken, ...] = ()
    sites: tuple[Site, ...] = ()
    wishes: tuple[Wish, ...] = ()
    pins: tuple[Pin, ...] = ()
    issued: frozenset[str] = frozenset()
    """The slots of this plan that an issued version already fills."""
    published: frozenset[tuple[str, str]] = frozenset()
    """Who that version has on them."""
    begun: frozenset[str] = frozenset()
    """Issued slots of the planned days that have begun: facts, whether staffed or open, and not among `slots`."""
    halves: tuple[tuple[int, int], tuple[int, int]] = ((510, 720), (840, 1080))
    """上午 and 下午 as minutes of the day."""
    catch_up: int = 50
    """追平: the opening balance is clipped to this many percent of one month's share."""
    topics: tuple[tuple[str, frozenset[str]], ...] = ()
    """(slot, topics) of the sessions that have some."""
    workdays: frozenset[int] = frozenset()
    """The official workdays among the days that the plan's slots touch."""
