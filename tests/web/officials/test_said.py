"""What somebody is told of their own duties, requests, calls, calendars and account is so, and only then."""

from datetime import date, datetime, timedelta

import pytest

from planner.changing import asking, open_call, swap
from planner.changing.reissue import reissue
from planner.feeds import subscriptions
from planner.judging import repairs
from planner.judging.handover import Exchange
from planner.judging.standins import standins
from planner.notifying.knowledge import UNSEEN
from planner.office.sheets import Person
from planner.store import Store
from planner.store.messages import fetches
from planner.store.messages.fetches import Fetch
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import NOW, ZONE, issued_home
from tests.fixtures.site_log_ins import PASSWORD
from tests.fixtures.site_words import Reader
from tests.fixtures.swaps import asked, change_post, clean_swap, coverable, pairs
from web.shell.caller import browsers

pytestmark = pytest.mark.slow  # each through a whole site, a store or a book

LATER = NOW + timedelta(days=1)
YEAR_END = datetime(2026, 12, 31, 23, 30, tzinfo=ZONE)


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", LATER.isoformat())
    return Store(issued_home(tmp_path / "home"))


def said_of(page, some):
    return {one for one in some if one in page}


def given_away(store, slot, giver, taker):
    """The office gives a duty to somebody else."""
    with store.write() as transaction:
        exchange = Exchange(frozenset({(slot, giver)}), frozenset({(slot, taker)}))
        reissue(Standing.read(transaction), exchange, LATER, "试", UNSEEN)


def test_nothing_is_issued_for_somebody_only_where_nothing_is(store):
    with store.write() as transaction:
        office = offices.load(transaction)
        office = office.with_rows("人员", (*office.of(Person), Person(id="X1", name="新人", pools=())))
        offices.save(transaction, offices.load(transaction), office)
    words = ("没有已印发的值班", "没有申请", "待定")
    _, giver, *_ = clean_swap(store)
    assert said_of(Reader(store, "official", "X1").reads("/me"), words) == {words[0], words[1]}
    asked(store, *clean_swap(store), now=LATER)
    assert said_of(Reader(store, "official", giver[2:]).reads("/me"), words) == set()


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("free", "对方同意即生效，生效前仍由您值班"),
        ("approve", "对方同意后报批，批准前仍由您值班"),
        ("never", "这个岗位不得换班"),
    ],
)
def test_when_a_swap_takes_effect_goes_by_the_post_and_the_giver_serves_until_then(store, policy, said):
    words = ("对方同意即生效，生效前仍由您值班", "对方同意后报批，批准前仍由您值班", "这个岗位不得换班")
    slot, giver, taker, back = clean_swap(store)
    change_post(store, slot.split("|")[1], swap=policy)
    me, form = Reader(store, "official", giver[2:]), {"slot": slot, "who": giver, "for": back, "to": taker}
    page = me.reads(f"/me/swap/{slot}?who={giver}&for={back}@{taker}")
    assert ("符合全部必须条款" in page) == (policy != "never") and said_of(page, words) == {said}
    assert ("不得换班" in me.reads("/me")) == (policy == "never")
    assert ("生效前仍由您值班" in me.sends("/me/swap", **form)) == (policy != "never")
    assert (slot, giver) in pairs(store)
    if policy == "never":
        return
    assert "生效前仍由原值班人值班" in me.reads("/me")
    page = Reader(store, "official", taker[2:]).sends("/me/offer/2/accept")
    assert ((slot, taker) in pairs(store)) == (policy == "free") == ("生效前仍由原值班人值班" not in page)


def test_a_swap_that_breaks_a_rule_is_never_said_to_keep_them_all(store):
    words = ("符合全部必须条款", "不能换：违反必须条款")
    slot, giver = next(pair for pair in sorted(pairs(store)) if pair[0].startswith("RX|"))
    with store.read() as transaction:
        found = standins(Standing.read(transaction), slot, giver, "zh", office_eyes=False)
    me = Reader(store, "official", giver[2:])
    for one in found[:1] + found[-1:]:
        page = me.reads(f"/me/swap/{slot}?who={giver}&to={one.who}")
        assert said_of(page, words) == {words[bool(one.broken)]}
    assert found[-1].broken and not found[0].broken
    assert "没有提出任何申请" in me.reads(f"/me/swap/{slot}?who={giver}&who-could=yes")


