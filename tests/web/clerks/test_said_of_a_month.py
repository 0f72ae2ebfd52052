"""What a clerk is told of a month is so: how far it is, how its plan ended, what an issue changes, what is unmet."""

import re
from dataclasses import replace

import pytest

from constraints.problem.roster import Roster
from planner.pages.today.telling import to_tell
from planner.planning.plan import by_hand
from planner.problem.period import Period
from planner.store import Store, jobs
from planner.store.jobs import JobSettings, TaskKind
from planner.store.results.explanation import Explanation, NamedClash
from planner.store.roster import drafts, versions
from planner.words import Words
from tests.fixtures.office_at_work import MONTH, NOW, issued_home
from tests.fixtures.site_words import Reader
from tests.fixtures.swaps import pairs

pytestmark = pytest.mark.slow  # each through a whole site, a store or a book

NEXT = "2027-01"
STATUSES = {"optimal": "已是最好的一版", "feasible": "可能还有更好的排法", "failed": "没有排出完整的一版"}


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    return Store(issued_home(tmp_path / "home"))


@pytest.fixture
def clerk(store):
    return Reader(store, "clerk")


def drafted(store, month=MONTH, roster=None):
    """The issued roster, or another, taken as the draft of a month."""
    return by_hand(store, Period.month(month), Roster(pairs(store)) if roster is None else roster, NOW, "zh")[0]


def said_of(page, some):
    return {one for one in some if one in page}


def test_a_month_says_how_far_it_is(store, clerk, tmp_path):
    stages = ("还没有资料", "还没有编排", "第1版已印发", "草稿1·", "送签，稿子已锁定", "已送签，稿子已锁定，各表")
    assert said_of(Reader(Store(tmp_path / "empty"), "clerk").reads(f"/office/{MONTH}"), stages) == {"还没有资料"}
    assert said_of(clerk.reads(f"/office/{NEXT}"), stages) == {"还没有编排"}
    assert said_of(clerk.reads(f"/office/{MONTH}"), stages) == {"第1版已印发"}
    assert "这个月还没有可打印的内容" in clerk.reads(f"/office/{NEXT}/papers")
    id = drafted(store, NEXT, Roster(frozenset()))
    assert f"草稿{id}·" in clerk.reads(f"/office/{NEXT}")
    assert "这个月还没有可打印的内容" not in clerk.reads(f"/office/{NEXT}/papers")
    assert said_of(clerk.reads(f"/office/{NEXT}"), stages) == set()
    assert "已送签，稿子已锁定，各表" in clerk.acts(f"/office/{NEXT}/sign")
    assert said_of(clerk.reads(f"/office/{NEXT}"), stages) == {"送签，稿子已锁定"}


def test_how_a_plan_ended_is_said_in_the_words_of_its_status_alone(store, clerk):
    id = drafted(store)
    for status, words in STATUSES.items():
        with store.write() as transaction:
            draft = drafts.get(transaction, id)
            drafts.replace_roster(transaction, draft, draft.roster, replace(draft.result, status=status, cost=3))
        assert said_of(clerk.reads(f"/office/{MONTH}"), STATUSES.values()) == {words}


def test_a_draft_that_equals_what_is_issued_changes_nothing_and_another_says_what(store, clerk):
    drafted(store)
    same, sheet = "与已印发的完全相同，没有改动", f"/office/{MONTH}/issue"
    assert same in clerk.reads(sheet) and "改动0处" in clerk.reads(sheet)
    assert "校验码" in clerk.acts(sheet), "the page of the last issue: nothing new came of it"
    with store.read() as transaction:
        assert {one.number for one in versions.current(transaction, MONTH)} == {1}
    slot, out = next(pair for pair in sorted(pairs(store)) if pair[0].startswith("JF|"))
    drafted(store, MONTH, Roster(pairs(store) - {(slot, out)}))
    page = clerk.reads(sheet)
    assert same not in page and "改动1处" in page and "告知1人，每人一条" in page
    done = clerk.acts(sheet, signed_by="主任", reason="试")
    assert "第2版" in done and "首次印发" not in done


def test_the_page_of_an_issue_counts_those_to_tell_as_home_does(store, clerk):
    page = clerk.reads(f"/office/{MONTH}/issued")
    with store.read() as transaction:
        told = to_tell(transaction, NOW)
    assert told.in_time, "the printed roster tells most of them"
    assert f"{told.in_time}人的日历已可自动更新，无需另行告知" in page
    assert ("人等您告知" in page) == bool(told.whom) and (f"还有{len(told.whom)}人等您告知" in page) == bool(told.whom)


def test_a_draft_that_costs_nothing_is_the_best_however_it_came_about(store, clerk):
    id = drafted(store)
    with store.write() as transaction:
        draft = drafts.get(transaction, id)
        free = replace(draft.result, status="feasible", cost=0)
        drafts.replace_roster(transaction, draft, draft.roster, free)
    assert said_of(clerk.reads(f"/office/{MONTH}"), STATUSES.values()) == {STATUSES["optimal"]}


