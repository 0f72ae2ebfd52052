"""Officials in Chromium: log in, see their own duties and nobody else's, swap, subscribe, ask for leave."""

import json
import re
import time
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from planner.access import logins
from planner.changing import asking, swap
from planner.office.sheets import Person
from planner.store.roster import offices
from tests.fixtures.circles import circle
from tests.fixtures.office_at_work import NOW
from tests.fixtures.officials import PASSWORD, Office, enter, press
from tests.fixtures.serving import served
from tests.fixtures.swaps import pairs


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path)


@pytest.fixture
def here(office):
    with served(office.home, "2026-11-26T09:00") as address:
        yield address


def ask(page, office):
    """Choose the exchange, read the verdict, make the request."""
    page.goto(f"/me/swap/{office.slot}?who={office.giver}")
    page.get_by_label("换成谁的哪一天").select_option(f"{office.back}@{office.taker}")
    page.get_by_role("button", name="先看结论").first.click()
    assert "符合全部必须条款" in page.locator("main").inner_text()
    press(page, re.compile("提出申请"))


def test_from_log_in_to_an_accepted_swap_and_back(browser, here, office):
    asking = enter(browser, here, "giver")
    assert asking.locator("h1").inner_text() == "我的值班"
    ask(asking, office)
    assert "生效前仍由您值班" in asking.locator("[role=status]").inner_text()
    assert (office.slot, office.giver) in office.pairs()
    answering = enter(browser, here, "taker", size=(390, 844))
    press(answering, re.compile("^同意"))
    assert (office.slot, office.taker) in office.pairs() and (office.back, office.giver) in office.pairs()
    assert answering.evaluate("document.documentElement.scrollWidth") <= 390
    asking.goto("/me")
    asking.get_by_role("link", name=re.compile("^申请撤销 " + office.names["taker"])).click()
    assert "须对方同意" in asking.locator("main").inner_text() and Axe().run(asking).violations_count == 0
    asking.get_by_label(re.compile("留句话")).fill("又能来了")
    press(asking, "申请撤销")
    assert (office.slot, office.taker) in office.pairs(), "one side alone undoes nothing"
    answering.goto("/me")
    said = answering.locator("section[aria-labelledby=swaps] .entry").first.inner_text()
    assert "申请撤销换班" in said and "又能来了" in said and "对双方值班账的影响" in said
    press(answering, re.compile("^同意"))
    assert (office.slot, office.giver) in office.pairs()


def test_who_is_asked_and_who_approves_see_verdict_accounts_words_and_who_acted_before_and_after(browser, here, office):
    page = enter(browser, here, "giver")
    page.goto(f"/me/swap/{office.slot}?who={office.giver}&for={office.back}@{office.taker}")
    page.get_by_label(re.compile("留句话")).fill("那天要开会")
    press(page, re.compile("提出申请"))
    facts = ("对双方值班账的影响", f"{office.names['giver']}提出：那天要开会")
    helper = enter(browser, here, "delegate", size=(390, 844))
    before = helper.locator("section[aria-labelledby=swaps] .entry").first.inner_text()
    assert all(one in before for one in ("符合全部必须条款", *facts)) and Axe().run(helper).violations_count == 0
    helper.get_by_label(re.compile("留句话")).fill("可以")
    press(helper, re.compile("^同意"))
    for one in (helper, page):
        one.goto("/me")
        one.locator("section[aria-labelledby=swaps] summary").first.click()
        after = one.locator("section[aria-labelledby=swaps] .entry").first.inner_text()
        assert all(part in after for part in facts) and re.search(f"代{office.names['taker']}同意：可以", after)


def test_a_delegate_answers_for_somebody_and_the_log_says_who(browser, here, office):
    ask(enter(browser, here, "giver"), office)
    page = enter(browser, here, "delegate")
    assert "含您代办的人" in page.locator("main").inner_text()
    page.get_by_label(re.compile("留句话")).fill("当天另有安排")
    press(page, re.compile("^谢绝"))
    page.locator("section[aria-labelledby=swaps] summary").first.click()
    assert "当天另有安排" in page.locator("section[aria-labelledby=swaps]").inner_text()
    with office.store.read() as transaction:
        last = transaction.connection.exec_driver_sql(
            "SELECT actor, action, detail FROM audit ORDER BY number DESC LIMIT 1"
        ).first()
    assert tuple(last)[:2] == ("p:G01", "swap decline") and json.loads(last[2])["for"] == office.taker


