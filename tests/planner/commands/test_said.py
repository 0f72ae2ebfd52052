"""What a command says came of it is so: judged, verified, explained, issued, sent, subscribed, who is on duty."""

from datetime import timedelta

import pytest

from constraints.judge import cost, findings
from constraints.problem.roster import Roster
from constraints.solve import Solved
from planner.changing import asking, swap
from planner.commands.__main__ import run_command
from planner.explaining import explain
from planner.issuing import replay
from planner.planning.plan import by_hand
from planner.problem.period import Period
from planner.store import Store, record
from planner.store.record import Head
from planner.store.results.explanation import Explanation, NamedClash
from planner.store.roster import versions
from planner.store.tables import audit
from planner.words import Words
from tests.fixtures.office_at_work import MONTH, NOW, issued_home
from tests.fixtures.swaps import asked, clean_swap, pairs

pytestmark = pytest.mark.slow  # each through a whole site, a store or a book

NEXT = "2027-01"


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    return Store(issued_home(tmp_path / "home"))


@pytest.fixture
def says(store, capsys):
    def told(*words):
        code = run_command([*words, "--home", str(store.home), "--lang", "zh"])
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    return told


def empty(store):
    """A draft of the next month with nobody on it."""
    return by_hand(store, Period.month(NEXT), Roster(frozenset()), NOW, "zh")[0]


def test_everything_that_must_hold_does_only_where_it_does(store, says):
    code, told = says("check", MONTH)
    assert code == 0 and "硬性要求全部满足" in told and "有硬性要求未满足" not in told
    empty(store)
    code, told = says("check", NEXT)
    assert code == 1 and "有硬性要求未满足" in told and "硬性要求全部满足" not in told


def test_all_is_well_only_while_log_and_rosters_are(store, says):
    assert says("verify") == (0, "全部无误\n")
    with store.write() as transaction:
        transaction.connection.execute(audit.update().where(audit.c.number == 1).values(actor="somebody"))
    code, told = says("verify")
    assert code == 1 and "操作日志第1条被改动" in told and "全部无误" not in told


def test_verify_compares_with_heads_kept_elsewhere_and_says_what_is_no_alarm(store, says, tmp_path, monkeypatch):
    file = tmp_path / "anchor"
    monkeypatch.setenv("DANGZHI_ANCHOR", str(file))
    code, told = says("verify")
    assert code == 0 and "还不存在，这次没有可比对的" in told and told.endswith("全部无误\n")
    with store.read() as transaction:
        head = record.head(transaction)
    assert file.read_text() == f"{head.text()}\n" and says("verify") == (0, "全部无误\n")
    assert says("verify", "--head", head.printed()) == (0, "全部无误\n")
    file.write_text("")
    other = tmp_path / "other"
    other.write_text(f"{Head(head.count + 2, 'a' * 64, head.when).text()}\n3 torn")
    code, told = says("verify", "--anchor", str(other))
    assert code == 1 and f"存证末尾的第{head.count + 1}至{head.count + 2}条（共2条）被删除" in told
    assert f"存证锚文件 {other} 第 2 行不完整，已略过" in told and file.read_text() == ""
    code, told = says("verify", "--head", f"{head.count} {'b' * 24} 2026-11-25T09:00+0800")
    assert code == 1 and f"存证第1至{head.count}条（共{head.count}条）被改写" in told
    code, told = says("verify", "--head", "128 3f2a")
    assert code == 2 and "存证码“128 3f2a”不完整" in told


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Explanation((), (), (), True), "没有矛盾：所有必须条款都能满足"),
        (Explanation((), (), (), False), "时间内没有找到矛盾"),
        (Explanation((NamedClash(()),), (Words.given("元旦缺人", "short"),), (), True), "矛盾 1　元旦缺人"),
    ],
)
def test_a_month_is_said_to_have_no_clash_only_where_the_search_ended_without_one(says, monkeypatch, found, said):
    monkeypatch.setattr(explain, "explained", lambda *_, **__: found)
    _, told = says("explain", MONTH)
    assert {one for one in ("没有矛盾", "时间内没有找到", "矛盾 1") if one in told} == {
        one for one in ("没有矛盾", "时间内没有找到", "矛盾 1") if one in said
    }
    assert said in told


def test_a_version_is_new_locked_withdrawn_or_absent_as_it_is_said(store, says):
    assert "没有版本" in says("history", NEXT)[1] and "没有版本" not in says("history", MONTH)[1]
    assert "已撤回" not in says("history", MONTH)[1]
    by_hand(store, Period.month(MONTH), Roster(pairs(store)), NOW, "zh")
    told = says("publish", MONTH)[1]
    assert "没有变化，未生成新版本" in told and "首次印发" not in told and "未满足" not in told
    empty(store)
    assert "已送签锁定" in says("sign", NEXT)[1]
    code, told = says("sign", NEXT)
    assert code == 1 and "已送签锁定" not in told
    told = says("publish", NEXT, "--signed-by", "主任", "--reason", "试")[1]
    assert "首次印发" in told and "未满足" in told and "没有变化" not in told
    code, told = says("withdraw", MONTH, "--duty", "JF", "--reason", "试")
    assert code == 0 and "第 1 版已撤回" in told and says("withdraw", MONTH, "--duty", "JF", "--reason", "试")[0] == 1
    assert "已撤回：试" in says("history", MONTH)[1]
    with store.read() as transaction:
        assert versions.current(transaction, MONTH, "JF") == []


