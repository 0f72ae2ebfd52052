"""Reserve: whoever stands by has nothing else that day, and not two days running."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from constraints.measure.expr import Amount, Hinge
from constraints.measure.on_duty import NOBODY, days, flat, on, side
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.problem import DAY, Slot
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Reserve(Rule):
    """Whoever is on a post in scope has no other full assignment that touches the day,
    and was not on one the day before.

    Each day counts once for each person.
    """

    code, zh, en = "reserve", "备班", "Reserve"
    about_zh = "在范围内岗位备班的人，当日不得有其他专职岗位，前一日不得也是备班；每人每天计一次。"
    law_zh = "备班的人当日没有其他专职岗位，也不连续两日备班"
    law_en = "whoever is in reserve has no other full assignment that day and was not in reserve the day before"
    say_zh = "{who} 在 {date} 备班，当日另有专职岗位或前一日也是备班"
    say_en = "{who} stands by on {date} but has another full post that day or stood by the day before"
    keys = ("who", "date")

    def places(self, case: CaseFacts) -> Places:
        """Each person and each day on which they could stand by."""
        mine, past = case.mine(), case.past()
        inside, before = case.mine(self.scope), case.past(self.scope)
        for who in sorted(inside.keys() | (before.keys() & mine.keys())):
            standing = days(who, inside.get(who, []), before.get(who, []))
            full = _touching(mine.get(who, []), past.get(who, []))
            for day in sorted(standing):
                clashes = []
                for slot in (*inside.get(who, ()), *before.get(who, ())):
                    if slot.day == day:
                        fact = slot.id not in case.slots
                        others = side(
                            who, *([one for one in group if one.id != slot.id] for group in full.get(day, ((), ())))
                        )
                        clashes.append((side(who, () if fact else (slot,), (slot,) if fact else ()), others))
                clashes.append((standing[day], standing.get(day - 1, NOBODY)))
                data = tuple(one for one in clashes if NOBODY not in one and flat(one))
                if data:
                    yield Place((who, day), flat(part for one in data for part in one), data=data)

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if the person stands by and has another full post that day, or stood by the day before."""
        return (Hinge(tuple(board.any(*first).plus(board.any(*second)).add(-1) for first, second in place.data)),)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if the person stands by and has another full post that day, or stood by the day before."""
        return int(any(on(first, roster) and on(second, roster) for first, second in place.data))


def _touching(slots: Sequence[Slot], facts: Sequence[Slot]) -> dict[int, tuple[list[Slot], list[Slot]]]:
    """Day → the full slots, and the full facts, that touch it."""
    found: dict[int, tuple[list[Slot], list[Slot]]] = defaultdict(lambda: ([], []))
    for number, group in enumerate((slots, facts)):
        for slot in group:
            if slot.hold == "full":
                for day in range(slot.day, (slot.end - 1) // DAY + 1):
                    found[day][number].append(slot)
    return found