def test_it_all_works_without_script(browser, here, office):
    page = enter(browser, here, "giver", java_script_enabled=False)
    ask(page, office)
    press(page, re.compile("^收回申请"))
    assert "对方已谢绝" in page.locator("main").inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_an_address_is_shown_once_and_ends_when_told(browser, here, script):
    page = enter(browser, here, "giver", java_script_enabled=script)
    page.get_by_label("名称（如：我的手机）").fill("手机")
    page.get_by_role("button", name="新建订阅").click()
    address = page.locator("code").nth(1).inner_text()
    assert address.startswith(here + "/feed/") and page.locator("code").first.inner_text().startswith("webcal://")
    with urllib.request.urlopen(address) as answer:
        assert answer.read().startswith(b"BEGIN:VCALENDAR")
    page.goto("/me")
    assert address.rpartition("/")[2] not in page.content()
    press(page, "停用 手机")
    with pytest.raises(urllib.error.HTTPError, match="410"):
        urllib.request.urlopen(address)


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_a_subscriber_sees_what_a_copy_does_not_know_and_changes_its_address(browser, here, office, size):
    page = enter(browser, here, "giver", size=size)
    page.get_by_label("名称（如：我的手机）").fill("手机")
    page.get_by_label("提前 1 小时").check()
    with page.expect_navigation():
        page.get_by_role("button", name="新建订阅").click()
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    old = page.locator("code").nth(1).inner_text()
    page.goto("/me")
    assert "还没有客户端读取过" in page.locator("section[aria-labelledby=feeds]").inner_text()
    phone = urllib.request.Request(old, headers={"User-Agent": "iOS/17.2 (21C62) dataaccessd/1.0"})
    with urllib.request.urlopen(phone) as answer:
        assert b"TRIGGER:-PT60M" in answer.read()
    mine = page.locator("section[aria-labelledby=feeds]")
    until = time.monotonic() + 20
    while "苹果日历" not in mine.inner_text() and time.monotonic() < until:  # it is written down now and then
        time.sleep(0.3)
        page.goto("/me")
    assert "与名册一致" in mine.inner_text() and "提前 1 小时" in mine.inner_text()
    swapped = asking.offer(
        office.store, office.slot, office.giver, office.taker, office.back, NOW + timedelta(days=2), asking.OFFICE, "zh"
    )
    swap.accept(office.store, swapped.id, asking.OFFICE, frozenset(), NOW + timedelta(days=2), "zh")
    page.goto("/me")
    assert "这份日历还不知道 2 处变化" in mine.inner_text()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.get_by_role("button", name="更换地址 手机").click()
    new = page.locator("code").nth(1).inner_text()
    with urllib.request.urlopen(old) as answer:
        assert "日历地址已更换" in answer.read().decode().replace("\r\n ", "")
    with urllib.request.urlopen(new) as answer:
        assert "【已取消】" in answer.read().decode().replace("\r\n ", "")
    page.goto("/me")
    assert mine.locator(".entry").count() == 1
    with page.expect_download() as got:
        mine.locator("a[href$='.ics']").first.click()
    assert got.value.suggested_filename == "值班.ics"


def test_a_leader_s_calendar_is_the_office_s_to_switch_on(browser, here):
    page = enter(browser, here, "leader")
    assert "领导个人日历由办公室开通" in page.locator("main").inner_text()


