"""A clerk adds a rule from its example, tries it on the month, saves it, and takes it back."""

import pytest

from planner.office.sheets import ClauseRow
from planner.store.roster import offices
from tests.fixtures.clerk_at_work import WHEN, with_clerk
from tests.fixtures.office_at_work import issued_home
from tests.fixtures.officials import enter
from tests.fixtures.serving import served

SAID = "总值班：任意 3 天内最多值班一次（尽量）"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_rule_is_added_from_its_example_tried_saved_changed_and_taken_back(browser, tmp_path, script):
    store = with_clerk(issued_home(tmp_path / "home"))
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk", java_script_enabled=script)
        before = _clauses(store)
        page.goto("/office/rules")
        page.get_by_role("link", name="添加规则").click()
        page.get_by_role("link", name="间隔", exact=True).click()
        page.get_by_label("总值班", exact=True).check()
        page.get_by_label("天数").fill("3")
        page.get_by_label("要求").select_option("尽量")
        page.get_by_role("button", name="先试一试").click()
        assert page.get_by_text(SAID).count() == 1
        assert page.get_by_text("现有已印发的安排").count() == 1
        assert _clauses(store) == before
        page.get_by_role("button", name="保存").click()
        number = len(_clauses(store))
        assert _clauses(store)[-1].parameters == "天数=3"
        page.goto(f"/office/rules/{number}/edit")
        page.get_by_label("天数").fill("5")
        page.get_by_role("button", name="保存").click()
        page.goto(f"/office/rules/{number}/history")
        page.get_by_role("button", name="恢复成这样").click()
        assert _clauses(store)[-1].parameters == "天数=3"
        page.goto(f"/office/rules/{number}/edit")
        page.get_by_role("button", name="删除这一条").click()
        assert page.get_by_role("heading", name="已删除的规则").count() == 1
        page.get_by_role("button", name=f"恢复 {SAID}").click()
        assert _clauses(store)[-1].parameters == "天数=3"
        page.close()


def _clauses(store):
    with store.read() as transaction:
        return offices.load(transaction).of(ClauseRow)


def test_what_is_wrong_with_a_rule_is_said_and_what_was_typed_stays(browser, tmp_path):
    store = with_clerk(issued_home(tmp_path / "home"))
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk", java_script_enabled=False)
        page.goto("/office/rules/new/gap")
        page.get_by_label("总值班", exact=True).check()
        page.get_by_label("天数").fill("三天半")
        page.get_by_role("button", name="保存").click()
        assert page.get_by_text("没有保存，请改正：").count() == 1
        assert page.get_by_label("天数").input_value() == "三天半"
        assert page.get_by_label("总值班", exact=True).is_checked()
