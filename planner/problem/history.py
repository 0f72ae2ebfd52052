"""The past as facts: rows of 值班历史 put on the slots they mean."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from constraints.problem.problem import Assignee, Slot, Taken
from planner.office.ids import is_unit
from planner.office.office import Office
from planner.office.sheets import History
from planner.problem.occasions import Occasion, dates
from planner.problem.sites import slots
from planner.words import Words


def history(
    office: Office, planned: set[str], span: tuple[date, date], known: set[str], people: dict[str, Assignee]
) -> tuple[list[Taken], list[Words]]:
    """What 值班历史 says was served, as facts, and a note if rows of it match no slot.

    Left out are slots in `known` (issued versions know them) and rows of the `planned` duties within `span`, which
    the plan itself holds.
    """
    found: dict[tuple[str, str], Taken] = {}
    lost: list[History] = []
    held: dict[tuple[str, date], dict[str, list[Slot]]] = {}
    for row in office.of(History):
        inside = span[0] <= row.date <= span[1] and row.duty in planned
        if row.duty not in office.duties or inside:
            continue
        if (row.duty, row.date) not in held:
            held[row.duty, row.date] = _held(office, row.duty, row.date)
        there = held[row.duty, row.date]
        some = there.get(row.site, []) if row.site else [slot for group in there.values() for slot in group]
        slot = _served(row, some, people.get(row.who))
        if slot is None:
            lost.append(row)
        elif slot.id not in known:
            found[slot.id, row.who] = Taken(slot, row.who)
    return list(found.values()), _lost(office, lost)


def _lost(office: Office, lost: list[History]) -> list[Words]:
    if not lost:
        return []
    first = f"{office.name(lost[0].who)} {lost[0].date}"
    return [Words("值班历史有 %(count)s 行找不到对应的岗位，未计入（首行：%(first)s）", count=len(lost), first=first)]


def _held(office: Office, duty: str, nominal: date) -> dict[str, list[Slot]]:
    """Tagged site → its slots of a past occasion; '' for a duty's own place."""
    day = dates(office, office.duties[duty], nominal, nominal).get(nominal, nominal)
    found: dict[str, list[Slot]] = defaultdict(list)
    for slot in slots(office, office.duties[duty], Occasion(duty, nominal, day)):
        found[slot.site].append(slot)
    return found


def _served(row: History, some: list[Slot], one: Assignee | None) -> Slot | None:
    """The slot a row means, among those of the shift and post it names; None where there is none.

    First comes one whose pools the person was ever in, then any.
    """
    kind = "unit" if is_unit(row.who) else "person"
    fit = [slot for slot in some if slot.kind == kind and row.shift in ("", slot.shift) and row.post in ("", slot.post)]
    pools = {pool for spell in one.spells for pool in spell.pools} if one else set()
    return next((slot for slot in fit if slot.pools & pools), fit[0] if fit else None)
