"""References: which person, unit, village, duty, body or pool a name in a cell means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from planner.errors import Fault, Refused, fault
from planner.office.cells import lists
from planner.office.cells.folding import comparable, plain_text
from planner.office.ids import SORTS, Tag, as_sort, taken_off, untagged
from planner.office.namesakes import person_marks, site_marks
from planner.office.office import Office
from planner.office.people_words import EXCEPT, conditions
from planner.office.sheets import Duty, Person, Unit, Village
from planner.words import Words
from planner.workbook.nearest import Nearest, either

HEADERS = {
    "person": "人员",
    "unit": "单位",
    "village": "村居",
    "duty": "事项",
    "body": "班子",
    "pool": "值班序列",
    "label": "标签",
    "condition": "男、女、满55岁、未满35岁、任职不满3个月",
}


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
        self._ids: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        """Sort → id without differences of width → the ids that look like it."""
        self._names: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._own: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        """(sort, id) → the names it goes by, in order."""
        self._labels: dict[tuple[str, str], str] = {}
        self._nearest: dict[str, Nearest] = {}
        self._fit: dict[tuple[str, str], set[str]] = {}
        self._shown: dict[tuple[str, tuple[str, ...]], str] = {}
        units, villages = list(units), list(villages)
        called = {unit.id: unit for unit in units}
        for unit in units:
            self._add(
                "unit", unit.id, unit.name, *(f"{unit.name}({one})" for one in (unit.short, unit.id) if one), unit.short
            )
        for person in people:
            self._add_person(person, called)
        for village in villages:
            self._add_village(village, called.get(village.town))
        for duty in duties:
            self._add("duty", duty.id, duty.name)
        for pool in pools:
            self._add("pool", pool)

    def _add_person(self, person: Person, called: dict[str, Unit]) -> None:
        homes = [called[one] for one in person.units if one in called]
        named = [f"{person.name}({home})" for unit in homes for home in (unit.name, unit.short, unit.id) if home]
        first = called.get(person.units[0]) if person.units else None
        marks = person_marks(first.name if first else "", person.title, person.id)
        self._labels.setdefault(("person", person.id), f"{person.name}({first.name})" if first else person.name)
        self._add(
            "person",
            person.id,
            person.name,
            *(f"{person.name}({one})" for one in marks if one),
            *(named or [person.name]),
        )
        for sort, words in (("body", (person.body,)), ("pool", person.pools), ("label", person.labels)):
            for word in filter(None, words):
                self._add(sort, word)

    def _add_village(self, village: Village, town: Unit | None) -> None:
        marks = site_marks(town.name if town else "", village.id)
        towns = [f"{village.name}({home})" for home in ((town.name, town.short, town.id) if town else ()) if home]
        self._labels.setdefault(("village", village.id), f"{village.name}({town.name})" if town else village.name)
        self._add(
            "village",
            village.id,
            village.name,
            *(f"{village.name}({one})" for one in marks if one),
            *(towns or [village.name]),
        )

    def _add(self, sort: str, id: str, *names: str) -> None:
        self._ids[sort][plain_text(id)].add(id)
        self._labels.setdefault((sort, id), names[-1] if len(names) > 1 and names[-1] else (names[0] if names else id))
        for name in names:
            if name:
                plain = comparable(name)
                self._names[sort][plain].add(id)
                self._own[sort, id][plain] = None

    def also(self, sort: str, id: str, text: str) -> None:
        """Let something go by one more text: what a cell says that cannot be read."""
        self._names[sort][comparable(text)].add(id)

    def knows(self, text: str, sorts: tuple[str, ...]) -> bool:
        """Whether anything of these sorts goes by a text, be it one thing or several."""
        return any(self._fitting(text, sort) for sort in sorts)

    def _fitting(self, text: str, sort: str) -> set[str]:
        """The ids of a sort that a text may mean: as an id, or as a name of somebody else."""
        if sort == "condition":
            return {text} if conditions(text) else set()
        if (text, sort) not in self._fit:
            found = self._ids[sort].get(plain_text(text), set()) | self._names[sort].get(comparable(text), set())
            self._fit[text, sort] = found
        return self._fit[text, sort]

    def find(self, text: str, sorts: tuple[str, ...]) -> str:
        """The id that a text means, tagged (p:, u: …) if several sorts are possible; earlier sorts go first.

        What 除 … 外 takes off is tagged not: besides. Raises Refused where nothing has that id or name, or several
        things of one sort have.
        """
        if "condition" in sorts and text.startswith(EXCEPT):
            return taken_off(self.find(text.removeprefix(EXCEPT), sorts))
        for tag in sorts if len(sorts) > 1 else ():
            prefix = f"{SORTS[tag]}:"
            if text.startswith(prefix) and (found := self._ids[tag].get(plain_text(text[len(prefix) :]))):
                return as_sort(tag, next(iter(found)))
        for sort in sorts:
            found = self._fitting(text, sort)
            if len(found) > 1:
                raise Refused(self._several(text, sort, found))
            if found:
                id = next(iter(found))
                return id if len(sorts) == 1 else as_sort(sort, id)
        raise Refused(self._nothing(text, sorts))

    def _several(self, text: str, sort: str, found: set[str]) -> Fault:
        listed = "、".join(f"{self._labels[sort, one]}[{one}]" for one in sorted(found))
        alike = len(self._names[sort].get(comparable(text), ())) < len(found)
        return fault(
            Words("“%(text)s”对应不止一个%(headers)s：%(listed)s", text=text, headers=HEADERS[sort], listed=listed),
            (
                Words("它既是编号又是别人的名称，请写成 姓名（单位），或改编号")
                if alike
                else Words("请写编号，或写成 姓名（单位）")
            ),
        )

    def _nothing(self, text: str, sorts: tuple[str, ...]) -> Fault:
        """The fault of a text that nothing goes by: which of its pieces are known, or what is near to it."""
        kinds = "、".join(HEADERS[sort] for sort in sorts)
        some = lists.loose_pieces(text)
        known = [one for one in some if self.knows(one, sorts)] if len(some) > 1 else []
        if known:
            rest = "、".join(one for one in some if one not in known)
            cure = Words("是几个的，请用“、”分开；其中还没有登记的：%(rest)s", rest=rest)
        elif near := self.near(text, sorts):
            ask = either(near)
            cure = Words("是不是%(ask)s？否则请先在相应的表里登记", ask=ask)
        else:
            cure = Words("请先在相应的表里登记，或改正名称")
        return fault(Words("找不到“%(text)s”（%(kinds)s）", text=text, kinds=kinds, sorts=", ".join(sorts)), cure)

    def near(self, text: str, sorts: tuple[str, ...]) -> list[str]:
        """What the things are called whose names are nearest to a text: 李四（区信访局）; [] for none."""
        for sort in sorts:
            if sort not in self._nearest:
                self._nearest[sort] = Nearest(name for name in self._names[sort] if "(" not in name)
            if names := self._nearest[sort].of(comparable(text)):
                labels = (self._labels[sort, min(self._names[sort][name])] for name in names)
                return [label.replace("(", "（").replace(")", "）") for label in labels]
        return []

    def show(self, id: str, sorts: tuple[str, ...]) -> str:
        """How a person would write a reference to an id: the name where it is unmistakable, else the id.

        The id is tagged if `sorts` are several.
        """
        if (id, sorts) not in self._shown:
            self._shown[id, sorts] = self._show(id, sorts)
        return self._shown[id, sorts]

    def _show(self, id: str, sorts: tuple[str, ...]) -> str:
        sort = sorts[0]
        if len(sorts) > 1:
            tag, id = untagged(id)
            if tag is Tag.NOT:
                return EXCEPT + self.show(id, sorts)
            sort = next(one for one in sorts if SORTS[one] is tag)
        if sort in ("body", "pool", "label", "condition"):
            earlier = sorts[: sorts.index(sort)]
            return as_sort(sort, id) if any(self._fitting(id, one) for one in earlier) else id
        own = [name for name in self._own.get((sort, id), ()) if not self._taken_before(name, sort, sorts)]
        bare = next((name for name in own if "(" not in name), None)
        if bare or self._fitting(id, sort) == {id}:
            return bare or id
        return next((name.replace("(", "（").replace(")", "）") for name in own), id)

    def _taken_before(self, name: str, sort: str, sorts: tuple[str, ...]) -> bool:
        """Whether a name would be read as something else: an id, a thing of an earlier sort, or a list."""
        earlier = sorts[: sorts.index(sort)]
        return (
            len(self._fitting(name, sort)) > 1
            or any(self._fitting(name, one) for one in earlier)
            or lists.STRONG.search(name) is not None
        )


def disjoint(rows: list[Person]) -> bool:
    """Whether the terms of office in the rows of one person never overlap."""
    ordered = sorted(rows, key=lambda row: row.start or date.min)
    return all(a.end is not None and b.start is not None and a.end < b.start for a, b in pairwise(ordered))


def index_of(office: Office) -> Index:
    """Everything that rows of an office name, pools of units and posts left out."""
    return Index(office.of(Person), office.of(Unit), office.of(Village), office.of(Duty))
