"""What a site must not give away: insides, listings, what lies beside it, other methods, a way on to plain http."""

import io
import logging

import pytest

from planner.store import Store
from tests.fixtures.site_pages import WHEN, mid_month
from tests.fixtures.site_routes import as_role
from web import create_app

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DANGZHI_NOW", WHEN)
        yield mid_month(tmp_path_factory.mktemp("site") / "home")


@pytest.fixture
def home(made, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", WHEN)
    monkeypatch.setenv("DANGZHI_BASE_URL", "")
    return made


@pytest.mark.parametrize("said", ["1", "0", None])
def test_what_breaks_down_shows_nothing_of_the_inside_and_is_written_down_whatever_flask_is_told(
    home, monkeypatch, caplog, said
):
    if said is not None:
        monkeypatch.setenv("FLASK_DEBUG", said)
        monkeypatch.setenv("FLASK_ENV", "development")

    def broken(*_):
        raise RuntimeError("the secret inside")

    app = create_app(Store(home))
    monkeypatch.setattr("web.public.pages.notice.board", broken)
    with caplog.at_level(logging.ERROR):
        answer = app.test_client().get("/")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 500 and "<h1>" in page and "secret" not in page and "Traceback" not in page
    assert not app.debug and app.test_client().get("/console").status_code == 404
    assert "RuntimeError: the secret inside" in caplog.text and "GET" in caplog.text, "whoever runs it reads the cause"


def test_neither_listings_nor_what_lies_beside_the_site_is_served(home):
    client = create_app(Store(home)).test_client()
    for path in (
        "/static", "/static/", "/static/clerks/", "/htmx/", "/bootstrap/static/", "/.git/config", "/.env",
        "/static/../.git/config", "/static/..%2f..%2f..%2fpyproject.toml", "/static/%2e%2e/__init__.py",
        "/signing.key", "/dangzhi.sqlite", "/uploads/", "/docs/", "/tests/",
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path


def test_methods_that_no_page_has_are_refused(home):
    client = create_app(Store(home)).test_client()
    for path in ("/", "/login", "/api/v1/public/today", "/feed/public.ics", "/healthz", "/static/site.css"):
        for method in ("TRACE", "TRACK", "CONNECT", "DEBUG", "PROPFIND"):
            answer = client.open(path, method=method, headers={"X-Mine": "come back"})
            assert answer.status_code == 405 and b"come back" not in answer.data, (path, method)


def test_nobody_is_led_from_http_to_https_so_that_a_program_s_mistake_shows(home, monkeypatch):
    monkeypatch.setenv("DANGZHI_BASE_URL", "https://duty.example.gov")
    client = create_app(Store(home)).test_client()
    for path in ("/", "/api/v1/public/today", "/feed/public.ics", "/healthz"):
        assert client.get(path, base_url="http://duty.example.gov").status_code == 200, path


@pytest.mark.parametrize("role", ["official", "liaison", "auditor", "clerk"])
def test_every_page_of_a_log_in_has_the_way_out(home, role):
    app = create_app(Store(home))
    client, seen = as_role(app, role), 0
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.arguments or rule.rule.startswith("/api/"):
            continue
        answer = client.get(rule.rule)
        page = answer.get_data(as_text=True)
        if answer.status_code == 200 and "<html" in page:
            assert 'action="/logout"' in page, rule.rule
            seen += 1
    assert seen > 5


def test_a_field_that_a_form_does_not_have_changes_nothing(home):
    app = create_app(Store(home))
    app.config["WTF_CSRF_ENABLED"] = False
    clerk, official = as_role(app, "clerk"), as_role(app, "official")
    more = {
        "given_at": "",
        "generation": "7",
        "disabled_at": "2026-01-01",
        "id": "1",
        "role": "clerk",
        "state": "applied",
    }

    def rows():
        with app.extensions["store"].read() as transaction:
            query = "SELECT id, name, role, person, generation, disabled_at FROM users ORDER BY id"
            return transaction.connection.exec_driver_sql(query).all()

    before = rows()
    assert clerk.post("/office/users/official/enable", data=more).status_code == 302
    official.post("/password", data={"old": "wrong", "fresh": "a purple kettle", **more})
    official.post("/me/entry/absence", data={"person": "L01", "start": "2026-12-28", **more})
    assert rows() == before
    clerk.post("/office/users", data={"name": "zhao", **more, "role": "auditor", "person": ""})
    assert [tuple(one)[1:] for one in rows() if one not in before] == [("zhao", "auditor", "", 1, None)]


def test_a_form_that_comes_from_elsewhere_says_so_and_does_nothing(home):
    app = create_app(Store(home))
    client = as_role(app, "clerk")
    answer = client.post(
        "/office/import", data={"workbook": (io.BytesIO(b"x"), "x.csv")}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 400 and "Traceback" not in answer.get_data(as_text=True)
    assert "Access-Control-Allow-Origin" not in answer.headers
