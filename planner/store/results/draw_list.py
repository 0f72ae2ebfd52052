"""The list of a double-random check: what was drawn from which seed, and who looks at it."""

from __future__ import annotations

from dataclasses import dataclass

from planner.store.results.as_json import AsJson


@dataclass(frozen=True)
class DrawnObject:
    """One object of the check: a duty held somewhere on a day, by whom, and who looks at it."""

    slot: str
    site: str
    name: str
    date: str = ""
    people: tuple[str, ...] = ()
    inspector: str = ""
    inspector_name: str = ""
    mark: str = ""
    """The first 12 digits of the hash that drew it."""


@dataclass(frozen=True)
class DrawList(AsJson):
    """A duty's month drawn with a seed: the share in percent, of how many objects, what was left out and drawn."""

    month: str
    duty: str
    seed: str
    share: int
    pool: str = ""
    objects: int = 0
    inspectors: int = 0
    left_out: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    drawn: tuple[DrawnObject, ...] = ()
