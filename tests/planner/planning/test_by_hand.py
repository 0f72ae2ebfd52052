"""A draft by hand: several cells as one step, what a change comes to, last month taken over, people fixed at once."""

from datetime import date, timedelta

import pytest

from planner.errors import NotPossible
from planner.office.sheets import PinRow
from planner.planning.basis import draft_of, stale
from planner.planning.by_hand import choosing, copying, editing, pinning
from planner.planning.by_hand.choosing import SeatChange
from planner.planning.draft_findings import judged
from planner.planning.plan import by_hand
from planner.problem.period import Period
from planner.roster.issued import issued_lines
from planner.store import Store
from planner.store.roster import bases, offices
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, planned

NEXT = "2027-01"
EARLY, LATER = "ZB|ZB-2|20270112", "ZB|ZB-2|20270116"


@pytest.fixture
def store(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    planned(store, NEXT)
    return store


def on(store, slot):
    with store.read() as transaction:
        return sorted(who for one, who in draft_of(transaction, NEXT).roster.pairs if one == slot)


def changed(store, *changes):
    with store.write() as transaction:
        editing.change_cells(transaction, draft_of(transaction, NEXT), changes, NOW, "clerk", "zh")


def step(store, back):
    with store.write() as transaction:
        editing.step(transaction, draft_of(transaction, NEXT), back, NOW, "clerk", "zh")


@pytest.mark.slow
def test_an_exchange_costs_what_it_was_said_to_and_is_undone_as_one_step(store):
    (one,), (other,) = on(store, EARLY), on(store, LATER)
    swapped = choosing.exchange((EARLY, one), (LATER, other))
    with store.read() as transaction:
        draft = draft_of(transaction, NEXT)
        price = choosing.price_of(transaction, draft, swapped, "zh")
        before = draft.result.cost
    changed(store, *swapped)
    assert (on(store, EARLY), on(store, LATER)) == ([other], [one])
    with store.read() as transaction:
        draft = draft_of(transaction, NEXT)
        found = judged(transaction, draft)[1]
        assert draft.result.cost - before == price.price
        assert bool(price.broken) == any(finding.must for finding in found)
    step(store, True)
    assert (on(store, EARLY), on(store, LATER)) == ([one], [other])
    step(store, False)
    assert (on(store, EARLY), on(store, LATER)) == ([other], [one])


@pytest.mark.slow
def test_of_several_changes_all_are_made_or_none(store):
    (one,) = on(store, EARLY)
    with pytest.raises(NotPossible):
        changed(store, SeatChange(EARLY, one, ""), SeatChange(LATER, "p:nobody", ""))
    assert on(store, EARLY) == [one]
    changed(store, SeatChange(EARLY, one, ""))
    changed(store, SeatChange(LATER, on(store, LATER)[0], ""))
    step(store, True)
    assert on(store, EARLY) == [] and len(on(store, LATER)) == 1, "only the last step is undone"


@pytest.mark.slow
def test_a_choice_says_what_gets_worse_and_by_which_rule_somebody_is_barred(store):
    (one,) = on(store, EARLY)
    with store.read() as transaction:
        found = choosing.choices_for(transaction, draft_of(transaction, NEXT), EARLY, one, "zh")
    others = [choice for choice in found if not choice.on_it]
    assert others and all(bool(choice.broken) == bool(choice.rule) for choice in others)
    assert all(choice.regrets for choice in others if choice.price > 0)
    assert any(choice.rule == "班后休息" for choice in others)


@pytest.mark.slow
def test_last_month_is_taken_over_by_weekday_where_people_may_serve_and_undone_as_one_step(store):
    with store.read() as transaction:
        before = draft_of(transaction, NEXT).roster
        changes = copying.copied(Standing.read(transaction), draft_of(transaction, NEXT))
    changed(store, *changes)
    with store.read() as transaction:
        standing, draft = Standing.read(transaction), draft_of(transaction, NEXT)
        case, _ = judged(transaction, draft)
        problem = bases.basis(transaction, draft.digests).problem
        slots = {slot.id: slot for slot in problem.slots}
        assert draft.roster.pairs <= problem.candidates
        assert not [pair for pair in draft.roster.pairs if case.absent(pair[1], slots[pair[0]])]
        last = {
            (line.slot.shift, line.slot.post, line.day): {one.tagged for one in line.people}
            for line in issued_lines(transaction, standing.office, MONTH, "ZB")
        }
    for slot in problem.slots:
        like = [
            last[slot.shift, slot.post, day]
            for day in (date.fromordinal(slot.day) - timedelta(days=back) for back in (28, 35))
            if slot.duty == "ZB" and (slot.shift, slot.post, day) in last
        ]
        if like:
            assert {who for one, who in draft.roster.pairs if one == slot.id} <= like[0]
    step(store, True)
    with store.read() as transaction:
        assert draft_of(transaction, NEXT).roster == before


def test_nothing_is_taken_over_where_nothing_is_known_of_the_month_before(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    from constraints.problem.roster import Roster

    by_hand(store, Period.month("2027-03"), Roster(frozenset()), NOW, "zh")
    with store.read() as transaction, pytest.raises(NotPossible, match="no roster of last month"):
        copying.copied(Standing.read(transaction), draft_of(transaction, "2027-03"))


@pytest.mark.slow
def test_several_are_fixed_at_once_and_the_draft_stays_fresh(store):
    pairs = [(slot, on(store, slot)[0]) for slot in (EARLY, LATER)]

    def pin(wanted):
        with store.write() as transaction:
            standing = Standing.read(transaction)
            pinning.pin_all(standing, draft_of(transaction, NEXT), pairs, wanted, NOW, "clerk")

    pin(True)
    with store.read() as transaction:
        rows = offices.load(transaction).of(PinRow)
        assert {row.who for row in rows if row.start in (date(2027, 1, 12), date(2027, 1, 16))} == {
            who for _, who in pairs
        }
        assert not stale(Standing.read(transaction), draft_of(transaction, NEXT), NOW)
    pin(True)
    with store.read() as transaction:
        assert len(offices.load(transaction).of(PinRow)) == len(rows), "what is fixed already stays as it is"
    pin(False)
    with store.read() as transaction:
        assert len(offices.load(transaction).of(PinRow)) == len(rows) - 2