def test_an_approver_is_told_that_all_agree_once_all_do(store):
    slot, giver, taker, back = clean_swap(store)
    change_post(store, slot.split("|")[1], swap="approve", approver="p:L01")
    leader = Reader(store, "approver", "L01")
    id = asked(store, slot, giver, taker, back, now=LATER).id
    assert "各方已同意" not in leader.reads("/me")
    swap.accept(store, id, taker, frozenset({taker}), LATER, "zh")
    assert "各方已同意" in leader.reads("/me") and (slot, giver) in pairs(store)
    assert "已办理" in leader.sends(f"/me/offer/{id}/approve") and (slot, taker) in pairs(store)
    assert "各方已同意" not in leader.reads("/me")


def test_a_call_is_said_to_be_mine_while_it_is_open_and_the_duty_mine(store):
    words = ("正在征集", "有人接班前仍由您值班")
    slot, giver, taker = coverable(store)
    me, other = Reader(store, "official", giver[2:]), Reader(store, "official", taker[2:])
    assert "已公开征集" in me.sends("/me/call", slot=slot, who=giver) and (slot, giver) in pairs(store)
    assert said_of(me.reads("/me"), words) == {*words}
    page = other.reads(f"/me/call/1?who={taker}")
    assert "接班即生效" in page and "不能接" not in page
    assert "征集已收回，仍由您值班" in me.sends("/me/call/1/close") and (slot, giver) in pairs(store)
    assert said_of(me.reads("/me"), words) == set()
    open_call.call_out(store, slot, giver, LATER, giver)
    given_away(store, slot, giver, taker)
    assert said_of(me.reads("/me"), words) == set()
    assert "仍由您值班" not in me.sends("/me/call/2/close")


@pytest.mark.parametrize(("policy", "said"), [("free", "已接班并生效"), ("approve", "已接班，等待审批")])
def test_whoever_takes_a_call_is_told_whether_it_is_theirs(store, policy, said):
    slot, giver, taker = coverable(store)
    change_post(store, slot.split("|")[1], swap=policy, approver="p:L01")
    open_call.call_out(store, slot, giver, LATER, giver)
    other = Reader(store, "official", taker[2:])
    before, after = ("接班即生效", "接班后报批"), ("已接班并生效", "已接班，等待审批")
    assert said_of(other.reads(f"/me/call/1?who={taker}"), before) == {before[policy == "approve"]}
    assert said_of(other.sends("/me/call/1/take", who=taker), after) == {said}
    assert ((slot, taker) in pairs(store)) == (policy == "free")


def test_a_calendar_is_said_to_agree_with_the_roster_only_where_it_does(store):
    words = ("还没有客户端读取过", "与名册一致", "这份日历还不知道", "当时没有新内容", "取走了全部内容")
    page = Reader(store, "official", "H10").reads("/me")
    assert said_of(page, (*words, "上次读取")) == set()
    slot, giver, taker = coverable(store)
    with store.write() as transaction:
        id, _ = subscriptions.create(transaction, offices.load(transaction), "person", giver[2:], "手机", NOW)
    me = Reader(store, "official", giver[2:])
    assert said_of(me.reads("/me"), words) == {words[0]}
    for status, said in ((200, words[4]), (304, words[3])):
        with store.write() as transaction:
            fetches.put(transaction, [Fetch(id, LATER.isoformat(), "apple", status)])
        assert said_of(me.reads("/me"), words) == {words[1], said}
    given_away(store, slot, giver, taker)
    with store.write() as transaction:
        fetches.put(transaction, [Fetch(id, (LATER - timedelta(seconds=1)).isoformat(), "apple", 200)])
    assert said_of(me.reads("/me"), words) == {words[2], words[4]}


