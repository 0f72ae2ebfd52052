"""Solving: what is proved is optimal, bans are never given up, demands by tiers, a child that dies harms nothing."""

import itertools
import time

import pytest

from constraints import solve as solving
from constraints.engines.search import Limits, Stop
from constraints.judge import cost, judge, worse
from constraints.measure.place import TIERS, Scope
from constraints.model.board import Board
from constraints.model.book import Clause, RuleBook
from constraints.model.case import Case
from constraints.problem.roster import Roster
from constraints.process import Cancel
from constraints.rules import BY_NAME
from constraints.solve import Effort, SolverFault, solve
from constraints.solving import stages
from constraints.solving.stages import answer
from constraints.wire import PlanAnswer, problem_bytes, read_problem
from tests.fixtures.dense import draw
from tests.fixtures.spoken import away, day, person, problem, slot

QUICK = Effort(seconds=20, repeatable=True)


def book(*clauses):
    return RuleBook.of([Clause(BY_NAME[name](**parameters), force) for name, force, parameters in clauses])


def worth(case, roster):
    """(demands of 必须 broken from the highest tier down, soft cost), or None where a ban is broken."""
    found = judge(case, roster)
    if any(one.must and one.nature == "ban" for one in found):
        return None
    tiers = tuple(sum(one.amount for one in found if one.must and one.tier == tier) for tier in reversed(TIERS))
    return tiers, cost(found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_no_exchange_of_one_or_two_assignments_beats_a_proved_roster(seed):
    drawn = draw(seed, force="mixed")
    case = Case(drawn.problem, drawn.book)
    found = answer(Board(case), Limits(5, deterministic=True), Stop())
    best = worth(case, Roster(found.pairs))
    assert best is not None
    if not found.proved:
        return
    assert best[1] == found.cost
    assert best[0] == tuple(found.given_up.get(tier, 0) for tier in reversed(TIERS))
    for pair in case.columns:
        flipped = worth(case, Roster(found.pairs ^ {pair}))
        assert flipped is None or flipped >= best, pair
    for pair, other in itertools.islice(itertools.combinations(case.columns, 2), 0, None, 41):
        flipped = worth(case, Roster(found.pairs ^ {pair, other}))
        assert flipped is None or flipped >= best, (pair, other)


@pytest.mark.slow
def test_most_of_the_drawn_problems_are_proved():
    proved = 0
    for seed in range(20):
        drawn = draw(seed, force="mixed")
        board = Board(Case(drawn.problem, drawn.book))
        proved += answer(board, Limits(5, deterministic=True), Stop()).proved
    assert proved >= 18


def test_a_month_that_can_be_met_is_proved_and_costs_what_the_judge_says():
    that = problem([slot(number) for number in range(1, 13)])
    found = solve(that, book(("gap", 10, {"days": 3}), ("balance", 5, {}), ("count", 0, {"least": 2})), QUICK)
    assert (found.status, found.proved, found.breaches) == ("optimal", True, [])
    assert found.cost == found.bound == cost(list(found.findings))


def test_nobody_at_hand_leaves_the_post_open_and_breaks_no_ban():
    gone = [person(id, absences=(away(2),)) for id in "ab"]
    found = solve(problem([slot(1), slot(2)], people=gone), book(), QUICK)
    assert (found.status, found.proved) == ("over_constrained", True)
    assert {(one.rule, one.key, one.amount) for one in found.breaches} == {("filled", ("d2",), 1)}
    assert {pair[0] for pair in found.roster.pairs} == {"d1"}


def test_a_lower_tier_is_given_up_before_a_post_stays_open():
    that = problem([slot(1), slot(2), slot(3)], people="ab")
    found = solve(that, book(("count", 0, {"least": 2})), QUICK)
    assert {(one.rule, one.tier) for one in found.breaches} == {("count", "least")}


def test_demands_are_given_up_in_part_only_where_their_part_needs_it():
    that = problem([slot(1), slot(2, "x2", duty="E")], people=[person("a", absences=(away(2),))])
    found = solve(that, book(), QUICK)
    assert {one.key for one in found.breaches} == {("x2",)}
    assert found.roster.pairs == {("d1", "a")}


def test_33_leaders_with_16_days_and_room_for_two_leave_one_without_a_reception():
    people = [person(f"l{number:02d}") for number in range(33)]
    that = problem([slot(number, room=2) for number in range(1, 17)], people=people)
    found = solve(that, book(("count", 0, {"least": 1})), QUICK)
    assert (found.status, found.proved) == ("over_constrained", True)
    assert sum(one.amount for one in found.breaches) == 1


@pytest.mark.slow
def test_at_most_k_slots_change():
    that = problem(
        [slot(number) for number in range(1, 7)],
        issued=frozenset(f"d{n}" for n in range(1, 7)),
        published=frozenset((f"d{n}", "a") for n in range(1, 7)),
    )
    for limit in (0, 2):
        found = solve(that, book(("balance", 10, {})), Effort(20, repeatable=True, changes=limit))
        assert len({slot for slot, _ in found.roster.pairs ^ that.published}) == limit


@pytest.mark.slow
def test_the_same_inputs_and_seed_give_the_same_roster():
    drawn = draw(7, force="mixed")
    first, second = (solve(drawn.problem, drawn.book, QUICK) for _ in range(2))
    assert first.roster == second.roster
    assert (first.cost, first.status) == (second.cost, second.status)


def test_a_solver_that_dies_gives_a_failed_result_and_no_roster(monkeypatch):
    real = solving.start_child

    def doomed():
        child = real()
        child.kill()
        return child

    monkeypatch.setattr(solving, "start_child", doomed)
    found = solve(
        problem([slot(number) for number in range(1, 20)], people="abcdefgh"), book(("balance", 1, {})), QUICK
    )
    assert (found.status, found.roster.pairs) == ("failed", frozenset())


@pytest.mark.slow
def test_too_little_memory_is_a_failed_result():
    found = solve(problem([slot(1)]), book(), Effort(5, memory=60))
    assert (found.status, found.roster.pairs) == ("failed", frozenset())


@pytest.mark.slow
def test_a_cancelled_search_ends_within_a_second_and_keeps_the_best_roster():
    people = [person(f"p{number}") for number in range(14)]
    days = [
        slot(number, f"d{number}-{hour}", hours=(hour, hour + 8), need=2, room=2, shift=str(hour))
        for number in range(1, 29)
        for hour in (0, 8, 16)
    ]
    heavy = book(("streak", 7, {"least": 2, "most": 4}), ("balance", 3, {}), ("weekday_spread", 2, {}))
    cancel, seen, pressed = Cancel(), [], []

    def tell(cost, bound):
        seen.append(cost)
        if len(seen) == 2:
            pressed.append(time.monotonic())
            cancel.now()

    found = solve(problem(days, people=people), heavy, Effort(60), tell, cancel)
    assert time.monotonic() - pressed[0] < 3
    assert found.status in ("feasible", "optimal")
    assert len(found.roster) == 28 * 3 * 2


def test_calling_off_what_has_just_answered_is_no_fault():
    cancel = Cancel()
    found = solve(problem([slot(1)]), book(), QUICK, cancel=cancel)
    cancel.now()
    assert (found.status, cancel.wanted.is_set()) == ("optimal", True)


@pytest.mark.slow
def test_a_month_called_off_before_its_first_roster_is_full_all_the_same(monkeypatch):
    monkeypatch.setattr(stages, "GRACE", 20)
    monkeypatch.setattr(stages, "BRIEF", 10)
    groups = range(60)  # whoever is first in line on the first day is the only one for the third
    people = [person(f"p{group}-{number}") for group in groups for number in range(3)]
    days = [slot(number, f"d{group}-{number}") for group in groups for number in range(1, 20)]
    candidates = frozenset(
        (f"d{group}-{day}", f"p{group}-{number}")
        for group in groups
        for day in range(1, 20)
        for number in range(1 if day == 3 else 3)
    )
    case = Case(problem(days, people=people, candidates=candidates), book(("balance", 3, {}), ("gap", 0, {"days": 3})))
    stop, seen = Stop(), []

    def tell(cost, bound):
        seen.append(cost)
        stop.pull()

    found = answer(Board(case), Limits(60), stop, tell)
    assert seen[0] is None
    assert ([one for one in judge(case, Roster(found.pairs)) if one.must], len(found.pairs)) == ([], 60 * 19)


@pytest.mark.slow
def test_no_time_at_all_still_gives_posts_to_people_and_breaks_no_ban():
    for seed in range(10):
        drawn = draw(seed, force="mixed")
        case = Case(drawn.problem, drawn.book)
        found = answer(Board(case), Limits(0), Stop())
        assert not found.proved
        best = worth(case, Roster(found.pairs))
        assert best is not None, seed
        assert found.bound <= best[1], seed
    easy = problem([slot(number) for number in range(1, 13)])
    found = solve(easy, book(("gap", 0, {"days": 3})), Effort(seconds=0))
    assert (found.status, found.proved, len(found.roster)) == ("feasible", False, 12)


def test_a_bound_without_any_search_is_below_the_cost():
    kept = problem([slot(1)], people="a", issued=frozenset({"d1"}), published=frozenset({("d1", "a")}))
    found = solve(kept, book(("keep", 10, {})), Effort(seconds=0))
    assert (found.cost, found.roster.pairs) == (0, {("d1", "a")})
    assert found.bound <= 0


def test_the_child_ends_when_its_parent_goes_away():
    child = solving.start_child()
    child.stdin.write(b"{}")
    child.stdin.close()
    assert child.wait(10) != 0


def test_a_solver_that_contradicts_the_judge_is_not_believed(monkeypatch):
    that = problem([slot(1)], people=[person("a", absences=(away(1),))])
    monkeypatch.setattr(
        solving,
        "_listen",
        lambda child, tell: solving._Heard(PlanAnswer((("d1", "a"),), 0, 0, True, False, {}, 0, 0, 0)),
    )
    with pytest.raises(SolverFault):
        solve(that, book(), QUICK)


def test_worse_names_only_what_is_new_or_larger():
    that = problem([slot(number) for number in range(1, 4)])
    rules = book(("gap", 10, {"days": 2}))
    old = Roster(frozenset({("d1", "a"), ("d2", "a"), ("d3", "b")}))
    new = Roster(frozenset({("d1", "a"), ("d2", "a"), ("d3", "a")}))
    case = Case(that, rules)
    before, after = judge(case, old), judge(case, new)
    assert {one.key for one in worse(before, after)} == {("a", day(2), day(3))}
    assert worse(after, before) == []


def test_a_scope_keeps_a_clause_to_its_duty():
    that = problem([slot(1, "x", duty="E"), slot(2, "y", duty="D")])
    rules = RuleBook((Clause(BY_NAME["gap"](days=3, scope=Scope(duties=frozenset({"D"}))), 1),))
    assert judge(Case(that, rules), Roster(frozenset({("x", "a"), ("y", "a")}))) == []


def test_a_book_goes_to_plain_data_and_back():
    drawn = draw(3)
    again = RuleBook.from_json(drawn.book.to_json())
    assert again == drawn.book
    assert again.digest() == drawn.book.digest()


def test_a_problem_that_was_read_is_the_one_written_and_its_pairs_share_the_names_of_slots_and_people():
    that = problem([slot(1, "a"), slot(2, "b")], people="xy", published=frozenset({("a", "x")}))
    read = read_problem(problem_bytes(that))
    assert read == that
    own = {id(name) for name in (*(one.id for one in read.slots), *(one.id for one in read.assignees))}
    assert {id(name) for pair in (*read.candidates, *read.published) for name in pair} <= own
