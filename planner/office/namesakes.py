"""Namesakes: what stands behind a name that several have, so that readers know which is meant: 李四（区信访局）."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Called:
    """A name, and what could stand behind it, the shortest first: '' where that is not known, the last always told."""

    name: str
    marks: tuple[str, ...]


def person_marks(unit: str, title: str, id: str) -> tuple[str, ...]:
    """What could tell a person from a namesake: the unit, the unit with the title, the unit with the id."""
    return unit, f"{unit} {title}".strip() if title else "", f"{unit} {id}".strip()


def unit_marks(short: str, id: str) -> tuple[str, ...]:
    """What could tell a unit from a namesake: its short name, its id."""
    return short, id


def site_marks(town: str, id: str) -> tuple[str, ...]:
    """What could tell a village from a namesake: its town, the town with the id."""
    return town, f"{town} {id}".strip()


def stages(known: Mapping[str, Sequence[Called]]) -> dict[str, int]:
    """Id → which of its marks tells it from all that share a name with it; ids without namesakes are left out.

    An id has one value for each of its rows, since name and unit may change in time; a mark has to tell it in all.
    """
    by_name: dict[str, list[str]] = defaultdict(list)
    for id, rows in known.items():
        for name in dict.fromkeys(row.name for row in rows):
            by_name[name].append(id)
    found: dict[str, int] = {}
    for some in by_name.values():
        for id in some if len(some) > 1 else ():
            others = [row for other in some if other != id for row in known[other]]
            found[id] = max(found.get(id, 0), _stage(known[id], others))
    return found


def _stage(mine: Sequence[Called], others: Sequence[Called]) -> int:
    """The first of the marks that all my rows have and none of the others' rows shows at any stage."""
    taken = {mark for row in others for mark in row.marks}
    last = len(mine[0].marks) - 1
    return next((at for at in range(last) if all(row.marks[at] and row.marks[at] not in taken for row in mine)), last)
