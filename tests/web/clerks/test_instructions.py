"""The office at work on what is issued, in Chromium: instructions, the printed notice, 补登, a pin; keyboard too."""

import re
from collections import Counter
from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe

from planner.access import logins
from planner.changing import asking, swap
from planner.planning.by_hand.choosing import choices_for
from planner.store.people import instructions
from planner.store.roster import actual_service, drafts, offices, versions
from tests.fixtures.clerk_at_work import with_clerk
from tests.fixtures.instructions import exchange, give, name, on
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, planned
from tests.fixtures.officials import PASSWORD, enter, press
from tests.fixtures.served import SLOT, other
from tests.fixtures.served import planned as rostered
from tests.fixtures.serving import served as serving
from tests.fixtures.swaps import asked, change_post, clean_swap, pairs


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_MESSAGE_HOSTS", "127.0.0.1")
    return with_clerk(issued_home(tmp_path / "home"))


@pytest.fixture
def here(store):
    with serving(store.home, "2026-11-26T09:00") as address:
        yield address


@pytest.fixture
def later(store):
    with serving(store.home, "2026-12-09T22:30") as address:
        yield address


def fine(page, width=1366):
    found = Axe().run(page)
    assert found.violations_count == 0, (page.url, found.generate_report())
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_from_a_leader_s_instruction_to_the_printed_notice_and_back(browser, here, store, size):
    wish = exchange(store)
    before = pairs(store)
    page = enter(browser, here, "clerk", size=size)
    page.goto(f"/office/{MONTH}")
    page.locator(f"a[href$='{wish.slot.replace('|', '%7C')}'], a[href$='{wish.slot}']").first.click()
    page.locator("#panel").get_by_role("link", name="领导指示").click()
    page.get_by_role("heading", name="领导指示：与另一天对调").wait_for()
    fine(page, size[0])
    page.get_by_label("与哪一天的谁").select_option(f"{wish.other}@{wish.partner}")
    page.get_by_role("button", name="先看对调结果").click()
    page.get_by_role("heading", name="办理结果预览").wait_for()
    fine(page, size[0])
    assert pairs(store) == before
    shown = page.locator("section[aria-labelledby=outcome]").inner_text()
    assert (
        "因公务安排" in shown
        and "已电话征得同意" in shown
        and page.locator("section[aria-labelledby=outcome] a[href^='tel:']").count()
    )
    page.get_by_role("checkbox", name=re.compile("已电话征得同意")).check()
    page.get_by_label("指示人").fill("王区长")
    page.get_by_role("button", name="按指示办理").click()
    page.get_by_role("heading", name="调整通知").wait_for()
    fine(page, size[0])
    assert on(store, wish.slot) == [wish.partner]
    with store.read() as transaction:
        given = instructions.every(transaction)[0]
    assert page.locator(".notice").inner_text() == given.notice_zh and (given.ordered_by, given.agreed) == (
        "王区长",
        (wish.partner,),
    )
    page.emulate_media(media="print")
    assert (
        page.locator(".notice").is_visible()
        and not page.locator("nav").first.is_visible()
        and not page.get_by_role("button", name="撤销指示").is_visible()
    )
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
    page.emulate_media(media="screen")
    page.goto(page.url)
    press(page, "撤销指示")
    assert pairs(store) == before and "已撤销，请勿使用" in page.locator("main").inner_text()
    page.goto("/office/orders")
    assert given.notice_zh in page.locator("main").inner_text()
    fine(page, size[0])


def test_a_notice_is_printed_by_its_button_without_what_was_told(browser, here, store):
    give(store, exchange(store))
    with store.read() as transaction:
        id = instructions.every(transaction)[0].id
    page = enter(browser, here, "clerk")
    page.goto(f"/office/orders/{id}")
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }")
    page.get_by_role("button", name="打印").click()
    assert page.locator("body[data-printed]").count() == 1
    page.emulate_media(media="print")
    assert page.locator(".notice").is_visible()
    assert page.locator("main > .told").evaluate("told => getComputedStyle(told).display") == "none"


