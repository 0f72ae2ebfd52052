"""On duty: through which pairs, and through which facts, somebody is on duty on a day or in a group of slots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from constraints.problem.problem import DAY, Slot
from constraints.problem.roster import Pair, Roster

Side = tuple[tuple[Pair, ...], int]
"""(pairs, how many facts): somebody is on duty if one of the pairs is assigned, or if there is a fact."""
NOBODY: Side = ((), 0)
"""Never on duty: neither a pair nor a fact."""


def side(who: str, slots: Iterable[Slot], facts: Iterable[Slot] = ()) -> Side:
    """The side of somebody who may be assigned to `slots` and holds `facts` as they are."""
    return tuple((slot.id, who) for slot in slots), sum(1 for _ in facts)


def on(one: Side, roster: Roster) -> bool:
    """Whether the somebody of a side is on duty by a roster."""
    pairs, fixed = one
    return bool(fixed or roster.count(pairs))


def days(who: str, slots: Sequence[Slot], past: Sequence[Slot], *, touched: bool = False) -> dict[int, Side]:
    """Day → side of somebody who may be assigned to `slots` and holds those of the `past`.

    A slot belongs to the day on which it starts, or where `touched` to every day that it touches.
    """
    mine, facts = _by_day(slots, touched), _by_day(past, touched)
    return {day: side(who, mine.get(day, ()), facts.get(day, ())) for day in mine.keys() | facts.keys()}


def _by_day(slots: Sequence[Slot], touched: bool) -> dict[int, list[Slot]]:
    found: dict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        for day in range(slot.day, (slot.end - 1) // DAY + 1 if touched else slot.day + 1):
            found[day].append(slot)
    return found


Shift = tuple[str, int, str, str]
"""(duty, day, shift, site)"""


def shifts(mine: Mapping[str, Sequence[Slot]], past: Mapping[str, Sequence[Slot]]) -> dict[Shift, dict[str, Side]]:
    """Shift → assignee → side, for everybody who could be on the shift or is as a fact, in any post; shifts sorted.

    `mine` and `past` are assignee → slots that they may be assigned to, and hold as facts.
    """
    found: dict[Shift, dict[str, Side]] = defaultdict(dict)
    for table, fact in ((mine, 0), (past, 1)):
        for who, slots in table.items():
            for slot in slots:
                sides = found[slot.duty, slot.day, slot.shift, slot.site]
                pairs, facts = sides.get(who, NOBODY)
                sides[who] = (pairs if fact else (*pairs, (slot.id, who)), facts + fact)
    return dict(sorted(found.items()))


def flat(sides: Iterable[Side]) -> tuple[Pair, ...]:
    """All pairs of some sides, each once, in their order."""
    return tuple(dict.fromkeys(pair for pairs, _ in sides for pair in pairs))
