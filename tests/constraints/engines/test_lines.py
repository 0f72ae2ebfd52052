"""Lines: blocks hold every row once, bounds never exceed the optimum, dives keep to the rows, proofs are right."""

import threading
import time
from collections import Counter
from types import SimpleNamespace

import pytest

from constraints.engines import cpsat, race
from constraints.engines.columns import proof
from constraints.engines.columns.blocks import Blocks
from constraints.engines.columns.lines import Lines
from constraints.engines.columns.proof import Dual, Proof
from constraints.engines.lanes import Lanes
from constraints.engines.protocol import SCALE
from constraints.engines.search import Known, Limits, Stop, silent
from constraints.engines.thin import everything
from constraints.model.form import Form
from tests.fixtures.forms import FORMS, idle

FORMS = [(form, alone) for form, alone in FORMS if len(Blocks.of(form).people) > 1]


def seen(form):
    """A form's lines, and what is known of it."""
    stop = Stop()
    known = Known(form.floor, lambda cost, bound, values: None, stop)
    return Lines(form, Blocks.of(form), known, stop, 1, 2), known


def a_worse(form, alone):
    """Some roster that costs more than the cheapest; None if all cost the same."""
    dearer = Form(
        form.upper,
        [*form.rows, (tuple((column, -cost) for column, cost in form.costs.items()), -(alone.cost + 1 - form.offset))],
        form.cliques,
        form.costs,
        form.offset,
    )
    found = cpsat.search(dearer, Limits(5, deterministic=True), Stop())
    return found.values or None


def test_every_row_and_column_has_one_place():
    for form, _ in FORMS:
        blocks = Blocks.of(form)
        columns = Counter(column for block in blocks.people for column in block.columns) + Counter(blocks.common)
        assert columns == Counter(range(len(form.upper)))
        rows = Counter(row for block in blocks.people for row in block.rows) + Counter(blocks.ties.values())
        assert rows == Counter(everything(form))
        assert {number: list(everything(form))[number] for number in blocks.ties} == blocks.ties
        for block in blocks.people:
            assert {column for terms, _ in block.rows for column, _ in terms} <= set(block.columns)
            assert {
                mark[1] for column in block.columns if column < len(form.marks) and (mark := form.marks[column])
            } == {block.who}


def test_an_auxiliary_of_two_people_is_a_tie_and_one_of_one_person_is_theirs():
    """x0 ≤ a, x1 ≤ a, x1 ≤ b, c ≤ d: a hangs on two people, b on one, c and d on nobody."""
    form = Form(
        [1] * 6,
        [(((0, 1), (2, -1)), 0), (((1, 1), (2, -1)), 0), (((1, 1), (3, -1)), 0), (((4, 1), (5, -1)), 0)],
        marks=((1, "a"), (1, "b")),
    )
    blocks = Blocks.of(form)
    assert [(block.who, block.columns) for block in blocks.people] == [("a", (0, 2)), ("b", (1, 3))]
    assert blocks.common == (4, 5)
    assert list(blocks.ties) == [1, 3]


def test_a_bound_is_never_above_the_optimum_and_a_dive_keeps_to_the_rows():
    reached = 0
    for form, alone in FORMS:
        lines, known = seen(form)
        lines.bound()
        assert form.floor <= known.bound <= alone.cost
        reached += known.bound == alone.cost
        values = lines.dive()
        assert not values or (form.keeps(values) and form.total(values) >= alone.cost)
    assert reached > len(FORMS) / 2, "the bounds of lines are near the optimum"


def test_any_prices_prove_a_bound():
    for form, alone in FORMS:
        for price in (0, 1, 77, 100 * SCALE):
            lines, _ = seen(form)
            bound, _, _ = lines._round([price] * len(Blocks.of(form).ties))
            assert bound <= SCALE * alone.cost


@pytest.fixture
def thorough(monkeypatch):
    """A form is searched however little can be left out of it, as of small ones."""
    monkeypatch.setattr(proof, "WORTH", 0.0)