def test_a_session_is_moved_and_a_stand_in_sent_without_script(browser, here, store):
    page = enter(browser, here, "clerk", java_script_enabled=False)
    slot = "JF|JF-1|20261208"
    page.goto(f"/office/{MONTH}/duty/{slot}")
    page.get_by_label("改到", exact=True).fill("2026-12-09")
    with page.expect_navigation():
        page.get_by_role("button", name="先看改期结果").click()
    for box in page.get_by_role("checkbox", name=re.compile("已电话征得同意")).all():
        box.check()
    page.get_by_label("指示人").fill("王区长")
    page.get_by_role("button", name="按指示办理").click()
    assert "改于12月9日（周三）" in page.locator(".notice").inner_text()
    with store.read() as transaction:
        assert date.fromordinal(versions.in_force(transaction).slots[slot].slot.day) == date(2026, 12, 9)


def test_nobody_is_moved_before_they_were_telephoned(browser, here, store):
    wish = exchange(store)
    before = pairs(store)
    page = enter(browser, here, "clerk", java_script_enabled=False)
    page.goto(f"/office/{MONTH}/duty/{wish.slot}?kind=exchange&who={wish.who}&for={wish.other}@{wish.partner}")
    page.locator("form[action$='/orders']").evaluate("form => form.noValidate = true")
    page.get_by_label("指示人").fill("王区长")
    page.get_by_role("button", name="按指示办理").click()
    assert "请先电话征得同意：" + name(store, wish.partner) in page.locator("main [role=status]").inner_text()
    assert pairs(store) == before


def test_what_really_happened_is_entered_and_shows_on_the_page_of_tonight(browser, later, store):
    was, instead = rostered(store), other(store)
    page = enter(browser, later, "clerk", size=(390, 844))
    page.goto(f"/office/{MONTH}/duty/{SLOT}")
    page.get_by_label("实际值班人").select_option(instead)
    page.get_by_label("确认人").fill("带班领导")
    fine(page, 390)
    page.get_by_role("button", name="补登", exact=True).click()
    page.get_by_role("button", name=re.compile("撤销补登")).wait_for()
    fine(page, 390)
    with store.read() as transaction:
        assert [(one.planned, one.actual, one.made_by) for one in actual_service.standing(transaction)] == [
            (was, instead, "clerk")
        ]
    page.goto("/office/now")
    assert name(store, instead) in page.locator("main").inner_text()
    page.goto(f"/office/{MONTH}/duty/{SLOT}")
    press(page, re.compile("撤销补登"))
    with store.read() as transaction:
        assert actual_service.standing(transaction) == []
    page.goto(f"/office/{MONTH}/duty/{SLOT}")
    page.get_by_label("确认人").fill("带班领导")
    press(page, re.compile("^补登$"))
    assert "请写明换给谁" in page.locator("main [role=status]").inner_text(), "nobody is chosen by default"
    page.goto(f"/office/{MONTH}/duty/{SLOT}")
    page.get_by_label("或其他人（姓名或编号）").fill("没有这个人")
    page.get_by_label("确认人").fill("带班领导")
    press(page, re.compile("^补登$"))
    assert "没有这个人" in page.locator("main [role=status]").inner_text()
    page.goto(f"/office/{MONTH}/duty/{SLOT}")
    page.get_by_label("或其他人（姓名或编号）").fill("G01")
    page.get_by_label("确认人").fill("带班领导")
    press(page, re.compile("^补登$"))
    with store.read() as transaction:
        assert [one.actual for one in actual_service.standing(transaction)] == ["p:G01"]


def alone(pairs):
    """A reception that one person has, not two."""
    there = Counter(slot for slot, _ in pairs)
    return min(slot for slot, count in there.items() if slot.startswith("JF") and slot[-8:] > "20261210" and count == 1)


