"""Who is on duty at a moment: those at their posts, in the order an office phones, told alike wherever it is asked."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.access import logins
from planner.office.office import Office
from planner.office.sheets import Duty, Person, Post, Unit
from planner.roster.on_duty import on_duty, round_the_clock, staffed_at
from planner.store import Store
from planner.store.roster import offices
from planner.worker import snapshot
from tests.fixtures.office_at_work import NOW, ZONE, issued, planned, run, store_with
from tests.fixtures.site_log_ins import PASSWORD
from web import create_app

MONDAY = date(2026, 12, 7)
EVENING = datetime(2026, 12, 9, 22, 30, tzinfo=ZONE)


def post(id, shift, name, begin, finish, **more):
    return Post(
        id=id,
        duty=id[:2],
        shift=shift,
        post=name,
        begin=begin,
        finish=finish,
        pools=(id,),
        need=more.pop("need", 1),
        **more,
    )


POSTS = (
    post("BF-1", "驻村", "组长", "08:00", "18:00", span=7, hold="shared"),
    post("BF-2", "驻村", "组员", "08:00", "18:00", span=7, hold="shared", need=2),
    post("XX-1", "一周", "专管员", "08:30", "17:30", span=5, hold="shared"),
    post("YJ-1", "备勤", "应急队员", "18:00", "08:00", hold="on_call"),
    post("DT-1", "白班", "接线员", "08:00", "20:00"),
    post("DT-2", "夜班", "接线员", "20:00", "08:00"),
    post("ZW-1", "全天", "主班", "08:30", "08:30"),
    post("ZW-2", "全天", "带班领导", "08:30", "08:30", hold="shared"),
)
DUTIES = (
    Duty(id="BF", name="结对帮扶", calendar="每周一"),
    Duty(id="XX", name="投诉信箱", calendar="每周一"),
    Duty(id="YJ", name="应急备勤", calendar="每天"),
    Duty(id="DT", name="热线电话", calendar="每天"),
    Duty(id="ZW", name="值班室", calendar="每天"),
)


def office():
    people = tuple(
        Person(
            id=f"{one.id}-{number}", name=f"{one.duty}{one.id[-1]}甲乙丙丁"[: 3 + number], pools=(one.id,), units=("U",)
        )
        for one in POSTS
        for number in range(4)
    )
    return Office({"单位": (Unit(id="U", name="办公室"),), "人员": people, "值班事项": DUTIES, "岗位": POSTS})


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DANGZHI_NOW", NOW.isoformat())
        store = store_with(tmp_path_factory.mktemp("now") / "home", office())
        planned(store)
        issued(store)
        with store.write() as transaction:
            logins.add(transaction, offices.load(transaction), "clerk", "clerk", "", PASSWORD, NOW, "test")
    return store.home


def numbered(home, duties=(), posts=()):
    """The office with numbers of 顺位 for some duties and posts, all others without."""
    store, duties, posts = Store(home), dict(duties), dict(posts)
    with store.write() as transaction:
        before = offices.load(transaction)
        after = before.with_rows(
            "值班事项", tuple(replace(one, precedence=duties.get(one.id)) for one in before.of(Duty))
        )
        after = after.with_rows("岗位", tuple(replace(one, precedence=posts.get(one.id)) for one in before.of(Post)))
        offices.save(transaction, before, after)
    return store


def told(store, monkeypatch, moment=EVENING):
    """(duty, post) in order: in the code, by `now`, on the page, by the API, from the snapshot; all say the same."""
    monkeypatch.setenv("DANGZHI_NOW", moment.isoformat())
    with store.read() as transaction:
        found = [
            (one.duty_name, f"{one.slot.shift} {one.slot.post}")
            for one in on_duty(transaction, offices.load(transaction), moment)
        ]
    command = json.loads(run(store.home, "now", "--json", now=moment.isoformat()).stdout)["on_duty"]
    assert [(one["duty"], f"{one['shift']} {one['post']}") for one in command] == found
    client = create_app(store).test_client()
    token = client.post("/api/v1/session", json={"name": "clerk", "password": PASSWORD}).json["token"]
    api = client.get("/api/v1/office/now", headers={"Authorization": f"Bearer {token}"}).json
    assert [(one["duty"], one["post"]) for one in api] == found
    snapshot.write_snapshot(store, moment - timedelta(hours=5))
    _, posts, _ = snapshot.read_snapshot(store.home, moment)
    assert [(one.duty, one.post) for one in posts] == found
    return found


ROOM = [("值班室", "全天 主班"), ("值班室", "全天 带班领导")]
LINE, READY = [("热线电话", "夜班 接线员")], [("应急备勤", "备勤 应急队员")]
DAYTIME = [("结对帮扶", "驻村 组长"), ("结对帮扶", "驻村 组员"), ("投诉信箱", "一周 专管员")]


@pytest.mark.slow
def test_at_night_whoever_is_there_round_the_clock_comes_first_and_a_week_s_group_is_at_home(home, monkeypatch):
    assert told(numbered(home), monkeypatch) == [*LINE, *ROOM, *READY]
    assert told(numbered(home, {"ZW": 1}), monkeypatch) == [*ROOM, *LINE, *READY]
    assert told(numbered(home, {"YJ": 1, "ZW": 2}), monkeypatch) == [*READY, *ROOM, *LINE]
    assert told(numbered(home, {"ZW": 1}, {"ZW-2": 1}), monkeypatch) == [*ROOM[::-1], *LINE, *READY]
    assert told(numbered(home, {}, {"ZW-2": 1, "DT-2": 2}), monkeypatch) == [ROOM[1], *LINE, ROOM[0], *READY]


@pytest.mark.slow
def test_by_day_a_week_s_group_is_there_behind_those_who_always_are(home, monkeypatch):
    found = told(numbered(home), monkeypatch, datetime(2026, 12, 9, 10, tzinfo=ZONE))
    assert found == [("热线电话", "白班 接线员"), *ROOM, *DAYTIME]


def test_a_duty_is_staffed_round_the_clock_where_no_minute_is_left_out():
    day, night, all_day = POSTS[4], POSTS[5], POSTS[6]
    assert round_the_clock([day, night]) and round_the_clock([all_day])
    assert not round_the_clock([day]) and not round_the_clock([]) and not round_the_clock([POSTS[0]])
    assert not round_the_clock([day, replace(night, finish="07:59")])
    assert not round_the_clock([replace(all_day, hold="on_call")])


@given(st.integers(0, 1439), st.integers(1, 14 * 1440), st.integers(-1440, 16 * 1440))
def test_nobody_is_at_a_post_before_it_begins_or_after_it_ends(begin, length, at):
    start = datetime(2026, 12, 7, tzinfo=ZONE) + timedelta(minutes=begin)
    end, now = start + timedelta(minutes=length), datetime(2026, 12, 7, tzinfo=ZONE) + timedelta(minutes=at)
    if staffed_at(start, end, now):
        assert start <= now < end
    elif start <= now < end:  # only what is served by day is left out, at an hour that none of its days has
        assert length > 1440 and end.time() > start.time() and not start.time() <= now.time() < end.time()