def test_leave_and_wishes_are_entered_and_taken_back(browser, here, office):
    page = enter(browser, here, "giver")
    page.locator("#a-start").fill("2026-12-20")
    press(page, "登记请假外出")
    assert "拟请" in page.locator("main").inner_text()
    page.goto("/me")
    page.locator("#w-start").fill("2026-12-21")
    press(page, "登记时间要求")
    assert "希望避开" in page.locator("section[aria-labelledby=away] .own").nth(1).inner_text()
    for _ in range(2):
        press(page.locator("section[aria-labelledby=away]"), re.compile("^撤销"))
    with office.store.read() as transaction:
        rows = [row for row in offices.load(transaction).rows["请假外出"] if row.who == office.giver]
    assert [row.state for row in rows][-1] == "withdrawn"


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_axe_finds_no_violation_on_my_pages(browser, here, office, size):
    page = enter(browser, here, "giver", size=size)
    for path in ("/me", f"/me/swap/{office.slot}?who={office.giver}&for={office.back}@{office.taker}", "/password"):
        page.goto(path)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_wrong_password_is_told_how_long_to_wait_with_one_answer_for_all_and_keeps_nobody_else_out(browser, here):
    for name in ("taker", "unknown"):
        page = enter(browser, here, name, "wrong")
        assert page.locator("[role=alert]").inner_text() == (
            "登录名或密码不对，请过 1 秒再试；再错，等的时间会更长。忘记密码的，请找办公室重设。"
        )
        assert page.get_by_label("登录名").input_value() == name
    assert enter(browser, here, "giver").locator("h1").inner_text() == "我的值班"


def test_a_new_password_ends_the_other_sessions(browser, here):
    other, page = enter(browser, here, "giver"), enter(browser, here, "giver")
    page.goto("/password")
    page.get_by_label("原密码").fill(PASSWORD)
    page.get_by_label("新密码（至少 8 个字符）").fill("another password")
    press(page, "更换")
    other.goto("/me")
    assert other.locator("h1").inner_text() == "登录"
    assert enter(browser, here, "giver", "another password").locator("h1").inner_text() == "我的值班"


ROUTES = ("/me", "/me/swap/RX|RX-1|20261209", "/password")
WRITES = (
    "/me/swap",
    "/me/offer/1/accept",
    "/me/feed",
    "/me/feed/1/revoke",
    "/me/entry/absence",
    "/me/entry/wish/H01/0/withdraw",
    "/logout",
)


def test_strangers_see_nothing_and_change_nothing(browser, here):
    context = browser.new_context(base_url=here)
    page = context.new_page()
    for path in ROUTES:
        page.goto(path)
        assert page.locator("h1").inner_text() == "登录"
    for path in WRITES:
        assert context.request.post(path, max_redirects=0).status in (400, 302)
    nobody = enter(browser, here, "nobody")
    nobody.goto("/me")
    assert nobody.locator("h1").inner_text() == "无权查看"


def test_another_s_duties_are_not_mine_to_give(browser, here, office):
    page = enter(browser, here, "leader")
    assert page.goto(f"/me/swap/{office.slot}?who={office.giver}").status == 404
    page.goto("/me")
    token = page.locator("input[name=csrf_token]").first.input_value()
    form = {
        "csrf_token": token,
        "slot": office.slot,
        "who": office.giver,
        "to": office.taker,
        "for": office.back,
        "person": office.giver[2:],
        "start": "2026-12-20",
    }
    for path in ("/me/swap", "/me/feed", "/me/entry/absence", f"/me/entry/absence/{office.giver[2:]}/0/withdraw"):
        assert page.request.post(path, form=form).status == 403, path
    assert page.request.post("/me/swap", form={**form, "csrf_token": "forged"}).status == 400


def test_a_log_in_never_sends_on_to_another_host(browser, here):
    page = browser.new_context(base_url=here).new_page()
    page.goto("/login?next=//evil.example/")
    page.get_by_label("登录名").fill("giver")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(here + "/me")


