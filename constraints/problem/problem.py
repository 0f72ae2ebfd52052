"""Problem: the slots to be filled, who may fill them, and the facts that surround them.

Days are proleptic ordinals (`date.toordinal()`), moments are whole minutes on the same scale
(`day * 1440 + minute of the day`), both in the office's local time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from constraints.problem.turns import Cursor, SlotTurn

Hold = Literal["full", "shared", "on_call"]
AssigneeKind = Literal["person", "unit"]
AbsenceSort = Literal["", "leave", "trip", "meeting", "training"]
SameTime = Literal["", "moment", "day", "night"]
"""When two are on duty together: at one moment, on one day, in one night; '' where nothing is said of it."""
DayKind = Literal["workday", "weekend", "holiday", "statutory"]

DAY = 1440
DAY_KINDS: tuple[DayKind, ...] = ("workday", "weekend", "holiday", "statutory")


def minutes(moment: datetime) -> int:
    """A naive local datetime as a count of minutes."""
    return moment.toordinal() * DAY + moment.hour * 60 + moment.minute


def moment(count: int) -> datetime:
    """A count of minutes as a naive local datetime."""
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
    """The day that the duty's plan names; a session that was moved starts on another."""
    start: int
    end: int
    need: int = 1
    room: int = 1
    hold: Hold = "full"
    kind: AssigneeKind = "person"
    day_kind: DayKind = "workday"
    load: int = 1
    """What it counts where duty is weighed (折算); every slot counts once where it is not."""
    site: str = ""
    """The site that the slot staffs; empty where the duty has none but its own place."""
    place: str = ""
    """Where one has to be; the way between two places takes time."""
    pools: frozenset[str] = frozenset()
    whole: str = ""
    """Of a further part of a slot that was divided: the id of its first part; else empty."""

    @property
    def turn(self) -> str:
        """What it is counted under: all parts of a slot that one person has are one turn."""
        return self.whole or self.id

    @property
    def day(self) -> int:
        """The local day on which the slot starts: the day every rule counts by."""
        return self.start // DAY

    @property
    def days(self) -> range:
        """The days that the slot takes up: its first, and one more for every further 24 hours that it begins."""
        return range(self.day, self.day + max(1, -(-(self.end - self.start) // DAY)))

    @property
    def session(self) -> tuple[str, int, str, str]:
        """What the slots of one shift have in common: duty, start, shift, site."""
        return self.duty, self.start, self.shift, self.site


@dataclass(frozen=True)
class Spell:
    """What an assignee is between two days, both included: its pools, units, exemptions and portfolio may change.

    `exempt` names shifts, `topics` are what the portfolio says (分管工作).
    """

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
    """A time away, in minutes; `blocks` says which holds it excludes, `kind` what sort of absence it is, no more.

    Days of a `long` one count in no fair share. The reason stays outside.
    """

    start: int
    end: int
    blocks: Literal["all", "full"] = "all"
    long: bool = False
    kind: AbsenceSort = ""

    def bars(self, slot: Slot) -> bool:
        """Whether it keeps its owner from a slot."""
        return self.start < slot.end and slot.start < self.end and (self.blocks == "all" or slot.hold == "full")


@dataclass(frozen=True)
class Link:
    """A site tied to a person from `first` to `last`, days both included."""

    site: str
    first: int
    last: int


@dataclass(frozen=True)
class Assignee:
    """A person or a unit with everything that decides what it may take.

    `months` are those (1 to 12) in which a unit goes on air, none for all; `partner` is the other of an A/B pair.
    """

    id: str
    kind: AssigneeKind = "person"
    spells: tuple[Spell, ...] = ()
    absences: tuple[Absence, ...] = ()
    links: tuple[Link, ...] = ()
    sector: str = ""
    months: frozenset[int] = frozenset()
    partner: str = ""
    opening: tuple[tuple[str, DayKind, int, int], ...] = ()
    """Earlier service that is not retyped (期初): (duty, kind of day, times, the day by which it was counted)."""
    leader: str = ""
    """Of a unit: the person who supervises it (分管领导)."""

    def spell(self, day: int) -> Spell | None:
        """The spell in force on that day, or None outside office."""
        return next((one for one in self.spells if one.first <= day <= one.last), None)

    def there(self, days: range) -> bool:
        """Whether they are in office on every one of these days."""
        return all(any(one.first <= day <= one.last for one in self.spells) for day in days)


@dataclass(frozen=True)
class Site:
    """A place to be staffed and the units linked to it."""

    id: str
    units: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Wish:
    """A person's wish to avoid the slots named, or to have one of them; `weight` is what it counts if it is not met."""

    id: str
    who: str
    slots: frozenset[str]
    want: Literal["have", "avoid"]
    weight: int = 1


@dataclass(frozen=True)
class Pin:
    """An order about one nominal day: `who` is on one of `slots`, or where `forbidden` on none of them."""

    id: str
    who: str
    slots: frozenset[str]
    forbidden: bool = False


@dataclass(frozen=True)
class KeptApart:
    """Two people who are not to serve together (回避) from `first` to `last`, days both included."""

    who: str
    other: str
    within: SameTime = ""
    first: int = 1
    last: int = 10**7


@dataclass(frozen=True)
class Taken:
    """An assignment that is a fact: served before the plan, or issued beside it."""

    slot: Slot
    who: str


@dataclass(frozen=True)
class Problem:
    """Everything a plan rests on.

    `first` to `last` are its days, both included; `candidates` are the (slot, assignee) pairs that may be.
    """

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
    """(slot, assignee) pairs: who that version has on them."""
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
    drafted: frozenset[str] = frozenset()
    """The slots of this plan, none of them issued, that a draft already fills to which the plan keeps where it can."""
    draft: frozenset[tuple[str, str]] = frozenset()
    """(slot, assignee) pairs: who that draft has on them."""
    turns: tuple[SlotTurn, ...] = ()
    """Whose turn each slot of these days is that a clause of 轮流 covers, planned now or not, by start."""
    cursors: tuple[Cursor, ...] = ()
    """How the orders of these turns stand after them."""
    night: tuple[int, int] = (1080, 1950)
    """晚上 as minutes of the day on which it begins."""
    apart: tuple[KeptApart, ...] = ()
    """Who is kept apart from whom."""
    every_day: bool = False
    """Whether one has to be in office on every day of a slot; problems stored before ask for its first day alone."""
