"""For liaisons: what their units serve, and whom they name."""

from __future__ import annotations

from dataclasses import dataclass

from planner.changing import unit_names
from planner.office.office import Office
from planner.store.roster import offices
from web.api.operation import ROSTERS, WRITE, Asked, done, operation
from web.shell.access import LIAISON


@dataclass(frozen=True)
class Task:
    """A slot of a unit and the people named for it."""

    slot: str
    unit: str
    duty: str
    start: str
    end: str
    place: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """The people a unit names for a slot."""

    slot: str
    unit: str
    people: tuple[str, ...]


def _units(asked: Asked, office: Office) -> list[str]:
    return unit_names.units_of(office, asked.user.person if asked.user else "")


@operation("GET", "/unit/tasks", LIAISON, ROSTERS, gives=list[Task])
def tasks(asked: Asked) -> list[Task]:
    """What my units serve or come along to."""
    with asked.store.read() as transaction:
        office = offices.load(transaction)
        found = unit_names.tasks(transaction, office, _units(asked, office), asked.now)
    return [
        Task(
            one.line.slot.id,
            one.unit,
            one.line.duty_name,
            one.line.start.isoformat(),
            one.line.end.isoformat(),
            one.line.slot.place,
            one.people,
        )
        for one in found
    ]


@operation("POST", "/unit/names", LIAISON, WRITE, takes=Names, gives=dict[str, str])
def name(asked: Asked) -> dict[str, str]:
    """Name people for a slot."""
    with asked.store.read() as transaction:
        may = frozenset(_units(asked, offices.load(transaction)))
    unit_names.name_people(
        asked.store, asked.body.slot, asked.body.unit, asked.body.people, asked.now, asked.by, may, asked.lang
    )
    return done()