def test_a_ring_of_three_is_asked_for_and_agreed_by_all(browser, tmp_path):
    store = circle(tmp_path, 3)
    with store.write() as transaction:
        for who in "123":
            logins.add(transaction, offices.load(transaction), f"第{who}人", "official", who, PASSWORD, NOW, "test")
    with served(store.home, "2026-11-26T09:00") as here:
        page = enter(browser, here, "第1人", size=(390, 844))
        page.locator("main").get_by_role("link", name="换班").first.click()
        page.get_by_role("link", name="替我找").click()
        assert (
            "有一人谢绝即作罢" in page.locator("section[aria-labelledby=ring]").inner_text()
            and Axe().run(page).violations_count == 0
        )
        page.get_by_role("button", name="向各方提出轮换 1").click()
        assert "等待对方同意：第2人、第3人" in page.locator("section[aria-labelledby=swaps]").inner_text()
        before = pairs(store)
        for who in "23":
            assert pairs(store) == before
            other = enter(browser, here, f"第{who}人")
            other.get_by_role("button", name="同意 第1人").click()
            other.get_by_text("已办理").wait_for()
        assert pairs(store) == {(f"D|D-1|2026120{day}", f"p:{day % 3 + 1}") for day in (1, 2, 3)}


def test_my_account_counts_what_i_served_and_opens_the_duties_behind_a_number(browser, office):
    mine = sorted(slot for slot, who in office.pairs() if who == office.giver)
    with served(office.home, "2026-12-31T23:00") as here:
        page = enter(browser, here, "giver", size=(390, 844))
        page.get_by_role("link", name=re.compile("我的值班账")).click()
        assert Axe().run(page).violations_count == 0
        said = page.locator("section[aria-labelledby=a-1]")
        assert office.names["giver"] in said.inner_text() and office.names["taker"] not in said.inner_text()
        number = said.locator("tbody tr").first.locator("td[data-label=合计] a")
        number.click()
        page.wait_for_url("**#*")
        opened = page.locator(page.url.partition("#")[1] + page.url.partition("#")[2])
        assert opened.is_visible() and said.locator("li").count() == len(mine)


def test_leave_inside_an_issued_month_shows_the_office_whom_to_ask(browser, office, here):
    with office.store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "clerk", "clerk", "", PASSWORD, NOW, "test")
    day = f"{office.slot[-8:-4]}-{office.slot[-4:-2]}-{office.slot[-2:]}"
    page = enter(browser, here, "giver")
    away = page.locator("section[aria-labelledby=away]")
    away.get_by_label(re.compile("^起|从|开始")).first.fill(day)
    away.get_by_role("button", name=re.compile("登记")).first.click()
    page.get_by_text(re.compile("个已印发的值班在请假期间")).wait_for()
    clerk = enter(browser, here, "clerk")
    clerk.goto("/office")
    clerk.get_by_role("link", name=re.compile("空岗待补")).first.click()
    section = clerk.locator("section", has_text=office.names["giver"]).first
    assert Axe().run(clerk).violations_count == 0
    section.get_by_role("button", name=re.compile("替班")).first.click()
    clerk.get_by_text(re.compile(r"申请 \d+ 已提出")).wait_for()
    assert "等待对方同意" in clerk.locator("main").inner_text()
    page.goto("/me")
    page.locator("section[aria-labelledby=away]").get_by_role("button", name=re.compile("撤销|撤回")).first.click()
    page.get_by_text("已撤销").first.wait_for()
    clerk.goto("/office/vacancies")
    assert office.names["giver"] not in clerk.locator("main").inner_text()
    clerk.goto("/office/swaps")
    assert "暂无待办事项" in clerk.locator("main").inner_text()


def test_why_me_tells_counts_and_nobody_s_name_price_or_reason(browser, office, here):
    page = enter(browser, here, "giver", size=(390, 844))
    page.get_by_role("link", name=re.compile("^为什么是我")).first.click()
    said = page.locator("section[aria-label=说明]").inner_text()
    assert "您12月这一岗" in said and "其余的人最少" in said and Axe().run(page).violations_count == 0
    with office.store.read() as transaction:
        everybody = {row.name for row in offices.load(transaction).of(Person)} - {office.names["giver"]}
    assert not [name for name in everybody if name in said]
    assert not re.search(r"[+−-]\d|休假|外出|扣分", said)
    boss = enter(browser, here, "leader")
    boss.get_by_role("link", name=re.compile("^为什么是我")).first.click()
    said = boss.locator("section[aria-label=说明]").inner_text()
    assert "您12月这一岗" in said and "其余的人" not in said
