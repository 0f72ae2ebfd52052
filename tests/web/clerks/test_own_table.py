"""An own duty table on the site: asked what it is, looked at, taken in; the file is never lost on the way."""

import html
import io
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from planner.access import logins
from planner.commands.__main__ import run_command
from planner.office.office import Office
from planner.office.sheets import History, Person, Post
from planner.store import audit
from planner.store.roster import drafts, offices
from planner.workbook.read import read_workbook
from tests.fixtures import duty_tables
from tests.fixtures.clerk_at_work import with_clerk
from tests.fixtures.office_at_work import NOW, store_with
from tests.fixtures.officials import enter
from tests.fixtures.serving import served
from tests.fixtures.site_log_ins import PASSWORD
from tests.fixtures.small_office import SHEETS
from tests.fixtures.workbook_files import xlsx
from web import create_app

CASES = Path(__file__).parents[2] / "fixtures" / "own_tables"
WHEN = "2026-10-26T09:00"


def town(tmp_path):
    return read_workbook(xlsx(tmp_path / "office.xlsx", SHEETS), Office()).office


class Desk:
    """A clerk at the import page."""

    def __init__(self, store):
        with store.write() as transaction:
            logins.add(transaction, Office(), "clerk", "clerk", "", PASSWORD, NOW, "test")
        self.store, app = store, create_app(store)
        app.config["WTF_CSRF_ENABLED"] = False
        self.client = app.test_client()
        self.client.post("/login", data={"name": "clerk", "password": PASSWORD})

    def upload(self, path):
        """The address of the page of choices."""
        answer = self.client.post("/office/import", data={"workbook": (io.BytesIO(path.read_bytes()), path.name)})
        assert answer.status_code == 302, answer.get_data(as_text=True)
        return answer.location

    def see(self, address, **answers):
        self.page = html.unescape(self.client.get(address, query_string=answers).get_data(as_text=True))
        return " ".join(re.sub(r"<[^>]+>", " ", self.page).split())

    def yes(self, address, **answers):
        """Send the form of the page that was last seen, with other answers in it."""
        form = self.page[self.page.rindex('<form method="post"') :]
        fields = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', form[: form.index("</form>")]))
        return self.client.post(address.partition("?")[0], data={**fields, **answers})

    def office(self):
        with self.store.read() as transaction:
            return offices.load(transaction)

    def log(self):
        with self.store.read() as transaction:
            return [one.action for one in audit.page(transaction, 0, 9) if one.action not in ("user add", "log in")]


@pytest.fixture
def desk(tmp_path):
    return Desk(store_with(tmp_path / "home", town(tmp_path)))


def test_a_mark_that_is_not_clear_is_asked_and_what_was_answered_stays_filled_in(desk, tmp_path):
    address = desk.upload(duty_tables.grid(tmp_path / "总值班11月.xlsx"))
    said = desk.see(address)
    assert "看不出是哪个岗位，请选择" in said and "本次导入将作如下变更" not in said
    said = desk.see(address, **{"as": "draft", "duty": "总值班", "place-0": "白班 值班员", "place-1": "夜班 值班员"})
    assert "2026-11 的草稿：总值班，60 人次，空缺" in said
    assert "<option selected>白班 值班员</option>" in desk.page
    answer = desk.yes(address)
    assert answer.status_code == 302 and answer.location == "/office/2026-11"
    with desk.store.read() as transaction:
        assert len(drafts.latest(transaction, "2026-11").roster.pairs) == 60
    assert desk.log() == ["import"]


def test_nothing_is_stored_before_a_yes_and_the_file_stays_until_then(desk, tmp_path):
    before, address = desk.office(), desk.upload(duty_tables.posts(tmp_path / "a.xlsx"))
    assert "值班历史：新增120，修改0，删除0" in desk.see(address, **{"as": "history"}).replace(" ", "")
    answer = desk.yes(address, shown="0" * 64)
    assert answer.status_code == 302 and answer.location.startswith(address.partition("?")[0])
    assert desk.office() == before and desk.log() == []
    desk.see(address, **{"as": "history"})
    assert desk.yes(address).location == "/office"
    assert len(desk.office().of(History)) == 120 and desk.log() == ["import"]
    gone = desk.client.get(address)
    assert gone.status_code == 302 and gone.location == "/office/import"


def test_faults_are_shown_with_their_cells_and_the_choices_stay(desk, tmp_path):
    rows = [["2026年11月总值班表"], ["日期", "夜班"], ["2026-11-01", "无此人"]]
    said = desk.see(desk.upload(duty_tables.book(tmp_path / "a.xlsx", {"表": rows})))
    assert "有错误，没有导入（1）" in said
    assert "B3 找不到“无此人”（人员）" in said and "作为什么" in said and "--" not in said


def test_an_office_without_anything_begins_with_its_table(tmp_path):
    desk = Desk(store_with(tmp_path / "home", Office()))
    address = desk.upload(CASES / "03b.xlsx")
    said = desk.see(address)
    assert "“值班”的日历先按“每天”，请核对" in said and 'id="as-office" value="office" checked' in desk.page
    answers = {"as": "office", "duty": "总值班", "place-0": "全天 带班领导", "place-1": "全天 主班", "place-2": "略过"}
    desk.see(address, **answers, **{"begin-1": "08:00", "finish-1": "08:00"})
    desk.yes(address)
    office = desk.office()
    assert [(one.name, one.calendar) for one in office.duties.values()] == [("总值班", "每天")]
    assert [(one.post, one.begin) for one in office.of(Post)] == [("带班领导", "08:30"), ("主班", "08:00")]
    assert len(office.of(Person)) == 8


def test_the_page_is_in_english_too(desk, tmp_path):
    said = desk.see(desk.upload(duty_tables.grid(tmp_path / "a.xlsx")), lang="en")
    assert "This file is a duty table." in said and "Not clear which: choose" in said


def test_a_file_that_is_neither_is_refused_as_before(desk, tmp_path):
    path = duty_tables.book(tmp_path / "a.xlsx", {"通知": [["关于值班工作的通知"]]})
    answer = desk.client.post("/office/import", data={"workbook": (io.BytesIO(path.read_bytes()), path.name)})
    assert answer.status_code == 400 and "没有一张认识的工作表" in answer.get_data(as_text=True)


@pytest.mark.parametrize("script", [True, False])
def test_a_grid_becomes_a_draft_that_check_judges_on_a_phone_with_and_without_script(browser, tmp_path, capsys, script):
    store = with_clerk(store_with(tmp_path / "home", town(tmp_path)).home)
    path = duty_tables.grid(tmp_path / "11月排班.xlsx")
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk", size=(390, 844), java_script_enabled=script)
        page.goto("/office/import")
        page.get_by_label(".xlsx 或 .csv 文件").set_input_files(str(path))
        page.get_by_role("button", name="预览").click()
        page.get_by_role("heading", name="导入值班表").wait_for()
        page.get_by_label("哪个事项").select_option("总值班")
        page.get_by_label("“白”的班次、岗位").select_option("白班 值班员")
        page.get_by_role("button", name="按此预览").click()
        page.get_by_role("heading", name="本次导入将作如下变更").wait_for()
        if script:
            assert Axe().run(page).violations_count == 0
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("button", name="作为草稿").click()
        page.get_by_text("已作为草稿").wait_for()
        assert page.url.endswith("/office/2026-11")
    assert run_command(["--home", str(store.home), "--lang", "zh", "check", "2026-11"]) in (0, 1)
    assert "扣分" in capsys.readouterr().out
    with store.read() as transaction:
        assert len(drafts.latest(transaction, "2026-11").roster.pairs) == 60
