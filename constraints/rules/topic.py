"""Topic: on a slot with a topic, somebody answers for it."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount, Hinge
from constraints.measure.on_duty import Side, on
from constraints.measure.parameter import parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.measure.slots import of
from constraints.problem.problem import Slot
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Topic(Rule):
    """A slot with a topic, given here by date or by its session, has somebody whose portfolio holds one of its topics.

    Where people are named, they alone are looked at. Each slot that has people but nobody with the topic counts once.
    """

    code, zh, en = "topic", "分管对口", "Topic"
    about_zh = (
        "有主题的班次（在此按日期写明，或取自场次），值班的人中至少一人的分管工作与主题对口；"
        "有人值班而无人对口的，每班次岗位计一次；填了人员的，只看其中的人。"
    )
    law_zh = "有主题的班次由分管对口的人值班[（{dated}）]"
    law_en = "a slot with a topic has somebody whose portfolio holds it[ ({dated})]"
    say_zh = "{slot} 的主题无人分管"
    say_en = "nobody on {slot} answers for its topic"
    keys = ("slot",)
    mutual = True
    learned = ("who",)
    waits = "moment"

    dated: tuple[tuple[int, tuple[str, ...]], ...] = parameter("主题", (), kind="topics")

    def places(self, case: CaseFacts) -> Places:
        """Each slot that has a topic."""
        sessions, dated = dict(case.problem.topics), dict(self.dated)
        for slot in case.on(self.scope):
            topics = {*dated.get(slot.nominal, ()), *sessions.get(slot.id, ())}
            pairs = of(slot, case.pairs(slot), self.scope)
            if topics and pairs:
                able: Side = tuple(pair for pair in pairs if _answers(case, pair[1], slot, topics)), 0
                yield Place((slot.id,), pairs, data=((pairs, 0), able))

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if somebody is on the slot, but nobody who answers for a topic."""
        anybody, able = (board.any(*one) for one in place.data)
        return (Hinge((anybody.minus(able),)),)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if somebody is on the slot, but nobody who answers for a topic."""
        anybody, able = (on(one, roster) for one in place.data)
        return int(anybody and not able)


def _answers(case: CaseFacts, who: str, slot: Slot, topics: set[str]) -> bool:
    """Whether one of the topics is named in the portfolio that somebody has that day."""
    spell = case.assignees[who].spell(slot.day)
    return spell is not None and any(topic in word for topic in topics for word in spell.topics)
