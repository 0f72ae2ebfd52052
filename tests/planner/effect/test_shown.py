"""Where clauses are listed it is told which have no effect: rule sheet, rules page, month, check and catalogue."""

import json
from dataclasses import replace
from datetime import date

import pytest

from constraints.measure.place import Scope
from constraints.model.book import Clause, RuleBook
from constraints.model.case import Case
from constraints.problem.roster import Roster
from constraints.rules import CATALOGUE
from constraints.rules.cover import Cover
from planner.data_entry import rules
from planner.effect.effect import all_remarks
from planner.effect.this_month import month_remarks, without_effect
from planner.errors import Refused
from planner.issuing.verify import verify
from planner.office.sheets import AbsenceRow, ClauseRow, PinRow, Post, WishRow
from planner.pages.month.month_desk import desk
from planner.paper.sheets.rule_sheet import rule_code, rule_page
from planner.planning.plan import by_hand
from planner.problem.build import build_problem
from planner.problem.period import Period
from planner.problem.rule_book import rule_book
from planner.store.roster import bases, drafts, offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued, planned, run, store_with
from tests.fixtures.small_office import NEVER, STORED, clause, taken_in, written
from tests.fixtures.spoken import problem, slot


@pytest.fixture
def store(tmp_path):
    return store_with(tmp_path / "home", taken_in(tmp_path).office.with_rows("规则", STORED))


def loaded(store):
    with store.read() as transaction:
        return offices.load(transaction)


def test_the_rule_sheet_says_so_beside_the_clause_and_keeps_its_code(store):
    office = loaded(store)
    notes = [row[3] for row in rule_page(office).rows]
    assert notes == [NEVER, "", "", "", ""]
    noted = office.with_rows("规则", (replace(STORED[0], note="见会议纪要"), *STORED[1:]))
    assert rule_page(noted).rows[0][3] == "见会议纪要；" + NEVER
    assert rule_code(office) != rule_code(noted)
    assert [len(row) for row in rule_page(office).rows] == [4] * 5


def test_the_rules_page_says_so_and_a_clause_saved_again_is_refused(store):
    shown = rules.clause_views(loaded(store), "zh")
    assert [one.remarks for one in shown] == [(NEVER,), (), (), (), ()]
    with pytest.raises(Refused) as refused:
        rules.amend(store, 1, shown[0].mark, {}, "必须", "某号文", NOW, "clerk")
    assert [(one.sheet, one.cell) for one in refused.value.faults] == [("规则", "人员")]
    with pytest.raises(Refused) as refused:
        rules.amend(store, 3, shown[2].mark, {"目标": "1", "缺": "0", "超": "0"}, "必须", "", NOW, "clerk")
    assert refused.value.faults[0].cause.zh == "“在岗人数”这样填等于没有要求"
    rules.amend(store, 3, shown[2].mark, {"目标": "2", "超": "0"}, "必须", "", NOW, "clerk")
    assert loaded(store).of(ClauseRow)[2].parameters == "目标=2；超=0"


@pytest.mark.slow
def test_a_month_tells_its_clauses_without_effect(store):
    planned(store)
    with store.read() as transaction:
        found = desk(Standing.read(transaction), MONTH, NOW, "zh").idle
        basis = bases.basis(transaction, drafts.latest(transaction, MONTH).digests)
        nights = [one for one in basis.problem.slots if one.shift == "夜班"]
        roster = drafts.latest(transaction, MONTH).roster
    assert [(one.number, one.words.zh) for one in found] == [
        (1, NEVER),
        (4, "本月不起作用：本月没有这样的班次"),
        (5, "本月不起作用：本月还没有印发的安排"),
    ]
    men = {"p:1", "p:3", "p:5"}
    assert len(nights) == 31
    assert all(any((one.id, who) in roster for who in men) for one in nights), "at least one man a night, 31 of 31"


def test_facts_that_a_clause_does_not_reach_are_not_denied(tmp_path):
    """Somebody of the duty room is away for the month's first days, and is asked and ordered for what they do there."""
    led = "天数=30；带班人=接访领导"
    clauses = (("请假外出不排", ""), ("前后不排", ""), ("时间要求", ""), ("领导指定", ""), ("跟班", led))
    office = taken_in(tmp_path).office.with_rows(
        "规则", tuple(ClauseRow(rule=rule, duties=("JF",), parameters=said, force=0) for rule, said in clauses)
    )
    office = office.with_rows("请假外出", (AbsenceRow(who="p:3", start=date(2026, 12, 1), kind="leave"),))
    office = office.with_rows("时间要求", (WishRow(person="3", date=date(2026, 12, 9), want="avoid", weight=1),))
    order = PinRow(duty="ZB", start=date(2026, 12, 10), who="p:3", mode="forbidden", ordered_by="赵一")
    office = office.with_rows("指定", (order,))
    period = Period.month(MONTH)
    case = Case(build_problem(office, period).problem, rule_book(office, period.first, period.last))
    assert [one.words.zh for one in without_effect(case)] == [
        "本月不起作用：本月没有人因请假外出排不了班",
        "本月不起作用：本月没有班次挨着所写的请假外出",
        "本月不起作用：本月没有这一条管得到的时间要求",
        "本月不起作用：本月没有这一条管得到的领导指定",
        "本月不起作用：本月没有新到岗的人要跟班",
    ]


