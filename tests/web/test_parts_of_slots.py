"""On the site and through the API: days of a week are chosen, looked at and handed over, without script, at 390 px."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from planner.changing import asking, swap
from planner.store.people import offers
from planner.store.people.offers import Hop
from tests.fixtures.officials import enter
from tests.fixtures.serving import served
from tests.fixtures.site_log_ins import PASSWORD, token_of
from tests.fixtures.small_offices import at
from tests.fixtures.weeks import december, parts, someone, week, weeks
from web import create_app

pytestmark = pytest.mark.slow

NOW = "2026-11-26T09:00"
PHONE, DESK = (390, 844), (1366, 768)


@pytest.fixture
def store(tmp_path):
    return weeks(tmp_path / "home")


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def goes(page, act):
    with page.expect_navigation():
        act.click()


@pytest.mark.parametrize("script", [True, False])
def test_an_official_gives_four_days_of_a_week_away_on_a_telephone(browser, store, script):
    slot, mine = week(store)
    with served(store.home, NOW) as here:
        page = enter(browser, here, mine[2:], PASSWORD, PHONE, java_script_enabled=script)
        page.goto(f"/me/swap/{slot}?who={mine}")
        days = page.locator("section[aria-labelledby=days]")
        assert days.get_by_label("首日").locator("option").all_inner_texts() == [
            f"12月{day}日 周{name}" for day, name in zip(range(7, 14), "一二三四五六日", strict=True)
        ]
        days.get_by_label("首日").select_option("2026-12-10")
        days.get_by_label("末日").select_option("2026-12-13")
        goes(page, days.get_by_role("button", name="就这几天"))
        assert fits(page)
        cover = page.locator("section[aria-labelledby=cover]")
        cover.get_by_label("请谁代值").select_option(index=0)
        goes(page, cover.get_by_role("button", name="先看结论"))
        assert "符合全部必须条款" in page.locator("section[aria-labelledby=verdict]").inner_text()
        assert page.get_by_label("首日").input_value() == "2026-12-10", "the choice stays"
        if script:
            assert Axe().run(page).violations_count == 0
        goes(page, page.locator("section[aria-labelledby=verdict]").get_by_role("button"))
        assert "12月10日（周四）—12月13日（周日）" in page.locator("main").inner_text() and fits(page)
    with store.read() as transaction:
        [made] = offers.every(transaction)
    assert made.slot == december(store, slot, 10, 13) and parts(store) == [("1207", "1214", mine)]
    swap.accept(store, made.id, asking.OFFICE, frozenset(), at(NOW), "zh")
    assert parts(store) == [("1207", "1210", mine), ("1210", "1214", made.taker)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_office_has_somebody_stand_in_for_two_days(browser, store, lang):
    slot, mine = week(store)
    other = someone(store, mine)[0]
    words = {
        "zh": ("首日", "末日", "就这几天", "由谁代", "先看代值结果", "指示人", "按指示办理"),
        "en": ("First day", "Last day", "These days", "Who stands in", "Look at the stand-in", "Instruction of",
               "Put into effect"),
    }[lang]  # fmt: skip
    with served(store.home, NOW) as here:
        page = enter(browser, here, "clerk", PASSWORD, PHONE if lang == "zh" else DESK)
        page.goto(f"/office/2026-12/duty/{slot}?lang={lang}")
        page.get_by_label(words[0]).select_option("2026-12-09")
        page.get_by_label(words[1]).select_option("2026-12-10")
        goes(page, page.get_by_role("button", name=words[2]))
        standin = page.locator("section[aria-labelledby=standin]")
        standin.get_by_label(words[3]).select_option(other)
        goes(page, standin.get_by_role("button", name=words[4]))
        said = page.locator("section[aria-labelledby=outcome]").inner_text()
        assert ("12月9日（周三）—12月10日（周四）" if lang == "zh" else "Wed 9 Dec—Thu 10 Dec") in said and fits(page)
        for box in page.locator("input[name=agreed]").all():
            box.check()
        page.get_by_label(words[5]).fill("主任")
        goes(page, page.get_by_role("button", name=words[6]))
        assert page.locator("main [role=status]").count() == 1 and fits(page)
    assert parts(store) == [("1207", "1209", mine), ("1209", "1211", other), ("1211", "1214", mine)]


def client_of(store, name, monkeypatch, now=NOW):
    monkeypatch.setenv("DANGZHI_NOW", now)
    client = create_app(store).test_client()
    form = {"name": name, "password": PASSWORD, "csrf_token": token_of(client.get("/login"))}
    assert client.post("/login", data=form).status_code == 302
    return client


def test_a_week_under_way_can_be_handed_over_from_tomorrow_on(store, monkeypatch):
    slot, _ = week(store)
    said = client_of(store, "clerk", monkeypatch, "2026-12-09T12:00").get(f"/office/2026-12/duty/{slot}").text
    assert 'value="2026-12-09"' not in said and 'value="2026-12-10" selected' in said
    assert "补登" in said and "领导指示：整场改期" not in said


def test_days_in_the_wrong_order_are_said_to_be_so(store, monkeypatch):
    slot, mine = week(store)
    client = client_of(store, mine[2:], monkeypatch)
    answer = client.get(f"/me/swap/{slot}?who={mine}&from_day=2026-12-12&until=2026-12-08")
    assert answer.status_code == 200 and "请在其中选首日和末日" in answer.text


def test_both_see_their_own_days_under_my_duties_and_in_the_register(store, monkeypatch):
    slot, mine = week(store)
    other = someone(store, mine)[0]
    made = asking.offer_hops(store, (Hop(december(store, slot, 10, 13), mine, other),), at(NOW), "office", "zh")
    swap.accept(store, made.id, asking.OFFICE, frozenset(), at(NOW), "zh")
    for who, start in ((mine, "12月7日"), (other, "12月10日")):
        assert start in client_of(store, who[2:], monkeypatch).get("/me").text
    clerk = client_of(store, "clerk", monkeypatch)
    for page in ("/office/2026-12/swaps", "/office/log"):
        assert "12月10日（周四）—12月13日（周日）" in clerk.get(page).text, page


def test_the_api_takes_days_by_their_dates(store, monkeypatch):
    slot, mine = week(store)
    other = someone(store, mine)[0]
    monkeypatch.setenv("DANGZHI_NOW", NOW)
    client = create_app(store).test_client()

    def ask(method, path, name, **more):
        entry = client.post("/api/v1/session", json={"name": name, "password": PASSWORD}).json["token"]
        return client.open(f"/api/v1{path}", method=method, headers={"Authorization": f"Bearer {entry}"}, **more)

    days = {"from_day": "2026-12-12", "until": "2026-12-13"}
    could = ask("GET", "/me/could", mine[2:], query_string={"slot": slot, "who": mine, **days})
    assert could.status_code == 200 and other in {one["who"] for one in could.json}
    body = {"slot": slot, "who": mine, "to": other, **days}
    assert ask("POST", "/me/verdicts", mine[2:], json=body).json["verdict"]["broken"] == []
    means = december(store, slot, 12, 13)
    made = ask("POST", "/me/requests", mine[2:], json=body)
    assert made.status_code == 200, made.json
    answered = ask("POST", f"/me/requests/{made.json['id']}", other[2:], json={"answer": "accept"})
    assert (answered.json["slot"], answered.json["state"]) == (means, "applied")
    assert parts(store) == [("1207", "1212", mine), ("1212", "1214", other)]
    wish = {"kind": "standin", "slot": slot, "who": mine, "partner": other, "ordered_by": "主任", "reason": "公务"}
    given = ask("POST", "/office/instructions", "clerk", json={**wish, "agreed": [other], "from_day": "2026-12-07",
                                                               "until": "2026-12-08"})  # fmt: skip
    assert given.status_code == 200, given.json
    assert parts(store)[0] == ("1207", "1209", other)
    wrong = ask("POST", "/me/requests", mine[2:], json={**body, "from_day": "2026-12-20"})
    assert (wrong.status_code in (400, 409, 422) and "message" in wrong.text) or wrong.status_code >= 400


@pytest.mark.parametrize("script", [True, False])
def test_days_are_chosen_of_what_is_wanted_in_return_as_well(browser, store, script):
    slot, mine = week(store)
    second, theirs = week(store, date(2026, 12, 14))
    assert mine != theirs
    with served(store.home, NOW) as here:
        page = enter(browser, here, mine[2:], PASSWORD, PHONE, java_script_enabled=script)
        page.goto(f"/me/swap/{slot}?who={mine}&from_day=2026-12-12&until=2026-12-13")
        assert page.locator("section[aria-labelledby=return-days]").count() == 0, "nothing is wanted as yet"
        exchange = page.locator("section[aria-labelledby=exchange]")
        exchange.get_by_label("换成谁的哪一天").select_option(f"{second}@{theirs}")
        goes(page, exchange.get_by_role("button", name="先看结论"))
        back = page.locator("section[aria-labelledby=return-days]")
        assert "换回哪几天" in back.inner_text()
        back.get_by_label("首日").select_option("2026-12-16")
        back.get_by_label("末日").select_option("2026-12-17")
        goes(page, back.get_by_role("button", name="就这几天"))
        assert fits(page)
        given = page.locator("section[aria-labelledby=days]")
        assert given.get_by_label("首日").input_value() == "2026-12-12", "the days given stay"
        assert back.get_by_label("首日").input_value() == "2026-12-16"
        assert "符合全部必须条款" in page.locator("section[aria-labelledby=verdict]").inner_text()
        if script:
            assert Axe().run(page).violations_count == 0
        goes(page, page.locator("section[aria-labelledby=verdict]").get_by_role("button"))
        said = page.locator("main").inner_text()
        assert "12月16日（周三）—12月17日（周四）" in said and fits(page)
    with store.read() as transaction:
        [made] = offers.every(transaction)
    assert (made.slot, made.in_return) == (december(store, slot, 12, 13), december(store, second, 16, 17))
    swap.accept(store, made.id, asking.OFFICE, frozenset(), at(NOW), "zh")
    assert parts(store)[1:] == [("1212", "1214", theirs)]
    assert parts(store, date(2026, 12, 14))[1] == ("1216", "1218", mine)


def test_days_in_return_in_the_wrong_order_and_of_nothing_known_are_said_to_be_so(store, monkeypatch):
    slot, mine = week(store)
    second, theirs = week(store, date(2026, 12, 14))
    client = client_of(store, mine[2:], monkeypatch)
    page = f"/me/swap/{slot}?who={mine}&for={second}@{theirs}"
    wrong = client.get(f"{page}&return_from_day=2026-12-18&return_until=2026-12-15")
    assert wrong.status_code == 200 and "请在其中选首日和末日" in wrong.text
    assert client.get(f"/me/swap/{slot}?who={mine}&for=nothing@{theirs}").status_code == 200


def test_the_api_takes_days_in_return_by_their_dates(store, monkeypatch):
    slot, mine = week(store)
    second, theirs = week(store, date(2026, 12, 14))
    monkeypatch.setenv("DANGZHI_NOW", NOW)
    client = create_app(store).test_client()
    entry = client.post("/api/v1/session", json={"name": mine[2:], "password": PASSWORD}).json["token"]
    body = {"slot": slot, "who": mine, "to": theirs, "in_return": second, "from_day": "2026-12-12"}
    days = {"return_from_day": "2026-12-16", "return_until": "2026-12-17"}
    header = {"Authorization": f"Bearer {entry}"}
    assert client.post("/api/v1/me/requests", json={**body, **days}, headers=header).status_code == 200
    with store.read() as transaction:
        [made] = offers.every(transaction)
    assert made.in_return == december(store, second, 16, 17)
    outside = {**body, "return_from_day": "2026-12-30"}
    assert client.post("/api/v1/me/verdicts", json=outside, headers=header).status_code >= 400
