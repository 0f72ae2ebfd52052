"""No answer leaves without its headers: every error, the waiting site, https, files; routes in test_every_route."""

import io
import re
from urllib.parse import unquote

import pytest

from planner.store import Store
from planner.store.roster import offices
from tests.fixtures import engines
from tests.fixtures.broken_stores import break_store
from tests.fixtures.site_pages import WHEN, mid_month
from tests.fixtures.site_routes import as_role, lacking
from web import create_app
from web.gate.headers import HTTPS_ONLY, disposition, file_title


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", WHEN)
    monkeypatch.setenv("DANGZHI_BASE_URL", "")
    return mid_month(tmp_path / "home")


@pytest.mark.slow
def test_every_error_page_has_them_too(home, monkeypatch):
    app = create_app(Store(home))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    clerk, stranger = as_role(app, "clerk"), as_role(app, "")
    answers = [
        clerk.post("/office/import", data={"workbook": (io.BytesIO(b"x"), "x.xlsx")}),
        clerk.delete("/office"),
        stranger.get("/api/v1/office/now"),
        stranger.post("/api/v1/session", data="{", content_type="application/json"),
        stranger.post("/api/v1/session", data="x=1", content_type="application/x-www-form-urlencoded"),
        stranger.post("/feed/public.ics"),
        stranger.post("/healthz"),
        stranger.get("/login", headers={"Cookie": "session=forged"}),
    ]
    monkeypatch.setattr("web.public.pages.notice.board", lambda *_: 1 / 0)
    answers.append(stranger.get("/"))
    store = app.extensions["store"]
    store.close()
    engines.take_away(store)
    answers += [stranger.get(path) for path in ("/month/2026-12", "/api/v1/public/today", "/feed/x.ics", "/readyz")]
    said = [(one.status_code, lacking(one)) for one in answers]
    assert [one for one in said if one[1]] == []
    assert {one[0] for one in said} == {200, 400, 401, 405, 415, 500, 503}


def test_the_waiting_site_has_them_too(home, monkeypatch):
    monkeypatch.setenv("DANGZHI_HOME", str(home))
    break_store(home, "emptied")
    client = create_app().test_client()
    for path in ("/", "/api/v1/public/today", "/feed/public.ics"):
        answer = client.get(path)
        assert (answer.status_code, lacking(answer), answer.headers["Cache-Control"]) == (503, [], "no-store")


def test_https_is_asked_for_where_the_site_has_it(home, monkeypatch):
    monkeypatch.setenv("DANGZHI_BASE_URL", "https://duty.example.gov")
    client = create_app(Store(home)).test_client()
    for path in ("/", "/nothing", "/feed/public.ics", "/healthz", "/static/site.css"):
        assert client.get(path).headers.getlist(HTTPS_ONLY[0]) == [HTTPS_ONLY[1]], path


@pytest.mark.slow
def test_a_file_has_a_name_that_every_system_can_save(home):
    store = Store(home)
    app = create_app(store)
    clerk = as_role(app, "clerk")
    named = clerk.get("/office/2026-12/papers/month.xlsx").headers["Content-Disposition"]
    assert named.startswith("attachment; filename=\"duty.xlsx\"; filename*=UTF-8''")
    assert unquote(named.partition("UTF-8''")[2]).endswith(".xlsx") and named.isascii()
    with store.read() as transaction:
        assert offices.load(transaction).duties
    feed = app.test_client().get("/feed/public.ics").headers["Content-Disposition"]
    assert feed == "inline; filename=\"duty.ics\"; filename*=UTF-8''%E5%80%BC%E7%8F%AD.ics"


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("12月值班表.xlsx", "12月值班表.xlsx"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ('a"; filename=b.exe.pdf', "a__ filename=b.exe.pdf"),
        ("C:\\x\\y.pdf", "C__x_y.pdf"),
        ("值班\r\nSet-Cookie: a=b.pdf", "值班Set-Cookie_ a=b.pdf"),
        ("值班\u202efdp.exe", "值班fdp.exe"),
        ("长" * 500 + ".xlsx", "长" * 120 + ".xlsx"),
        (".htaccess", "htaccess"),
        ("50%.pdf", "50_.pdf"),
        ("  .  ", "_"),
        ("", "_"),
    ],
)
def test_a_name_is_made_harmless(name, saved):
    assert file_title(name) == saved
    assert re.fullmatch(r"attachment; filename=\"x\.pdf\"; filename\*=UTF-8''[\w.%~-]+",
                        disposition("attachment", name, "x.pdf"), re.ASCII)  # fmt: skip
