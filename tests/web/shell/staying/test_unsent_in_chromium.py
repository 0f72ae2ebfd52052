"""In a real browser: a form sent after the session's end is kept over the log-in, shown, and sent by one click."""

import pytest

from planner.access import logins
from planner.store import Store
from planner.store.door_tables import sessions
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, closed, issued_home
from tests.fixtures.serving import served
from tests.fixtures.site_log_ins import PASSWORD

LONG_AGO = "2026-01-01T00:00:00+00:00"


@pytest.fixture
def home(tmp_path):
    home = issued_home(tmp_path / "home")
    store = Store(home)
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "li", "official", "H01", PASSWORD, NOW, "test")
    closed(store)
    return home


def log_in(page):
    page.fill("#name", "li")
    page.fill("#password", PASSWORD)
    page.locator("main button[type=submit]").click()


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["desk", "phone"])
def test_what_was_typed_survives_the_end_of_the_session(home, browser, size):
    with served(home, "2026-11-26T09:00") as address:
        page = browser.new_context(viewport={"width": size[0], "height": size[1]}).new_page()
        page.goto(f"{address}/login")
        log_in(page)
        page.goto(f"{address}/me")
        form = page.locator("form[action$='/entry/absence']")
        form.evaluate("one => { const folded = one.closest('details'); if (folded) folded.open = true }")
        form.locator("[name=start]").fill("2026-12-20")
        store = Store(home)
        with store.write() as transaction:
            transaction.connection.execute(sessions.update().values(began_at=LONG_AGO))
        form.locator("button[type=submit]").click()
        assert page.url == f"{address}/login?next=/unsent"
        log_in(page)
        assert page.url == f"{address}/unsent" and "2026-12-20" in page.locator("main").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        with store.read() as transaction:
            assert [row for row in offices.load(transaction).rows["请假外出"] if row.who == "p:H01"] == []
        page.get_by_role("button", name="现在送出").click()
        assert page.url == f"{address}/me"
        with store.read() as transaction:
            (row,) = [row for row in offices.load(transaction).rows["请假外出"] if row.who == "p:H01"]
        assert f"{row.start}" == "2026-12-20"
        store.close()
