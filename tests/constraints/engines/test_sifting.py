"""Bounds of a large linear programme from a few columns: never above what it is worth, and in the end as good."""

import math
import subprocess
import sys
from random import Random

import msgspec
import pytest

from constraints.engines import cpsat, race, thin
from constraints.engines.lanes import Lanes
from constraints.engines.protocol import HelperTask, HelperWord
from constraints.engines.search import Limits, Stop, silent
from tests.fixtures.forms import FORMS
from tests.fixtures.linear import linear_bound


def sifted(form, few, *, whole=False):
    """What the helper says of a form, from so few of its columns on."""
    helper = subprocess.Popen([sys.executable, "-m", race.HELPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    race._send(helper, HelperTask.of(form, 20, few, whole=whole))
    heard = [msgspec.json.decode(line, type=HelperWord) for line in helper.stdout]
    helper.stdin.close()
    helper.stdout.close()
    helper.wait(10)
    return heard


@pytest.mark.slow
def test_the_last_bound_is_that_of_the_linear_programme_over_all_columns():
    raised = 0
    for form, alone in FORMS[:8]:
        everybody = linear_bound(form)
        heard = sifted(form, thin.some(form, 1, Random(1)))
        assert heard[-1].over
        bounds = [one.bound for one in heard if one.bound is not None]
        assert bounds == sorted(bounds)
        assert bounds[-1] <= math.ceil(everybody - 1e-6) <= alone.cost
        assert bounds[-1] >= everybody - 0.01 * (1 + len(form.rows) + len(form.cliques)), (
            "prices are rounded to hundredths"
        )
        raised += bounds[-1] > form.floor
    assert raised


@pytest.mark.slow
def test_prices_of_a_few_columns_say_nothing_that_others_refute():
    """The few alone are dearer than everybody, or cannot do it at all: no bound may come from them."""
    dearer = 0
    for form, alone in FORMS[:8]:
        few = thin.some(form, 1, Random(2))
        rest = cpsat.search(
            thin.with_candidates(form, thin.everything(form), few, [0] * len(form.upper)),
            Limits(5, deterministic=True),
            Stop(),
        )
        dearer += rest.status == "infeasible" or rest.cost > alone.cost
        assert all(one.bound <= alone.cost for one in sifted(form, few) if one.bound is not None)
    assert dearer


def test_rosters_are_looked_for_after_the_bound_unless_bounds_alone_are_wanted():
    form, alone = FORMS[0]
    assert (
        min(one.cost for one in sifted(form, thin.some(form, 2, Random(1)), whole=True) if one.cost is not None)
        == alone.cost
    )
    assert all(one.cost is None for one in sifted(form, thin.some(form, 2, Random(1))))


def test_a_wide_form_is_proved_from_few_candidates(monkeypatch):
    monkeypatch.setattr(race, "WIDE", 1)
    monkeypatch.setattr(race, "HEAD_START", 0.0)
    for form, alone in FORMS[:4]:
        lanes = Lanes(2)
        found = lanes.each(lambda form, lanes=lanes: lanes.search(form, Limits(20), Stop(), silent), [form])[0]
        assert (found.status, found.cost, found.bound) == ("optimal", alone.cost, alone.cost)
        assert form.keeps(found.values)
