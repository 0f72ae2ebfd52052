"""The orders of a clause of 轮流: by a list of the sheet 轮值 where there is one that fits, else by rank."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from constraints.problem.problem import Assignee, Slot
from constraints.rules.rotation import Rotation
from planner.calendar.recurrence import parse
from planner.office.ids import as_unit
from planner.office.office import SHEET_OF, Office
from planner.office.sheets import ClauseRow, TurnRow

TURNS = SHEET_OF[TurnRow]
OTHER_DAYS = ""
"""The column of the days that are in no other one."""


@dataclass(frozen=True)
class Group:
    """Slots that share an order: its name, its column of days, and everybody who was ever in it."""

    key: str
    column: str
    places: tuple[str, ...]


class Groups:
    """Says to which order of a clause a slot belongs."""

    def __init__(
        self,
        office: Office,
        row: ClauseRow,
        rule: Rotation,
        slots: Sequence[Slot],
        people: Mapping[str, Assignee],
        who: Set[str] | None,
    ) -> None:
        self._office, self._rule, self._people, self._who = office, rule, people, who
        self._first = slots[0].day if slots else 0
        parts = (row.duties, row.shifts, row.posts, (row.days,), row.who)
        self._clause = "|".join("、".join(sorted(part)) for part in parts)
        self._columns = {text: parse(text) for text in rule.columns}
        self._lists: dict[object, list[TurnRow]] = defaultdict(list)
        for one in office.of(TurnRow) if rule.order != "rank" else ():
            self._lists[TURNS.list_of(one)].append(one)
        self._pools = _joined({slot.pools for slot in slots}, people.values())
        self._known: dict[object, Group] = {}

    def of(self, slot: Slot, column: str | None = None) -> Group:
        """The order to which a slot belongs; in a `column` in which it was issued, where there still is such a one."""
        if column is None or column not in (*self._columns, OTHER_DAYS):
            column = self.column(date.fromordinal(slot.day))
        listed = self._list(slot, column)
        pools = next((one for one in self._pools if one & slot.pools), slot.pools)
        key = column, slot.kind, pools if listed is None else TURNS.list_of(listed[0])
        if key not in self._known:
            places = self._ranked(slot.kind, pools) if listed is None else _numbered(listed)
            name = "、".join(sorted(pools)) if listed is None else _name(listed[0])
            mine = tuple(one for one in places if one in self._people and (self._who is None or one in self._who))
            self._known[key] = Group("|".join((self._clause, name, column)), column, mine)
        return self._known[key]

    def there(self, group: Group) -> frozenset[str]:
        """Those of an order who had not left before the days that are worked out: nobody else can have a turn again."""
        return frozenset(
            who for who in group.places if any(spell.last >= self._first for spell in self._people[who].spells)
        )

    def column(self, day: date) -> str:
        """The column of a day, as 分列 has it."""
        calendar = self._office.calendar
        return next((text for text, words in self._columns.items() if words.matches(day, calendar)), OTHER_DAYS)

    def _list(self, slot: Slot, column: str) -> list[TurnRow] | None:
        """The list that fits a slot best: one of its column first, then of its shift, of its post, of few duties."""
        fit = [
            rows
            for rows in self._lists.values()
            if slot.duty in rows[0].duties
            and rows[0].shift in ("", slot.shift)
            and rows[0].post in ("", slot.post)
            and (not rows[0].days or same_days(rows[0].days, column))
        ]
        return min(fit, key=_width, default=None)

    def _ranked(self, kind: str, pools: Set[str]) -> Sequence[str]:
        """Everybody of a kind who was ever in one of the pools, or the units of these people, in rank order."""
        fit = [
            (one.id, spell.unit)
            for one in self._people.values()
            for spell in one.spells
            if one.kind == kind and pools & spell.pools
        ]
        by_unit = kind == "person" and self._rule.units == "yes"
        found = {as_unit(unit) for _, unit in fit if unit} if by_unit else {who for who, _ in fit}
        return sorted(found, key=lambda one: self._office.rank[one])


def same_days(first: str, second: str) -> bool:
    """Whether two columns of days are written in the same words."""
    return frozenset(re.split("[、,，;；]", first)) == frozenset(re.split("[、,，;；]", second))


def _numbered(rows: list[TurnRow]) -> list[str]:
    return list(dict.fromkeys(row.who for row in sorted(rows, key=lambda row: row.number)))


def _width(rows: list[TurnRow]) -> tuple[bool, bool, bool, int]:
    one = rows[0]
    return not one.days, not one.shift, not one.post, len(one.duties)


def _name(row: TurnRow) -> str:
    return "/".join(("、".join(sorted(row.duties)), row.shift, row.post, row.days))


def _joined(posts: set[frozenset[str]], people: Iterable[Assignee]) -> list[frozenset[str]]:
    """The pools of posts that have anybody in common, put together: posts of different people have different orders."""
    used = frozenset().union(*posts)
    shared = {spell.pools & used for one in people for spell in one.spells}
    found: list[frozenset[str]] = []
    for pools in sorted(posts | shared, key=sorted):
        mine = pools.union(*(one for one in found if one & pools))
        found = [*(one for one in found if not one & pools), *([mine] if mine else [])]
    return found