def test_a_cell_is_pinned_and_let_go_and_the_draft_stays_fresh(browser, here, store):
    planned(store)
    page = enter(browser, here, "clerk")
    with store.read() as transaction:
        slot = alone(drafts.latest(transaction, MONTH).roster)
    page.goto(f"/office/{MONTH}/cell/{slot}")
    page.get_by_role("button", name=re.compile("^固定")).first.click()
    page.get_by_role("button", name=re.compile("^取消固定")).wait_for()
    fine(page)
    with store.read() as transaction:
        draft = drafts.latest(transaction, MONTH)
        rows = offices.load(transaction).rows["指定"]
        that = date.fromisoformat(slot[-8:])
        held = [who for one, who in draft.roster if one == slot]
    assert [(row.start, row.who, row.post) for row in rows if row.start == that] == [(that, held[0], "接访领导")]
    page.goto(f"/office/{MONTH}")
    cell = page.locator(f"a[href$='{slot.replace('|', '%7C')}'], a[href$='{slot}']").first
    assert (
        cell.inner_text().split() == [name(store, held[0]), "已固定"]
        and "已过时" not in page.locator("main").inner_text()
    )
    page.goto(f"/office/{MONTH}/cell/{slot}")
    page.get_by_role("button", name=re.compile("^取消固定")).click()
    page.get_by_role("button", name=re.compile("^固定")).first.wait_for()
    page.goto(f"/office/{MONTH}")
    assert cell.inner_text().split() == [name(store, held[0])] and "已过时" not in page.locator("main").inner_text()


def test_what_is_issued_stays_within_reach_while_a_draft_lies_on_the_desk(browser, here, store):
    planned(store)
    page = enter(browser, here, "clerk")
    page.goto(f"/office/{MONTH}")
    page.get_by_role("link", name="第1版已印发，查看").click()
    slot = "JF|JF-1|20261215"
    page.locator(f"td a[href*='{slot.replace('|', '%7C')}'], td a[href*='{slot}']").first.click()
    page.locator("#panel").get_by_role("link", name="领导指示").click()
    page.wait_for_url("**/duty/**")
    page.go_back()
    page.get_by_role("link", name=re.compile("，回到草稿$")).click()
    page.locator(f"td a[href*='{slot.replace('|', '%7C')}'], td a[href*='{slot}']").first.click()
    page.locator("#panel").get_by_role("button", name=re.compile("^改由")).first.wait_for()
    page.wait_for_url("**/cell/**")


def test_what_would_change_is_told_before_it_is_issued_and_issuing_needs_no_script(browser, here, store):
    planned(store, keep=True)
    page = enter(browser, here, "clerk", java_script_enabled=False)
    page.goto(f"/office/{MONTH}/issue")
    assert "改动 0 处" in page.locator("main").inner_text()
    with store.read() as transaction:
        slot = alone(versions.in_force(transaction).pairs)
    was = name(store, on(store, slot)[0])
    page.goto(f"/office/{MONTH}/cell/{slot}")
    choice = page.locator(".cand li", has=page.get_by_role("button", name=re.compile("^改由"))).first
    chosen = choice.locator(".b").inner_text()
    choice.get_by_role("button", name=re.compile("^改由")).click()
    page.goto(f"/office/{MONTH}/issue")
    told = page.locator("main").inner_text()
    row = page.locator("table.diff tbody tr")
    assert "改动 1 处" in told and (row.locator("del").inner_text(), row.locator("ins").inner_text()) == (was, chosen)
    assert "告知 2 人" in told and set(told.split("只写本人的变动")[1].split()[0].split("、")) == {was, chosen}
    page.get_by_label("签发人").fill("王主任")
    page.get_by_label("理由").fill("工作需要")
    page.get_by_role("button", name="印发并告知", exact=True).click()
    assert "已印发" in page.locator("h1").inner_text() and name(store, on(store, slot)[0]) == chosen


