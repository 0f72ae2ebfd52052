"""The verdict on a swap: the rules of the versions concerned, over everything that is issued now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from constraints.book import RuleBook
from constraints.case import Case
from constraints.judge import Finding, judge, rejudge, worse
from constraints.problem import Problem, Slot, Taken
from constraints.roster import Pair, Roster
from planner.fault import Lang, Words
from planner.listing import Held
from planner.month import Issued, Period, build
from planner.office import Office
from planner.people import assignees
from planner.say import Speaker
from planner.store import Unit, at_hand, blobs, offices, versions
from planner.store.served import really
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
    """What gets worse: `broken` are clauses of 必须, `regrets` is shown with its price."""

    broken: tuple[str, ...]
    regrets: tuple[str, ...]
    price: int
    bans: tuple[str, ...] = ()
    """Those of `broken` that no reason excuses."""


def verdict(
    unit: Unit, exchange: Exchange, lang: Lang, *, office_eyes: bool = False, moved: Mapping[str, Held] | None = None
) -> Verdict:
    """Judge an exchange, and slots that move, by the own book of each version touched, with today's absences and all issued."""
    office, issued = offices.load(unit), versions.in_force(unit)
    content = Content(issued.slots, really(unit, issued.pairs))
    slots = [content.slots[slot].slot for slot in {slot for slot, _ in exchange.out | exchange.put} | set(moved or ())]
    span = _span(slots)
    at = *at_hand.marks(unit, at_hand.OFFICE, at_hand.ISSUED), *span
    problem = _PROBLEMS.get(at, lambda: _problem(office, content, *span))
    ours = {slot.id for slot in problem.slots}
    before = frozenset(pair for pair in content.pairs if pair[0] in ours)
    there = frozenset(held.slot for held in moved.values()) if moved else None
    broken: dict[str, bool] = {}
    regrets: dict[str, None] = {}
    price = 0
    for digest, book in _books(unit, slots).items():
        ground = _GROUNDS.get((*at, digest), lambda book=book: _ground(problem, book, before))  # type: ignore[misc]
        new = ground.new(exchange) if there is None else worse(ground.found, _GROUNDS.get(
            (*at, digest, exchange, there), lambda book=book: _ground(_elsewhere(problem, there), book, exchange.of(before)),  # type: ignore[misc]
        ).found)
        speaker = Speaker(office, problem, book, lang)
        for one in new:
            if one.must:
                said = speaker.say(one) if office_eyes or _open(one) else ELSEWHERE.say(lang).format(who=office.name(one.key[0]))
                broken[said] = broken.get(said, False) or one.nature == "ban"
        regrets |= dict.fromkeys(speaker.say(one) for one in new if not one.must and (office_eyes or _open(one)))
        price = max(price, sum(one.cost for one in new))
    return Verdict(tuple(broken), tuple(regrets), price, tuple(said for said, ban in broken.items() if ban))


def _open(finding: Finding) -> bool:
    return finding.rule not in PRIVATE


@dataclass(frozen=True)
class Ground:
    """What is in force, indexed and judged once under one book, so that an exchange is judged by what it touches."""

    case: Case
    roster: Roster
    found: list[Finding]

    def new(self, exchange: Exchange) -> list[Finding]:
        """What an exchange makes worse."""
        after = Roster(exchange.of(self.roster.pairs))
        if self.case.knows(exchange.put):
            return worse(self.found, rejudge(self.case, self.roster, self.found, after))
        case = Case(self.case.problem, self.case.book, after.pairs | self.roster.pairs)  # somebody the problem has no column for
        return worse(judge(case, self.roster), judge(case, after))


_GROUNDS: at_hand.Shelf[Ground] = at_hand.Shelf(4)
_PROBLEMS: at_hand.Shelf[Problem] = at_hand.Shelf(2)


def _ground(problem: Problem, book: RuleBook, before: frozenset[Pair]) -> Ground:
    case, roster = Case(problem, book, before), Roster(before)
    return Ground(case, roster, judge(case, roster))


def _elsewhere(problem: Problem, there: frozenset[Slot]) -> Problem:
    """The problem with some of its slots on another day."""
    moved = {slot.id: slot for slot in there}
    return replace(problem, slots=tuple(moved.get(slot.id, slot) for slot in problem.slots))


def _span(slots: list[Slot]) -> tuple[date, date]:
    """The whole months that hold the slots."""
    days = [date.fromordinal(slot.nominal) for slot in slots]
    return Period.month(f"{min(days):%Y-%m}").first, Period.month(f"{max(days):%Y-%m}").last


def _problem(office: Office, content: Content, first: date, last: date) -> Problem:
    """The months from `first` to `last` as they are issued; everything else issued, and history, are facts."""
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


def _books(unit: Unit, slots: list[Slot]) -> dict[str, RuleBook]:
    """Digest → rule book, for the versions that hold the slots."""
    found: dict[str, RuleBook] = {}
    for version in touched(unit, slots):
        name = version.digests[1]
        if name not in found:
            found[name] = RuleBook.from_json(json.loads(blobs.fetch(unit, name)))
    return found


def touched(unit: Unit, slots: list[Slot]) -> list[Version]:
    """The versions in force that hold the slots."""
    keys = {(slot.duty, f"{date.fromordinal(slot.nominal):%Y-%m}") for slot in slots}
    return [version for duty, month in sorted(keys) for version in versions.current(unit, month, duty)]
