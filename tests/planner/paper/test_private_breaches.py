"""What tells of somebody's leave, exemption or bonds stands on no paper and in no note; the office reads it."""

from dataclasses import replace
from datetime import date

import pytest

from constraints.judge import findings
from constraints.model.book import MUST, Clause, RuleBook
from constraints.problem.problem import KeptApart
from constraints.problem.roster import Roster
from constraints.problem.turns import Passed, SlotTurn
from constraints.rules.around_leave import AroundLeave
from constraints.rules.not_together_anywhere import NotTogetherAnywhere
from constraints.rules.rotation import Rotation
from constraints.solve import PlanStatus, Solved
from planner.issuing.publish import sign
from planner.judging.still_serves import WORDS, unable
from planner.office.office import Office
from planner.office.sheets import AbsenceRow
from planner.pages.month_desk import desk
from planner.pages.roster_note import note
from planner.paper.catalogue import sheets
from planner.paper.gathering import WantedPaper
from planner.planning.by_hand import editing
from planner.planning.outcome import Reasons
from planner.roster.finding_text import PERSONAL
from planner.roster.issued import draft_lines, issued_lines
from planner.roster.turn_text import turn_words
from planner.store.roster import drafts, offices
from planner.store.roster.bases import Basis
from planner.store.roster.standing import Standing
from planner.words import Words
from tests.fixtures.leaving import rows_become
from tests.fixtures.office_at_work import NOW, issued, planned
from tests.fixtures.small_offices import rows_of, with_office
from tests.fixtures.spoken import away, person, problem, slot

MONTH = "2026-12"
LEAVE = {"人员": "1", "起": "2026-12-10", "类别": "休假"}


def _office(place):
    return with_office(
        place,
        rows_of(
            [{"编号": "ZB", "名称": "总值班", "日历": "每天"}],
            [{"事项": "ZB", "结束时间": "17:30"}],
            [{"编号": str(one), "姓名": f"职员{one}", "值班序列": "值班员"} for one in range(1, 5)],
            规则=[{"规则": "前后不排", "事项": "ZB", "参数": "前=1", "要求": "必须"}],
            请假外出=[LEAVE],
        ),
    )


def _before_leave(store):
    """A draft in which 职员1 serves on the day before their leave, against 必须."""
    planned(store, MONTH)
    with store.write() as transaction:
        office, draft = offices.load(transaction), drafts.latest(transaction, MONTH)
        [line] = [one for one in draft_lines(transaction, office, draft) if one.day == date(2026, 12, 9)]
        editing.put_in_cell(transaction, draft, line.slot.id, line.people[0].tagged, "p:1", NOW, "test", "zh")


@pytest.mark.slow
def test_a_breach_around_leave_is_an_account_on_the_office_s_page_alone(tmp_path):
    store = _office(tmp_path / "home")
    _before_leave(store)
    with store.read() as transaction:
        standing = Standing.read(transaction)
        assert [one.text for one in desk(standing, MONTH, NOW, "zh").findings if one.force == "必须"] == [
            "职员1 12月9日（周三）值班，离请假外出太近"
        ]
        assert note(standing, MONTH, NOW, "zh").unmet == (PERSONAL.zh,)
    sign(store, MONTH, NOW, "test")
    with store.read() as transaction:
        [sheet] = sheets(Standing.read(transaction), WantedPaper("approval", MONTH), NOW)
    [unmet] = [row for row in sheet.page.rows if row[0] == "未能满足的要求"]
    assert PERSONAL.zh in unmet[1] and "职员1" not in str(unmet)


def _serves(store, day):
    with store.read() as transaction:
        [line] = [one for one in issued_lines(transaction, offices.load(transaction), MONTH) if one.day == day]
    return line.people[0].tagged, line.people[0].name


@pytest.mark.slow
@pytest.mark.parametrize("cause", ["exempt", "away"])
def test_the_note_on_an_issued_month_says_who_cannot_serve_and_not_why(tmp_path, cause):
    store = _office(tmp_path / "home")
    planned(store, MONTH)
    issued(store, MONTH)
    who, name = _serves(store, date(2026, 12, 20))
    if cause == "away":
        rows_become(store, "请假外出", lambda row: [row, AbsenceRow(who=who, start=date(2026, 12, 20), kind="leave")])
    else:
        rows_become(store, "人员", lambda row: [replace(row, exempt=("班",)) if f"p:{row.id}" == who else row])
    with store.read() as transaction:
        standing = Standing.read(transaction)
        assert unable(standing, NOW, MONTH)[0].say("zh") == WORDS[cause].zh.format(who=name), "the office reads why"
        assert set(note(standing, MONTH, NOW, "zh").unmet) <= {f"{name}该时段另有安排", PERSONAL.zh}


def _two(leave):
    """A problem of one slot, whose turn is b's, with one more slot; b is on leave on the day after, or kept from c."""
    b = person("p:b", absences=(away(2, kind="leave"),) if leave else ())
    apart = () if leave else (KeptApart("p:b", "p:c", "day"),)
    turns = (SlotTurn("d1", ("p:b",), ("p:b",)),)
    return problem([slot(1), slot(1, "other")], people=["p:a", b, "p:c"], apart=apart, turns=turns)


@pytest.mark.parametrize(
    ("leave", "rule"), [(True, AroundLeave(before=1)), (False, NotTogetherAnywhere())], ids=["leave", "kept apart"]
)
def test_the_reason_of_an_open_post_tells_no_rule_that_would_give_it_away(leave, rule):
    that = _two(leave)
    book = RuleBook.of([Clause(Rotation(), MUST), Clause(rule, MUST)])
    roster = Roster(frozenset({("other", "p:c")}))
    solved = Solved(PlanStatus.FEASIBLE, roster, 0, 0, False, tuple(findings(that, book, roster)))
    said = Reasons(Basis(that, book, Office()), solved).why(that.slots[0])
    assert said == Words.given("轮到b，但该时段另有安排", "b's turn, but the time is taken")


def test_the_sheet_of_an_internal_duty_says_who_is_away_and_not_who_is_exempt():
    passed = tuple(Passed(who, why, "swapped") for who, why in (("p:a", "away"), ("p:b", "exempt"), ("p:c", "order")))
    turn = SlotTurn("d1", ("p:d",), ("p:d",), passed=passed)
    day = date(2026, 12, 1)
    assert turn_words(Office(), turn, day, private=False, posted=True).zh == (
        "轮到d（a请假，对调到以后；b另有安排，对调到以后；c另有安排，对调到以后）"
    )
    assert "b不排此班" in turn_words(Office(), turn, day, private=True).zh
