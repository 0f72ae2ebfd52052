"""The race of two engines: they agree on what is cheapest, share what they know, and nothing is left running."""

import subprocess
import sys
import threading
import time
from random import Random

import msgspec
import pytest

from constraints.engines import lanes, race
from constraints.engines.lanes import Lanes
from constraints.engines.protocol import SCALE, HelperTask, HelperWord
from constraints.engines.race import Race
from constraints.engines.search import Known, Limits, Stop, silent
from constraints.engines.thin import everything
from constraints.model.form import Form
from tests.fixtures.forms import FORMS, SEEDS, idle


def raced(form, limits=Limits(30), stop=None, tell=silent, cores=2):
    """One form on so many cores."""
    lanes = Lanes(cores)
    return lanes.each(lambda form: lanes.search(form, limits, stop or Stop(), tell), [form])[0]


@pytest.fixture
def patient(monkeypatch):
    """CP-SAT finds nothing by itself."""
    monkeypatch.setattr(race, "HEAD_START", 0.0)
    monkeypatch.setattr(race.cpsat, "run", idle)


def split(solution):
    """A form that takes either engine very long: as many of two sorts of weights on either side; its optimum is 0."""
    rng = Random(1)
    upper, rows = [1] * len(solution), []
    for _ in range(6):
        factors = [rng.randrange(100) for _ in solution]
        half = sum(factor for factor, value in zip(factors, solution, strict=True) if value)
        upper += [10**6, 10**6]
        terms = [*enumerate(factors), (len(upper) - 2, 1), (len(upper) - 1, -1)]
        rows += [(terms, half), ([(column, -factor) for column, factor in terms], -half)]
    return Form(upper, rows, costs={column: 1 for column in range(len(solution), len(upper))})


SOLUTION = tuple(Random(2).choices((0, 1), k=50))
HARD = split(SOLUTION)


@pytest.mark.slow
def test_both_engines_find_the_same_cost(patient):
    compared = 0
    for form, alone in FORMS:
        found = raced(form)
        assert (found.status, found.cost, found.bound) == ("optimal", alone.cost, alone.cost)
        assert form.total(found.values) == alone.cost
        assert form.keeps(found.values)
        compared += 1
    assert compared >= len(SEEDS)


