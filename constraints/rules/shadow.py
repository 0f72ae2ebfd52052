"""Shadow: whoever is new serves beside somebody who can lead them."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount, Hinge
from constraints.measure.on_duty import flat, shifts
from constraints.measure.parameter import parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.problem import Spell
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Shadow(Rule):
    """In their first `days` days in office nobody serves without one of those who may lead them on the same shift,
    whichever posts they hold.

    Each assignment without one counts once. Who took office when is not known is new no more.
    """

    code, zh, en = "shadow", "跟班", "Shadow"
    about_zh = (
        "到岗不满规定天数的人值班时，同一班次上须有一名带班人，不论岗位；每排一次没有带班人的计一次。"
        "带班人可写值班序列、标签、班子、单位或姓名；没有填任职起的人不算新到岗。"
    )
    law_zh = "到岗头 {days} 天内，值班须有带班人（{mentors}）同班"
    law_en = "in their first {days} days in office people serve with one of {mentors} on the shift"
    say_zh = "{who} 到岗不满 {days} 天，{slot} 没有带班人"
    say_en = "{who} is in their first {days} days: nobody leads them on {slot}"
    keys = ("who", "slot")
    mutual = True
    waits = "moment"

    days: int = parameter("天数", lowest=1, highest=366, eases="down")
    mentors: tuple[tuple[str, tuple[str, ...]], ...] = parameter("带班人", kind="people")

    def places(self, case: CaseFacts) -> Places:
        """Each slot that somebody could take while new, unless one who leads is there as a fact."""
        leading = {who for _, some in self.mentors for who in some}
        on_shift = shifts(case.mine(), case.past())
        for who, slots in case.mine(self.scope).items():
            for slot in slots if who not in leading else ():
                begun = _begun(case.assignees[who].spells, slot.day)
                sides = on_shift[slot.duty, slot.day, slot.shift, slot.site]
                led = [one for mentor, one in sides.items() if mentor in leading]
                if begun is not None and slot.day < begun + self.days and not any(fixed for _, fixed in led):
                    yield Place((who, slot.id), ((slot.id, who),), data=flat(led), beside=flat(led))

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if assigned and nobody who leads is on the shift."""
        return (Hinge((board.any(place.pairs).minus(board.any(place.data)),)),)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if assigned and nobody who leads is on the shift."""
        return int(roster.count(place.pairs) > 0 and not roster.count(place.data))


def _begun(spells: tuple[Spell, ...], day: int) -> int | None:
    """The day on which somebody took the office that they hold on a day, through spells that follow each other.

    None outside office, and where nothing is said of when it began.
    """
    spell = next((one for one in spells if one.first <= day <= one.last), None)
    while spell is not None:
        before = next((one for one in spells if one.last + 1 == spell.first), None)
        if before is None:
            return spell.first if spell.first > 1 else None
        spell = before
    return None
