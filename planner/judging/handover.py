"""Handing over: what slots, or some days of slots, that go from one to another come to, as pairs and as slots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from constraints.problem.problem import DAY, Slot
from constraints.problem.roster import Pair
from planner.judging.refusals import Refusal, SwapRefused
from planner.office.keys import SlotKey
from planner.problem.parts import divided, joined, lasts, offset
from planner.store.held_slot import Held
from planner.store.people.offers import Hop
from planner.store.roster.parts import holding, parts_of
from planner.store.roster.versions import Content


@dataclass(frozen=True)
class Exchange:
    """The (slot, assignee) pairs that a swap takes out of the issued roster, and those that it puts in.

    `slots` are those that stand otherwise by then: at another time, new as a part of one, or None where a part is one
    with the part before it again.
    """

    out: frozenset[Pair]
    put: frozenset[Pair]
    slots: tuple[tuple[str, Held | None], ...] = ()

    def of(self, pairs: Iterable[Pair]) -> frozenset[Pair]:
        """The pairs of a roster after the exchange."""
        return (frozenset(pairs) - self.out) | self.put

    def after(self, slots: Mapping[str, Held]) -> dict[str, Held]:
        """The issued slots after the exchange."""
        return {id: held for id, held in {**slots, **dict(self.slots)}.items() if held}

    @property
    def touched(self) -> frozenset[str]:
        """The ids of all slots whose people or times it changes."""
        return frozenset({id for id, _ in self.out | self.put} | {id for id, _ in self.slots})

    def concerns(self, slots: Mapping[str, Held]) -> list[Slot]:
        """The issued slots whose people or times it changes, as they are before."""
        return [slots[id].slot for id in sorted(self.touched) if id in slots]

    def turns(self, content: Content) -> tuple[frozenset[Pair], frozenset[Pair]]:
        """What `out` and `put` come to where all parts of a slot that somebody has count once, under the first part."""
        known = {**content.slots, **self.after({})}
        turns = {known[id].slot.turn for id in self.touched if id in known}
        before = _turns({id: one for id, one in content.slots.items() if one.slot.turn in turns}, content.pairs)
        slots = self.after(content.slots)
        after = _turns({id: one for id, one in slots.items() if one.slot.turn in turns}, self.of(content.pairs))
        return before - after, after - before

    def differing(self, content: Content) -> frozenset[Served]:
        """Who serves what day of what slot before or after it, but not both."""
        then, ours = self.after(content.slots), self.touched
        before = _all_served(content.slots, (pair for pair in content.pairs if pair[0] in ours))
        after = _all_served(then, (pair for pair in self.of(content.pairs) if pair[0] in ours))
        return frozenset(before) ^ frozenset(after)

    def handed(self, content: Content) -> list[tuple[Slot, str, str]]:
        """(days, who had them, who has them then) for days of one slot that go from one to another, by start."""
        changed = self.differing(content)
        ours = (pair for pair in content.pairs if pair[0] in self.touched)
        had = frozenset(_all_served(content.slots, ours))
        found: dict[tuple[str, str, str], list[int]] = {}
        for who, turn, start in sorted(changed & had):
            for other, same, at in changed - had:
                if (same, at) == (turn, start):
                    found.setdefault((turn, who, other), []).append(start)
        said = [(_between(content, turn, min(at), max(at)), who, other) for (turn, who, other), at in found.items()]
        return sorted(said, key=lambda one: (one[0].start, one))


Served = tuple[str, str, int]
"""(who, slot by its first part, start of the day in minutes): a day, of a slot that lasts, that somebody serves."""


def _days_served(slots: Mapping[str, Held], pair: Pair) -> list[Served]:
    slot = slots[pair[0]].slot if pair[0] in slots else None
    return [(pair[1], slot.turn, slot.start + day * DAY) for day in range(lasts(slot))] if slot else []


def _all_served(slots: Mapping[str, Held], pairs: Iterable[Pair]) -> Iterator[Served]:
    return (one for pair in pairs for one in _days_served(slots, pair))


def _between(content: Content, turn: str, first: int, last: int) -> Slot:
    """The days of a slot from one that starts at `first` to one that starts at `last`."""
    parts = parts_of(content.slots, turn)
    whole = joined([held.slot for held in parts])
    cut = divided(whole, ((first - whole.start) // DAY, (last - whole.start) // DAY + 1))
    return next(one for one in cut if one.start == first)


def _turns(slots: Mapping[str, Held], pairs: Iterable[Pair]) -> frozenset[Pair]:
    return frozenset((slots[slot].slot.turn, who) for slot, who in pairs if slot in slots)


def has_them(content: Content, hops: Iterable[Hop]) -> bool:
    """Whether everybody has, and has alone or with others the whole time, what they would give."""
    return all(
        (held := holding(content.slots, hop.slot)) and (held.slot.id, hop.giver) in content.pairs for hop in hops
    )


def back(hops: Iterable[Hop]) -> tuple[Hop, ...]:
    """The hops that undo some hops, the last of them first."""
    return tuple(Hop(one.slot, one.taker, one.giver) for one in reversed(tuple(hops)))


def simple_exchange(hops: Iterable[Hop]) -> Exchange:
    """The exchange that hops of slots as they stand amount to; none of them means some days of a slot."""
    moved = tuple(hops)
    return Exchange(
        frozenset((hop.slot, hop.giver) for hop in moved), frozenset((hop.slot, hop.taker) for hop in moved)
    )


def exchange_of(content: Content, hops: Iterable[Hop]) -> Exchange:
    """The exchange that some hops amount to; a slot of which days go is divided, and parts of the same people join.

    A part for which it was entered who really served (补登) stays one of its own: what was entered is said of it alone.
    Raises SwapRefused where what a hop means is not in force, or its giver has it not.
    """
    moved = tuple(hops)
    if not has_them(content, moved):
        raise SwapRefused(Refusal.CHANGED)
    lasting = [hop for hop in moved if len(parts_of(content.slots, hop.slot)) > 1 or SlotKey.of(hop.slot).until]
    exchange = simple_exchange(hop for hop in moved if hop not in lasting)
    for turn in dict.fromkeys(str(SlotKey.of(hop.slot).whole) for hop in lasting):
        mine = [hop for hop in lasting if str(SlotKey.of(hop.slot).whole) == turn]
        exchange = _with(exchange, content, _divided_anew(content, turn, mine))
    return exchange


def _with(exchange: Exchange, content: Content, after: Mapping[Held, frozenset[str]]) -> Exchange:
    """An exchange with one slot more whose parts and people are others by then."""
    turn = next(iter(after)).slot.turn
    was = {held.slot.id: held for held in parts_of(content.slots, turn)}
    now = {held.slot.id: held for held in after}
    before = {pair for pair in content.pairs if pair[0] in was}
    then = {(held.slot.id, who) for held, whos in after.items() for who in whos}
    changed = [(id, now.get(id)) for id in sorted(was.keys() | now.keys()) if was.get(id) != now.get(id)]
    return Exchange(exchange.out | (before - then), exchange.put | (then - before), (*exchange.slots, *changed))


def _divided_anew(content: Content, turn: str, hops: list[Hop]) -> dict[Held, frozenset[str]]:
    """The parts of one slot after its hops, with who is on each."""
    parts, on = parts_of(content.slots, turn), _people(content, turn)
    whole = joined([held.slot for held in parts])
    spans = [(hop, *_days(hop.slot)) for hop in hops]
    cuts = sorted({*on, *(day for _, *span in spans for day in span)})
    people: dict[int, frozenset[str]] = {}
    for part in divided(whole, cuts):
        day = offset(part)
        there = on[max(one for one in on if one <= day)]
        going = [hop for hop, first, last in spans if first <= day < last]
        people[day] = (there - {hop.giver for hop in going}) | {hop.taker for hop in going}
    told = [day for held in parts for day in _edges(held.slot) if held.slot.id in content.entered]
    return {replace(parts[0], slot=slot): people[offset(slot)] for slot in divided(whole, [*_begins(people), *told])}


def cut_out(content: Content, slot: str) -> tuple[str, Exchange]:
    """The id that some days have as a part of their own, and what it takes to make them one under the same people.

    Raises SwapRefused where they are not in force.
    """
    held = holding(content.slots, slot)
    if held is None:
        raise SwapRefused(Refusal.UNKNOWN_SLOT)
    same = Exchange(frozenset(), frozenset())
    if SlotKey.of(slot).until is None:
        return slot, same
    parts, on = parts_of(content.slots, slot), _people(content, slot)
    first, last = _days(slot)
    anew = divided(joined([one.slot for one in parts]), {*on, first, last})
    after = {replace(held, slot=one): on[max(day for day in on if day <= offset(one))] for one in anew}
    return next(one.id for one in anew if offset(one) == first), _with(same, content, after)


def _people(content: Content, slot: str) -> dict[int, frozenset[str]]:
    """Days before it → who is on it, for every part of a slot."""
    parts = parts_of(content.slots, slot)
    return {offset(held.slot): frozenset(who for id, who in content.pairs if id == held.slot.id) for held in parts}


def _edges(part: Slot) -> tuple[int, int]:
    """The days on which a part begins, and on which the next one does."""
    return offset(part), offset(part) + lasts(part)


def _begins(people: Mapping[int, frozenset[str]]) -> list[int]:
    """The days on which a part begins: the first, and those whose people are not those of the part before."""
    ordered = sorted(people)
    return [0, *(day for before, day in pairwise(ordered) if people[before] != people[day])]


def _days(slot: str) -> tuple[int, int]:
    """The days that are meant, from 0 for the slot's first: the first of them, and the one after the last."""
    key = SlotKey.of(slot)
    assert key.until, "a part of a divided slot is named by its days"
    return (key.first - key.nominal).days, (key.until - key.nominal).days + 1


def as_exchange(
    out: Iterable[Pair], put: Iterable[Pair], before: Mapping[str, Held], after: Mapping[str, Held]
) -> Exchange:
    """The exchange of pairs and of slots; those of `before` that `after` lacks are gone."""
    return Exchange(frozenset(out), frozenset(put), tuple((id, after.get(id)) for id in sorted({**before, **after})))
