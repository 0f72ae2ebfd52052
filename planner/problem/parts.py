"""Parts: a slot that lasts for days, divided at days and whole again; a part is a slot like any other.

The first part keeps the slot's id, each further one has its first date in it. Loads (折算) are split by days, in whole
numbers whose sum stays. Who is served by day alone ends a part in the evening before the next begins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from constraints.problem.problem import DAY, Problem, Slot
from constraints.problem.roster import Pair
from planner.office.keys import SlotKey


def lasts(slot: Slot) -> int:
    """How many days a slot lasts, each 24 hours from the clock of its start, the last of them perhaps shorter."""
    return -(-(slot.end - slot.start) // DAY)


def offset(slot: Slot) -> int:
    """How many days of the slot that it is a part of lie before it; 0 for a first part and for what is not divided."""
    key = SlotKey.of(slot.id)
    return (key.first - key.nominal).days


def divided(whole: Slot, at: Iterable[int]) -> tuple[Slot, ...]:
    """The parts of a slot that begin after so many days each; numbers that lie outside its days say nothing."""
    every = lasts(whole)
    bounds = [0, *sorted({one for one in at if 0 < one < every}), every]
    return tuple(_part(whole, first, last) for first, last in pairwise(bounds))


def divided_as_named(slots: Iterable[Slot], ids: Iterable[str]) -> Iterator[Slot]:
    """The slots, divided where some of these ids are those of their parts."""
    found: dict[str, set[int]] = defaultdict(set)
    for key in map(SlotKey.of, ids):
        if key.part:
            found[str(key.whole)].add((key.part - key.nominal).days)
    return (part for slot in slots for part in divided(slot, found[slot.id]))


def some_days(slot: Slot, first: int, last: int) -> Slot:
    """The days of a slot from `first` on and before `last`, counted from the first day of what it is a part of."""
    key = SlotKey.of(slot.id)
    whole = replace(slot, id=str(key.whole), start=slot.start - offset(slot) * DAY)
    return _part(whole, first, last)


def days_ahead(slot: Slot, now: int) -> Slot | None:
    """A slot without the days that have begun by `now` (minutes); None where none is left."""
    begun = max(0, (now - slot.start) // DAY + 1)
    if not begun or begun >= lasts(slot):
        return None if begun else slot
    return some_days(slot, offset(slot) + begun, offset(slot) + lasts(slot))


def _part(whole: Slot, first: int, last: int) -> Slot:
    """The days of a slot from its day `first` on and before `last`, counted from 0."""
    every, key = lasts(whole), SlotKey.of(whole.id)
    by_day = whole.end % DAY > whole.start % DAY
    end = whole.start + last * DAY - (DAY - (whole.end - whole.start) % DAY if by_day else 0)
    load = _rounded(whole.load * last, every) - _rounded(whole.load * first, every)
    id = str(replace(key, part=key.nominal + timedelta(days=first))) if first else whole.id
    return replace(
        whole,
        id=id,
        start=whole.start + first * DAY,
        end=whole.end if last == every else end,
        load=load,
        whole=whole.id if first else "",
    )


def _rounded(count: int, by: int) -> int:
    return (2 * count + by) // (2 * by)


def joined(parts: Sequence[Slot]) -> Slot:
    """The slot whose parts these are, in their order."""
    return replace(parts[0], end=parts[-1].end, load=sum(part.load for part in parts))


def by_turn(slots: Iterable[Slot]) -> dict[str, list[Slot]]:
    """Id of the first part → all parts in their order, for every slot that is divided."""
    found: dict[str, list[Slot]] = defaultdict(list)
    for slot in sorted(slots, key=lambda one: (one.start, one.id)):
        found[slot.turn].append(slot)
    return {turn: parts for turn, parts in found.items() if len(parts) > 1}


def as_divided(slots: Iterable[Slot], issued: Mapping[str, Slot], now: int) -> list[Slot]:
    """The slots of the calendar, divided as those that are issued; `now` is in minutes.

    What has begun stands with all its parts as it was issued, whatever the calendar says by now.
    """
    parts, found, seen = by_turn(issued.values()), list[Slot](), set[str]()
    for slot in slots:
        some = parts.get(slot.id, [])
        seen.add(slot.id)
        begun = bool(some) and some[0].start <= now
        found += some if begun else divided(slot, map(offset, some)) if some else [slot]
    return found


def with_slots(problem: Problem, now: Mapping[str, Slot | None]) -> Problem:
    """The problem with some of its slots as they are now: changed, gone (None), or a new part of one that it has.

    Whatever was said of a slot (candidates, topics, orders, wishes) is said of its new parts too.
    """
    here = {slot.id for slot in problem.slots}
    added = [slot for id, slot in sorted(now.items()) if slot and id not in here and slot.whole in here]
    kept = tuple(found for slot in problem.slots if (found := now.get(slot.id, slot)))
    if kept == problem.slots and not added:
        return problem
    fresh = defaultdict[str, list[str]](list)
    for slot in added:
        fresh[slot.whole].append(slot.id)

    def both(ids: frozenset[str]) -> frozenset[str]:
        return ids | {part for id in ids for part in fresh.get(id, ())}

    def pairs(some: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        return some | {(part, who) for id, who in some if id in fresh for part in fresh[id]}

    return replace(
        problem,
        slots=(*kept, *added),
        candidates=pairs(problem.candidates),
        wishes=tuple(replace(one, slots=both(one.slots)) for one in problem.wishes),
        pins=tuple(replace(one, slots=both(one.slots)) for one in problem.pins),
        issued=both(problem.issued),
        published=pairs(problem.published),
        topics=tuple((part, about) for id, about in problem.topics for part in (id, *fresh.get(id, ()))),
    )


def whole_again(problem: Problem, pairs: Set[Pair], duties: Iterable[str]) -> tuple[Problem, frozenset[Pair]]:
    """The problem and a roster of it in which the parts of these duties that meet at the same people are one."""
    wanted, now = set(duties), dict[str, Slot | None]()
    on: dict[str, set[str]] = defaultdict(set)
    for id, who in pairs:
        on[id].add(who)
    for parts in by_turn(slot for slot in problem.slots if slot.duty in wanted).values():
        last = parts[0]
        for part in parts[1:]:
            if offset(last) + lasts(last) == offset(part) and on[last.id] == on[part.id]:
                last = joined((last, part))
                now |= {part.id: None, last.id: last}
            else:
                last = part
    return with_slots(problem, now), frozenset(pair for pair in pairs if now.get(pair[0], problem) is not None)


def as_in_force(problem: Problem, slots: Mapping[str, Slot]) -> Problem:
    """The problem with its slots at the times and in the parts in which they are in force."""
    here = {slot.id for slot in problem.slots}
    now: dict[str, Slot | None] = {slot.id: slots.get(slot.id, None if slot.whole else slot) for slot in problem.slots}
    now |= {id: slot for id, slot in slots.items() if slot.whole in here}
    return with_slots(problem, now)
