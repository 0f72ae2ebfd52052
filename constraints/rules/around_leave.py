"""Around leave: nobody serves just before they go away, nor just after they come back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.parameter import parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.problem import DAY, Absence, Slot
from constraints.problem.roster import Roster

ABSENCES = {"休假": "leave", "外出": "trip", "区内会议": "meeting", "培训": "training"}


@dataclass(frozen=True)
class AroundLeave(Rule):
    """Nobody serves in the `before` calendar days before an absence of one of these `kinds`, nor in the `after` days
    after it.

    Each assignment on such a day counts once; days away that follow each other are one absence.
    """

    code, zh, en = "around_leave", "前后不排", "Around leave"
    about_zh = "休假（或所写类别）前若干天、后若干天不排班，按日历天数算，连着的几段算一段；每排一次计一次。"
    law_zh = "{kinds}前 {before} 天[、后 {after} 天]不排班"
    law_en = "nobody serves within {before} days before[ or {after} days after] {kinds}"
    say_zh = "{who} {date}值班，离请假外出太近"
    say_en = "{who} serves on {date}, too near to an absence"
    keys = ("who", "date")
    single = True
    waits = "moment"

    before: int = parameter("前", 1, highest=31, eases="down")
    after: int = parameter("后", 0, highest=31, eases="down")
    kinds: tuple[str, ...] = parameter("类别", ("leave",), kind="choices", choices=ABSENCES)

    def asks(self) -> bool:
        """Whether any day."""
        return self.before > 0 or self.after > 0

    def places(self, case: CaseFacts) -> Places:
        """Each person and each day near an absence on which they could serve."""
        for who, slots in case.mine(self.scope).items():
            near = self._near(case.absences(who))
            found: dict[int, list[Slot]] = defaultdict(list)
            for slot in slots:
                for day in near.intersection(slot.days):
                    found[day].append(slot)
            for day, some in sorted(found.items()):
                yield Place((who, day), tuple((slot.id, who) for slot in some))

    def _near(self, absences: tuple[Absence, ...]) -> set[int]:
        """The days before and after, none of them a day away."""
        away = {
            day
            for one in absences
            if one.kind in self.kinds
            for day in range(one.start // DAY, (one.end - 1) // DAY + 1)
        }
        return {day + step for day in away for step in range(-self.before, self.after + 1)} - away

    def post(self, place: Place, board: Measures) -> Amount:
        """How many assignments."""
        return board.above(board.count(place), 0)

    def check(self, place: Place, roster: Roster) -> int:
        """How many assignments."""
        return roster.count(place.pairs)
