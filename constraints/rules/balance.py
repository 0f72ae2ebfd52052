"""Balance: everybody carries a fair share of the load."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.parameter import LONGEST, parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.measure.shares import Aim, LoadMeasure, fair_shares
from constraints.measure.slots import once
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Balance(Rule):
    """Each assignee's load stays at the fair share: squares of the distance count.

    The share splits the pool's load by days in office, with what was served in the last `months` months
    made good bit by bit; `slack` whole loads off it are free.
    """

    code, zh, en = "balance", "均衡", "Balance"
    about_zh = "每人的工作量贴近公平份额；超出上取整或低于下取整（容差以外）的差距按平方计。"
    law_zh = "值班均衡，按{by}计，看 {months} 个月的历史[，容差 {slack}]"
    law_en = "everybody serves a fair share by {by}, over {months} months of history[, within {slack}]"
    say_zh = "{who} 比应值次数多（少）{far} 次"
    say_en = "{who} is {far} duties off the fair share"
    keys = ("who",)
    nature = "demand"

    by: str = parameter("按", "times", choices={"次数": "times", "折算": "load"})
    months: int = parameter("历史", 12, highest=120)
    slack: int = parameter("容差", 0, eases="up")

    def places(self, case: CaseFacts) -> Places:
        """Each candidate, with the least and the greatest load that is fair as data (`Aim`)."""
        measure = LoadMeasure(self.by == "load")
        shares = fair_shares(case, self.scope, measure, self.months)
        mine, past = case.mine(self.scope), case.past(self.scope)
        span = range(case.problem.first, case.problem.last + 1)
        for who, share in sorted(shares.items()):
            slots = mine.get(who, [])
            aim = Aim.at(tuple(measure.weigh(slot) for slot in slots), share.fair, self.slack)
            pairs = tuple((slot.id, who) for slot in slots)
            held = [slot for slot in past.get(who, ()) if slot.day in span]
            parts = once(who, slots, held) if self.by == "times" else ()
            yield Place((who,), pairs, share.held, "demand", "share", aim, once=parts)

    def remembers(self) -> int:
        """So many months."""
        return max(super().remembers(), (self.months + 1) * LONGEST["month"])

    def post(self, place: Place, board: Measures) -> Amount:
        """The square of how many loads the assignee is off the fair ones."""
        aim: Aim = place.data
        return aim.post(place, board)

    def check(self, place: Place, roster: Roster) -> int:
        """The square of how many loads the assignee is off the fair ones."""
        aim: Aim = place.data
        return aim.check(place, roster)
