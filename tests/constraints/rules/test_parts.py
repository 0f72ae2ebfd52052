"""Parts of one slot: one person's count once and need no rest between them, for the solver as for the judge."""

from dataclasses import replace
from random import Random

import pytest

from constraints.judge import amount_at, findings
from constraints.measure.place import Place
from constraints.model.board import Board
from constraints.model.book import MUST, Clause, RuleBook
from constraints.model.case import Case
from constraints.problem.problem import DAY, Assignee, Problem, Slot, Spell, Taken
from constraints.problem.roster import Roster
from constraints.rules.available import Available
from constraints.rules.balance import Balance
from constraints.rules.count import Count
from constraints.rules.gap import Gap
from constraints.rules.rest import Rest
from constraints.rules.turns import Turns
from constraints.rules.unit_quota import UnitQuota
from constraints.rules.weekday_spread import WeekdaySpread
from tests.fixtures.agreement import disagreements
from tests.fixtures.dense import Drawn, draw
from tests.profile import rounds

DAY_ONE = 739000
SEEDS = range(rounds(40, 60, 2000))


def part(id: str, first: int, last: int, whole: str = "", **more: int) -> Slot:
    """A part from day `first` to day `last` of a week, both included, from 08:30 to 08:30."""
    start, end = ((DAY_ONE + day) * DAY + 510 for day in (first, last + 1))
    return Slot(id, "B", "week", "lead", DAY_ONE, start, end, whole=whole, pools=frozenset("a"), **more)  # type: ignore[arg-type]


def problem(*slots: Slot, taken: tuple[Taken, ...] = ()) -> Problem:
    people = tuple(Assignee(who, spells=(Spell(DAY_ONE - 99, DAY_ONE + 99, frozenset("a")),)) for who in ("p", "q"))
    pairs = frozenset((slot.id, one.id) for slot in slots for one in people)
    return Problem(DAY_ONE, DAY_ONE + 13, slots, people, pairs, taken)


WEEK = (part("w", 0, 1), part("w-2", 2, 3, "w"), part("w-4", 4, 6, "w"))


def amounts(rule: object, *pairs: tuple[str, str], taken: tuple[Taken, ...] = ()) -> list[int]:
    book = RuleBook((Clause(rule, MUST),))  # type: ignore[arg-type]
    slots = [slot for slot in WEEK if slot.id not in {one.slot.id for one in taken}]
    return [one.amount for one in findings(problem(*slots, taken=taken), book, Roster(frozenset(pairs)))]


@pytest.mark.parametrize(
    "rule",
    [Gap(days=7), Count(period="month", most=1), WeekdaySpread(most=1, period="plan"), Rest(hours=24)],
    ids=lambda rule: rule.code,
)
def test_two_parts_of_one_person_break_no_rule_that_two_duties_would(rule):
    """A gap of a week, once a month at most, a day of rest: parts of one slot are one duty."""
    own = ("w", "p"), ("w-2", "q"), ("w-4", "p")
    assert amounts(rule, *own) == []
    apart = tuple(replace(slot, whole="") for slot in WEEK)
    alone = findings(problem(*apart), RuleBook((Clause(Gap(days=7), MUST),)), Roster(frozenset(own)))
    assert alone != [], "three slots of their own do break the gap"


def test_a_part_that_is_a_fact_and_one_of_the_plan_count_once():
    begun = (Taken(WEEK[0], "p"),)
    assert amounts(Count(period="month", most=1), ("w-4", "p"), taken=begun) == []
    assert amounts(Gap(days=7), ("w-4", "p"), taken=begun) == []
    assert amounts(Rest(hours=24), ("w-2", "p"), ("w-4", "p"), taken=begun) == []


def test_whoever_has_another_duty_beside_two_parts_breaks_the_count_once():
    other = part("v", 8, 9)
    book = RuleBook((Clause(Count(period="plan", most=1), MUST),))
    own = Roster(frozenset({("w", "p"), ("w-4", "p"), ("v", "p")}))
    assert [one.amount for one in findings(problem(*WEEK, other), book, own)] == [1]


def test_rest_is_still_asked_between_a_part_and_another_duty():
    other = part("v", 7, 8)
    book = RuleBook((Clause(Rest(hours=24), MUST),))
    assert [
        one.key for one in findings(problem(*WEEK, other), book, Roster(frozenset({("w-4", "p"), ("v", "p")})))
    ] == [("p", "w-4", "v")]


def _with_parts(seed: int) -> Drawn:
    """A drawn problem in which about half the slots, those of facts too, are parts of one another."""
    drawn, rng = draw(seed), Random(seed)
    wholes: dict[tuple[str, str], str] = {}

    def joined(slot: Slot) -> Slot:
        whole = wholes.setdefault((slot.duty, slot.post), slot.id)
        return replace(slot, whole=whole) if slot.id != whole and rng.random() < 0.5 else slot

    slots = tuple(map(joined, drawn.problem.slots))
    taken = tuple(replace(one, slot=joined(one.slot)) for one in drawn.problem.taken)
    return replace(drawn, problem=replace(drawn.problem, slots=slots, taken=taken))


