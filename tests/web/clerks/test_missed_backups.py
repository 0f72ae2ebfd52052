"""A night without its backup is told on the desk, with the cause and what to do, until one is made."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from planner.upkeep import nightly
from tests.fixtures.clerk_at_work import WHEN, with_clerk
from tests.fixtures.office_at_work import MONTH, NOW, issued_home
from tests.fixtures.officials import enter
from tests.fixtures.serving import served
from tests.fixtures.site_log_ins import PASSWORD
from web import create_app

DESK = f"/office/{MONTH}"
CAUSE = "（没有挂载？），夜间备份没有做"


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    monkeypatch.setenv("DANGZHI_BACKUP", str(tmp_path / "backups"))
    store = with_clerk(issued_home(tmp_path / "home"))
    yield store
    store.close()


@pytest.fixture
def client(store):
    app = create_app(store)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/login", data={"name": "clerk", "password": PASSWORD})
    return client


def alarms(client, path=DESK, lang="zh"):
    text = client.get(f"{path}?lang={lang}").get_data(as_text=True)
    return [one.partition(">")[2].partition("<")[0] for one in text.split("<p ") if 'role="alert"' in one]


@pytest.mark.slow
def test_a_failed_night_is_told_with_its_cause_and_cure_until_a_backup_is_made(store, client, tmp_path):
    folder = tmp_path / "backups"
    assert not nightly.attempt(store, folder)
    for path in (DESK, "/office/log"):
        (told,) = alarms(client, path)
        assert told.startswith(f"昨夜备份没有完成：备份文件夹 {folder} 不存在{CAUSE}") and "doctor" in told
        (told,) = alarms(client, path, "en")
        assert told.startswith("Last night has no backup: there is no folder")
    assert alarms(client, "/office/now") == [] == alarms(client, "/")
    folder.mkdir()
    assert nightly.attempt(store, folder)
    assert alarms(client) == []


@pytest.mark.slow
def test_a_failure_of_an_earlier_night_names_that_night(store, client, tmp_path, monkeypatch):
    assert not nightly.attempt(store, tmp_path / "backups")
    monkeypatch.setenv("DANGZHI_NOW", (NOW + timedelta(days=3)).isoformat())
    assert alarms(client)[0].startswith("11月25日的夜间备份没有完成：")


@pytest.mark.slow
def test_nights_without_a_worker_are_told_too(store, client, tmp_path, monkeypatch):
    (tmp_path / "backups").mkdir()
    assert "还没有做过夜间备份" in alarms(client)[0]
    assert nightly.attempt(store, tmp_path / "backups") and alarms(client) == []
    monkeypatch.setenv("DANGZHI_NOW", (NOW + timedelta(days=1)).isoformat())
    assert alarms(client) == []
    monkeypatch.setenv("DANGZHI_NOW", (NOW + timedelta(days=2)).isoformat())
    assert alarms(client)[0].startswith("昨夜备份没有完成：最近的夜间备份是 dangzhi-2026-11-25.zip，已过期。")


@pytest.mark.slow
def test_where_no_folder_is_named_nothing_is_told(store, client, monkeypatch):
    monkeypatch.setenv("DANGZHI_BACKUP", "")
    assert alarms(client) == []


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_it_is_read_at_a_desk_and_on_a_telephone(browser, store, tmp_path, size):
    nightly.attempt(store, tmp_path / "backups")
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk", size=size)
        page.goto(DESK)
        assert CAUSE in page.get_by_role("alert").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert Axe().run(page).violations_count == 0