@pytest.mark.slow
def test_check_tells_it_and_says_where_a_mended_clause_is_broken(store, tmp_path):
    planned(store)
    home = store.home
    said = run(home, "check", MONTH)
    assert f"规则第 1 条“不超员”{NEVER}" in said.stdout
    assert "规则第 5 条“已印发少调整”本月不起作用" in said.stdout
    document = json.loads(run(home, "check", MONTH, "--json").stdout)
    assert [one["clause"] for one in document["without_effect"]] == [1, 4, 5]
    assert not [one for one in document["findings"] if one["rule"] == "在岗人数"]
    with store.read() as transaction:
        draft = drafts.latest(transaction, MONTH)
        basis = bases.basis(transaction, draft.digests)
    nights = [one.id for one in basis.problem.slots if one.shift == "夜班"]
    women = frozenset((night, who) for night in nights for who in ("p:4", "p:6"))
    rest = frozenset(pair for pair in draft.roster.pairs if pair[0] not in nights)
    _, found, _ = by_hand(store, Period.month(MONTH), Roster(women | rest), NOW, "zh")
    assert sum(one.rule == "cover" for one in found) == 31


def test_a_book_stored_before_tells_that_its_people_were_not_read():
    law = RuleBook((Clause(Cover(target=1, scope=Scope(who=frozenset("a"))), 1, source="规则!1"),))
    rows = law.to_json()
    del rows[0]["read"]

    case = Case(problem([slot(1)]), RuleBook.from_json(rows))
    assert [one.words.zh for one in without_effect(case)] == ["人员一栏不起作用：编排当时这条规则还不看人员"]
    assert without_effect(Case(problem([slot(1)]), law)) == ()


@pytest.mark.slow
def test_a_stored_clause_plans_as_before(store):
    office = loaded(store)
    book = rule_book(office, date(2026, 12, 1), date(2026, 12, 31))
    plain = rule_book(
        office.with_rows("规则", (replace(STORED[0], who=()), *STORED[1:])), date(2026, 12, 1), date(2026, 12, 31)
    )
    planned(store)
    with store.read() as transaction:
        case = Case(bases.basis(transaction, drafts.latest(transaction, MONTH).digests).problem, book)
        other = Case(case.problem, plain)
        number = [one.source for one in book.clauses].index("规则!1")
        assert case.places(number) == other.places(number)
        assert verify(transaction, offices.load(transaction)) == []
    assert len(office.of(Post)) == 6
    assert [one.number for one in month_remarks(all_remarks(office), case)] == [1, 4, 5]


@pytest.mark.slow
def test_the_catalogue_prints_every_rule_and_cell(tmp_path):
    said = run(tmp_path, "rules").stdout
    assert "规则　事项　班次　岗位　日期　人员" in said
    assert "不超员　看　看　看　看　不收" in said
    assert "同班　看　看　看　看　必填" in said
    assert sum(f"\n{rule.zh}　" in said for rule in CATALOGUE) == len(CATALOGUE)
    found = json.loads(run(tmp_path, "rules", "--json").stdout)["rules"]
    refused = {(one["rule"], cell) for one in found for cell, word in one["cells"].items() if word == "refused"}
    assert refused == {("不空岗", "who"), ("不超员", "who")}


@pytest.mark.slow
def test_an_import_on_the_command_line_says_the_fault_and_takes_the_mended_clause(tmp_path):

    home = tmp_path / "home"
    done = run(home, "import", str(written(tmp_path, clause("不超员", duties="ZB", who="男同志"))), "--json")
    assert done.returncode == 2
    assert "F2" in done.stdout + done.stderr
    assert "请改用“人员搭配”" in done.stdout + done.stderr
    mended = clause("人员搭配", "最少=1", duties="ZB", shifts="夜班", who="男同志")
    assert run(home, "import", str(written(tmp_path, mended)), "--json").returncode == 0


@pytest.mark.slow
def test_a_month_issued_before_a_rule_read_its_people_is_verified_as_it_was(store, monkeypatch):
    """The program of before wrote no `read` into a book and measured everybody; what it issued is judged like that."""
    monkeypatch.setattr(Cover, "learned", ())
    real = Cover.places
    monkeypatch.setattr(
        Cover, "places", lambda self, case: real(replace(self, scope=replace(self.scope, who=None)), case)
    )
    planned(store)
    issued(store)
    with store.read() as transaction:
        digests = versions.current(transaction, MONTH)[0].digests
        before = json.dumps(bases.read_basis(transaction, digests).book.to_json())
    assert '"read"' not in before
    monkeypatch.undo()
    with store.read() as transaction:
        book = bases.read_basis(transaction, digests).book
        assert json.dumps(book.to_json()) == before
        assert verify(transaction, offices.load(transaction)) == []
    said = run(store.home, "check", MONTH).stdout
    assert "规则第 3 条“在岗人数”人员一栏不起作用：编排当时这条规则还不看人员" in said
    planned(store)
    with store.read() as transaction:
        assert '"read"' in json.dumps(
            bases.basis(transaction, drafts.latest(transaction, MONTH).digests).book.to_json()
        )
