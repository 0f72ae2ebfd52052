"""Places: the single things a rule looks at, and the scope a clause speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from constraints.problem.roster import Pair, Roster

Nature = Literal["ban", "demand"]
"""A ban is kept where nobody is assigned, so it always can be; a demand asks for somebody and may be given up."""
Tier = Literal["keep", "share", "visit", "least", "filled", "pinned"]
TIERS: tuple[Tier, ...] = ("keep", "share", "visit", "least", "filled", "pinned")
"""The order in which demands of 必须 are given up, the first given up first."""


class Place(NamedTuple):
    """One thing a rule looks at: its key, the pairs that its amount depends on, how many facts count besides (`fixed`),
    and `data` that the rule's `post` and `check` read.

    `beside` are further pairs that the amount depends on, but that alone never make one. `once` has groups of the
    pairs, each with how many of the facts belong to it: of a group one counts at most, as of the parts of one slot.
    """

    key: tuple[Any, ...]
    pairs: tuple[Pair, ...] = ()
    fixed: int = 0
    nature: Nature = "ban"
    tier: Tier | None = None
    data: Any = None
    beside: tuple[Pair, ...] = ()
    once: tuple[tuple[tuple[Pair, ...], int], ...] = ()

    def served(self, roster: Roster) -> int:
        """How many of the pairs are on the roster, the facts included; each group of `once` as one."""
        twice = ((roster.count(pairs) + facts) for pairs, facts in self.once)
        return roster.count(self.pairs) + self.fixed - sum(max(0, times - 1) for times in twice)


Places = Iterator[Place]
Clique = tuple[tuple[Pair, ...], int]
"""(pairs, how many of them are assigned at most)"""


ScopeCell = Literal["duties", "shifts", "posts", "days", "who"]
CELLS: tuple[ScopeCell, ...] = ("duties", "shifts", "posts", "days", "who")
"""The cells of a clause that say what it speaks of: 事项 班次 岗位 日期 人员."""


@dataclass(frozen=True)
class Scope:
    """What a clause speaks of; None means all. `days` are ordinals, worked out from the words that people wrote.

    `spans` are (assignee, first, last) of those whom `who` means on some days alone, such as people past an age; `term`
    are the first and the last day for which the clause holds (规则 起, 止).
    """

    duties: frozenset[str] | None = None
    shifts: frozenset[str] | None = None
    posts: frozenset[str] | None = None
    day_kinds: frozenset[str] | None = None
    days: frozenset[int] | None = None
    who: frozenset[str] | None = None
    spans: frozenset[tuple[str, int, int]] | None = None
    term: tuple[int, int] | None = None

    def means(self, who: str, day: int) -> bool:
        """Whether the people of the scope include somebody on a day."""
        if self.who is None or self.spans is None or who not in self.who:
            return self.who is None or who in self.who
        spans = self._spans_of.get(who)
        return spans is None or any(first <= day <= last for first, last in spans)

    @cached_property
    def _spans_of(self) -> dict[str, list[tuple[int, int]]]:
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for who, first, last in sorted(self.spans or ()):
            found[who].append((first, last))
        return dict(found)


ALL = Scope()
"""Everything that is planned: every duty, shift, post, day and assignee."""
