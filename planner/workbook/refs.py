"""References: which person, unit, village, duty, body or pool a name in a cell means."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from planner.errors import Refused, fault
from planner.office.cells.kinds import NameCell
from planner.office.ids import SORTS, as_sort, untagged
from planner.office.namesakes import person_marks, site_marks
from planner.office.office import Office
from planner.office.sheets import Duty, Person, Unit, Village

HEADERS = {"person": "人员", "unit": "单位", "village": "村居", "duty": "事项", "body": "班子", "pool": "值班序列"}


class Index:
    """Everything that can be named, by id and by the ways people write it: 王伟, 王伟(教育局), 教育局."""

    def __init__(
        self,
        people: Iterable[Person],
        units: Iterable[Unit],
        villages: Iterable[Village],
        duties: Iterable[Duty],
        pools: Iterable[str] = (),
    ) -> None:
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._own: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        """(sort, id) → the names it goes by, in order."""
        self._labels: dict[tuple[str, str], str] = {}
        units, villages = list(units), list(villages)
        called = {unit.id: unit for unit in units}
        for unit in units:
            self._add(
                "unit", unit.id, unit.name, *(f"{unit.name}({one})" for one in (unit.short, unit.id) if one), unit.short
            )
        for person in people:
            homes = [called[one] for one in person.units if one in called]
            named = [f"{person.name}({home})" for unit in homes for home in (unit.name, unit.short, unit.id) if home]
            first = called.get(person.units[0]) if person.units else None
            marks = person_marks(first.name if first else "", person.title, person.id)
            self._add(
                "person",
                person.id,
                person.name,
                *(f"{person.name}({one})" for one in marks if one),
                *(named or [person.name]),
            )
            if person.body:
                self._add("body", person.body)
            for pool in person.pools:
                self._add("pool", pool)
        for village in villages:
            town = called.get(village.town)
            marks = site_marks(town.name if town else "", village.id)
            towns = [f"{village.name}({home})" for home in ((town.name, town.short, town.id) if town else ()) if home]
            self._add(
                "village",
                village.id,
                village.name,
                *(f"{village.name}({one})" for one in marks if one),
                *(towns or [village.name]),
            )
        for duty in duties:
            self._add("duty", duty.id, duty.name)
        for pool in pools:
            self._add("pool", pool)

    def _add(self, sort: str, id: str, *names: str) -> None:
        self._ids[sort].add(id)
        self._labels.setdefault((sort, id), names[-1] if len(names) > 1 and names[-1] else (names[0] if names else id))
        for name in names:
            if name:
                plain = _plain(name)
                self._names[sort][plain].add(id)
                self._own[sort, id][plain] = None

    def find(self, text: str, sorts: tuple[str, ...]) -> str:
        """The id that a text means, tagged (p:, u: …) if several sorts are possible; earlier sorts go first.

        Raises Refused where nothing has that name, or several things of one sort have.
        """
        for tag in sorts if len(sorts) > 1 else ():
            prefix = f"{SORTS[tag]}:"
            if text.startswith(prefix) and text[len(prefix) :] in self._ids[tag]:
                return text
        for sort in sorts:
            found = {text} if text in self._ids[sort] else self._names[sort].get(_plain(text), set())
            if len(found) > 1:
                listed = "、".join(f"{self._labels[sort, one]}[{one}]" for one in sorted(found))
                raise Refused(
                    fault(
                        f"“{text}”对应不止一个{HEADERS[sort]}：{listed}",
                        f"'{text}' fits more than one: {listed}",
                        "请写编号，或写成 姓名（单位）",
                        "write the id, or name（unit）",
                    )
                )
            if found:
                id = next(iter(found))
                return id if len(sorts) == 1 else as_sort(sort, id)
        kinds = "、".join(HEADERS[sort] for sort in sorts)
        raise Refused(
            fault(
                f"找不到“{text}”（{kinds}）",
                f"there is no '{text}' ({', '.join(sorts)})",
                "请先在相应的表里登记，或改正名称",
                "enter it on its sheet first, or correct the name",
            )
        )

    def show(self, id: str, sorts: tuple[str, ...]) -> str:
        """How a person would write a reference to an id: the name where it is unmistakable, else the id.

        The id is tagged if `sorts` are several.
        """
        sort = sorts[0]
        if len(sorts) > 1:
            tag, id = untagged(id)
            sort = next(one for one in sorts if SORTS[one] is tag)
        if sort in ("body", "pool"):
            return id
        names = [name for name in self._own.get((sort, id), ()) if self._names[sort][name] == {id} and "(" not in name]
        first = next((name for name in names if not self._taken_before(name, sort, sorts)), None)
        return first or id

    def _taken_before(self, name: str, sort: str, sorts: tuple[str, ...]) -> bool:
        """Whether a name would be read as something else: an id, a thing of an earlier sort, or a list."""
        earlier = sorts[: sorts.index(sort)]
        return (
            (name in self._ids[sort] and self._names[sort][name] != {name})
            or any(name in self._ids[one] or self._names[one].get(name) for one in earlier)
            or re.search(r"[、;；,，]", name) is not None
        )


def _plain(name: str) -> str:
    return str(NameCell().read(name.replace("（", "(").replace("）", ")"), None))


def disjoint(rows: list[Person]) -> bool:
    """Whether the terms of office in the rows of one person never overlap."""
    ordered = sorted(rows, key=lambda row: row.start or date.min)
    return all(a.end is not None and b.start is not None and a.end < b.start for a, b in pairwise(ordered))


def index_of(office: Office) -> Index:
    """Everything that rows of an office name, pools of units and posts left out."""
    return Index(office.of(Person), office.of(Unit), office.of(Village), office.of(Duty))