@pytest.mark.slow
def test_solver_and_judge_agree_on_every_rule_where_slots_are_divided():
    for seed in SEEDS:
        assert disagreements(_with_parts(seed)) == {}, f"seed {seed}"
        free = frozenset(sorted(slot.id for slot in draw(seed).problem.slots)[::2])
        assert disagreements(_with_parts(seed), free) == {}, f"seed {seed}, half of it free"


@pytest.mark.parametrize("forgotten", [Board, Place], ids=["solver", "judge"])
def test_a_side_that_counts_every_part_is_noticed(monkeypatch, forgotten):
    if forgotten is Board:
        real = Board.count
        monkeypatch.setattr(Board, "count", lambda self, place: real(self, place._replace(once=())))
    else:
        monkeypatch.setattr(Place, "served", lambda self, roster: roster.count(self.pairs) + self.fixed)
    assert any(disagreements(_with_parts(seed)) for seed in range(20))


@pytest.mark.parametrize("rule", [Turns(each=1), Balance(by="times", slack=0)], ids=lambda rule: rule.code)
def test_fair_shares_count_a_divided_slot_once_for_each_of_its_people(rule):
    """p has two of three parts and q one: one turn each, so nobody is ahead and nobody is off their share."""
    case = Case(problem(*WEEK), RuleBook((Clause(rule, 1),)))
    roster = Roster(frozenset({("w", "p"), ("w-2", "q"), ("w-4", "p")}))
    loads = [place.served(roster) for _, place in case.all_places()]
    assert loads == [1, 1]
    if isinstance(rule, Turns):
        assert [amount_at(case, index, place, roster) for index, place in case.all_places()] == [0, 0]


def _units(*slots: Slot, taken: tuple[Taken, ...] = ()) -> Problem:
    """p and q sit in unit U, r in unit V."""
    units = {"p": "U", "q": "U", "r": "V"}
    people = tuple(
        Assignee(who, spells=(Spell(DAY_ONE - 99, DAY_ONE + 99, frozenset("a"), unit=unit),))
        for who, unit in units.items()
    )
    pairs = frozenset((slot.id, who) for slot in slots for who in units)
    return Problem(DAY_ONE, DAY_ONE + 13, slots, people, pairs, taken)


def _off_quota(that: Problem, *pairs: tuple[str, str]) -> dict[str, int]:
    book = RuleBook((Clause(UnitQuota(by="fixed"), 1),))
    return {str(one.key[0]): one.amount for one in findings(that, book, Roster(frozenset(pairs)))}


def test_a_unit_that_has_all_parts_of_a_slot_has_served_once_whoever_of_it_has_them():
    """One week in three parts and one whole week: each unit is to have one of the two."""
    that = _units(*WEEK, part("v", 7, 13))
    assert _off_quota(that, ("w", "p"), ("w-2", "q"), ("w-4", "p"), ("v", "r")) == {}
    assert _off_quota(that, ("w", "p"), ("w-2", "p"), ("w-4", "p"), ("v", "q")) == {"U": 1, "V": 1}


def test_a_part_that_a_unit_has_served_and_one_of_the_plan_are_one_of_its_quota():
    that = _units(*WEEK[1:], part("v", 7, 13), taken=(Taken(WEEK[0], "p"),))
    assert _off_quota(that, ("w-2", "q"), ("w-4", "q"), ("v", "r")) == {}


def test_two_people_of_a_unit_on_one_slot_are_two():
    """Two seats a slot, four in all: two for each unit."""
    that = _units(part("u", 0, 6, need=2, room=2), part("v", 7, 13, need=2, room=2))
    assert _off_quota(that, ("u", "p"), ("u", "q"), ("v", "r")) == {"V": 1}


def test_a_divided_slot_is_one_of_the_times_that_are_shared_out_and_all_of_its_load():
    """Two weeks for two people, one of them in three parts: two times in all, and as much 折算 as it always was."""
    that = problem(*(replace(one, load=2) for one in WEEK), part("v", 7, 13, load=6))
    for by, limits in (("times", (1, 1)), ("load", (6, 6))):
        book = RuleBook((Clause(Balance(by=by, slack=0), 1),))
        aims = [place.data for _, place in Case(that, book).all_places()]
        assert [(aim.low, aim.high) for aim in aims] == [limits, limits]


def test_one_has_to_be_in_office_on_every_day_of_a_slot_unless_the_problem_is_from_before():
    that = problem(part("w", 0, 6))
    people = tuple(replace(one, spells=(Spell(DAY_ONE - 9, DAY_ONE + 3, frozenset("a")),)) for one in that.assignees)
    book, on = RuleBook((Clause(Available(), MUST),)), Roster(frozenset({("w", "p")}))
    leaving = replace(that, assignees=people)
    assert findings(leaving, book, on) == []
    assert [one.key for one in findings(replace(leaving, every_day=True), book, on)] == [("p", "w")]
    by_night = replace(leaving, slots=(replace(part("w", 3, 3), end=(DAY_ONE + 4) * DAY + 480),), every_day=True)
    assert findings(by_night, book, on) == [], "a night belongs to the day on which it begins"
