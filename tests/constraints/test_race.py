"""The race of two engines: they agree on what is cheapest, the first proof wins, and nothing is left running."""

import subprocess
import sys
import threading
import time
from random import Random

import pytest

from constraints.board import Board
from constraints.engines import cpsat, race
from constraints.engines.cpsat import Limits, Outcome, Stop
from constraints.form import Form, parts
from tests.constraints.test_capped import drawn as few
from tests.constraints.test_tighten import drawn as runs
from tests.profile import rounds

SEEDS = range(rounds(6, 25, 300))
HELPER = [sys.executable, "-m", "constraints.engines.highs"]


def silent(cost, bound):
    """Nobody listens."""


class Patient:
    """A search that ends when it is told to, and the thing that tells it."""

    def __init__(self):
        self.told = threading.Event()

    def stop_search(self):
        self.told.set()

    def search(self, form, limits, stop, tell, hint=()):
        stop.solver = self
        self.told.wait(30)
        stop.solver = None
        return Outcome("unknown")


@pytest.fixture
def at_once(monkeypatch):
    """HiGHS begins at once, and CP-SAT proves nothing by itself."""
    monkeypatch.setattr(race, "HEAD_START", 0.0)
    patient = Patient()
    monkeypatch.setattr(race.cpsat, "search", patient.search)
    return patient


def forms():
    """The largest part of some drawn problems, runs of duty and fairness in them."""
    for seed in SEEDS:
        for case in (runs(seed), few(seed)[0]):
            yield seed, parts(Board(case))[-1].form()


def test_both_engines_find_the_same_cost(at_once):
    compared = 0
    for seed, form in forms():
        alone = cpsat_search(form)
        if alone.status == "optimal":
            at_once.told.clear()
            found = race.search(form, Limits(30), Stop(), silent)
            assert (found.status, found.cost, found.bound) == ("optimal", alone.cost, alone.cost), seed
            assert form.offset + sum(cost * found.values[column] for column, cost in form.costs.items()) == alone.cost
            compared += 1
    assert compared >= len(SEEDS)


cpsat_search_real = cpsat.search


def cpsat_search(form):
    """The other engine alone."""
    return cpsat_search_real(form, Limits(10, deterministic=True), Stop(), silent)


def test_what_cp_sat_proves_is_not_asked_again_and_a_repeatable_search_has_no_rival(monkeypatch):
    started = []
    monkeypatch.setattr(race.subprocess, "Popen", lambda *some, **more: started.append(some))
    _, form = next(forms())
    assert race.search(form, Limits(30), Stop(), silent).status in ("optimal", "infeasible")
    monkeypatch.setattr(race, "HEAD_START", 0.0)
    assert race.search(form, Limits(10, deterministic=True), Stop(), silent).status in ("optimal", "infeasible")
    assert started == []


def hard():
    """A form that takes either engine very long: market split."""
    rng = Random(1)
    upper, rows = [1] * 50, []
    for _ in range(6):
        factors = [rng.randrange(100) for _ in range(50)]
        terms, half = list(enumerate(factors)), sum(factors) // 2
        upper += [10**6, 10**6]
        slack = [(len(upper) - 2, 1), (len(upper) - 1, -1)]
        rows += [([*terms, *slack], half), ([(column, -factor) for column, factor in (*terms, *slack)], -half)]
    return Form(upper, rows, costs={column: 1 for column in range(50, len(upper))})


def test_the_second_engine_leaves_when_the_search_is_over_or_its_parent_is_gone(monkeypatch):
    monkeypatch.setattr(race, "HEAD_START", 0.0)
    began = time.monotonic()
    assert race.search(hard(), Limits(2), Stop(), silent).status in ("feasible", "unknown")
    assert time.monotonic() - began < 6
    helper = subprocess.Popen(HELPER, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    helper.stdin.write(race._request(hard(), 60))
    helper.stdin.flush()
    time.sleep(1.5)
    assert helper.poll() is None
    helper.stdin.close()
    assert helper.wait(10) != 0
    helper.stdout.close()


def test_without_the_second_engine_the_first_goes_on_alone(monkeypatch):
    monkeypatch.setattr(race, "HEAD_START", 0.0)
    monkeypatch.setattr(race.sys, "executable", "/bin/false")
    assert all(race.search(form, Limits(30), Stop(), silent).status in ("optimal", "infeasible") for _, form in list(forms())[:5])
