"""Turns: nobody serves again before everybody has had a turn."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.parameter import parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.measure.slots import once
from constraints.problem.period import months_before
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Turns(Rule):
    """Nobody is more than `each` times ahead of the one who served least, twelve months counted.

    Each time beyond counts once; a lead the past already has is cut to what is allowed.
    """

    code, zh, en = "turns", "轮次", "Turns"
    about_zh = "任何人的次数（含前十二个月）不得比可排人员中最少的一位多出每轮次数以上；每多一次计一次。"
    law_zh = "轮流值班，每轮每人 {each} 次，一轮未完不排下一轮"
    law_en = "each serves {each} times a round, and nobody begins the next round before all have"
    say_zh = "{who} 比轮到次数最少的多出规定 {amount} 次"
    say_en = "{who} is {amount} turn(s) too far ahead of whoever served least"
    keys = ("who",)
    mutual = True

    each: int = parameter("每轮", 1, lowest=1, eases="up")

    def places(self, case: CaseFacts) -> Places:
        """Each assignee in scope; everybody's amount depends on who served least, so on all pairs of those who may."""
        mine, past = case.mine(self.scope), case.past(self.scope)
        begin = months_before(case.problem.first, 12)
        facts = {
            who: {slot.turn: slot for slot in past.get(who, ()) if begin <= slot.day <= case.problem.last}
            for who in mine
        }
        had = {who: len(some) for who, some in facts.items()}
        may = [who for who, slots in mine.items() if any(case.may(who, slot) for slot in slots)]
        least = min((had[who] for who in may), default=0)
        table = {
            who: Place(
                (who,),
                tuple((slot.id, who) for slot in slots),
                min(had[who], least + self.each),
                once=once(who, slots, facts[who].values()),
            )
            for who, slots in mine.items()
        }
        others = tuple(table[who] for who in may)
        all_pairs = tuple(pair for one in others for pair in one.pairs)
        for one in table.values() if may else ():
            yield one._replace(data=others, beside=all_pairs)

    def post(self, place: Place, board: Measures) -> Amount:
        """How many turns, beyond `each`, ahead of whoever served least."""
        least = board.least(place.data)
        return board.above(board.count(place).minus(least), self.each)

    def check(self, place: Place, roster: Roster) -> int:
        """How many turns, beyond `each`, ahead of whoever served least."""
        least: int = min(one.served(roster) for one in place.data)
        return max(0, place.served(roster) - self.each - least)