def test_an_account_is_empty_or_says_who_owes_whom_as_it_is(store, monkeypatch):
    slot, giver, taker = coverable(store)
    me, other = Reader(store, "official", giver[2:]), Reader(store, "official", taker[2:])
    words = ("今年还没有值班记录", "欠您一班", "您欠")
    assert said_of(me.reads("/me/account"), words) <= {words[0]}
    swap.accept(store, asked(store, slot, giver, taker, now=LATER).id, asking.OFFICE, frozenset(), LATER, "zh")
    assert not said_of(me.reads("/me/account"), words[1:])
    monkeypatch.setenv("DANGZHI_NOW", YEAR_END.isoformat())
    assert said_of(me.reads("/me/account"), words) == {"您欠"}
    assert said_of(other.reads("/me/account"), words) == {"欠您一班"}
    monkeypatch.setenv("DANGZHI_NOW", "2028-03-01T09:00")
    assert "今年还没有值班记录" in me.reads("/me/account")


def test_leave_is_said_to_be_entered_taken_back_and_to_open_duties_as_it_does(store):
    slot, giver, *_ = clean_swap(store)
    me = Reader(store, "official", giver[2:])
    day = f"{date.fromisoformat(slot[-8:])}"
    assert said_of(me.reads("/me"), ("已登记", "拟请")) == set()
    free = me.sends("/me/entry/absence", person=giver[2:], start="2027-03-01", part="day", kind="leave")
    assert "已登记，由办公室统筹" in free and "已印发的值班在请假期间" not in free and "拟请" in free
    assert "1个已印发的值班在请假期间" in me.sends(
        "/me/entry/absence", person=giver[2:], start=day, part="day", kind="leave"
    )
    assert (slot, giver) in pairs(store), "the duty stays theirs until somebody takes it"
    wish = me.sends("/me/entry/wish", person=giver[2:], start="2027-03-02", want="avoid")
    assert "已登记" in wish and "已印发的值班在请假期间" not in wish
    refused = me.sends("/me/entry/absence", person=giver[2:])
    assert "请填写日期" in refused and not said_of(refused, ("已登记", "已撤销"))
    assert "已撤销" in me.sends(f"/me/entry/absence/{giver[2:]}/0/withdraw")
    with store.read() as transaction:
        states = [row.state for row in offices.load(transaction).rows["请假外出"] if row.who == giver]
    assert states.count("withdrawn") == 1


def test_a_month_is_not_issued_only_where_nothing_is(store):
    me = Reader(store, "official", "H01")
    assert "这个月还没有印发" in me.reads("/me/office/2027-01")
    page = me.reads("/me/office/2026-12")
    with store.read() as transaction:
        mine = {slot for slot, who in versions.in_force(transaction).pairs if who == "p:H01"}
    assert "这个月还没有印发" not in page and page.count("★") == len(mine)


def test_who_may_not_open_a_page_is_told_that_and_no_more(store):
    page = Reader(store, "official", "H01").reads("/office/2026-12")
    assert "无权查看" in page and "这个帐号看不到这一页" in page and "没有对应的人员" not in page
    assert not said_of(Reader(store, "official", "H02").reads("/me"), ("无权查看", "这个帐号看不到这一页"))


def test_an_exchange_or_a_ring_is_found_or_not_as_it_is_said(store, monkeypatch):
    words = ("两人对换就可以", "没有找到，请联系办公室", "向各方提出轮换")
    slot, giver, *_ = clean_swap(store)
    me = Reader(store, "official", giver[2:])
    assert said_of(me.reads(f"/me/swap/{slot}?who={giver}&ring=yes"), words) == {words[0]}
    monkeypatch.setattr(repairs, "repairs", lambda *_, **__: repairs.Repairs((), (), ()))
    assert said_of(me.reads(f"/me/swap/{slot}?who={giver}&ring=yes"), words) == {words[1]}


def test_who_logged_out_or_has_a_new_password_is_told_so_and_is_out(store, monkeypatch):
    me = Reader(store, "official", "H01")
    assert not said_of(me.reads("/password"), ("已退出", "密码已更换", "原密码不对"))
    assert "已退出" in me.sends("/logout") and me.client.get("/me").status_code == 302
    me = Reader(store, "official", "H02")
    assert "原密码不对" in me.sends("/password", old="wrong", fresh="another horse")
    assert me.client.get("/me").status_code == 200
    soon = browsers.true_instant() + timedelta(seconds=2)
    monkeypatch.setattr(browsers, "true_instant", lambda: soon)
    assert "密码已更换，请重新登录" in me.sends("/password", old=PASSWORD, fresh="another horse")
    assert me.client.get("/me").status_code == 302
