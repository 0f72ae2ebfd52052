"""Balance: everybody carries a fair share of the load."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from constraints.board import Board
from constraints.case import Case
from constraints.problem import Slot
from constraints.roster import Roster
from constraints.rule import Amount, Place, Places, Rule, parameter
from constraints.share import fair_shares

LAYERS = (1, *(2 * layer - 1 for layer in range(2, 31)), 61)
"""Marginal cost of each whole load off the share: squares up to 30, then 61 each."""


@dataclass(frozen=True)
class Balance(Rule):
    """Each assignee's load stays at the fair share: squares of the distance count.

    The share splits the pool's load by days in office, with what was served in the last `months` months
    made good bit by bit; `slack` whole loads off it are free.
    """

    code, zh, en = "balance", "均衡", "Balance"
    about_zh = "每人的工作量贴近公平份额；超出上取整或低于下取整（容差以外）的差距按平方计。"
    say_zh = "{who} 的工作量偏离公平份额（计 {amount}）"
    say_en = "{who}'s load is off the fair share (counts {amount})"
    keys = ("who",)
    nature = "demand"

    by: str = parameter("按", "times", choices={"次数": "times", "折算": "load"})
    months: int = parameter("历史", 12)
    slack: int = parameter("容差", 0)

    def places(self, case: Case) -> Places:
        """Each candidate, with the least and the greatest load that is fair."""
        shares = fair_shares(case, self.scope, self._weigh, self.months)
        mine = case.mine(self.scope)
        for who, share in sorted(shares.items()):
            slots = mine.get(who, [])
            weights = tuple(self._weigh(slot) for slot in slots)
            low, high = floor(share.fair) - self.slack, ceil(share.fair) + self.slack
            pairs = tuple((slot.id, who) for slot in slots)
            yield Place((who,), pairs, share.held, "demand", "share", (weights, low, high))

    def _weigh(self, slot: Slot) -> int:
        return slot.load if self.by == "load" else 1

    def post(self, place: Place, board: Board) -> Amount:
        """The square of the distance, in unary layers."""
        weights, low, high = place.data
        load = board.total(place.pairs, weights).add(place.fixed)
        return board.above(load, high, LAYERS) + board.below(load, low, LAYERS)

    def check(self, place: Place, roster: Roster) -> int:
        """The square of the distance; past 30 each further load costs 61."""
        weights, low, high = place.data
        pairs = zip(place.pairs, weights, strict=True)
        load = place.fixed + sum(weight for pair, weight in pairs if pair in roster)
        far = max(load - high, low - load, 0)
        return int(far * far if far <= 30 else 900 + 61 * (far - 30))
