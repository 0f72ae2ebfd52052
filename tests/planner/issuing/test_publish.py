"""Issuing: versions per duty, only what changed, signed as locked, refused when broken, withdrawn but kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from constraints.problem.roster import Roster
from planner.errors import NotPossible
from planner.feeds import calendar_file
from planner.issuing.publish import sign
from planner.issuing.verify import verify
from planner.issuing.withdrawal import withdraw
from planner.office.sheets import AbsenceRow, ClauseRow, Holiday, Person
from planner.planning.basis import draft_of, prepare
from planner.planning.plan import by_hand
from planner.problem.period import Period
from planner.roster.issued import diff, draft_lines, issued_lines
from planner.samples.district import sample
from planner.store import Store
from planner.store.messages import feeds
from planner.store.roster import bases, offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued, issued_home, planned, store_with

pytestmark = pytest.mark.engines

LATER = NOW + timedelta(days=1)


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def pairs_of(store, duty=None):
    with store.read() as transaction:
        return {
            (line.slot.id, one.tagged)
            for line in issued_lines(transaction, offices.load(transaction), MONTH, duty)
            for one in line.people
        }


def rendered(store, duty):
    with store.read() as transaction:
        return calendar_file.render(
            transaction, offices.load(transaction), feeds.Feed(0, "duty", duty, "", "", None), date(2026, 11, 26)
        ).data


def swapped(store, duty="JF"):
    """The issued roster with the people of two slots of a duty exchanged."""
    pairs = pairs_of(store)
    mine = sorted(pair for pair in pairs if pair[0].startswith(duty + "|"))
    a = next(pair for pair in mine if "|20261209" in pair[0] or "|20261208" in pair[0])
    b = next(pair for pair in mine if pair[1] != a[1] and pair[0] > a[0])
    return Roster(frozenset(pairs - {a, b} | {(a[0], b[1]), (b[0], a[1])}))


def change(store, sheet, row):
    with store.write() as transaction:
        office = offices.load(transaction)
        offices.save(transaction, office, office.with_rows(sheet, (*office.rows.get(sheet, ()), row)))


def test_every_duty_gets_a_first_version_and_everything_holds(store):
    with store.read() as transaction:
        assert {(one.duty, one.number) for one in versions.current(transaction, MONTH)} == {
            (duty, 1) for duty in ("JF", "RX", "JT", "ZB", "ZF", "ZX")
        }
        assert verify(transaction, offices.load(transaction)) == []


@pytest.mark.slow
def test_issuing_nothing_makes_no_version(store):
    planned(store, now=LATER)
    done = issued(store, now=LATER)
    assert done.issued == ()
    assert set(done.unchanged) == {"JF", "RX", "JT", "ZB", "ZF", "ZX"}


def test_a_change_in_one_duty_leaves_the_others_alone(store):
    before = {duty: rendered(store, duty) for duty in ("JF", "ZB", "RX")}
    by_hand(store, Period.month(MONTH), swapped(store), LATER, "zh")
    done = issued(store, now=LATER)
    assert [(one.duty, one.number) for one in done.issued] == [("JF", 2)]
    after = {duty: rendered(store, duty) for duty in ("JF", "ZB", "RX")}
    assert {duty for duty in before if before[duty] != after[duty]} == {"JF"}


def test_what_changed_is_said_in_words_and_names_those_concerned(store):
    roster = swapped(store)
    gone, come = Roster(frozenset(pairs_of(store))).diff(roster)
    by_hand(store, Period.month(MONTH), roster, LATER, "zh")
    changed = issued(store, now=LATER).issued[0].changed
    assert {one.slot for one in changed} == {slot for slot, _ in come}
    assert {who for one in changed for who in one.people} == {who for _, who in gone | come}
    assert all("调整为" in one.words.zh and "→" in one.words.en for one in changed)
    with store.read() as transaction:
        assert {
            duty: len(some) for duty, some in diff(transaction, offices.load(transaction), MONTH, 1, 2).items()
        } == {"JF": 2}


def test_an_older_version_can_still_be_read(store):
    first = pairs_of(store, "JF")
    by_hand(store, Period.month(MONTH), swapped(store), LATER, "zh")
    issued(store, now=LATER)
    with store.read() as transaction:
        again = {
            (line.slot.id, one.tagged)
            for line in issued_lines(transaction, offices.load(transaction), MONTH, "JF", 1)
            for one in line.people
        }
        assert verify(transaction, offices.load(transaction)) == []
    assert again == first
    assert pairs_of(store, "JF") != first


@pytest.mark.slow
def test_a_locked_draft_is_issued_as_it_was_locked(tmp_path):
    store = store_with(tmp_path / "home", sample("small", 2, date(2026, 12, 1)))
    planned(store)
    assert sign(store, MONTH, NOW, "test").state == "locked"
    with pytest.raises(NotPossible):
        sign(store, MONTH, NOW, "test")
    with store.read() as transaction:
        wanted = {
            (line.slot.id, one.tagged)
            for line in draft_lines(transaction, offices.load(transaction), draft_of(transaction, MONTH))
            for one in line.people
        }
    issued(store)
    assert pairs_of(store) == wanted


@pytest.mark.slow
def test_a_locked_draft_that_was_tampered_with_is_not_issued(tmp_path):
    store = store_with(tmp_path / "home", sample("small", 2, date(2026, 12, 1)))
    planned(store)
    sign(store, MONTH, NOW, "test")
    with store.write() as transaction:
        transaction.connection.exec_driver_sql(
            "DELETE FROM draft_pairs WHERE slot = (SELECT min(slot) FROM draft_pairs)"
        )
    with pytest.raises(NotPossible, match="no longer what was sent"):
        issued(store)


@pytest.mark.slow
def test_planning_again_supersedes_a_locked_draft_and_says_so(store):
    planned(store, now=LATER)
    sign(store, MONTH, LATER, "test")
    assert planned(store, now=LATER).superseded_lock


def test_a_roster_that_breaks_a_ban_is_not_issued_and_the_old_one_stays(store):
    before = pairs_of(store)
    pairs = pairs_of(store)
    night = next(pair for pair in sorted(pairs) if pair[0].startswith("RX|RX-2|20261203"))
    day_slot = next(slot for slot, _ in sorted(pairs) if slot.startswith("RX|RX-1|20261204"))
    taken_off = next(pair for pair in sorted(pairs) if pair[0] == day_slot)
    by_hand(store, Period.month(MONTH), Roster(frozenset(pairs - {taken_off} | {(day_slot, night[1])})), LATER, "zh")
    with pytest.raises(NotPossible, match=r"必须|clauses"):
        issued(store, now=LATER)
    assert pairs_of(store) == before


@pytest.mark.slow
def test_a_leave_entered_after_planning_makes_the_draft_stale_and_its_issue_is_refused(tmp_path):
    store = store_with(tmp_path / "home", sample("small", 2, date(2026, 12, 1)))
    solved = planned(store).solved
    slot, who = next(pair for pair in solved.roster if pair[0].startswith("JF|JF-1|20261203"))
    change(store, "请假外出", AbsenceRow(who=who, start=date(2026, 12, 3), kind="leave"))
    with pytest.raises(NotPossible):
        issued(store)
    planned(store)
    issued(store)
    assert (slot, who) not in pairs_of(store)


@pytest.mark.slow
def test_a_stale_draft_that_still_holds_is_issued_under_today_s_law(tmp_path):
    store = store_with(tmp_path / "home", sample("small", 2, date(2026, 12, 1)))
    solved = planned(store).solved
    free = sorted(
        {f"p:L0{number}" for number in range(1, 9)}
        - {who for slot, who in solved.roster if "|20261217" in slot or "|20261216" in slot}
    )[0]
    change(store, "请假外出", AbsenceRow(who=free, start=date(2026, 12, 17), kind="meeting", part="pm"))
    issued(store)
    with store.read() as transaction:
        assert verify(transaction, offices.load(transaction)) == []
        newest = versions.current(transaction, MONTH, "JF")[0]
        assert any(
            one.kind == "meeting" and one.who == free
            for one in bases.basis(transaction, newest.digests).office.of(AbsenceRow)
        )


@pytest.mark.slow
def test_an_unmet_demand_is_issued_only_with_a_name_and_a_reason(tmp_path):
    office = sample("small", 2, date(2026, 12, 1))
    gone = tuple(
        AbsenceRow(who=f"pool:{pool}", start=date(2026, 12, 7), end=date(2026, 12, 13), kind="trip")
        for pool in ("接访领导",)
    )
    store = store_with(tmp_path / "home", office.with_rows("请假外出", gone))
    done = planned(store)
    assert done.solved.status == "over_constrained"
    assert {one.key[0].split("|")[2] for one in done.solved.breaches if one.key[0].startswith("JF")} == {
        f"202612{number:02d}" for number in (7, 8, 9, 10, 11)
    }
    from planner.issuing.publish import Order, publish

    with pytest.raises(NotPossible, match="needs a signer and a reason"):
        publish(store, MONTH, Order(), NOW, "test", "zh")
    assert "缺 1 人" in "\n".join(issued(store).findings)


@pytest.mark.slow
def test_a_withdrawn_version_is_out_of_force_and_on_record(store):
    withdraw(store, MONTH, "JF", "领导要求", LATER, "test")
    with store.read() as transaction:
        assert {one.duty for one in versions.current(transaction, MONTH)} == {"RX", "JT", "ZB", "ZF", "ZX"}
        kept = next(one for one in versions.every(transaction, MONTH) if one.duty == "JF")
        assert (kept.withdrawn_reason, kept.number) == ("领导要求", 1)
        assert len(issued_lines(transaction, offices.load(transaction), MONTH, "JF", 1)) > 0
        assert verify(transaction, offices.load(transaction)) == []
    planned(store, now=LATER)
    assert [(one.duty, one.number) for one in issued(store, now=LATER).issued] == [("JF", 2)]


@pytest.mark.slow
def test_what_has_begun_is_never_touched(store):
    middle = NOW.replace(month=12, day=15)
    before = pairs_of(store)
    sick = next(who for slot, who in sorted(before) if slot.startswith("JF|JF-1|20261222"))
    change(store, "请假外出", AbsenceRow(who=sick, start=date(2026, 12, 1), end=date(2026, 12, 31), kind="leave"))
    planned(store, now=middle, keep=True)
    issued(store, now=middle)
    after = pairs_of(store)
    past = {pair for pair in before if pair[0].split("|")[2] < "20261215"}
    assert past <= after
    assert {who for slot, who in after - before if slot.split("|")[2] < "20261215"} == set()
    assert not any(who == sick for slot, who in after if slot.split("|")[2] > "20261215")
    with store.read() as transaction:
        assert verify(transaction, offices.load(transaction)) == []


@pytest.mark.slow
def test_duties_planned_apart_know_each_other_s_rosters(tmp_path):
    store = store_with(tmp_path / "home", sample("small", 3, date(2026, 12, 1)))
    for duty in ("ZB", "RX", "JF", "JT", "ZX", "ZF"):
        planned(store, duties=(duty,))
        issued(store)
    with store.read() as transaction:
        assert verify(transaction, offices.load(transaction)) == []
        basis, _ = prepare(Standing.read(transaction), Period.month("2027-01"), NOW)
        whole, _ = prepare(Standing.read(transaction), Period.month(MONTH), NOW)
    from constraints.judge import findings

    assert [
        one
        for one in findings(whole.problem, whole.book, Roster(frozenset(pairs_of(store))))
        if one.must and one.nature == "ban"
    ] == []
    assert {one.slot.duty for one in basis.problem.taken} == {"ZB", "RX", "JF", "JT", "ZX", "ZF"}


@pytest.mark.slow
def test_a_roster_on_a_projected_calendar_is_tentative(tmp_path):
    store = store_with(tmp_path / "home", sample("small", 3, date(2027, 3, 1)))
    planned(store, "2027-03")
    issued(store, "2027-03")
    with store.read() as transaction:
        assert {line.status for line in issued_lines(transaction, offices.load(transaction), "2027-03")} == {
            "tentative"
        }
    assert "【待定】".encode() in rendered(store, "JF")


@pytest.mark.slow
def test_a_moved_day_keeps_its_slot_and_its_entry(store):
    before = {one.slot.id: one.start for one in lines_of(store, "ZF")}
    change(store, "放假", Holiday(date=date(2026, 12, 10), name="校庆", arrangement="off"))
    planned(store, now=LATER)
    issued(store, now=LATER)
    after = {one.slot.id: one.start for one in lines_of(store, "ZF")}
    assert before.keys() == after.keys()
    assert {start.date() for start in after.values()} == {date(2026, 12, 11)}


def lines_of(store, duty):
    with store.read() as transaction:
        return issued_lines(transaction, offices.load(transaction), MONTH, duty)


@pytest.mark.slow
def test_a_session_that_a_new_day_off_swallows_is_taken_back(store):
    change(store, "放假", Holiday(date=date(2026, 12, 16), name="校庆", arrangement="off"))
    planned(store, now=LATER, keep=True)
    issued(store, now=LATER)
    assert not any(one.day == date(2026, 12, 16) for one in lines_of(store, "JF"))
    assert any(one.day == date(2026, 12, 16) for one in lines_of(store, "RX"))
    assert "【已取消】".encode() in rendered(store, "JF")


@pytest.mark.slow
def test_a_post_that_stood_open_when_its_time_came_stays_on_record_as_open(tmp_path):
    gone = (AbsenceRow(who="pool:接访领导", start=date(2026, 12, 7), end=date(2026, 12, 7), kind="trip"),)
    store = store_with(tmp_path / "home", sample("small", 2, date(2026, 12, 1)).with_rows("请假外出", gone))
    planned(store)
    issued(store)
    middle = NOW.replace(month=12, day=15)
    planned(store, now=middle, keep=True)
    issued(store, now=middle)
    assert [(len(one.people), one.missing) for one in lines_of(store, "JF") if one.day == date(2026, 12, 7)] == [(0, 1)]


@pytest.mark.slow
def test_renaming_a_shift_keeps_the_slots(store):
    with store.write() as transaction:
        office = offices.load(transaction)
        posts = tuple(replace(one, shift="日班") if one.shift == "白班" else one for one in office.rows["岗位"])
        clauses = tuple(
            replace(one, shifts=("日班",)) if isinstance(one, ClauseRow) and one.shifts == ("白班",) else one
            for one in office.rows["规则"]
        )
        offices.save(transaction, office, office.with_rows("岗位", posts).with_rows("规则", clauses))
    before = {line.slot.id for line in lines_of(store, "RX")}
    planned(store, now=LATER, keep=True)
    done = issued(store, now=LATER)
    assert [one.duty for one in done.issued] == ["RX"]
    assert {line.slot.id for line in lines_of(store, "RX")} == before


@pytest.mark.slow
def test_a_sheet_prints_the_title_that_was_valid_that_day(tmp_path):
    office = sample("small", 2, date(2026, 12, 1))
    old = next(one for one in office.of(Person) if one.id == "L03")
    rows = []
    for one in office.of(Person):
        if one.id == "L03":
            rows += [replace(old, end=date(2026, 12, 14)), replace(old, title="新职务", start=date(2026, 12, 15))]
        else:
            rows.append(one)
    store = store_with(tmp_path / "home", office.with_rows("人员", tuple(rows)))
    planned(store)
    issued(store)
    titles = {
        (line.day >= date(2026, 12, 15), one.title)
        for line in lines_of(store, None)
        for one in line.people
        if one.id == "L03"
    }
    assert titles <= {(False, old.title), (True, "新职务")}
    assert (True, "新职务") in titles or (False, old.title) in titles


def test_a_changed_log_or_roster_is_found(store):
    with store.write() as transaction:
        transaction.connection.exec_driver_sql("UPDATE audit SET actor = 'somebody else' WHERE number = 1")
        transaction.connection.exec_driver_sql(
            "UPDATE assignments SET who = 'p:L01' WHERE id = "
            "(SELECT min(id) FROM assignments WHERE duty = 'JF' AND who <> 'p:L01')"
        )
    with store.read() as transaction:
        wrong = verify(transaction, offices.load(transaction))
    assert [one.zh for one in wrong] == [
        "操作日志第1条被改动：数据库里的内容与存证不符",
        "已印发的班表 2026-12 JF被改动：数据库里的内容与存证不符",
        *(one.zh for one in wrong[2:]),
    ]
    assert {one.en.partition(":")[0] for one in wrong[2:]} == {"JF 2026-12 v1"}
