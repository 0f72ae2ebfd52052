"""Repairs where nobody can simply stand in: two moves, an exchange, or a ring of three or four (a cyclic exchange)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from constraints.judge import Finding, cost, worse
from constraints.problem.problem import Slot
from constraints.problem.roster import Pair
from planner.judging.handover import Exchange, simple_exchange
from planner.judging.in_force import Ground, ground_of
from planner.judging.refusals import Refusal, SwapRefused
from planner.office.ids import is_person
from planner.office.office import Office
from planner.problem.assignees import able
from planner.roster.finding_text import Speaker, private
from planner.store import cache
from planner.store.people.offers import Hop
from planner.store.roster.parts import days_of, meant
from planner.store.roster.standing import Standing
from planner.store.roster.versions import Content
from planner.words import Lang

NEAREST = 40
"""Exchanges and rings are looked for among this many slots of the same post, the nearest in time."""
BEST = 5
"""How many of each kind are returned."""


@dataclass(frozen=True)
class Repair:
    """Slots that change hands together within the rules, what that costs, and what gets worse."""

    hops: tuple[Hop, ...]
    price: int
    """The change of cost in whole cost units; for officials that of what is not private, since it orders the ways."""
    regrets: tuple[str, ...]


@dataclass(frozen=True)
class Repairs:
    """Two moves each (somebody stands in, another takes what they leave), exchanges, and rings where no \