@pytest.mark.parametrize(("more", "said"), [(0, "扣分与已印发的相同"), (1, "扣分与已印发的不同")])
def test_a_plan_made_again_is_said_to_cost_the_same_only_where_it_does(store, says, monkeypatch, more, said):
    def solved(problem, book, effort):
        found = findings(problem, book, Roster(pairs(store)))
        return Solved("optimal", Roster(pairs(store)), cost(found) + more, 0, True, tuple(found))

    monkeypatch.setattr(replay, "solve", solved)
    told = says("replay", "RX", MONTH, "1")[1]
    assert {one for one in ("扣分与已印发的相同", "扣分与已印发的不同") if one in told} == {said}


def test_a_request_is_said_to_be_in_the_state_it_is_in(store, says):
    assert says("swap", "list") == (0, "没有申请\n") and says("swap", "register") == (0, "没有换班记录\n")
    slot, giver, taker, back = clean_swap(store)
    id = str(asked(store, slot, giver, taker, back).id)
    assert "等待对方同意" in says("swap", "list")[1] and "没有换班记录" in says("swap", "register")[1]
    assert "已生效" in says("swap", "accept", id, "--as", taker[2:])[1] and (slot, taker) in pairs(store)
    assert "没有申请" in says("swap", "list")[1] and "已生效" in says("swap", "register")[1]
    assert "已撤销" in says("swap", "undo", id, "--as", "办公室", "--reason", "试")[1] and (slot, giver) in pairs(store)
    code, told = says("swap", "undo", id, "--as", "办公室", "--reason", "试")
    assert code == 1 and "没有生效，无需撤销" in told
    other = str(asked(store, slot, giver, taker, back).id)
    assert "对方已谢绝" in says("swap", "decline", other, "--as", taker[2:])[1] and (slot, giver) in pairs(store)
    call = says("swap", "call", "--slot", slot, "--from", giver[2:])[1]
    assert "已公开" in call and "征集" in says("swap", "list")[1]
    assert "已收回" in says("swap", "close", "1", "--as", giver[2:])[1] and "没有申请" in says("swap", "list")[1]


def test_who_is_on_duty_is_somebody_or_nobody_as_it_is(says, monkeypatch):
    assert "此刻没有已印发的值班" in says("now")[1]
    monkeypatch.setenv("DANGZHI_NOW", "2026-12-09T22:30")
    told = says("now")[1]
    assert "此刻没有已印发的值班" not in told and "总值班" in told and "快照" not in told


def test_a_subscription_and_a_log_in_are_said_to_be_ended_when_they_are(store, says, monkeypatch):
    assert "地址只显示这一次" in says("feed", "create", "--person", "H01")[1]
    assert "尚未读取　1" in says("feed", "health")[1] and "已吊销" not in says("feed", "list")[1]
    assert "地址只显示这一次" in says("feed", "rotate", "1")[1] and "已更换地址" in says("feed", "list")[1]
    assert "尚未读取　1" in says("feed", "health")[1], "the old address is no further subscription"
    assert "订阅 2 已吊销" in says("feed", "revoke", "2")[1] and "已吊销" in says("feed", "list")[1]
    code, told = says("feed", "revoke", "2")
    assert code == 1 and "没有订阅 2" in told
    assert says("feed", "allow", "--person", "L01")[1] == "已开通\n"
    assert says("feed", "allow", "--person", "L01", "--off")[1] == "已关闭\n"
    assert says("feed", "reach", "off")[1] == "全部停用\n" and says("feed", "reach", "on")[1] == "不限网络\n"


def test_an_import_is_said_to_change_nothing_only_where_it_changes_nothing(store, says, tmp_path):
    book = tmp_path / "book.xlsx"
    says("export", "--workbook", str(book))
    code, told = says("import", str(book), "--dry-run")
    assert code == 0 and "没有变化" in told and "只是预览，没有导入" in told
    bad = tmp_path / "人员.csv"
    bad.write_text("编号,姓名,值班序列\nN1,新人,话务员\n", "utf-8")
    told = says("import", str(bad))[1]
    assert "没有变化" not in told and "没有导入" not in told and "人员：新增 1" in told


def test_a_year_without_a_notice_is_said_to_be_projected(says):
    assert "尚无放假通知" not in says("calendar", "2026")[1] and "依据" in says("calendar", "2026")[1]
    told = says("calendar", "2028")[1]
    assert "尚无放假通知，按法定节日推算（待定）" in told and "依据" not in told


def test_a_reply_is_closed_once_and_what_happened_is_entered_once(store, says, monkeypatch):
    slot, giver, taker, back = clean_swap(store)
    later = NOW + timedelta(days=1)
    id = asked(store, slot, giver, taker, back, now=later).id
    swap.accept(store, id, asking.OFFICE, frozenset(), later, "zh")
    number = next(line.split("　")[0] for line in says("notify", "list")[1].split("\n") if "须另行告知" in line)
    assert f"通知 {number} 已办结" in says("notify", "done", number, "--channel", "电话")[1]
    assert "须另行告知" not in says("notify", "list")[1]
    code, told = says("notify", "done", number, "--channel", "电话")
    assert code == 1 and "已办结" in told and f"通知 {number} 已办结" not in told
