"""The peer's own process: an office's problem as Timefold has it, from places of the rule book to constraint streams.

Seats take a person each, visitors a village; both from a list of their own, so that change and swap moves stay among
candidates. A place costs by the weight of its pairs that are assigned: a table worked out by the rule's own `check`.
Reads a request on stdin; writes one JSON line: the scores with the seconds they took by the peer's own clock, and the
pairs.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any

from jpype import JImplements, JOverride
from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    EnvironmentMode,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)
from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    constraint_provider,
)

from constraints.model.book import RuleBook
from constraints.model.case import Case
from constraints.problem.roster import Pair
from constraints.wire import read_problem
from tests.benchmarks.tables import alone, tables

CLASSES = "org.jpyinterpreter.user.tests.benchmarks.peer_model"
"""Where the peer keeps what it makes of our classes."""
BUILD = """<constructionHeuristic><queuedEntityPlacer>
  <entitySelector id="{name}"><entityClass>{classes}.{name}</entityClass></entitySelector>
  <changeMoveSelector><entitySelector mimicSelectorRef="{name}"/></changeMoveSelector>
</queuedEntityPlacer></constructionHeuristic>"""
MOVES = """<{kind}MoveSelector><fixedProbabilityWeight>1</fixedProbabilityWeight>
  <entitySelector><entityClass>{classes}.{name}</entityClass></entitySelector></{kind}MoveSelector>"""
SEARCH = """<solver xmlns="https://timefold.ai/xsd/solver">{built}
  <localSearch><unionMoveSelector>{moves}</unionMoveSelector>
  <acceptor><entityTabuSize>7</entityTabuSize></acceptor>
  <forager><acceptedCountLimit>1000</acceptedCountLimit></forager>
  </localSearch></solver>"""
"""Tabu search: 30 after half a minute on the first office; late acceptance, the default, had 1,320, annealing 1,350."""


def configuration() -> str:
    """Seats and visitors first fit, then tabu search; change and swap of each are equally likely."""
    names = "Seat", "Visitor"
    built = "".join(BUILD.format(name=name, classes=CLASSES) for name in names)
    moves = "".join(
        MOVES.format(kind=kind, name=name, classes=CLASSES) for name in names for kind in ("change", "swap")
    )
    return SEARCH.format(built=built, moves=moves)


@dataclass
class Person:
    """Somebody, or a unit."""

    id: str


@dataclass
class Stop:
    """A village to be visited."""

    id: str


@dataclass
class Measure:
    """One place of one clause: what its pairs save against none, by their weight; and what it costs with none."""

    number: int
    hard: bool
    table: list[int]
    none: int


@dataclass
class Member:
    """A pair that a measure counts."""

    measure: Measure
    slot: str
    who: str
    hard: bool
    weight: int


@planning_entity
@dataclass
class Seat:
    """One of the people a slot has room for."""

    id: Annotated[str, PlanningId]
    slot: str
    options: Annotated[list[Person], ValueRangeProvider(id="people")]
    person: Annotated[Person | None, PlanningVariable(value_range_provider_refs=["people"], allows_unassigned=True)] = (
        field(default=None)
    )


@planning_entity
@dataclass
class Visitor:
    """Somebody who visits one village."""

    id: Annotated[str, PlanningId]
    who: str
    options: Annotated[list[Stop], ValueRangeProvider(id="stops")]
    stop: Annotated[Stop | None, PlanningVariable(value_range_provider_refs=["stops"], allows_unassigned=True)] = field(
        default=None
    )


@planning_solution
@dataclass
class Month:
    """The whole office."""

    measures: Annotated[list[Measure], ProblemFactCollectionProperty]
    members: Annotated[list[Member], ProblemFactCollectionProperty]
    seats: Annotated[list[Seat], PlanningEntityCollectionProperty]
    visitors: Annotated[list[Visitor], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)

    @property
    def pairs(self) -> list[Pair]:
        """Who is where."""
        seated = {(seat.slot, seat.person.id) for seat in self.seats if seat.person is not None}
        return sorted(seated | {(one.stop.id, one.who) for one in self.visitors if one.stop is not None})


@constraint_provider
def rules(factory: ConstraintFactory) -> list[Constraint]:
    """What is hard, what is soft, and nobody twice on a slot."""
    return [
        measured(factory, True),
        measured(factory, False),
        twice(factory),
        factory.for_each(Measure)
        .filter(lambda one: one.hard)
        .penalize(HardSoftScore.ONE_HARD, lambda one: one.none)
        .as_constraint("hard, none"),
        factory.for_each(Measure)
        .filter(lambda one: not one.hard)
        .penalize(HardSoftScore.ONE_SOFT, lambda one: one.none)
        .as_constraint("soft, none"),
    ]


def measured(factory: ConstraintFactory, hard: bool) -> Constraint:
    """The table of each measure at the number of its pairs assigned."""
    weight, name = (HardSoftScore.ONE_HARD, "hard") if hard else (HardSoftScore.ONE_SOFT, "soft")
    mine = (
        factory.for_each(Member).filter(lambda one: one.hard)
        if hard
        else factory.for_each(Member).filter(lambda one: not one.hard)
    )
    seated = mine.join(
        Seat,
        Joiners.equal(lambda one: one.slot, lambda seat: seat.slot),
        Joiners.equal(lambda one: one.who, lambda seat: seat.person.id),
    ).map(lambda one, seat: one)
    visiting = mine.join(
        Visitor,
        Joiners.equal(lambda one: one.slot, lambda other: other.stop.id),
        Joiners.equal(lambda one: one.who, lambda other: other.who),
    ).map(lambda one, other: one)
    return (
        seated.concat(visiting)
        .group_by(lambda one: one.measure, ConstraintCollectors.sum(lambda one: one.weight))
        .impact(weight, lambda measure, load: measure.table[load])
        .as_constraint(name)
    )


def twice(factory: ConstraintFactory) -> Constraint:
    """Nobody sits on two seats of a slot."""
    return (
        factory.for_each_unique_pair(
            Seat, Joiners.equal(lambda seat: seat.slot), Joiners.equal(lambda seat: seat.person.id)
        )
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("twice")
    )


def month(case: Case) -> Month:
    """The case as the peer's solution, with nobody assigned."""
    of_slot: dict[str, list[str]] = defaultdict(list)
    barred = alone(case)
    for slot, who in case.columns:
        if (slot, who) not in barred:
            of_slot[slot].append(who)
    people = {who: Person(who) for some in of_slot.values() for who in some}
    villages: dict[str, list[Stop]] = defaultdict(list)
    seats = []
    for slot, some in of_slot.items():
        if case.slots[slot].site:
            stop = Stop(slot)
            for who in some:
                villages[who].append(stop)
        else:
            seats += [
                Seat(f"{slot}#{number}", slot, [people[who] for who in some]) for number in range(case.slots[slot].room)
            ]
    visitors = [Visitor(who, who, stops) for who, stops in sorted(villages.items())]
    members = list(_members(case))
    measures = {one.measure.number: one.measure for one in members}
    return Month(list(measures.values()), members, seats, visitors)