def test_from_a_worse_roster_the_cheapest_is_found_and_proved(thorough):
    proved = 0
    for form, alone in FORMS:
        worse = a_worse(form, alone)
        if worse is None:
            continue
        lines, known = seen(form)
        known.found(form.total(worse), worse)
        lines.prove()
        assert (known.cost, known.bound) == (alone.cost, alone.cost)
        assert form.keeps(known.values) and form.total(known.values) == alone.cost
        proved += 1
    assert proved > 3


def left_out(lines, goal):
    """Columns left out of the search for a roster that costs no more than the goal, and ties that it must use up."""
    gap = SCALE * goal - lines._dual.bound
    used = lines._proof._used(gap, lines._dual, Stop())
    return sorted(set(range(len(lines._form.upper))) - set(used)), list(lines._proof._tight(gap, lines._dual))


@pytest.mark.slow
def test_no_roster_within_the_goal_has_what_is_left_out():
    columns = ties = 0
    for form, alone in FORMS:
        lines, _ = seen(form)
        lines.bound()
        for goal in range(alone.cost, alone.cost + 3):
            unused, tight = left_out(lines, goal)
            columns, ties = columns + len(unused), ties + len(tight)
            for column in unused[::5]:
                assert dearer(form, (((column, -1),), -1), goal)
            for terms, high in tight[::5]:
                assert dearer(form, (tuple((column, -factor) for column, factor in terms), -high - 1), goal)
    assert columns > 30
    assert ties > 30


def dearer(form, row, goal):
    """Whether every roster that keeps to this row as well costs more than the goal."""
    found = cpsat.search(
        Form(form.upper, [*form.rows, row], form.cliques, form.costs, form.offset),
        Limits(5, deterministic=True),
        Stop(),
    )
    return found.status == "infeasible" or found.cost > goal


@pytest.mark.parametrize("half", ["_used", "_tight"])
def test_who_leaves_out_too_much_is_caught(monkeypatch, half):
    """A gap that is too small leaves out what the cheapest roster has."""
    sound = getattr(Proof, half)
    monkeypatch.setattr(Proof, half, lambda self, gap, *rest: sound(self, gap - 2 * SCALE, *rest))
    with pytest.raises(AssertionError):
        test_no_roster_within_the_goal_has_what_is_left_out()


@pytest.mark.parametrize("price", [0, 30])
def test_a_goal_below_the_optimum_is_refuted_and_the_optimum_is_reached(thorough, price):
    for form, alone in FORMS:
        lines, _ = seen(form)
        prices = [price] * len(Blocks.of(form).ties)
        bound, least, _ = lines._round(prices)
        for goal in (alone.cost - 2, alone.cost - 1, alone.cost):
            known = Known(form.floor, silent, Stop())
            assert lines._proof.reached(goal, Dual(prices, bound, least), known, Stop(), time.monotonic() + 20)
            assert known.bound == max(form.floor, min(goal + 1, alone.cost))
            assert known.cost is None or (form.keeps(known.values) and form.total(known.values) == known.cost)
        assert known.cost == alone.cost


@pytest.fixture
def alone_at_work(monkeypatch):
    """CP-SAT makes room at once and finds nothing, before and after; nobody helps."""
    monkeypatch.setattr(race, "LEAD", 0.0)
    monkeypatch.setattr(race, "PATIENCE", 0.0)
    monkeypatch.setattr(race, "cpsat", SimpleNamespace(run=idle))


def test_lines_take_the_place_of_the_engine_and_prove(alone_at_work):
    for form, alone in FORMS:
        lanes = Lanes(1)
        found = lanes.each(lambda form, lanes=lanes: lanes.search(form, Limits(20), Stop(), silent), [form])[0]
        assert (found.status, found.cost, found.bound) == ("optimal", alone.cost, alone.cost)
        assert form.keeps(found.values)


def test_a_call_to_stop_ends_lines_at_once(alone_at_work):
    form, _ = max(FORMS, key=lambda one: len(one[0].upper))
    stop, began = Stop(), time.monotonic()
    threading.Timer(0.2, stop.pull).start()
    Lanes(1).search(form, Limits(60), stop, silent)
    assert time.monotonic() - began < 5
