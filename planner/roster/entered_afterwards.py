"""补登 of whole slots: what had begun before it was first issued was entered afterwards; it counts, and says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from constraints.problem.problem import Slot
from planner.office.office import Office
from planner.problem.period import Period
from planner.roster.lines import Line
from planner.store import Transaction, cache
from planner.store.roster.brought_in import brought_in
from planner.store.roster.standing import Standing


def month_over(month: str, now: datetime) -> bool:
    """Whether a month (YYYY-MM) lies wholly in the past, so that it can only be entered afterwards."""
    return Period.month(month).last < now.date()


def marked(
    transaction: Transaction, office: Office, lines: Sequence[Line], duty: str, month: str, number: int | None = None
) -> list[Line]:
    """The lines of a duty's month in force, or of a version of it, those marked that had begun when first issued."""
    brought = brought_in(transaction, duty, month, number)
    late = _late(office, brought, {line.slot.id: line.slot for line in lines})
    return [replace(line, entered_afterwards=True) if line.slot.id in late else line for line in lines]


@cache.kept(4, cache.OFFICE, cache.ISSUED)
def slots_entered_afterwards(standing: Standing) -> frozenset[str]:
    """The ids of all slots in force that had begun when they were first issued."""
    slots = {id: held.slot for id, held in standing.issued.slots.items()}
    return _late(standing.office, brought_in(standing.transaction), slots)


def _late(office: Office, brought: Mapping[str, str], slots: Mapping[str, Slot]) -> frozenset[str]:
    """The ids of those slots that had begun when the version was issued that brought them (id → ISO text)."""
    clocks = {at: office.minute(datetime.fromisoformat(at)) for at in set(brought.values())}
    return frozenset(id for id, slot in slots.items() if id in brought and slot.start <= clocks[brought[id]])


def days_marked(lines: Iterable[Line]) -> str:
    """The sentence that a paper has of the days that were entered afterwards, days in a row as one; '' for none."""
    days = sorted({line.day for line in lines if line.entered_afterwards})
    spans = []
    for _, some in groupby(enumerate(days), key=lambda one: one[1].toordinal() - one[0]):
        row = [f"{day.month}月{day.day}日" for _, day in some]
        spans.append("至".join(dict.fromkeys((row[0], row[-1]))))
    return f"{'、'.join(spans)}的班次为事后补登。" if spans else ""