def test_visits_are_counted_by_who_is_to_come_and_never_against_the_fewest(store, clerk):
    page = clerk.reads(f"/office/{MONTH}?view=visits")
    assert re.search(r"已排\d+人", page) and "应到" not in page


def test_what_is_unmet_is_said_before_and_after_the_first_issue_and_nowhere_else(store, clerk):
    met, asked = "必须条款全部满足，没有空缺", "下列要求未满足，须写明签发人和理由才能印发"
    assert met in clerk.reads(f"/office/{MONTH}/note")
    drafted(store, NEXT, Roster(frozenset()))
    assert met not in clerk.reads(f"/office/{NEXT}/note") and "总值班" in clerk.reads(f"/office/{NEXT}/note")
    page = clerk.reads(f"/office/{NEXT}?panel=findings")
    assert "当日可排" in page and "硬性要求未满足" in page
    assert asked in clerk.reads(f"/office/{NEXT}/issue")
    done = clerk.acts(f"/office/{NEXT}/issue", signed_by="主任", reason="试")
    assert "首次印发" in done and "理由：试" in done
    drafted(store)
    assert asked not in clerk.reads(f"/office/{MONTH}/issue")


def test_no_clash_is_said_only_where_none_was_found(store, clerk):
    words = ("没有找到矛盾。", "时间内没有找到办法。", "元旦缺人")
    id = drafted(store, NEXT, Roster(frozenset()))
    with store.read() as transaction:
        ground = drafts.get(transaction, id).digests[:2]
    told = Words.given("元旦缺人", "short")
    for found, said in (
        (Explanation((), (), (), True, ground), {"没有找到矛盾。"}),
        (Explanation((NamedClash(()),), (told,), (), True, ground), {"时间内没有找到办法。", "元旦缺人"}),
        (Explanation((NamedClash(()),), (told,), (), True, ("another", "month")), set()),
    ):
        with store.write() as transaction:
            jobs.record_done(transaction, NEXT, JobSettings(TaskKind.EXPLAIN), found, NOW.isoformat(), "clerk")
        assert said_of(clerk.reads(f"/office/{NEXT}?panel=findings"), words) == said


def test_planning_is_said_to_end_only_while_it_goes_on(store, clerk):
    words = ("没有正在进行的编排", "正在收尾，采用现有的一版", "正在排队，马上开始", "已取消，原来的安排没有变")
    assert said_of(clerk.sends(f"/office/{NEXT}/stop"), words) == {words[0]}
    assert said_of(clerk.sends(f"/office/{NEXT}/call-off"), words) == {words[0]}
    assert said_of(clerk.sends(f"/office/{NEXT}/plan"), words) == {words[2]}
    assert said_of(clerk.reads(f"/office/{NEXT}"), words) == {words[2]}
    assert said_of(clerk.reads(f"/office/{MONTH}"), words) == set()
    with store.write() as transaction:
        jobs.claim(transaction, "worker", "2026-11-26T01:00:00+00:00", "")
    assert said_of(clerk.sends(f"/office/{NEXT}/stop"), words) == {words[1]}
    assert said_of(clerk.sends(f"/office/{NEXT}/call-off"), words) == {words[3]}
    assert said_of(clerk.reads(f"/office/{NEXT}"), words) == set()


def test_two_drafts_are_the_same_only_where_no_cell_differs(store, clerk):
    one, two = drafted(store), drafted(store)
    words = ("两份完全相同", "只有这份才有的", "现用")
    page = clerk.reads(f"/office/{MONTH}/compare?left={one}&right={two}")
    assert said_of(page, words) == {"两份完全相同", "现用"} and page.count("现用") == 1 and "已改用" not in page
    slot = next(slot for slot, _ in sorted(pairs(store)) if slot.startswith("JF|"))
    three = drafted(store, MONTH, Roster(frozenset(pair for pair in pairs(store) if pair[0] != slot)))
    assert said_of(clerk.reads(f"/office/{MONTH}/compare?left={one}&right={three}"), words) == {
        "只有这份才有的",
        "现用",
    }
    assert "已改用这份草稿" in clerk.sends(f"/office/{MONTH}/choose", draft=str(one))
    with store.read() as transaction:
        assert drafts.latest(transaction, MONTH).id == one


def test_a_version_is_called_withdrawn_when_it_is(store, clerk):
    assert "已撤回" not in clerk.reads(f"/office/{MONTH}") + clerk.reads(f"/office/{MONTH}/papers")
    assert "已撤回，记录保留" in clerk.sends(f"/office/{MONTH}/withdraw", duty="JF", reason="试")
    assert "已撤回" in clerk.reads(f"/office/{MONTH}/papers") and "撤回理由：试" in clerk.reads(
        f"/office/{MONTH}?panel=versions"
    )
    with store.read() as transaction:
        assert versions.current(transaction, MONTH, "JF") == []
    assert "已撤回，记录保留" not in clerk.sends(f"/office/{MONTH}/withdraw", duty="JF", reason="试")
    assert "请选事项，并写明撤回的理由" in clerk.sends(f"/office/{MONTH}/withdraw", duty="ZB", reason=" ")
