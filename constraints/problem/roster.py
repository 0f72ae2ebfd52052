"""The roster: who is on which slot, a frozen set of pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Pair = tuple[str, str]
"""(slot id, assignee id)"""


@dataclass(frozen=True)
class Roster:
    """Who is on which slot; iterated in the order of (slot id, assignee id)."""

    pairs: frozenset[Pair] = frozenset()

    def __iter__(self) -> Iterator[Pair]:
        return iter(sorted(self.pairs))

    def __contains__(self, pair: object) -> bool:
        return pair in self.pairs

    def __len__(self) -> int:
        return len(self.pairs)

    def with_(self, *pairs: Pair) -> Roster:
        """This roster with the pairs added."""
        return Roster(self.pairs | set(pairs))

    def without(self, *pairs: Pair) -> Roster:
        """This roster with the pairs taken out."""
        return Roster(self.pairs - set(pairs))

    def diff(self, after: Roster) -> tuple[frozenset[Pair], frozenset[Pair]]:
        """The pairs taken out and the pairs put in on the way from this roster to `after`."""
        return self.pairs - after.pairs, after.pairs - self.pairs

    def count(self, pairs: Iterable[Pair]) -> int:
        """How many of the pairs are on the roster."""
        mine = self.pairs
        return sum(1 for pair in pairs if pair in mine)
