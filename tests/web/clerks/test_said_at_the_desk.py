"""What a clerk is told of swaps, messages, leave, instructions, tonight, the data and the log is so, and only then."""

from datetime import date, datetime, timedelta

import pytest

from planner.changing import asking, instruction, swap, vacancies
from planner.data_entry.entering import row_mark
from planner.errors import NotPossible
from planner.judging.standins import standins
from planner.judging.still_open import open_requests
from planner.notifying import sending
from planner.notifying.targets import target_of
from planner.office.sheets import AbsenceRow, ClauseRow, Person, Post
from planner.store import Store
from planner.store.messages import messages
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from planner.store.tables import audit
from tests.fixtures.instructions import exchange, give
from tests.fixtures.office_at_work import MONTH, NOW, ZONE, issued_home
from tests.fixtures.served import SLOT, other, planned
from tests.fixtures.site_words import Reader
from tests.fixtures.swaps import asked, change_post, clean_swap, pairs

pytestmark = pytest.mark.slow  # each through a whole site, a store or a book

LATER = NOW + timedelta(days=1)
NIGHT = datetime(2026, 12, 9, 22, 30, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def this_machine_may_be_sent_to(monkeypatch):
    monkeypatch.setenv("DANGZHI_MESSAGE_HOSTS", "127.0.0.1")


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", LATER.isoformat())
    return Store(issued_home(tmp_path / "home"))


@pytest.fixture
def clerk(store):
    return Reader(store, "clerk")


def said_of(page, some):
    return {one for one in some if one in page}


def absent(store, who, day):
    with store.write() as transaction:
        office = offices.load(transaction)
        row = AbsenceRow(who=who, start=day, kind="leave", state="approved")
        offices.save(transaction, office, office.with_rows("请假外出", (*office.of(AbsenceRow), row)))


def test_a_request_is_said_to_wait_for_whom_it_waits_and_to_be_in_effect_when_it_is(store, clerk):
    words = ("暂无待办事项", "等待对方同意", "等待审批", "符合全部必须条款", "现在不能换")
    assert said_of(clerk.reads("/office/swaps"), words) == {"暂无待办事项"}
    assert "没有换班记录" in clerk.reads(f"/office/{MONTH}/swaps")
    back = f'href="/office/{MONTH}">回到排班'
    assert back in clerk.client.get(f"/office/{MONTH}/swaps").get_data(as_text=True)
    slot, giver, taker, back = clean_swap(store)
    change_post(store, slot.split("|")[1], swap="approve", approver="p:L01")
    id = asked(store, slot, giver, taker, back, now=LATER).id
    assert said_of(clerk.reads("/office/swaps"), words) == {"等待对方同意", "符合全部必须条款"}
    clerk.sends(f"/office/swaps/{id}/accept")
    assert said_of(clerk.reads("/office/swaps"), words) == {"等待审批", "符合全部必须条款"}
    assert (slot, giver) in pairs(store) and "没有换班记录" in clerk.reads(f"/office/{MONTH}/swaps")
    clerk.sends(f"/office/swaps/{id}/approve")
    assert said_of(clerk.reads("/office/swaps"), words) == {"暂无待办事项"}
    assert "已生效" in clerk.reads(f"/office/{MONTH}/swaps") and (slot, taker) in pairs(store)
    assert "没有换班记录" not in clerk.reads(f"/office/{MONTH}/swaps")
    refused = clerk.sends(f"/office/{MONTH}/swaps/{id}/undo")
    assert "请写明理由" in refused and "恢复原安排；" not in refused
    assert "已撤销，恢复原安排" in clerk.sends(f"/office/{MONTH}/swaps/{id}/undo", reason="试")
    assert "已撤销：试" in clerk.reads(f"/office/{MONTH}/swaps") and (slot, giver) in pairs(store)


def test_a_request_that_breaks_a_rule_by_now_or_whose_duty_went_elsewhere_is_never_said_to_be_fine(store, clerk):
    words = ("符合全部必须条款", "没有需要注意的地方", "现在不能换")
    slot, giver, taker, back = clean_swap(store)
    asked(store, slot, giver, taker, back, now=LATER)
    assert "现在不能换" not in clerk.reads("/office/swaps")
    absent(store, taker, date.fromisoformat(slot[-8:]))
    assert said_of(clerk.reads("/office/swaps"), words) == {"现在不能换"}
    wish = exchange(store)
    asked(store, wish.slot, wish.who, wish.partner, wish.other, now=LATER)
    give(store, wish, now=LATER)
    with store.read() as transaction:
        assert [one.slot for one in open_requests(Standing.read(transaction), LATER)] == [slot]
    assert said_of(clerk.reads("/office/swaps"), words) == {"现在不能换"}
    assert said_of(clerk.reads("/office/swaps"), words) == {"现在不能换"}


def test_what_gets_worse_by_a_request_is_said_and_nothing_only_where_nothing_does(store, clerk):
    words = ("没有需要注意的地方", "不影响生效，但请注意")
    with store.read() as transaction:
        standing = Standing.read(transaction)
        ranked = [
            (slot, who, one)
            for slot, who in sorted(standing.issued.pairs)
            if slot.startswith("RX|RX-1|2026121")
            for one in standins(standing, slot, who, "zh", office_eyes=False)
            if not one.broken
        ]
    for worse, said in ((False, words[0]), (True, words[1])):
        slot, who, one = next(some for some in ranked if bool(some[2].regrets) is worse)
        id = asked(store, slot, who, one.who, now=LATER).id
        assert said_of(clerk.reads("/office/swaps"), words) == {said}
        clerk.sends(f"/office/swaps/{id}/decline")


def test_whoever_has_not_answered_is_said_to_be_due_until_they_were_reminded(store, clerk):
    slot, giver, taker, back = clean_swap(store)
    id = asked(store, slot, giver, taker, back, now=NOW).id
    words = ("该催了", "上次催办")
    assert said_of(clerk.reads("/office/swaps"), words) == {"该催了"}
    assert "已记下催办" in clerk.sends(f"/office/swaps/{id}/chased", who=taker, channel="电话")
    assert said_of(clerk.reads("/office/swaps"), words) == {"上次催办"}
    clerk.sends(f"/office/swaps/{id}/decline")
    refused = clerk.sends(f"/office/swaps/{id}/chased", who=taker, channel="电话")
    assert "申请已经办结" in refused and "已记下催办" not in refused
    assert said_of(clerk.reads("/office/swaps"), words) == set()


def test_a_message_is_said_to_be_sent_when_it_was_taken_and_told_when_somebody_closed_it(store, clerk, monkeypatch):
    words = ("没有须另行告知的变动", "须另行告知", "已发出，未确认", "已发送，等回复")
    assert said_of(clerk.reads("/office/messages"), words) == {words[0], words[1]}
    slot, giver, taker, back = clean_swap(store)
    swap.accept(store, asked(store, slot, giver, taker, back, now=LATER).id, asking.OFFICE, frozenset(), LATER, "zh")
    page = clerk.reads("/office/messages")
    assert words[0] not in page and page.count("须另行告知") == 2, "once in the introduction, once for the giver"
    with store.write() as transaction:
        id = messages.waiting(transaction)[giver].id
        sending.set_target(transaction, giver, target_of("json://127.0.0.1:9/none"), LATER, "test")
    for taken, flash, mark in ((False, "请核实是否送达", words[2]), (True, "已发送", words[3])):
        monkeypatch.setattr(sending.send_message, "__defaults__", (lambda *_, taken=taken: taken,))
        assert said_of(clerk.sends(f"/office/messages/{id}/send"), ("请核实是否送达", "已发送")) == {flash}
        assert said_of(clerk.reads("/office/messages"), words[2:]) == {mark}
        if not taken:
            clerk.sends(f"/office/messages/{id}/reopen")
    assert "已办结" in clerk.reads("/office/messages")
    clerk.sends(f"/office/messages/{id}/close", channel="电话", receipt="知道了")
    page = clerk.reads("/office/messages")
    assert words[0] in page and "知道了" in page
    assert "没有这条通知，或已办结" in clerk.sends(f"/office/messages/{id}/close", channel="电话", receipt="再来")


def test_whoever_agreed_by_a_delegate_is_not_said_to_have_agreed_themselves(store):
    slot, giver, taker, back = clean_swap(store)
    id = asked(store, slot, giver, taker, back, now=LATER, by=giver).id
    swap.accept(store, id, "p:G01", frozenset({"p:G01", taker}), LATER, "zh")
    with store.read() as transaction:
        closed = [one for one in messages.standing(transaction) if one.who == taker and one.state == "closed"]
    assert closed[-1].channel == "代办人在网上同意"


def test_of_what_is_issued_nobody_says_that_all_holds_today_and_whoever_cannot_serve_is_named(store, clerk):
    panel = f"/office/{MONTH}?panel=findings"
    assert "硬性要求全部满足" not in clerk.reads(panel) and "各条规则在印发前核对过" in clerk.reads(panel)
    slot = "ZB|ZB-3|20261215"
    who = next(one for held, one in sorted(pairs(store)) if held == slot)
    with store.read() as transaction:
        name = offices.load(transaction).name(who)
    assert f"{name}请假外出" not in clerk.reads(panel)
    absent(store, who, date(2026, 12, 15))
    assert f"{name}请假外出" in clerk.reads(panel) and "硬性要求全部满足" not in clerk.reads(panel)


def test_duties_opened_by_leave_are_there_while_the_leave_is(store, clerk):
    words = ("暂无空岗", "没有人可以直接顶替")
    assert said_of(clerk.reads("/office/vacancies"), words) == {"暂无空岗"}
    slot = "ZB|ZB-3|20261215"
    who = next(one for held, one in sorted(pairs(store)) if held == slot)
    absent(store, who, date(2026, 12, 15))
    assert said_of(clerk.reads("/office/vacancies"), words) == set() and "0空岗待补" not in clerk.reads("/office")
    with store.read() as transaction:
        everybody = [row.id for row in offices.load(transaction).of(Person)]
    for one in everybody:
        absent(store, "p:" + one, date(2026, 12, 15))
    assert "没有人可以直接顶替" in clerk.reads("/office/vacancies")
    with pytest.raises(NotPossible, match="no longer vacant"):
        vacancies.ask_stand_in(store, "RX|RX-1|20261201", "p:H01", "p:H02", LATER, "clerk", "zh")


def test_an_instruction_is_said_to_be_in_effect_or_undone_as_it_is(store, clerk):
    assert "还没有登记过指示" in clerk.reads("/office/orders")
    wish = exchange(store)
    id = give(store, wish, now=LATER).id
    page = clerk.reads(f"/office/orders/{id}")
    assert not said_of(page, ("已撤销，请勿使用", "无需")) and page.count("已电话征得同意") == 1
    assert said_of(clerk.reads("/office/orders"), ("还没有登记过指示", "已生效", "已撤销")) == {"已生效"}
    instruction.undo(store, id, LATER, "clerk", "zh")
    assert "已撤销，请勿使用" in clerk.reads(f"/office/orders/{id}")
    assert said_of(clerk.reads("/office/orders"), ("已生效", "已撤销")) == {"已撤销"}
    assert "这条指示已经撤销" in clerk.sends(f"/office/orders/{id}/undo")


def test_who_serves_tonight_is_who_really_does_and_nobody_where_nothing_is_issued(store, clerk, monkeypatch):
    none = "此刻没有已印发的值班"
    assert none in clerk.reads("/office/now") and "还没有已开始的值班" in clerk.reads(f"/office/{MONTH}/served")
    monkeypatch.setenv("DANGZHI_NOW", NIGHT.isoformat())
    assert not said_of(clerk.reads("/office/now"), (none, "空缺", "来自快照"))
    assert "还没有已开始的值班" not in clerk.reads(f"/office/{MONTH}/served")
    form = {"slot": SLOT, "planned": planned(store), "month": MONTH}
    refused = clerk.sends("/office/served", actual=other(store), **form)
    assert "请写明由谁确认" in refused and not said_of(refused, ("已补登", "→无人"))
    assert "已补登" in clerk.sends("/office/served", actual="nobody", confirmed_by="带班领导", **form)
    assert "空缺" in clerk.reads("/office/now")
    assert "→无人" in clerk.reads(f"/office/{MONTH}/duty/{SLOT}")
    assert "补登已撤销" in clerk.sends("/office/served/1/undo", month=MONTH, slot=SLOT)
    assert "空缺" not in clerk.reads("/office/now")
    assert "补登已撤销" not in clerk.sends("/office/served/1/undo", month=MONTH, slot=SLOT)


def test_nothing_is_said_to_be_lacking_before_planning_only_where_nothing_is(store, clerk):
    words = ("都报齐了，也不缺人", "都报齐了，但有班次人手紧", "人手紧的班次没有", "都报了")
    page = clerk.reads("/office/2027-01/preparing")
    assert said_of(page, words) == {"人手紧的班次没有"} and "缺人" not in page
    with store.write() as transaction:
        office = offices.load(transaction)
        rows = tuple(
            AbsenceRow(who="p:" + one.id, start=date(2027, 1, 1), part="night", kind="trip", state="withdrawn")
            for one in office.of(Person)
        )
        offices.save(transaction, office, office.with_rows("请假外出", rows))
    assert said_of(clerk.reads("/office/2027-01/preparing"), words) == {words[0], words[2], words[3]}
    change_post(store, "JF-1", need=40, room=40)
    page = clerk.reads("/office/2027-01/preparing")
    assert said_of(page, words) == {words[1], words[3]} and "缺人" in page


def test_nobody_is_to_be_reminded_where_nobody_serves_and_a_tick_stands_for_who_was_told(store, clerk):
    none = "这一天没有要提醒的人"
    assert none in clerk.reads("/office/tomorrow?day=2027-03-01") and none not in clerk.reads(
        "/office/tomorrow?day=2026-12-09"
    )
    assert "☑" not in clerk.reads("/office/tomorrow?day=2026-12-09")
    form = {"day": "2026-12-09", "slot": SLOT, "who": planned(store), "step": "told"}
    clerk.sends("/office/tomorrow", done="yes", **form)
    assert clerk.reads("/office/tomorrow?day=2026-12-09").count("☑已通知") == 1
    clerk.sends("/office/tomorrow", done="no", **form)
    assert "☑" not in clerk.reads("/office/tomorrow?day=2026-12-09")


def test_a_year_says_whether_a_notice_stands_behind_it(clerk):
    assert said_of(clerk.reads("/office/calendar/2026"), ("依据通知", "推算")) == {"依据通知"}
    assert said_of(clerk.reads("/office/calendar/2028"), ("依据通知", "推算")) == {"推算"}


def test_a_row_is_said_to_be_saved_or_removed_when_it_is(store, clerk):
    words = ("已登记；有关月份", "没有保存，请改正", "已删除")
    assert said_of(clerk.reads("/office/data/people"), words) == set()
    assert said_of(clerk.sends("/office/data/people/new", name=""), words) == {words[1]}
    with store.read() as transaction:
        clauses = len(offices.load(transaction).of(ClauseRow))
    assert "已删除" not in clerk.sends("/office/data/rules/0/remove", mark="another")
    with store.read() as transaction:
        assert len(offices.load(transaction).of(ClauseRow)) == clauses


def test_a_clause_is_said_to_be_without_effect_where_a_saved_row_leaves_it_so(store, clerk):
    words = ("不起作用", "没有删除")
    with store.read() as transaction:
        office = offices.load(transaction)
        [number] = [at for at, row in enumerate(office.of(Post)) if row.id == "RX-2"]
        mark = row_mark(office.of(Post)[number])
    row = f"/office/data/posts/{number}"
    assert said_of(clerk.sends(f"{row}/remove", mark=mark), words) == {*words}
    page = clerk.sends(row, mark=mark, need="0", room="0")
    assert "已登记" in page and "规则第7条“班后休息”不起作用" in page
    assert said_of(clerk.reads("/office/data/posts"), words) == set()


def test_the_log_is_said_to_hold_only_while_it_does(store, clerk):
    words = ("日志完整，已印发的各版本全部无误", "有问题：")
    assert said_of(clerk.reads("/office/log"), words) == set()
    assert said_of(clerk.reads("/office/log?check=yes"), words) == {words[0]}
    with store.write() as transaction:
        transaction.connection.execute(audit.update().where(audit.c.number == 2).values(actor="somebody"))
    assert said_of(clerk.reads("/office/log?check=yes"), words) == {words[1]}


def test_a_log_in_is_called_closed_while_it_is(store, clerk):
    Reader(store, "auditor")
    assert "已停用" not in clerk.reads("/office/users")
    clerk.sends("/office/users/auditor/disable")
    assert "已停用" in clerk.reads("/office/users")
    clerk.sends("/office/users/auditor/enable")
    assert "已停用" not in clerk.reads("/office/users")
