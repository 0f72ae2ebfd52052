"""On the site: weeks said with their days, on every page of every month they run in; two of one name told apart."""

import html
import re

import pytest

from planner.access import logins
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW
from tests.fixtures.site_log_ins import PASSWORD, token_of
from tests.fixtures.small_offices import month_issued, rows_of, with_office
from web import create_app

pytestmark = pytest.mark.slow

WHEN = "2027-01-02T12:00:00+08:00"
ONE, OTHER = "李四（县政府办）", "李四（县信访局）"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Weeks of two posts, both held by people called 李四, from Monday 08:30 to Monday 08:30; two months issued."""
    path = tmp_path_factory.mktemp("office")
    posts = [{"事项": "ZB", "岗位": post, "值班序列": post, "连续天数": "7"} for post in ("主班", "副班")]
    people = [
        {"编号": id, "姓名": "李四", "单位": unit, "值班序列": post}
        for id, unit, post in (("P4", "U1", "主班"), ("P5", "U2", "副班"))
    ]
    units = [{"编号": "U1", "名称": "县政府办"}, {"编号": "U2", "名称": "县信访局"}]
    duties = [{"编号": "ZB", "名称": "总值班", "日历": "每周一", "公开": "按月"}]
    store = with_office(path, rows_of(duties, posts, people, units))
    for month in ("2026-12", "2027-01"):
        month_issued(store, month)
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "clerk", "clerk", "", PASSWORD, NOW, "test")
        logins.add(transaction, offices.load(transaction), "official", "official", "P4", PASSWORD, NOW, "test")
    return store


@pytest.fixture
def ask(home, monkeypatch):
    """The text of a page's main part, as a log-in sees it on 2 January."""
    monkeypatch.setenv("DANGZHI_NOW", WHEN)

    def page(path, login="", lang="zh"):
        client = create_app(home).test_client()
        if login:
            form = {"name": login, "password": PASSWORD, "csrf_token": token_of(client.get("/login"))}
            assert client.post("/login", data=form).status_code == 302
        said = client.get(path, query_string={"lang": lang})
        assert said.status_code == 200, (path, said.status_code)
        text = re.sub(r"<[^>]+>", " ", said.get_data(as_text=True).partition("<main")[2])
        return re.sub(r"\s+", " ", text)

    return page


def test_the_night_clerk_reads_on_which_day_each_ends(ask):
    said = ask("/office/now", "clerk")
    assert said.count("至1月4日08:30") == 2 and ONE in said and OTHER in said
    assert ask("/office/now", "clerk", "en").count("until 4 Jan 08:30") == 2


@pytest.mark.parametrize(("path", "login"), [("/office/2027-01", "clerk"), ("/me/office/2027-01", "official")])
def test_a_month_s_page_has_the_week_that_began_before_it(ask, path, login):
    said = ask(path, login)
    assert ONE in said and OTHER in said
    if login != "clerk":  # whose matrix has it on each of its days
        assert "12月28日 周一" in said and "至1月4日08:30" in said


def test_my_page_says_of_each_duty_when_it_ends(ask):
    said = ask("/me", "official")
    assert "08:30—1月4日08:30" in said and "08:30—08:30" not in said
    assert "08:30–4 Jan 08:30" in ask("/me", "official", "en")


def test_residents_read_who_serves_today_though_the_week_began_before(ask):
    today = ask("/").partition("明天")[0]
    assert ONE in today and OTHER in today and "12月28日08:30—1月4日08:30" in today
    month = ask("/month/2027-01")
    assert "12月28日 周一" in month and ONE in month and "岗位" in month and "主班" in month


def test_the_links_of_a_month_s_page_lead_to_the_duty_of_its_own_month(home, ask, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", WHEN)
    client = create_app(home).test_client()
    form = {"name": "clerk", "password": PASSWORD, "csrf_token": token_of(client.get("/login"))}
    client.post("/login", data=form)
    cells = set(re.findall(r'href="(/office/[\d-]+/cell/[^"]+)"', client.get("/office/2027-01").get_data(as_text=True)))
    assert {client.get(cell).status_code for cell in cells} == {200}
    before = [html.unescape(cell) for cell in cells if "20261228" in cell]
    links = {
        link
        for cell in before
        for link in re.findall(r'href="(/office/[\d-]+/duty/[^"]+)"', client.get(cell).get_data(as_text=True))
    }
    assert links and all(link.startswith("/office/2026-12/") for link in links)
    assert {client.get(html.unescape(link)).status_code for link in links} == {200}
