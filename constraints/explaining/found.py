"""What explaining finds, as the process that looks for it tells it: one JSON line for each clash and each way out."""

from __future__ import annotations

import json
from dataclasses import dataclass

import msgspec

from constraints.explaining.fact import Eased
from constraints.problem.roster import Pair


@dataclass(frozen=True)
class Clashing:
    """Ids of facts that cannot all stand, and ids of the slots among which they cannot.

    Proved is that these slots have no roster with all of these facts, and that they have one without any one of them,
    what the clashes before it ask for left aside.
    """

    facts: tuple[str, ...]
    slots: tuple[str, ...]


@dataclass(frozen=True)
class WayOut:
    """Facts to give up and how far: pairs they would have closed, needs unmet by slot, orders and clauses not kept."""

    facts: tuple[str, ...]
    pairs: tuple[Pair, ...] = ()
    short: tuple[tuple[str, int], ...] = ()
    orders: tuple[tuple[str, str], ...] = ()
    """(who, pin) of orders that are not kept."""
    eased: tuple[Eased, ...] = ()
    """Clauses among the facts that stand with a milder number."""
    more: tuple[tuple[str, int], ...] = ()
    """Slot → how many people above its room it takes."""


@dataclass(frozen=True)
class ClashFound:
    """A clash, as soon as it is known."""

    clash: Clashing


@dataclass(frozen=True)
class WayFound:
    """A way out, as soon as it is known."""

    way: WayOut


@dataclass(frozen=True)
class LookedThrough:
    """The last line: whether the time sufficed for all clashes."""

    complete: bool


def read_found(line: bytes) -> ClashFound | WayFound | LookedThrough:
    """What a line tells, by the one name it has."""
    row = json.loads(line)
    if "clash" in row:
        return msgspec.convert(row, ClashFound)
    return msgspec.convert(row, WayFound) if "way" in row else msgspec.convert(row, LookedThrough)
