"""Escort: a unit that accompanies a shift belongs to a leader on it."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount, Hinge
from constraints.measure.on_duty import NOBODY, Side, flat, on, shifts
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Escort(Rule):
    """A unit on a shift that people are on too is one that a leader among them supervises.

    Each shift (duty, date, shift, site) with a unit of nobody there counts once.
    """

    code, zh, en = "escort", "陪同对口", "Escort"
    about_zh = "同一班次既有人员岗位又有单位岗位的，单位应由在班的领导分管；每班次计一次。"
    law_zh = "陪同单位须由在班的领导分管"
    law_en = "a unit accompanies a leader who supervises it"
    say_zh = "{date} {duty} {shift} {site}：陪同单位不由在班的领导分管"
    say_en = "{duty} {shift} {site}, {date}: a unit that no leader on it supervises"
    keys = ("duty", "date", "shift", "site")
    mutual = True
    subject = "units beside people"
    waits = "register"

    def places(self, case: CaseFacts) -> Places:
        """Each shift that a unit and a person could be on, unless facts alone break it."""
        for key, sides in shifts(case.mine(self.scope), case.past(self.scope)).items():
            people = [one for who, one in sides.items() if not _unit(case, who)]
            anybody: Side = flat(people), sum(fixed for _, fixed in people)
            units = tuple(
                (one, sides.get(case.assignees[who].leader, NOBODY)) for who, one in sides.items() if _unit(case, who)
            )
            pairs = flat((*(one for one, _ in units), anybody))
            if units and anybody != NOBODY and pairs:
                if any(one[1] and not led[1] and anybody[1] for one, led in units):
                    continue  # facts alone break it: whoever is added cannot make it worse
                yield Place(key, pairs, data=(anybody, units))

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if a person and a unit are there, and nobody there supervises the unit."""
        anybody, units = place.data
        there = board.any(*anybody).add(-1)
        return (Hinge(tuple(board.any(*one).plus(there).minus(board.any(*led)) for one, led in units)),)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if a person and a unit are there, and nobody there supervises the unit."""
        anybody, units = place.data
        return int(on(anybody, roster) and any(on(one, roster) and not on(led, roster) for one, led in units))


def _unit(case: CaseFacts, who: str) -> bool:
    return who in case.assignees and case.assignees[who].kind == "unit"