def test_a_roster_that_one_engine_finds_is_proved_by_the_other(monkeypatch):
    """The optimum of a hard form is given to HiGHS, which would not find it itself; it has the bound that proves it."""
    monkeypatch.setattr(race, "HEAD_START", 0.0)
    whole = (*SOLUTION, *[0] * (len(HARD.upper) - len(SOLUTION)))
    assert HARD.keeps(whole) and HARD.total(whole) == 0
    helper = subprocess.Popen([sys.executable, "-m", race.HELPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    race._send(helper, HelperTask.of(HARD, 60))
    race._send(helper, HelperWord(0, [(column, value) for column, value in enumerate(whole) if value]))
    heard = [msgspec.json.decode(line, type=HelperWord) for line in helper.stdout]
    helper.stdin.close()
    helper.stdout.close()
    assert helper.wait(10) == 0
    assert heard[-1].over
    assert min(one.cost for one in heard if one.cost is not None) == 0
    assert max(one.bound for one in heard if one.bound is not None) == 0


@pytest.mark.slow
def test_the_helper_tells_first_what_the_linear_programme_is_worth():
    """Its prices prove the bound that it tells with them, in whole hundredths and up to one for each row."""
    compared = 0
    for form, alone in FORMS[:6]:
        helper = subprocess.Popen([sys.executable, "-m", race.HELPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        race._send(helper, HelperTask.of(form, 20))
        heard = [msgspec.json.decode(line, type=HelperWord) for line in helper.stdout]
        helper.stdin.close()
        helper.stdout.close()
        helper.wait(10)
        first = next(number for number, one in enumerate(heard) if one.prices is not None)
        told = max(one.bound for one in heard[:first] if one.bound is not None)
        rows, prices = list(everything(form)), dict(heard[first].prices)
        worth = {column: SCALE * form.costs.get(column, 0) for column in range(len(form.upper))}
        for number, price in prices.items():
            for column, factor in rows[number][0]:
                worth[column] += price * factor
        proved = SCALE * form.offset - sum(price * rows[number][1] for number, price in prices.items())
        proved += sum(min(0, worth[column]) * high for column, high in enumerate(form.upper))
        assert all(price > 0 for price in prices.values())
        assert proved <= SCALE * alone.cost
        assert proved > SCALE * (told - 1) - len(rows)
        compared += bool(prices)
    assert compared


def test_bound_and_cost_are_told_as_they_come(patient):
    told = []
    form = max((form for form, _ in FORMS), key=lambda form: len(form.upper))
    found = raced(form, tell=lambda cost, bound, values: told.append((cost, bound)))
    costs = [cost for cost, _ in told if cost is not None]
    bounds = [bound for _, bound in told]
    assert costs == sorted(costs, reverse=True) and bounds == sorted(bounds)
    assert told[-1] == (found.cost, found.cost)


def test_a_repeatable_search_has_no_helper(monkeypatch):
    started = []
    monkeypatch.setattr(race.subprocess, "Popen", lambda *some, **more: started.append(some))
    monkeypatch.setattr(race, "HEAD_START", 0.0)
    assert raced(HARD, Limits(0.3, deterministic=True)).status in ("feasible", "unknown")
    assert started == []


@pytest.mark.slow
def test_the_helper_leaves_when_the_search_is_over_or_its_parent_is_gone(monkeypatch):
    monkeypatch.setattr(race, "HEAD_START", 0.0)
    helpers = []
    popen = subprocess.Popen

    def start(*some, **more):
        helpers.append(popen(*some, **more))
        return helpers[-1]

    monkeypatch.setattr(race.subprocess, "Popen", start)
    began = time.monotonic()
    assert raced(HARD, Limits(2)).status in ("feasible", "unknown")
    assert time.monotonic() - began < 6
    assert [one.poll() is not None for one in helpers] == [True]
    helper = popen([sys.executable, "-m", race.HELPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    race._send(helper, HelperTask.of(HARD, 60))
    time.sleep(1.5)
    assert helper.poll() is None
    helper.stdin.close()
    assert helper.wait(10) != 0
    helper.stdout.close()


def test_a_search_ends_when_the_switch_is_pulled_even_while_the_model_is_loading():
    for delay in (0.0, 0.01, 0.5):
        stop = Stop()
        timer = threading.Timer(delay, stop.pull)
        timer.start()
        began = time.monotonic()
        assert raced(HARD, Limits(60), stop).status in ("feasible", "unknown")
        assert time.monotonic() - began < 10 + delay
        timer.join()
    assert raced(HARD, Limits(60), stop).status == "unknown"


@pytest.mark.slow
def test_nothing_is_searched_once_the_time_is_up(monkeypatch):
    """The neighbourhoods end with the race they belong to, also where nobody had a proof."""
    monkeypatch.setattr(race, "PATIENCE", 0.1)
    marked = Form(
        HARD.upper, HARD.rows, costs=HARD.costs, marks=tuple((column % 7, "abcde"[column % 5]) for column in range(50))
    )
    one = Race(marked, Limits(1.5), Stop(), silent)
    assert one.lead().status == "feasible"
    cost = one._known.cost
    one._known.found(cost - 1, ())
    assert one._known.cost == cost and one._stop.pulled
    for _ in range(200):
        if not any(thread.name.endswith("(_look_around)") for thread in threading.enumerate()):
            break
        time.sleep(0.05)
    assert not any(thread.name.endswith("(_look_around)") for thread in threading.enumerate())


def test_without_the_second_engine_the_first_goes_on_alone(monkeypatch):
    monkeypatch.setattr(race, "HEAD_START", 0.0)
    monkeypatch.setattr(race.sys, "executable", "/bin/false")
    assert [raced(form).cost for form, _ in FORMS[:5]] == [alone.cost for _, alone in FORMS[:5]]


def test_work_is_begun_in_order_side_by_side_and_a_fault_is_not_lost():
    begun = []
    both = threading.Barrier(2, timeout=20)

    def work(item):
        begun.append(item)
        both.wait()
        return item * item

    assert Lanes(2).each(work, range(6)) == [0, 1, 4, 9, 16, 25]
    assert sorted(begun) == list(range(6)) and {*begun[:2]} == {0, 1}
    assert lanes.Lanes(3).each(work, []) == []
    with pytest.raises(ZeroDivisionError):
        Lanes(2).each(lambda item: 1 // item, [1, 0, 1])


def test_what_is_known_only_gets_better_and_a_proof_ends_every_search():
    told, stop = [], Stop()
    known = Known(0, lambda cost, bound, values: told.append((cost, bound)), under := Stop(stop))
    known.found(9, (9,))
    known.found(12, (12,))
    known.bounded(5)
    known.bounded(3)
    assert told == [(9, 0), (9, 5)] and not under.pulled
    known.found(5, (5,))
    assert under.pulled and not stop.pulled
    assert known.outcome("unknown").status == "optimal" and known.outcome("unknown").values == (5,)
    assert known.better(9).cost == 5
    known.close()
    assert known.better(None) is None


@pytest.mark.slow
def test_where_every_search_is_helped_half_of_the_lanes_stay_free_for_that():
    at_once, most, lock = [0], [0], threading.Lock()

    def work(item):
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        time.sleep(0.1)
        with lock:
            at_once[0] -= 1
        return item

    for cores, expected in ((1, 1), (2, 1), (4, 2)):
        most[0] = 0
        assert Lanes(cores).each(work, range(4), helped=True) == [0, 1, 2, 3]
        assert most[0] == expected
