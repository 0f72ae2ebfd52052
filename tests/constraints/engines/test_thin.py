"""Thin forms: a few candidates for each demand give rosters of the whole form; in the end that is searched itself."""

import pytest

from constraints.engines import cpsat, thin
from constraints.engines.lanes import Lanes
from constraints.engines.search import Known, Limits, Stop, silent
from constraints.model.board import Board
from constraints.model.form import Form
from constraints.model.part import parts
from constraints.solving import stages
from constraints.solving.progress import Progress
from tests.fixtures.runs import drawn as runs
from tests.fixtures.shifts import drawn as shifts
from tests.fixtures.watched import Watched
from tests.profile import rounds

SEEDS = range(rounds(4, 15, 150))
LIMITS = Limits(20, deterministic=True)


@pytest.fixture
def few(monkeypatch):
    """Demands with two candidates at first."""
    monkeypatch.setattr(thin, "FEW", 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_round_gives_rosters_of_the_whole_form_and_the_last_one_the_best(seed, few):
    for case in (runs(seed), shifts(seed)):
        form = max((part.form() for part in parts(Board(case))), key=lambda form: len(form.upper))
        best = cpsat.search(form, LIMITS, Stop())
        stop = Stop()
        known = Watched(form, stop)
        told = known.outcome(thin.run(form, Limits(20), known, stop))
        assert (told.status, told.cost if told.values else None) == (best.status, best.cost if best.values else None)


def demanding(people, slots, prices):
    """One person a slot, at a price each; nobody on two."""
    form = Form(
        [1] * (people * slots), marks=tuple((slot, f"p{who}") for slot in range(slots) for who in range(people))
    )
    for slot in range(slots):
        form.row([(slot * people + who, -1) for who in range(people)], -1)
    for who in range(people):
        form.row([(slot * people + who, 1) for slot in range(slots)], 1)
    form.costs = {column: prices(column % people) for column in range(people * slots)}
    return form


def test_a_round_leaves_so_many_candidates_a_demand_and_uses_people_evenly():
    form = demanding(12, 6, lambda who: 1)
    free = thin.some(form, 2, thin.Random(1))
    assert sorted(column // 12 for column in free) == sorted(list(range(6)) * 2)
    assert len({column % 12 for column in free}) == 12


def test_what_somebody_wishes_for_is_a_candidate():
    form = demanding(12, 6, lambda who: 1 - 9 * (who == 7))
    free = thin.some(form, 1, thin.Random(1))
    assert {column for column in range(72) if column % 12 == 7} <= set(free)
    assert thin.search(form, 1, LIMITS, Stop()).cost == 5 - 8


def test_what_the_best_roster_assigns_stays_a_candidate():
    form = demanding(12, 6, lambda who: who)
    best = cpsat.search(form, LIMITS, Stop())
    again = thin.search(form, 1, LIMITS, Stop(), best.values)
    assert (again.cost, best.cost) == (15, 15)


def test_a_thin_form_without_a_roster_says_nothing_of_the_whole(few):
    form = demanding(8, 4, lambda who: who)
    form.row([(column, 1) for column in range(8 * 4) if column % 8 > 3], 0)
    stop = Stop()
    known = Known(form.floor, silent, stop)
    assert thin.search(form, 1, Limits(5, seed=3), Stop()).status in ("unknown", "feasible")
    assert known.outcome(thin.run(form, Limits(20), known, stop)).cost == 6


def test_a_huge_form_is_never_searched_whole_and_other_candidates_still_lead_to_the_best(few, monkeypatch):
    form = demanding(12, 6, lambda who: who)
    monkeypatch.setattr(thin, "HUGE", 24)
    sizes = []
    whole = cpsat.run
    monkeypatch.setattr(cpsat, "run", lambda form, *rest: sizes.append(len(form.upper)) or whole(form, *rest))
    stop = Stop()
    known = Known(form.floor, lambda cost, bound, values: stop.pull() if cost == 15 else None, stop)
    assert known.outcome(thin.run(form, Limits(20, seed=2), known, stop)).cost == 15
    assert len(sizes) > 2
    assert max(sizes[:-1]) < len(form.upper)


def test_every_large_part_has_a_roster_before_one_is_searched_for_the_best(monkeypatch):
    drawn = [parts(Board(case))[-1] for seed in range(6) for case in (runs(seed), shifts(seed))]
    whole = [part for part in drawn if cpsat.search(part.form(), LIMITS, Stop()).values]
    stop, told = Stop(), []
    monkeypatch.setattr(stages, "LARGE", 1)
    search = stages._Work._one

    def pulled(self, *part):
        stop.pull()
        return search(self, *part)

    monkeypatch.setattr(stages._Work, "_one", pulled)
    progress = Progress(lambda cost, bound: told.append(cost))
    done = stages._Work(Limits(10), stop, progress, Lanes(1), 1).settle(whole)
    assert len(whole) > 2
    assert [(one.failed, one.given_up) for one in done] == [(False, {})] * len(whole)
    assert all(
        part.form().keeps(one.outcome.values) and part.form().total(one.outcome.values) == one.outcome.cost
        for part, one in zip(whole, done, strict=True)
    )
    assert told[-1] == sum(one.outcome.cost for one in done)