def _members(case: Case) -> Iterator[Member]:
    for number, table in enumerate(tables(case)):
        measure = Measure(number, table.hard, list(table.steps), table.none)
        yield from (
            Member(measure, *pair, table.hard, weight) for pair, weight in zip(table.pairs, table.weights, strict=True)
        )


def main() -> None:
    """One request."""
    settings = json.loads(sys.stdin.buffer.readline())
    book = RuleBook.from_json(json.loads(sys.stdin.buffer.readline()))
    question = month(Case(read_problem(sys.stdin.buffer.readline()), book))
    solver = SolverFactory.create(
        SolverConfig(
            solution_class=Month,
            entity_class_list=[Seat, Visitor],
            random_seed=1,
            environment_mode=EnvironmentMode.NO_ASSERT,
            score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=rules),
            termination_config=TerminationConfig(spent_limit=Duration(milliseconds=round(settings["seconds"] * 1000))),
            xml_source_text=configuration(),
        )
    ).build_solver()
    scores: list[tuple[float, str]] = []

    @JImplements("ai.timefold.solver.core.api.solver.event.SolverEventListener")
    class Listener:
        """The library's own listener translates the whole solution each time, which would slow the search."""

        @JOverride
        def bestSolutionChanged(self, event: Any) -> None:
            scores.append((event.getTimeMillisSpent() / 1000, str(event.getNewBestScore())))

    solver._delegate.addEventListener(Listener())
    print(json.dumps({"pairs": solver.solve(question).pairs, "scores": scores}), flush=True)
