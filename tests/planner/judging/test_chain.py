"""Chains: never dearer than the single change, within the limit, and equal to solving again with the change forced."""

import json
from random import Random

import pytest

from constraints.judge import cost, findings, worse
from constraints.problem.roster import Roster
from planner.judging.chain import FURTHER, chain
from planner.judging.in_force import grounds
from planner.judging.standins import standins
from planner.judging.why_this_person import lines_of
from planner.store import Store
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, issued_home, run
from tests.profile import rounds

SEEDS = range(rounds(4, 10, 200))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Store(issued_home(tmp_path_factory.mktemp("chain") / "home"))


def drawn(store, seed):
    """A duty with one holder, who that is, and somebody else of its pools with their single price (None: refused)."""
    rng = Random(seed)
    with store.read() as transaction:
        duty = rng.choice(("JF", "ZB", "JT"))
        line = rng.choice(
            [
                one
                for one in lines_of(transaction, offices.load(transaction), MONTH, duty)
                if len(one.people) == 1 and one.slot.kind == "person"
            ]
        )
        out = line.people[0].tagged
        other = rng.choice(standins(Standing.read(transaction), line.slot.id, out, "zh"))
        ground, *_ = grounds(Standing.read(transaction), [line.slot])
    return line, out, other, ground


@pytest.mark.slow
def test_a_chain_is_legal_within_its_limit_and_never_dearer_than_the_single_change(store):
    found = 0
    for seed in SEEDS:
        line, out, other, ground = drawn(store, seed)
        linked = chain(store, MONTH, line, out, other.who)
        if linked is None:
            assert other.broken, "what a single change can do a chain can"
            continue
        found += 1
        after = Roster(ground.roster.pairs - linked.gone | linked.come)
        before, now = (
            findings(ground.case.problem, ground.case.book, ground.roster),
            findings(ground.case.problem, ground.case.book, after),
        )
        assert linked.price == cost(now) - cost(before) and not [one for one in worse(before, now) if one.must]
        assert (line.slot.id, other.who) in after and (line.slot.id, out) not in after
        assert len(linked.slots) <= 1 + FURTHER and linked.proved
        assert other.broken or linked.price <= other.price
    assert found


@pytest.mark.slow
def test_with_no_further_change_allowed_the_chain_is_the_single_change(store):
    for seed in SEEDS:
        line, out, other, _ = drawn(store, seed)
        linked = chain(store, MONTH, line, out, other.who, further=0)
        assert (linked is None) == bool(other.broken)
        if linked:
            assert (linked.price, linked.slots) == (other.price, {line.slot.id})


@pytest.mark.slow
def test_the_command_tells_the_chain_beside_the_single_price(store):
    line, out, other, _ = drawn(store, 1)
    told = json.loads(
        run(
            store.home,
            "why",
            MONTH,
            "--duty",
            line.slot.duty,
            "--date",
            line.day.isoformat(),
            "--shift",
            line.slot.shift,
            "--post",
            line.slot.post,
            "--not",
            other.who[2:],
            "--json",
        ).stdout
    )
    linked = chain(store, MONTH, line, out, other.who)
    assert told["chain"]["price"] == linked.price and told["answer"]["price"] == (None if other.broken else other.price)
    assert [line.slot.id, other.who] in told["chain"]["on"] and [line.slot.id, out] in told["chain"]["off"]
