"""The verdict on a swap: the rules of the versions concerned, over everything that is issued now."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from constraints.book import RuleBook
from constraints.case import Case
from constraints.judge import Finding, judge, worse
from constraints.problem import Problem, Slot, Taken
from constraints.roster import Pair, Roster
from planner.fault import Lang, Words
from planner.month import Issued, Period, build
from planner.office import Office
from planner.people import assignees
from planner.say import Speaker
from planner.store import Unit, blobs, offices, versions
from planner.store.versions import Content, Version

PRIVATE = ("wishes", "available", "qualified")
"""Rules whose findings tell of wishes, absences or exemptions: the office's to see."""
ELSEWHERE = Words("{who}该时段另有安排", "{who} is taken at that time")
"""What everybody else reads instead."""


@dataclass(frozen=True)
class Exchange:
    """What a swap takes out of the issued roster and what it puts in."""

    out: frozenset[Pair]
    put: frozenset[Pair]

    def of(self, pairs: Iterable[Pair]) -> frozenset[Pair]:
        """The roster after it."""
        return (frozenset(pairs) - self.out) | self.put

    def back(self) -> Exchange:
        """The way back."""
        return Exchange(self.put, self.out)


@dataclass(frozen=True)
class Verdict:
    """What gets worse: `broken` forbids, `regrets` is shown with its price."""

    broken: tuple[str, ...]
    regrets: tuple[str, ...]
    price: int


def verdict(unit: Unit, exchange: Exchange, lang: Lang, *, office_eyes: bool = False) -> Verdict:
    """Judge an exchange by the own book of each version it touches, with today's absences and everything issued."""
    office, content = offices.load(unit), versions.in_force(unit)
    slots = [content.slots[slot].slot for slot, _ in exchange.out | exchange.put]
    problem = _problem(office, content, slots)
    before = frozenset(pair for pair in content.pairs if pair[0] in {slot.id for slot in problem.slots})
    broken: dict[str, None] = {}
    regrets: dict[str, None] = {}
    price = 0
    for book in _books(unit, slots):
        case = Case(problem, book, before | exchange.put)
        new = worse(judge(case, Roster(before)), judge(case, Roster(exchange.of(before))))
        speaker = Speaker(office, problem, book, lang)
        broken |= dict.fromkeys(
            speaker.say(one) if office_eyes or _open(one) else ELSEWHERE.say(lang).format(who=office.name(one.key[0]))
            for one in new if one.must
        )
        regrets |= dict.fromkeys(speaker.say(one) for one in new if not one.must and (office_eyes or _open(one)))
        price = max(price, sum(one.cost for one in new))
    return Verdict(tuple(broken), tuple(regrets), price)


def _open(finding: Finding) -> bool:
    return finding.rule not in PRIVATE


def _problem(office: Office, content: Content, slots: list[Slot]) -> Problem:
    """The months of the slots as they are issued; everything else issued, and history, are facts."""
    days = [date.fromordinal(slot.nominal) for slot in slots]
    first, last = Period.month(f"{min(days):%Y-%m}").first, Period.month(f"{max(days):%Y-%m}").last
    span = first.toordinal(), last.toordinal()
    ours = {id: held.slot for id, held in content.slots.items() if span[0] <= held.slot.nominal <= span[1]}
    taken = tuple(Taken(content.slots[slot].slot, who) for slot, who in sorted(content.pairs) if slot not in ours)
    fresh = build(office, Period(first, last), Issued(taken)).problem
    people = assignees(office)
    named = {one.id for one in fresh.assignees} | {who for _, who in content.pairs if who in people}
    return replace(
        fresh, slots=tuple(ours[id] for id in sorted(ours)), assignees=tuple(people[who] for who in sorted(named)),
        candidates=frozenset(pair for pair in fresh.candidates if pair[0] in ours),
        issued=frozenset(), published=frozenset(),  # a swap is a change: 已印发少调整 has no say in it
    )


def _books(unit: Unit, slots: list[Slot]) -> list[RuleBook]:
    """The rule books of the versions that hold the slots, each once."""
    found: dict[str, RuleBook] = {}
    for version in touched(unit, slots):
        name = version.digests[1]
        if name not in found:
            found[name] = RuleBook.from_json(json.loads(blobs.fetch(unit, name)))
    return list(found.values())


def touched(unit: Unit, slots: list[Slot]) -> list[Version]:
    """The versions in force that hold the slots."""
    keys = {(slot.duty, f"{date.fromordinal(slot.nominal):%Y-%m}") for slot in slots}
    return [version for duty, month in sorted(keys) for version in versions.current(unit, month, duty)]
