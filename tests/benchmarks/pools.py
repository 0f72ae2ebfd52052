"""Several districts in one pool of people: every post of each may be filled from all of them."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from constraints.problem.problem import Assignee, Link, Problem, Site, Slot, Spell, Taken
from constraints.solve import Effort, solve
from planner.problem.build import build_problem
from planner.problem.period import Period
from planner.problem.rule_book import rule_book
from planner.samples.district import sample

MONTH = Period.month("2026-12")
Pair = tuple[str, str]


class Renamed:
    """One district's problem under names that no other district has."""

    def __init__(self, problem: Problem, number: int) -> None:
        self.problem, self.number = problem, number
        self.slots = tuple(replace(slot, id=self.slot(slot.id), site=self.own(slot.site)) for slot in problem.slots)
        self.people = tuple(map(self._person, problem.assignees))

    def own(self, name: str) -> str:
        """A person, unit or site of this district."""
        return name and f"{self.number}:{name}"

    def slot(self, id: str) -> str:
        """A slot of this district."""
        return f"{id}~{self.number}"

    def _person(self, one: Assignee) -> Assignee:
        spells = tuple(
            Spell(
                spell.first,
                spell.last,
                spell.pools,
                frozenset(map(self.own, spell.units)),
                spell.exempt,
                spell.topics,
                self.own(spell.unit),
            )
            for spell in one.spells
        )
        links = tuple(Link(self.own(link.site), link.first, link.last) for link in one.links)
        return replace(
            one,
            id=self.own(one.id),
            spells=spells,
            links=links,
            partner=self.own(one.partner),
            leader=self.own(one.leader),
        )


def pooled(problems: list[Problem]) -> Problem:
    """One problem with everybody a candidate for every post of the kinds they serve; visits stay where they are."""
    districts = [Renamed(problem, number) for number, problem in enumerate(problems)]
    group: dict[str, set[str]] = defaultdict(set)
    candidates: set[Pair] = set()
    for one in districts:
        sited = {slot.id for slot in one.problem.slots if slot.site}
        for slot, who in one.problem.candidates:
            if slot in sited:
                candidates.add((one.slot(slot), one.own(who)))
            else:
                group[slot].add(one.own(who))
    candidates |= {
        (one.slot(slot.id), who)
        for one in districts
        for slot in one.problem.slots
        if not slot.site
        for who in group[slot.id]
    }
    slots: tuple[Slot, ...] = tuple(slot for one in districts for slot in one.slots)
    return replace(
        problems[0],
        slots=slots,
        assignees=tuple(person for one in districts for person in one.people),
        candidates=frozenset(candidates),
        sites=tuple(
            Site(one.own(site.id), frozenset(map(one.own, site.units)))
            for one in districts
            for site in one.problem.sites
        ),
        wishes=tuple(
            replace(wish, id=one.own(wish.id), who=one.own(wish.who), slots=frozenset(map(one.slot, wish.slots)))
            for one in districts
            for wish in one.problem.wishes
        ),
        pins=tuple(
            replace(pin, id=one.own(pin.id), who=one.own(pin.who), slots=frozenset(map(one.slot, pin.slots)))
            for one in districts[:1]
            for pin in one.problem.pins
        ),
        taken=tuple(Taken(taken.slot, one.own(taken.who)) for one in districts for taken in one.problem.taken),
    )


def planned(sizes: list[int], seconds: float) -> Iterator[tuple[str, ...]]:
    """A line of the table for each number of districts."""
    for size in sizes:
        offices = [sample("district", seed, date(2026, 12, 1)) for seed in range(1, size + 1)]
        problem = pooled([build_problem(office, MONTH).problem for office in offices])
        book = rule_book(offices[0], MONTH.first, MONTH.last)
        began = time.perf_counter()
        found = solve(problem, book, Effort(seconds))
        took = time.perf_counter() - began
        yield (
            f"× {size}",
            str(len(problem.candidates)),
            f"{found.seconds.get('build', 0):.1f}",
            f"{took:.1f}",
            str(found.cost),
            str(found.bound) + (" proved" if found.proved else ""),
            str(len(found.breaches)),
        )