exchange works."""

    moves: tuple[Repair, ...]
    exchanges: tuple[Repair, ...]
    rings: tuple[Repair, ...]


def slots_moved(content: Content, found: Repairs | None) -> dict[str, Slot]:
    """What the hops of repairs move, by how they mean it: slots, or days of slots as slots of their own."""
    every = (*found.moves, *found.exchanges, *found.rings) if found else ()
    means = {hop.slot for one in every for hop in one.hops}
    return {slot: held.slot for slot in means if (held := meant(content, slot) or content.slots.get(slot))}


def repairs(standing: Standing, slot: str, out: str, now: datetime, lang: Lang, *, office_eyes: bool = True) -> Repairs:
    """What could be done so that `out` (tagged) need not serve an issued slot, or some days of one.

    Without `office_eyes` no regret speaks of what is private, nor do the choice and the order of ways.
    Raises SwapRefused where the slot is not issued or `out` is not on it.
    """
    office = standing.office
    id, ground, content = ground_of(standing, slot)
    if (id, out) not in content.pairs:
        raise SwapRefused(Refusal.NOT_THEIRS)
    return _by_days(_found(office, ground, lang, office_eyes, office.minute(now), id, out), content)


def _by_days(found: Repairs, content: Content) -> Repairs:
    """The same repairs, said of the days of divided slots rather than of parts, which need not stand yet."""

    def said(some: tuple[Repair, ...]) -> tuple[Repair, ...]:
        return tuple(
            replace(one, hops=tuple(hop._replace(slot=days_of(content, hop.slot)) for hop in one.hops)) for one in some
        )

    return Repairs(said(found.moves), said(found.exchanges), said(found.rings))


@cache.kept(
    16, by=lambda office, ground, lang, eyes, clock, slot, out: (ground.key, lang, eyes, clock // 60, slot, out)
)
def _found(office: Office, ground: Ground, lang: Lang, eyes: bool, clock: int, slot: str, out: str) -> Repairs:
    """Kept for an hour: what begins meanwhile is refused when it is asked for."""
    return _Search(office, ground, lang, eyes, clock).all(slot, out)


class _Search:
    """The search for repairs among the slots of one ground that have not begun; `clock` is now, in minutes."""

    def __init__(self, office: Office, ground: Ground, lang: Lang, office_eyes: bool, clock: int) -> None:
        self.office, self.clock, self.eyes = office, clock, office_eyes
        self.slots: dict[str, Slot] = ground.case.slots
        self.held = sorted(
            pair for pair in ground.roster.pairs if is_person(pair[1]) and self.slots[pair[0]].start > clock
        )
        self.ground = ground
        self.speaker = Speaker(office, ground.case.problem, ground.case.book, lang)
        self._ways: dict[tuple[Pair, Pair], bool] = {}

    def all(self, slot: str, out: str) -> Repairs:
        """All repairs for `out` on one slot, the best of each kind."""
        post = self.slots[slot]
        alike = [
            pair for pair in self.held if self._alike(post, self.slots[pair[0]]) and pair[1] != out and pair[0] != slot
        ]
        near = sorted(alike, key=lambda pair: (abs(self.slots[pair[0]].start - post.start), pair))[:NEAREST]
        whos = (
            able(self.office, post, date.fromordinal(post.day))
            if not post.site
            else [who for _, who in self.ground.case.pairs(post)]
        )
        named = frozenset(
            (one, who)
            for one in {slot, *(pair[0] for pair in near)}
            for who in {out, *whos, *(pair[1] for pair in near)}
        )
        self.ground = self.ground.with_columns(named)
        exchanges = self._best(self._rings((slot, out), near, 2))
        rings = (
            exchanges or self._best(self._rings((slot, out), near, 3)) or self._best(self._rings((slot, out), near, 4))
        )
        return Repairs(self._best(self._moves(slot, out, whos)), exchanges, rings if not exchanges else ())

    @staticmethod
    def _alike(one: Slot, other: Slot) -> bool:
        return (one.duty, one.post, bool(one.site)) == (other.duty, other.post, bool(other.site))

    def _rings(self, start: Pair, near: list[Pair], length: int) -> Iterator[tuple[Hop, ...]]:
        """Rings of `length` slots, each given to the holder of the next, in which no single step breaks a ban."""

        def onward(path: tuple[Pair, ...]) -> Iterator[tuple[Hop, ...]]:
            if len(path) == length:
                if self._takes(start, path[-1]):
                    yield tuple(
                        Hop(slot, who, path[(number + 1) % length][1]) for number, (slot, who) in enumerate(path)
                    )
                return
            for pair in near:
                if (
                    pair[1] not in {who for _, who in path}
                    and pair[0] not in {slot for slot, _ in path}
                    and self._takes(pair, path[-1])
                ):
                    yield from onward((*path, pair))

        yield from onward((start,))

    def _takes(self, own: Pair, other: Pair) -> bool:
        """Whether the holder of `own` could leave it and take over `other` without breaking a ban of 必须."""
        if (own, other) not in self._ways:
            new = self._new(Exchange(frozenset({own, other}), frozenset({(other[0], own[1])})))
            self._ways[own, other] = not any(one.must and one.nature == "ban" for one in new)
        return self._ways[own, other]

    def _moves(self, slot: str, out: str, whos: list[str]) -> Iterator[tuple[Hop, ...]]:
        """Two hops each: somebody whom their own slot keeps from this one takes it, and a third takes their own."""
        for who in whos:
            direct = self._new(Exchange(frozenset({(slot, out)}), frozenset({(slot, who)})))
            if (slot, who) in self.ground.roster.pairs or not any(one.must for one in direct):
                continue
            for left, _ in (pair for pair in self.held if pair[1] == who and pair[0] != slot):
                new = self._new(Exchange(frozenset({(slot, out), (left, who)}), frozenset({(slot, who)})))
                if not any(one.must and one.nature == "ban" for one in new) and not self.slots[left].site:
                    for third in able(self.office, self.slots[left], date.fromordinal(self.slots[left].day)):
                        if third not in (who, out) and (left, third) not in self.ground.roster.pairs:
                            yield Hop(slot, out, who), Hop(left, who, third)

    def _new(self, exchange: Exchange) -> list[Finding]:
        return worse(self.ground.found, self.ground.after(exchange))

    def _best(self, found: Iterator[tuple[Hop, ...]]) -> tuple[Repair, ...]:
        """The cheapest few of those that make nothing of 必须 worse."""
        kept = []
        for hops in found:
            exchange = simple_exchange(hops)
            if exchange.put & self.ground.roster.pairs:
                continue
            after = self.ground.after(exchange)
            new = worse(self.ground.found, after)
            if not any(one.must for one in new):
                regrets = tuple(dict.fromkeys(self.speaker.say(one) for one in new if self.eyes or not private(one)))
                kept.append(Repair(hops, self._cost(after) - self._cost(self.ground.found), regrets))
        return tuple(sorted(kept, key=lambda one: (one.price, one.hops))[:BEST])

    def _cost(self, found: Iterable[Finding]) -> int:
        return cost([one for one in found if self.eyes or not private(one)])