def test_an_approver_approves_on_their_own_page(browser, here, store):
    slot, giver, taker, back = clean_swap(store)
    change_post(store, "RX-1", swap="approve", approver="p:L01")
    with store.write() as transaction:
        for log_in, role, person in (("boss", "approver", "L01"), ("taker", "official", taker[2:])):
            logins.add(transaction, offices.load(transaction), log_in, role, person, PASSWORD, NOW, "test")
    asked(store, slot, giver, taker, back)
    taking = enter(browser, here, "taker")
    press(taking, re.compile("^同意"))
    assert (slot, giver) in pairs(store)
    page = enter(browser, here, "boss")
    assert "待我审批" in page.locator("main").inner_text()
    fine(page)
    press(page, re.compile("^批准"))
    assert (slot, taker) in pairs(store) and "待我审批" not in page.locator("main").inner_text()


def reach(page, words):
    """Press Tab until the focused element is called by these words."""
    for _ in range(300):
        page.keyboard.press("Tab")
        called = page.evaluate(
            "(e => e == document.body ? '' : (e.labels && e.labels[0] ? e.labels[0].textContent"
            " : e.textContent || e.value || '').trim())(document.activeElement)"
        )
        if re.search(words, called):
            assert page.evaluate(
                "getComputedStyle(document.activeElement).outlineStyle != 'none'"
                " || getComputedStyle(document.activeElement).boxShadow != 'none'"
            ), words
            return
    raise AssertionError(f"no Tab leads to {words}")


def log_in_by_keyboard(browser, here, who):
    page = browser.new_context(base_url=here, viewport={"width": 1366, "height": 768}).new_page()
    page.goto("/login")
    page.locator("input:focus").wait_for()
    page.keyboard.type(who)
    reach(page, "密码")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/(me|office)"))
    return page


