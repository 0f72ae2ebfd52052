"""Neighbourhoods: all that they find keeps to every row and costs what it says; on small forms they end at the best."""

import itertools
from random import Random

import pytest

from constraints.engines import cpsat
from constraints.engines.nearby import Nearby, begin
from constraints.engines.search import Known, Limits, Stop
from constraints.model.board import Board
from constraints.model.form import Form
from constraints.model.part import parts
from tests.fixtures.runs import drawn as runs
from tests.fixtures.shifts import drawn as shifts
from tests.fixtures.watched import Watched
from tests.profile import rounds

SEEDS = range(rounds(4, 15, 150))
ENOUGH = 60


def improved(form, seed, monkeypatch, enough=ENOUGH):
    stop = Stop()
    known, count = Watched(form, stop), itertools.count(1)
    choose = Nearby._free

    def counted(self, values):
        if next(count) >= enough:
            stop.pull()
        return choose(self, values)

    monkeypatch.setattr(Nearby, "_free", counted)
    begin(form, known, stop)
    Nearby(form, known, stop, seed).run()
    return known


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_every_roster_keeps_to_the_rows_and_the_last_is_the_best(seed, monkeypatch):
    for case in (runs(seed), shifts(seed)):
        form = max((part.form() for part in parts(Board(case))), key=lambda form: len(form.upper))
        best = cpsat.search(form, Limits(20, deterministic=True), Stop())
        known = improved(form, seed, monkeypatch)
        monkeypatch.undo()
        assert (known.cost is None) == (best.status == "infeasible")
        if known.cost is not None:
            assert known.cost == best.cost


def test_what_is_not_free_stays_as_it_is():
    """A neighbourhood of a larger form differs from the roster it began with in its own columns alone."""
    form = max((part.form() for part in parts(Board(shifts(1)))), key=lambda form: len(form.upper))
    stop = Stop()
    search = Nearby(form, known := Watched(form, stop), stop, 1)
    begin(form, known, stop)
    values, cost = known.values, known.cost
    for size in (1, 8, 40):
        search._sizes = dict.fromkeys(search._sizes, size)
        _, free = search._free(values)
        inner = search._around(free, values)
        assert inner.total([values[column] for column in free]) == cost
        assert inner.keeps([values[column] for column in free])
        found = cpsat.search(inner, Limits(5, deterministic=True), stop)
        changed = list(values)
        for column, value in zip(free, found.values, strict=True):
            changed[column] = value
        assert form.keeps(changed) and form.total(changed) == found.cost <= cost


def test_auxiliaries_that_hang_together_are_set_free_together():
    """x0 + x1 ≤ a, a ≤ b, c ≤ d: whoever frees a frees b, and neither c nor d."""
    form = Form(
        [1] * 7,
        [([(0, 1), (1, 1), (3, -1)], 0), ([(3, 1), (4, -1)], 0), ([(2, 1), (5, -1)], 0), ([(5, 1), (6, -1)], 0)],
        marks=((1, "a"), (1, "b"), (1, "c")),
    )
    search = Nearby(form, Known(0, lambda cost, bound, values: None, Stop()), Stop(), 1)
    assert {frozenset(search._bundle[column]) for column in range(3, 7)} == {frozenset({3, 4}), frozenset({5, 6})}
    search._random = Random(3)
    search._sizes = dict.fromkeys(search._sizes, 1.0)
    assert {frozenset(search._free((0,) * 7)[1]) for _ in range(60)} <= {
        frozenset(some) | ({3, 4} if {0, 1} & set(some) else set()) | ({5, 6} if 2 in some else set())
        for size in (1, 2, 3)
        for some in itertools.combinations(range(3), size)
    }
