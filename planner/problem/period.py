"""The period that is planned, the duties that have days in it, and what is issued around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from constraints.problem.problem import Absence, Slot, Taken
from constraints.problem.roster import Pair
from constraints.problem.turns import Cursor, SlotTurn
from planner.calendar.reading import read_month
from planner.errors import NotPossible
from planner.office.office import Office
from planner.office.sheets import Duty
from planner.words import Words, series


@dataclass(frozen=True)
class Period:
    """The nominal days that are planned, both included, and for which duties (ids or names); None means all."""

    first: date
    last: date
    duties: tuple[str, ...] | None = None

    @classmethod
    def month(cls, text: str, duties: Sequence[str] | None = None) -> Period:
        """The month YYYY-MM as a period; raises NotPossible where the text is no month."""
        first = read_month(text)
        return cls(
            first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1), tuple(duties) if duties else None
        )

    @property
    def text(self) -> str:
        """YYYY-MM of the first day."""
        return self.first.strftime("%Y-%m")


@dataclass(frozen=True)
class Issued:
    """What is issued, in the period or beside it, when it is planned.

    `taken` says who is on which slot, `slots` has them by id; those that start by `now` (minutes, as slots count) are
    past changing.
    """

    taken: tuple[Taken, ...] = ()
    slots: Mapping[str, Slot] = field(default_factory=dict)
    now: int = 0
    busy: Mapping[str, tuple[Absence, ...]] = field(default_factory=dict)
    """Tagged person → the times for which their unit has named them."""
    turns: Mapping[str, SlotTurn] = field(default_factory=dict)
    """Slot → whose turn it was when it was issued."""
    cursors: tuple[tuple[int, Cursor], ...] = ()
    """(last day, how an order of turns stood after it) of every plan that was issued, the first issued first."""


@dataclass(frozen=True)
class KeptDraft:
    """The draft to which a plan is to keep where it can: the ids of its slots, and who is on them; empty for none."""

    slots: frozenset[str] = frozenset()
    pairs: frozenset[Pair] = frozenset()


def duties_of(office: Office, period: Period) -> list[Duty]:
    """The duties that a period plans; raises NotPossible, with a list of those there are, for an unknown one."""
    if period.duties is None:
        return list(office.duties.values())
    called = {duty.name: duty for duty in office.duties.values()} | office.duties
    unknown = [one for one in period.duties if one not in called]
    if unknown:
        known = "、".join(f"{one.id}（{one.name}）" for one in office.duties.values())
        raise NotPossible(Words("没有事项 %(unknown)s；现有：%(known)s", unknown=series(unknown), known=known))
    return [called[one] for one in period.duties]
