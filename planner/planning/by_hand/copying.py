"""Last month's pattern taken over: whoever served the same weekday of the same week, where they may serve again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from constraints.problem.problem import Slot
from planner.errors import NotPossible
from planner.planning.by_hand.choosing import CellChange
from planner.planning.draft_findings import judged
from planner.roster.issued import draft_lines, issued_lines
from planner.roster.lines import Line
from planner.store.roster import bases, drafts, versions
from planner.store.roster.drafts import Draft
from planner.store.roster.standing import Standing
from planner.words import Words

WEEKS_BACK = (28, 35)
"""The days of last month that a day is like: four or five weeks before it."""
PostPlace = tuple[str, str, str, str]
"""(duty, shift, post, site)"""


def copied(standing: Standing, draft: Draft) -> list[CellChange]:
    """The changes by which a draft takes over the month before it.

    A slot is filled as the same post was four weeks before, or else five; where that month has no such day, as the
    post's slot of the same number in its month. Whoever is not asked for the post any more, is away or on another duty
    that is issued is left out. Raises NotPossible where nothing is known of the month before, or nothing would change.
    """
    slots = bases.basis(standing.transaction, draft.digests).problem.slots
    before = _month_before(standing, draft.month)
    by_post: dict[PostPlace, list[Line]] = defaultdict(list)
    for line in before:
        by_post[_post(line.slot)].append(line)
    case, _ = judged(standing.transaction, draft)
    candidates = case.problem.candidates
    wanted = {
        (slot.id, one.tagged)
        for slot, like in _paired(slots, by_post)
        for one in like.people[: slot.room]
        if (slot.id, one.tagged) in candidates and not case.absent(one.tagged, slot) and not case.busy(one.tagged, slot)
    }
    gone, come = draft.roster.pairs - wanted, wanted - draft.roster.pairs
    changes = [CellChange(slot, out=who) for slot, who in sorted(gone)]
    changes += [CellChange(slot, into=who) for slot, who in sorted(come)]
    if not changes:
        raise NotPossible(Words("草稿已与上月的排法相同"))
    return changes


def _month_before(standing: Standing, month: str) -> list[Line]:
    """The lines of the month before: as issued, else as drafted."""
    first = date.fromisoformat(f"{month}-01")
    before = f"{date.fromordinal(first.toordinal() - 1):%Y-%m}"
    transaction, office = standing.transaction, standing.office
    if versions.current(transaction, before):
        return issued_lines(transaction, office, before)
    earlier = drafts.latest(transaction, before)
    if earlier is None:
        raise NotPossible(Words("上月没有值班安排，无从照搬"))
    return draft_lines(transaction, office, earlier)


def _post(slot: Slot) -> PostPlace:
    return slot.duty, slot.shift, slot.post, slot.site


def _paired(slots: Iterable[Slot], by_post: dict[PostPlace, list[Line]]) -> list[tuple[Slot, Line]]:
    """Each slot with the line of last month that it is like; slots without any are left out."""
    found, numbers = [], defaultdict[PostPlace, int](int)
    for slot in sorted(slots, key=lambda one: (one.start, one.id)):
        lines = by_post.get(_post(slot), [])
        by_day = {line.slot.day: line for line in lines}
        number = numbers[_post(slot)]
        numbers[_post(slot)] += 1
        like = next((by_day[slot.day - back] for back in WEEKS_BACK if slot.day - back in by_day), None)
        if like is None and number < len(lines) and len(lines) < min(WEEKS_BACK):
            like = lines[number]
        if like is not None:
            found.append((slot, like))
    return found
