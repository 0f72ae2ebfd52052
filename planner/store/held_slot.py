"""A slot with what its occasion adds, as the store keeps it with a version."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.problem.problem import Slot


@dataclass(frozen=True)
class Held:
    """An issued slot: the slot itself, whether its day rests on a projection, topic, units, note."""

    slot: Slot
    tentative: bool = False
    topic: str = ""
    units: tuple[str, ...] = ()
    note: str = ""
