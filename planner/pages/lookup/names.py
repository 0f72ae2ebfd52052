"""People, units and villages by what somebody types: a part of the name, the title, an id, the initials in pinyin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from planner.office.ids import as_person, as_sort, as_unit
from planner.office.office import Office
from planner.store import cache
from planner.store.roster.standing import Standing


@dataclass(frozen=True)
class Named:
    """Somebody or something with a name: the tagged id, the name, what else tells it from others, a leader or not."""

    tagged: str
    name: str
    beside: str
    plain: str
    leads: bool = False


def everybody_named(office: Office, day: date) -> list[Named]:
    """The people, units and villages of an office, in rank order, as they are called on a day."""
    people = [
        Named(as_person(id), office.name(as_person(id)), _beside(office, id, day), rows[-1].name, office.is_leader(id))
        for id, rows in office.people.items()
    ]
    units = [Named(as_unit(id), office.name(as_unit(id)), row.name, row.name) for id, row in office.units.items()]
    last = (10**9, 0)
    ranked = [sorted(some, key=lambda one: office.rank.get(one.tagged, last)) for some in (people, units)]
    villages = [
        Named(as_sort("village", id), row.name, office.name(as_unit(row.town)) if row.town else "", row.name)
        for id, row in office.villages.items()
    ]
    return [*ranked[0], *ranked[1], *villages]


def _beside(office: Office, id: str, day: date) -> str:
    row = office.person(id, day) or office.people[id][-1]
    unit = office.name(as_unit(row.units[0])) if row.units else ""
    return " · ".join(part for part in (unit, row.title) if part)


def matching(standing: Standing, words: str, day: date) -> list[Named]:
    """Those whose name, id, title or initials the words say, whoever fits best first."""
    known = _known(standing, day)
    text = words.lower()
    spelled = _spelled(standing, day) if text.isascii() and text.isalpha() else {}
    fits = [(_fit(one, text, spelled.get(one.tagged, ())), at, one) for at, one in enumerate(known)]
    return [one for fit, _, one in sorted(fits, key=lambda one: one[:2]) if fit < NONE]


NONE = 9


def _fit(one: Named, text: str, spelled: tuple[str, ...]) -> int:
    """How well words fit: 0 is a whole name or id, NONE not at all."""
    id = one.tagged.partition(":")[2].lower()
    if text in (one.plain.lower(), one.name.lower(), id):
        return 0
    if one.plain.lower().startswith(text):
        return 1
    if text in one.name.lower():
        return 2
    if text in spelled:
        return 3
    if any(each.startswith(text) for each in spelled):
        return 4
    return 5 if text in one.beside.lower() else NONE


@cache.kept(2, cache.OFFICE)
def _known(standing: Standing, day: date) -> list[Named]:
    return everybody_named(standing.office, day)


@cache.kept(2, cache.OFFICE)
def _spelled(standing: Standing, day: date) -> dict[str, tuple[str, ...]]:
    """Tagged id → the name in pinyin: its initials, and as a whole."""
    found: dict[str, tuple[str, ...]] = {}
    for one in _known(standing, day):
        letters = [_pinyin(sign) for sign in one.plain]
        found[one.tagged] = "".join(part[:1] for part in letters), "".join(letters)
    return found


@lru_cache(maxsize=8192)
def _pinyin(sign: str) -> str:
    """How one character is spelled; names share few of them."""
    from pypinyin import lazy_pinyin  # half a second, and only where somebody types letters

    return "".join(lazy_pinyin(sign)).lower()
