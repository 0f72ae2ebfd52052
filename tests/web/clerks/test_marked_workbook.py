"""A clerk hands over a workbook with faults, takes the marked copy, mends it and hands that over."""

import openpyxl
import pytest

from planner.store.roster import offices
from tests.fixtures.clerk_at_work import WHEN, with_clerk
from tests.fixtures.officials import enter
from tests.fixtures.serving import served
from tests.fixtures.workbook_files import WHOLE, xlsx

WRONG = {**WHOLE, "请假外出": [["人员*", "起*", "类别*"], ["张三", "2月30日", "休假"], ["李四", "12月1日", "歇着"]]}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_marked_copy_is_taken_mended_and_imported(browser, tmp_path, script):
    store = with_clerk(tmp_path / "home")
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk", java_script_enabled=script, accept_downloads=True)
        _hand_over(page, xlsx(tmp_path / "人员表.xlsx", WRONG))
        assert page.get_by_role("heading", name="有错误，没有导入（2）").count() == 1
        with page.expect_download() as taken:
            page.get_by_role("link", name="下载标注好的工作簿").click()
        assert taken.value.suggested_filename == "标注-人员表.xlsx"
        taken.value.save_as(tmp_path / "marked.xlsx")
        _mend(tmp_path / "marked.xlsx")
        _hand_over(page, tmp_path / "marked.xlsx")
        page.get_by_role("button", name="导入", exact=True).click()
        assert page.get_by_text("已导入").count() == 1
    with store.read() as transaction:
        office = offices.load(transaction)
    assert [(one.who, str(one.start)) for one in office.rows["请假外出"]] == [
        ("p:1", "2026-02-28"),
        ("p:2", "2026-12-01"),
    ]


def _hand_over(page, file):
    page.goto("/office/import")
    page.get_by_label(".xlsx 或 .csv 文件").set_input_files(str(file))
    page.get_by_role("button", name="预览").click()


def _mend(file):
    book = openpyxl.load_workbook(file)
    assert {cell.coordinate for row in book["请假外出"] for cell in row if cell.comment} == {"B2", "C3"}
    book["请假外出"]["B2"], book["请假外出"]["C3"] = "2月28日", "休假"
    book.save(file)


def test_a_copy_that_has_expired_sends_back_to_the_page_where_a_file_is_handed_over(browser, tmp_path):
    store = with_clerk(tmp_path / "home")
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk", java_script_enabled=False)
        page.goto(f"/office/import/{'0' * 32}/marked")
        assert page.get_by_text("文件已过期，请重新上传").count() == 1
        assert page.get_by_label(".xlsx 或 .csv 文件").count() == 1
