"""The register of swaps: what took effect, in sentences, by month, person and duty; as a command and on paper."""

import json
from datetime import timedelta

import pytest

from planner.changing import asking, swap, swap_undo
from planner.paper.catalogue import sheets
from planner.paper.gathering import WantedPaper
from planner.roster.swap_register import register
from planner.store import Store
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, run
from tests.fixtures.swaps import clean_swap


@pytest.fixture
def done(tmp_path):
    """A store with a swap that a delegate agreed to, one declined, and who and what the first concerns."""
    store = Store(issued_home(tmp_path / "home"))
    slot, giver, taker, back = clean_swap(store)
    later = NOW + timedelta(hours=1)
    first = asking.offer(store, slot, giver, taker, back, NOW, giver, "zh", "那天要开会").id
    swap.accept(store, first, "p:G01", frozenset({taker, "p:G01"}), later, "zh", "可以")
    second = asking.offer(store, back, giver, taker, slot, later, giver, "zh").id
    swap.decline(store, second, taker, frozenset({taker}), "不行", later)
    return store, first, giver, taker


def entries(store, **wanted):
    with store.read() as transaction:
        return register(Standing.read(transaction), "zh", **wanted)


def test_what_took_effect_is_told_with_who_acted_for_whom_and_in_what_words(done):
    store, first, giver, taker = done
    with store.read() as transaction:
        office = offices.load(transaction)
        one, two, helper = (office.name(who) for who in (giver, taker, "p:G01"))
    [entry] = entries(store)
    assert entry.offer.id == first and entry.state == "已生效"
    assert f"由{one}换为{two}" in entry.moved and f"由{two}换为{one}" in entry.moved
    assert [step.partition(" ")[2] for step in entry.steps] == [
        f"09:00 {one}提出：那天要开会",
        f"10:00 {helper}代{two}同意：可以",
    ]
    assert entry.since == entry.steps[1].partition(" ")[0] + " 10:00"


def test_month_person_and_duty_filter_it(done):
    store, first, _, taker = done
    for wanted, found in (
        ({"month": MONTH}, [first]),
        ({"month": "2026-11"}, []),
        ({"who": taker}, [first]),
        ({"who": "p:L01"}, []),
        ({"duty": "RX"}, [first]),
        ({"duty": "JF"}, []),
    ):
        assert [entry.offer.id for entry in entries(store, **wanted)] == found, wanted


def test_an_undone_swap_stays_on_record_with_its_reason_and_the_paper_has_the_same_rows(done):
    store, first, *_ = done
    swap_undo.undo_now(store, first, "值班室另有安排", NOW + timedelta(hours=2), "zh")
    [entry] = entries(store)
    assert entry.state == "已撤销：值班室另有安排"
    with store.read() as transaction:
        [sheet] = sheets(Standing.read(transaction), WantedPaper("swaps", MONTH), NOW)
    assert sheet.page.rows == ((str(first), entry.moved, "\n".join(entry.steps), entry.since, entry.state),)


@pytest.mark.slow
def test_the_command_lists_the_same(done):
    store, first, giver, _ = done
    listed = json.loads(run(store.home, "swap", "register", "--month", MONTH, "--person", giver[2:], "--json").stdout)[
        "swaps"
    ]
    [entry] = entries(store)
    assert listed == [
        {"id": first, "text": entry.moved, "steps": list(entry.steps), "since": entry.since, "state": entry.state}
    ]
