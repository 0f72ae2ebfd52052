"""A duty at many places, by town: how many come to each, who is missing where; one town opened, its gaps first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from planner.office.ids import Tag, as_unit, untagged
from planner.office.office import Office
from planner.office.post_kinds import PostKind
from planner.pages.month.slot_cells import CellTeller, SlotCell
from planner.roster.lines import Holder, Line


@dataclass(frozen=True)
class VisitedPlace:
    """A village or other place on the day: its posts, who leads there, and the units that look after it."""

    name: str
    posts: tuple[tuple[Line, SlotCell], ...]
    leaders: tuple[Holder, ...]
    units: tuple[str, ...]

    @property
    def missing(self) -> int:
        """How many people are missing."""
        return sum(line.missing for line, _ in self.posts)


@dataclass(frozen=True)
class TownVisits:
    """A town on the day: its places, those with gaps first."""

    id: str
    name: str
    places: tuple[VisitedPlace, ...]

    @property
    def assigned(self) -> int:
        """How many are to come."""
        return sum(len(line.people) for place in self.places for line, _ in place.posts)

    @property
    def missing(self) -> int:
        """How many are missing."""
        return sum(place.missing for place in self.places)


@dataclass(frozen=True)
class VisitDay:
    """One duty on one of its days: where it goes, and the day it was planned for if it was moved."""

    duty: str
    name: str
    day: date
    nominal: date
    towns: tuple[TownVisits, ...]

    @property
    def places(self) -> int:
        """How many places there are."""
        return sum(len(town.places) for town in self.towns)

    @property
    def assigned(self) -> int:
        """How many people come in all."""
        return sum(town.assigned for town in self.towns)

    @property
    def missing(self) -> int:
        """How many are missing in all."""
        return sum(town.missing for town in self.towns)


def visit_days(lines: Iterable[Line]) -> list[tuple[str, str, date]]:
    """(duty id, its name, day) of every day on which a duty at many places begins, by day."""
    found = {(line.day, line.slot.duty): line.duty_name for line in lines if line.slot.site}
    return [(duty, found[day, duty], day) for day, duty in sorted(found)]


def visit_day(office: Office, cells: CellTeller, lines: Iterable[Line], duty: str, day: date) -> VisitDay | None:
    """The visits of a duty on a day, towns in rank order; None where there are none."""
    mine = [line for line in lines if line.slot.site and line.slot.duty == duty and line.day == day]
    if not mine:
        return None
    by_town: dict[str, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in mine:
        by_town[_town(office, line.slot.site)][line.slot.site].append(line)
    towns = tuple(
        TownVisits(id, office.name(as_unit(id)), _places(office, cells, by_town[id]))
        for id in sorted(by_town, key=lambda id: (office.rank.get(as_unit(id), (10**9, 0)), id))
    )
    return VisitDay(duty, mine[0].duty_name, day, mine[0].nominal, towns)


def _town(office: Office, site: str) -> str:
    """The id of the town in which a village lies; of any other place the id itself."""
    tag, id = untagged(site)
    return office.villages[id].town if tag is Tag.VILLAGE and id in office.villages else id


def _places(office: Office, cells: CellTeller, by_site: dict[str, list[Line]]) -> tuple[VisitedPlace, ...]:
    found = [
        VisitedPlace(
            some[0].slot.place or office.name(site),
            tuple((line, cells.slot(line)) for line in some),
            tuple(one for line in some if line.kind is PostKind.TEAM_LEADER for one in line.people),
            tuple(dict.fromkeys(unit for line in some for unit in line.held.units)),
        )
        for site, some in sorted(by_site.items())
    ]
    return tuple(sorted(found, key=lambda one: one.missing == 0))
