"""Places: the single things a rule looks at, and the scope a clause speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from constraints.problem.roster import Pair

Nature = Literal["ban", "demand"]
Tier = Literal["keep", "share", "visit", "least", "filled", "pinned"]
TIERS: tuple[Tier, ...] = ("keep", "share", "visit", "least", "filled", "pinned")
"""The order in which demands of 必须 are given up, the first given up first."""


class Place(NamedTuple):
    """One thing a rule looks at: its key, the pairs it depends on, facts counted, and rule data.

    `beside` are further pairs that its amount depends on but that alone never make one.
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


@dataclass(frozen=True)
class Scope:
    """What a clause speaks of; None means all. `days` are ordinals already resolved from words."""

    duties: frozenset[str] | None = None
    shifts: frozenset[str] | None = None
    posts: frozenset[str] | None = None
    day_kinds: frozenset[str] | None = None
    days: frozenset[int] | None = None
    who: frozenset[str] | None = None


ALL = Scope()
"""Everything that is planned: every duty, shift, post, day and assignee."""
