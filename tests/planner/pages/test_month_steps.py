"""A month on its way: which step is at hand, which deed is next, what is said of it, what cannot be done and why."""

from datetime import datetime, timedelta

import pytest

from constraints.problem.roster import Roster
from planner.errors import NotPossible
from planner.issuing.publish import Order, publish, sign
from planner.issuing.withdrawal import withdraw
from planner.office.office import Office
from planner.office.sheets import AbsenceRow
from planner.pages.steps.month_steps import MonthDeed, MonthStep, Reached, month_steps
from planner.planning.plan import by_hand
from planner.problem.period import Period
from planner.store import Store
from planner.store.jobs import JobSettings, TaskKind
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from planner.worker import jobs
from tests.fixtures.office_at_work import MONTH, NOW, ZONE, planned, store_with
from tests.fixtures.tiny_office import tiny

DONE, AT, LATER = Reached.DONE, Reached.NOW, Reached.LATER


@pytest.fixture
def store(tmp_path):
    return store_with(tmp_path / "home", tiny())


def told(store: Store, now: datetime = NOW, month: str = MONTH):
    with store.read() as transaction:
        return month_steps(Standing.read(transaction), month, now)


def reached(found) -> list[Reached]:
    return [how for _, how in found.steps]


def test_an_office_without_data_imports_it_first(tmp_path):
    found = told(store_with(tmp_path / "home", Office()))
    assert (found.next, reached(found)) == (MonthDeed.TAKE_IN, [AT, LATER, LATER])
    assert found.state.zh == "还没有资料，请先导入"


def test_a_month_goes_from_plan_to_signature_to_issue(store):
    bare = told(store)
    assert (bare.next, bare.others, reached(bare)) == (MonthDeed.PLAN, (), [AT, LATER, LATER])
    assert bare.state.zh == "还没有编排" and bare.title.zh == "2026年12月值班安排"
    assert bare.refused.keys() == {MonthDeed.SIGN, MonthDeed.ISSUE}

    draft = planned(store).draft
    open_ = told(store)
    assert (open_.next, reached(open_)) == (MonthDeed.SIGN, [DONE, AT, LATER])
    assert open_.others == (MonthDeed.ISSUE, MonthDeed.PLAN)
    assert open_.state.zh.startswith(f"草稿 {draft} · 硬性要求全部满足，扣分 ")

    sign(store, MONTH, NOW, "clerk")
    locked = told(store)
    assert (locked.next, reached(locked), locked.locked) == (MonthDeed.ISSUE, [DONE, DONE, AT], True)
    assert locked.others == (MonthDeed.RECALL,), "what is locked is taken back before it is planned again"
    assert locked.state.zh.endswith(" · 11月25日 09:00 送签，稿子已锁定")
    assert locked.called(MonthDeed.ISSUE).zh == "印发"

    publish(store, MONTH, Order("主任"), NOW, "clerk", "zh")
    issued = told(store)
    assert (issued.next, reached(issued)) == (None, [DONE, DONE, DONE])
    assert issued.others == (MonthDeed.REPLAN, MonthDeed.WITHDRAW) and issued.state.zh == "第1版已印发"


def test_a_draft_of_an_issued_month_is_its_next_adjustment_whatever_swaps_came_between(store):
    planned(store)
    publish(store, MONTH, Order("主任"), NOW, "clerk", "zh")
    with store.read() as transaction:
        roster = Roster(versions.in_force(transaction).pairs)
    by_hand(store, Period.month(MONTH), roster, NOW, "zh")
    found = told(store)
    assert (found.next, found.called(MonthDeed.ISSUE).zh) == (MonthDeed.SIGN, "印发第1次调整")
    assert found.called(MonthDeed.ISSUE).en == "Issue adjustment 1"
    assert found.state.zh.startswith(f"第1版已印发 · 调整稿 {found.draft.id} · ")
    assert MonthDeed.REPLAN in found.others and MonthDeed.PLAN not in found.others


def test_duties_of_several_versions_are_told_as_such(store):
    planned(store)
    publish(store, MONTH, Order("主任"), NOW, "clerk", "zh")
    withdraw(store, MONTH, "D", "重排", NOW, "clerk")
    planned(store, duties=("D",))
    publish(store, MONTH, Order("主任"), NOW, "clerk", "zh")
    assert told(store).state.zh == "已印发，各事项为第1至2版"


def test_a_draft_whose_data_changed_is_planned_anew_but_one_that_waits_for_a_signature_is_issued(store):
    planned(store)
    with store.write() as transaction:
        office = offices.load(transaction)
        gone = AbsenceRow(who="p:1", start=datetime(2026, 12, 3, tzinfo=ZONE).date(), kind="leave")
        offices.save(transaction, office, office.with_rows("请假外出", (gone,)))
    found = told(store)
    assert (found.next, found.stale) == (MonthDeed.PLAN, True) and "资料后来有改动，请重新编排" in found.state.zh
    assert found.called(MonthDeed.PLAN).zh == "重新编排" and MonthDeed.ISSUE in found.others
    sign(store, MONTH, NOW, "clerk")
    locked = told(store)
    assert locked.next is MonthDeed.ISSUE and "送签后资料有改动，印发时再核对" in locked.state.zh


def test_what_a_draft_lacks_is_counted(store):
    by_hand(store, Period.month(MONTH), Roster(frozenset()), NOW, "zh")
    found = told(store)
    assert found.missing == sum(one.missing for one in found.draft.result.open) > 0
    lacking = f"缺 {found.missing} 人"
    assert lacking in found.state.zh


@pytest.mark.parametrize(
    ("task", "coming", "said"),
    [
        (TaskKind.PLAN, MonthDeed.ADOPT, "正在编排"),
        (TaskKind.OFFERS, None, "正在试算调整方案"),
        (TaskKind.EXPLAIN, None, "正在找原因和解决办法"),
    ],
)
def test_nothing_else_is_done_while_something_runs(store, task, coming, said):
    jobs.request(store, MONTH, JobSettings(task), NOW, "clerk")
    found = told(store)
    assert (found.next, found.others, found.state.zh) == (coming, (MonthDeed.CALL_OFF,), said)
    assert found.refused.keys() == {MonthDeed.PLAN, MonthDeed.SIGN, MonthDeed.ISSUE, MonthDeed.REPLAN}


def test_a_month_that_is_over_is_entered_afterwards_without_a_signature(store):
    late = NOW + timedelta(days=60)
    assert told(store, late).state.zh == "还没有编排 · 本月已全部过去，只能补登"
    by_hand(store, Period.month(MONTH), Roster(frozenset()), NOW, "zh")
    found = told(store, late)
    assert (found.next, found.called(MonthDeed.ISSUE).zh, found.over) == (MonthDeed.ISSUE, "补登", True)
    assert MonthDeed.SIGN not in found.others and MonthDeed.REPLAN not in found.others


def test_a_month_that_is_over_and_issued_waits_for_nothing(store):
    planned(store)
    publish(store, MONTH, Order("主任"), NOW, "clerk", "zh")
    found = told(store, NOW + timedelta(days=60))
    assert (found.next, found.state.zh) == (None, "第1版已印发 · 本月已全部过去，留存备查")
    assert [one for one, _ in found.steps] == list(MonthStep) and found.others == (MonthDeed.WITHDRAW,)


def test_a_month_that_is_none_is_refused(store):
    with pytest.raises(NotPossible):
        told(store, month="2026-13")
