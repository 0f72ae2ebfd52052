"""An order of turns: who comes next, and what becomes of the turn of somebody who cannot take it."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum

from constraints.problem.turns import Cursor, Fate, SlotTurn, Unfit

WhyNot = Callable[[str], Unfit | None]
"""Why somebody cannot take a seat; None where they can."""


class WhenAway(StrEnum):
    """缺席: what becomes of a turn that somebody cannot take."""

    SWAP = "swap"
    WAIT = "wait"
    SKIP = "skip"


@dataclass(frozen=True)
class GivenSeat:
    """A seat given: to whom, by whose place in the order ('' for a turn that was owed), and who was passed over."""

    who: str
    place: str
    passed: tuple[tuple[str, Unfit, Fate], ...] = ()


@dataclass
class TurnOrder:
    """An order of places, each of them somebody's, gone round again and again.

    `places` are all of them, also of those who are not `there` any more, so that the order can go on behind them. In a
    round a place may be `swapped`: somebody else has it. Those who are `owed` a turn come before the order goes on.
    """

    key: str
    places: Sequence[str]
    there: Set[str]
    way: WhenAway
    at: int = -1
    """Where in `places` the last one used stands."""
    swapped: dict[str, str] = field(default_factory=dict)
    owed: list[str] = field(default_factory=list)

    def resume(self, cursor: Cursor) -> None:
        """Go on as a cursor has it, whose `after` is one of the places."""
        self.at = self.places.index(cursor.after) if cursor.after else -1
        self.swapped = {place: who for place, who in cursor.swapped if place in self.places}
        self.owed = list(cursor.owed)

    def cursor(self) -> Cursor:
        """How the order stands now."""
        ahead = tuple((place, self.swapped[place]) for place in self.places if place in self.swapped)
        return Cursor(self.key, self.places[self.at] if self.at >= 0 else "", ahead, tuple(self.owed))

    def next(self, unable: WhyNot) -> GivenSeat | None:
        """Give the next seat; None, and nothing changes, where nobody of the order can take it."""
        for who in self.owed:
            if unable(who) is None:
                self.owed.remove(who)
                return GivenSeat(who, "")
        if not self.there:
            return None
        stood = self.at, dict(self.swapped)
        passed: list[tuple[str, Unfit, Fate]] = []
        while True:
            place = self._step()
            if not self._held(place):
                continue
            who = self.swapped.pop(place, place)
            why = unable(who)
            if why is None:
                return GivenSeat(who, place, tuple(passed))
            if not passed and all(unable(one) is not None for one in self.there):
                self.at, self.swapped = stood
                return None
            instead = self._swap(who, unable) if self.way is WhenAway.SWAP else None
            passed += self._fate(who, why, instead)
            if instead:
                return GivenSeat(instead, place, tuple(passed))

    def _fate(self, who: str, why: Unfit, instead: str | None) -> list[tuple[str, Unfit, Fate]]:
        """What is told of a turn that cannot be taken; of one that is owed already nothing is."""
        if self.way is not WhenAway.WAIT:
            return [(who, why, "swapped" if instead else "lost")]
        if who in self.owed:
            return []
        self.owed.append(who)
        return [(who, why, "owed")]

    def follow(self, turn: SlotTurn) -> None:
        """Go on as a turn that was worked out before has it, whatever is known by now."""
        for seat, (who, place) in enumerate(zip(turn.who, turn.places, strict=False)):
            late = [one.who for one in turn.passed if one.fate == "owed" and one.seat == seat]
            self.owed += [one for one in late if one not in self.owed]
            if not place:
                self.owed = [one for one in self.owed if one != who]
            elif place in self.places:
                self._go_to(place)
                stood = self.swapped.pop(place, place)
                if stood != who and self.way is WhenAway.SWAP:
                    self._put_instead(who, stood)

    def behind(self, who: str) -> None:
        """Begin behind somebody's place, nothing owed or swapped."""
        self.at, self.swapped, self.owed = self.places.index(who), {}, []

    def _held(self, place: str) -> bool:
        """Whether anybody has a place who may serve in these days at all."""
        return place in self.there or place in self.swapped

    def _step(self) -> str:
        """The next place; behind the last one a new round begins, in which everybody has their own."""
        self.at += 1
        if self.at == len(self.places):
            self.at, self.swapped = 0, {}
        return self.places[self.at]

    def _go_to(self, place: str) -> None:
        """Use up every place up to this one, itself included."""
        while self._step() != place:
            self.swapped.pop(self.places[self.at], None)

    def _swap(self, who: str, unable: WhyNot) -> str | None:
        """Change places with the next of this round who can take the seat, and return them; None if nobody can."""
        for place in self.places[self.at + 1 :]:
            other = self.swapped.get(place, place)
            if self._held(place) and unable(other) is None:
                self.swapped[place] = who
                return other
        return None

    def _put_instead(self, who: str, stood: str) -> None:
        """Give the place that somebody still has in this round to another."""
        for place in self.places[self.at + 1 :]:
            if self.swapped.get(place, place) == who:
                self.swapped[place] = stood
                return
