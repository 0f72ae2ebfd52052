"""A site whose store is gone, empty, damaged, newer or full says so with 503, without a path, and comes back."""

import shutil
from datetime import date, datetime

import pytest

from planner.feeds import standby
from planner.home.trouble import Trouble, Unreadable
from planner.pages import notice
from planner.store import Store
from planner.store.roster import offices
from tests.fixtures.broken_stores import BROKEN, FILE, break_store, untouched
from tests.fixtures.office_at_work import ZONE, closed, issued_home
from web import create_app, waiting

pytestmark = pytest.mark.slow
PAGES = ("/", "/month/2026-12", "/check?code=abc", "/office/2026-12", "/me")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-12-08T10:00")
    home = issued_home(tmp_path / "home")
    monkeypatch.setenv("DANGZHI_HOME", str(home))
    closed(Store(home))
    return home


@pytest.mark.parametrize("state", [one for one in BROKEN if one != "tables dropped"])
def test_a_site_that_starts_without_its_store_says_why_until_it_is_there_again(home, tmp_path, monkeypatch, state):
    monkeypatch.setattr(waiting, "LOOK", 0.0)
    kept = shutil.copy(home / FILE, tmp_path / "kept")
    break_store(home, state)
    before, said = untouched(home), BROKEN[state][1].without_place
    client = create_app().test_client()
    for path in PAGES:
        answer = client.get(path)
        text = answer.get_data(as_text=True)
        assert answer.status_code == 503 and said.zh in text and said.en in text and str(home) not in text
    for lang, words in (("zh", said.zh), ("en", said.en)):
        answer = client.get(f"/api/v1/public/today?lang={lang}")
        assert (answer.status_code, answer.json) == (503, {"code": "DOWN", "message": words})
    assert untouched(home) == before
    shutil.copy(kept, home / FILE)
    assert client.get("/").status_code == 200 and "接访" in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize("state", [one for one in BROKEN if one != "newer"])
def test_a_running_site_whose_store_breaks_says_so_and_never_makes_one(home, state):
    client = create_app().test_client()
    assert client.get("/").status_code == 200
    store = client.application.extensions["store"]
    store.close()
    break_store(home, state)
    before, wrong = untouched(home), BROKEN[state][1]
    for lang in ("zh", "en"):
        answer = client.get(f"/?lang={lang}")
        text = answer.get_data(as_text=True)
        assert answer.status_code == 503 and wrong.without_place.say(lang) in text and str(home) not in text
        answer = client.get(f"/api/v1/public/today?lang={lang}")
        assert (answer.status_code, answer.json["message"]) == (503, wrong.without_place.say(lang))
    assert untouched(home) == before


def test_a_form_that_a_full_disk_stops_is_told_so(home, monkeypatch):
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    full = Unreadable(Trouble.FULL, home / FILE, home)

    def stopped(*_):
        raise full

    monkeypatch.setattr("web.shell.login.entering.log_in", stopped)
    answer = app.test_client().post("/login", data={"name": "clerk", "password": "x"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 503 and Trouble.FULL.without_place.zh in text and "没有办成" in text


def test_a_folder_that_is_none_or_another_s_ends_the_program(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("DANGZHI_HOME", str(tmp_path / "file"))
    with pytest.raises(Unreadable) as caught:
        create_app()
    assert caught.value.trouble is Trouble.NO_FOLDER


@pytest.fixture
def with_files(home, monkeypatch):
    """The home, with what a worker keeps there for such times; and its public feeds, by address."""
    store = Store(home)
    standby.write_standby(store, datetime(2026, 12, 8, 10, tzinfo=ZONE))
    client = create_app(store).test_client()
    right = {one: client.get(one).data for one in ("/feed/public.ics", "/feed/public/JF.ics")}
    names = [one.people[0].name for one in board_of(store)]
    closed(store)
    break_store(home, "no database")
    return home, right, names


def board_of(store):
    """What residents read of today and tomorrow."""
    with store.read() as transaction:
        boards = notice.board(transaction, offices.load(transaction), date(2026, 12, 8))
    return [one for board in boards for one in (*board.today, *board.tomorrow)]


def test_a_site_that_waits_gives_the_public_calendars_and_the_notice_that_stand_in_the_home(with_files):
    _, right, names = with_files
    client = create_app().test_client()
    assert {one: client.get(one).data for one in right} == right
    assert client.get("/feed/public.ics", headers={"If-None-Match": client.get("/feed/public.ics").headers["ETag"]})
    for secret in (f"/feed/{'x' * 43}.ics", "/feed/public/ZB.ics"):
        answer = client.get(secret)
        assert (answer.status_code, answer.data, answer.headers["Retry-After"]) == (503, b"try again later\n", "300")
    assert client.post("/feed/public.ics").status_code == 405
    page = client.get("/")
    text = page.get_data(as_text=True)
    assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store"
    assert len(names) > 1 and all(name in text for name in names)
    assert "数据库暂时打不开" in text and "12月8日（周二）" in text and "12月7日" not in text
    assert client.get("/month/2026-12").status_code == 503


def test_a_running_site_whose_store_breaks_gives_the_notice_that_stands_in_the_home(home):
    store = Store(home)
    standby.write_standby(store, datetime(2026, 12, 8, 10, tzinfo=ZONE))
    client = create_app(store).test_client()
    assert "数据库" not in client.get("/").get_data(as_text=True)
    names = [one.people[0].name for one in board_of(store)]
    store.close()
    break_store(home, "no database")
    page = client.get("/")
    assert page.status_code == 200 and all(name in page.get_data(as_text=True) for name in names)
    assert client.get("/month/2026-12").status_code == 503


def test_a_name_in_a_kept_notice_is_no_html(with_files):
    home, _, names = with_files
    file = standby.file_of(home, "")
    file.write_text(file.read_text().replace(names[0], "<img onerror>"))
    text = create_app().test_client().get("/").get_data(as_text=True)
    assert "<img" not in text and "&lt;img onerror&gt;" in text


def test_a_kept_notice_that_cannot_be_read_is_none(with_files):
    home, _, _ = with_files
    standby.file_of(home, "").write_text("{")
    client = create_app().test_client()
    assert client.get("/").status_code == 503 and client.get("/feed/public.ics").status_code == 503


def test_machines_are_told_that_a_site_that_waits_lives_and_is_not_ready(with_files):
    client = create_app().test_client()
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json) == (503, {"store": False, "migrations": False, "worker": False})
    assert "dangzhi_store_up 0" in client.get("/metrics").get_data(as_text=True)
