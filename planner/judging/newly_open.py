"""What a change of the office's data opens: the issued duties whose holders could serve before it and cannot now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from planner.judging.still_serves import Hindrance
from planner.store.roster.parts import holding
from planner.store.roster.standing import Standing
from planner.words import Lang, Words, in_both

Barred = Mapping[tuple[str, str], Hindrance]
"""(slot, holder) → why the holder cannot serve."""


def newly_open(standing: Standing, before: Barred, after: Barred) -> Words | None:
    """Whose issued duties have come open, and on which days: 王磊1月7日、8日的值班出现空岗; None where none has."""
    days: dict[str, set[date]] = defaultdict(set)
    for slot, who in after.keys() - before.keys():
        held = holding(standing.issued.slots, slot)
        if held:
            days[who].add(date.fromordinal(held.slot.day))
    if not days:
        return None
    named = [(standing.office.name(who), sorted(some)) for who, some in days.items()]
    opened = [
        Words("%(name)s%(days)s的值班出现空岗", name=name, days=in_both(_days, some)) for name, some in sorted(named)
    ]
    return in_both(lambda lang: ("；" if lang == "zh" else "; ").join(one.say(lang) for one in opened))


def _days(days: list[date], lang: Lang) -> str:
    """Days in a row of words, the month named where it changes: 1月7日、8日、2月1日."""
    if lang == "en":
        return ", ".join(f"{one:%-d %b}" for one in days)
    said, month = [], 0
    for one in days:
        said.append(f"{one.month}月{one.day}日" if one.month != month else f"{one.day}日")
        month = one.month
    return "、".join(said)
