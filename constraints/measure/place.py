"""Places: the single things a rule looks at, and the scope a clause speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from constraints.problem.roster import Pair

Nature = Literal["ban", "demand"]
"""A ban is kept where nobody is assigned, so it always can be; a demand asks for somebody and may be given up."""
Tier = Literal["keep", "share", "visit", "least", "filled", "pinned"]
TIERS: tuple[Tier, ...] = ("keep", "share", "visit", "least", "filled", "pinned")
"""The order in which demands of 必须 are given up, the first given up first."""


class Place(NamedTuple):
    """One thing a rule looks at: its key, the pairs that its amount depends on, how many facts count besides (`fixed`),
    and `data` that the rule's `post` and `check` read.

    `beside` are further pairs that the amount depends on, but that alone never make one.
    """

    key: tuple[Any, ...]
    pairs: tuple[Pair, ...] = ()
    fixed: int = 0
    nature: Nature = "ban"
    tier: Tier | None = None
    data: Any = None
    beside: tuple[Pair, ...] = ()


Places = Iterator[Place]
Clique = tuple[tuple[Pair, ...], int]
"""(pairs, how many of them are assigned at most)"""


ScopeCell = Literal["duties", "shifts", "posts", "days", "who"]
CELLS: tuple[ScopeCell, ...] = ("duties", "shifts", "posts", "days", "who")
"""The cells of a clause that say what it speaks of: 事项 班次 岗位 日期 人员."""


@dataclass(frozen=True)
class Scope:
    """What a clause speaks of; None means all. `days` are ordinals, worked out from the words that people wrote."""

    duties: frozenset[str] | None = None
    shifts: frozenset[str] | None = None
    posts: frozenset[str] | None = None
    day_kinds: frozenset[str] | None = None
    days: frozenset[int] | None = None
    who: frozenset[str] | None = None


ALL = Scope()
"""Everything that is planned: every duty, shift, post, day and assignee."""