def test_a_clerk_issues_by_keyboard_alone(browser, here, store):
    planned(store, duties=("JF",))
    with store.write() as transaction:
        draft = drafts.latest(transaction, MONTH)
        some = next(
            pair
            for pair in sorted(draft.roster.pairs)
            if pair[0].startswith("JF|")
            and any(not one.broken and not one.on_it for one in choices_for(transaction, draft, pair[0], pair[1], "zh"))
        )
        first = next(pair for pair in sorted(draft.roster.pairs) if pair[0].startswith("JF|"))
    page = log_in_by_keyboard(browser, here, "clerk")
    page.goto(f"/office/{MONTH}")
    reach(page, "^" + name(store, first[1]))
    for _ in range(40):
        if some[0] in unquote(page.evaluate("document.activeElement.closest('td').querySelector('a').href")):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cell/**")
    page.wait_for_function("document.activeElement.id === 'panel'")
    reach(page, "^改由")
    page.keyboard.press("Enter")
    page.get_by_text(re.compile("^已改由.+值班$")).wait_for()
    reach(page, "^送签")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    reach(page, "^送签")
    page.keyboard.press("Enter")
    page.get_by_text("送审稿，已锁定").wait_for()
    reach(page, "^印发第1次调整")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    for label, value in (("签发人", "王主任"), ("文号", "云办发9号"), ("理由", "工作需要")):
        reach(page, label)
        page.keyboard.press("Control+a")
        page.keyboard.type(value)
    reach(page, "^印发")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=re.compile("已印发")).wait_for()
    with store.read() as transaction:
        assert {one.duty: one.number for one in versions.current(transaction, MONTH)}["JF"] == 2


def test_an_instruction_is_given_by_keyboard_alone(browser, here, store):
    wish = exchange(store)
    page = log_in_by_keyboard(browser, here, "clerk")
    page.goto(f"/office/{MONTH}/duty/{wish.slot}?kind=exchange&who={wish.who}&for={wish.other}@{wish.partner}")
    reach(page, "已电话征得同意")
    page.keyboard.press("Space")
    reach(page, "指示人")
    page.keyboard.type("王区长")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="调整通知").wait_for()
    assert on(store, wish.slot) == [wish.partner]


def test_an_official_asks_for_a_swap_by_keyboard_alone(browser, here, store):
    _, giver, *_ = clean_swap(store)
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "giver", "official", giver[2:], PASSWORD, NOW, "test")
    page = log_in_by_keyboard(browser, here, "giver")
    reach(page, "^换班 / 替班")
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/swap/**")
    for _ in range(40):
        reach(page, "换成谁的哪一天")
        page.keyboard.press("ArrowDown")
        reach(page, "先看结论")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="结论").wait_for()
        page.wait_for_load_state()
        if page.get_by_role("button", name=re.compile("提出申请")).count():
            break
    reach(page, "提出申请")
    page.keyboard.press("Enter")
    page.locator("main [role=status]").wait_for()
    assert "申请已提出" in page.locator("main [role=status]").inner_text()


@pytest.mark.parametrize(("size", "script"), [((1366, 768), True), ((390, 844), False)])
def test_a_close_change_is_told_by_telephone_and_the_answer_is_kept(browser, here, store, size, script):
    slot, giver, taker, back = clean_swap(store)
    swap.accept(
        store,
        asked(store, slot, giver, taker, back, now=NOW + timedelta(days=1)).id,
        asking.OFFICE,
        frozenset(),
        NOW + timedelta(days=1),
        "zh",
    )
    page = enter(browser, here, "clerk", size=size, java_script_enabled=script)
    page.goto("/office/messages")
    if script:
        fine(page, size[0])
    task = page.locator("section", has=page.get_by_role("heading", name=name(store, giver)))
    assert "须另行告知" in task.inner_text() and task.locator("a[href^='tel:']").count() >= 1
    assert (
        name(store, giver) in task.locator("textarea").input_value()
        and "收到请回复" in task.locator("textarea").input_value()
    )
    with page.expect_download() as got:
        task.get_by_role("link", name=re.compile("日历文件")).click()
    assert got.value.suggested_filename == "值班.ics"
    task.get_by_label("方式").select_option("电话")
    task.get_by_label("回复").fill("收到，谢谢")
    task.get_by_role("button", name=re.compile("已告知")).click()
    assert "没有须另行告知的变动" in page.locator("main").inner_text()
    assert "收到，谢谢" in page.locator("section[aria-labelledby=done]").inner_text()
    page.goto("/office/messages?lang=en")
    page.locator("main summary").first.click()
    if script:
        fine(page, size[0])
    page.get_by_role("link", name="Next").click()
    assert "2 /" in page.locator("main").inner_text()


def test_a_target_is_kept_unseen_and_what_it_does_not_take_waits_for_somebody_to_look(browser, here, store):
    slot, giver, taker, back = clean_swap(store)
    swap.accept(
        store,
        asked(store, slot, giver, taker, back, now=NOW + timedelta(days=1)).id,
        asking.OFFICE,
        frozenset(),
        NOW + timedelta(days=1),
        "zh",
    )
    page = enter(browser, here, "clerk")
    page.goto("/office/messages")
    page.locator("summary").last.click()
    page.get_by_label("人员（姓名或编号）").fill(giver[2:])
    page.get_by_label(re.compile("^地址")).fill("somewhere")
    page.get_by_role("button", name="登记").click()
    assert "读不懂这个发送地址" in page.locator("main [role=status]").inner_text()
    page.locator("summary").last.click()
    page.get_by_label("人员（姓名或编号）").fill(giver[2:])
    page.get_by_label(re.compile("^地址")).fill("json://127.0.0.1:9/secret-path")
    with page.expect_navigation():
        page.get_by_role("button", name="登记").click()
    assert "secret-path" not in page.content()
    task = page.locator("section", has=page.get_by_role("heading", name=name(store, giver)))
    task.get_by_role("button", name=re.compile("^发送")).click()
    assert "请核实是否送达" in page.locator("main [role=status]").inner_text() and "已发出，未确认" in task.inner_text()
    fine(page)
    task.get_by_role("button", name=re.compile("没有送达")).click()
    assert "须另行告知" in task.inner_text()
