"""No address that came with a request leads away: redirects stay here, links carry the address of the settings."""

import re
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from icalendar import Calendar

from planner.access import logins
from planner.settings import USUAL_ADDRESS
from planner.store import Store
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.site_log_ins import PASSWORD, token_of
from web import create_app
from web.__main__ import reached_at
from web.gate.addresses import within_site
from web.shell.arguments import UNSEEN

AWAY = [
    "//evil.example",
    "///evil.example",
    "////evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "/me\r\nSet-Cookie: a=b",
    "/me\\..\\\\evil.example",
    "/\x00/evil.example",
    "/\x7f/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https://evil.example",
    "http:///evil.example",
    "//evil.example@localhost",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "me",
    "?next=x",
    "",
    "/" + "a" * 5000,
]
STAYS = ["/", "/me", "/me/swap/JF|JF-1|20261208?who=p:L01&for=x@y", "/office/2026-12#top",
         "/month/2026-12?值=班", "/%2F%2Fevil.example", "/%09/evil.example", "/x//evil.example",
         "/check?code=https://evil.example"]  # fmt: skip
CLAIMED = {
    "Host": "evil.example",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "444",
    "X-Forwarded-Prefix": "//evil.example",
    "X-Forwarded-Server": "evil.example",
    "X-Original-URL": "//evil.example",
    "X-Script-Name": "//evil.example",
    "Referer": "https://evil.example/",
    "Origin": "https://evil.example",
    "Forwarded": "host=evil.example;proto=https",
}

AS_SENT = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in CLAIMED.items()} | {
    "SCRIPT_NAME": "//evil.example",
    "wsgi.url_scheme": "https",
}
"""The same as a server hands it over, after the client of these tests has chosen its cookies by the host."""


@pytest.mark.parametrize("wanted", AWAY)
def test_what_could_lead_away_leads_home(wanted):
    assert within_site(wanted, "/home") == "/home"


@pytest.mark.parametrize("wanted", STAYS)
def test_a_path_of_the_site_is_gone_to(wanted):
    assert within_site(wanted, "/home") == wanted


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    monkeypatch.setenv("DANGZHI_BASE_URL", "")
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "clerk", "clerk", "", PASSWORD, NOW, "test")
    return store


@pytest.mark.slow
def test_after_a_log_in_nobody_is_led_away_however_the_way_is_written(store):
    app = create_app(store)
    for wanted in AWAY:
        for written in (quote(wanted, safe=""), quote(wanted, safe="/:\\") if wanted.isprintable() else ""):
            client = app.test_client()
            form = {"name": "clerk", "password": PASSWORD, "csrf_token": token_of(client.get("/login"))}
            answer = client.post(f"/login?next={written}", data=form, headers={"Referer": "https://evil.example/"})
            told = (answer.status_code, answer.headers.get("Location"))
            assert told == ((400, None) if written and UNSEEN.search(wanted) else (302, "/office")), written
    client = app.test_client()
    form = {"name": "clerk", "password": PASSWORD, "csrf_token": token_of(client.get("/login"))}
    answer = client.post("/login?next=%2Foffice%2Fdata%2Fpeople%3Fq%3D%25E7%258E%258B", data=form)
    assert answer.headers["Location"] == "/office/data/people?q=%E7%8E%8B"


@pytest.mark.slow
@pytest.mark.parametrize("path", ["//evil.example/office", "/\\evil.example", "/%09/evil.example", "//month/2026-12",
                                  "///office", "//evil.example/..", "/office//data", "//login"])  # fmt: skip
def test_an_address_with_slashes_too_many_stays_on_the_site(store, path):
    client = create_app(store).test_client()
    answer = client.get("/", environ_overrides={"PATH_INFO": path}, headers=CLAIMED)
    where = answer.headers.get("Location", "/")
    assert where.startswith("/") and not where.startswith(("//", "/\\")) and not urlsplit(where).netloc
    assert answer.status_code in (200, 302, 308, 404)


@pytest.mark.slow
@pytest.mark.parametrize("base", ["https://duty.example.gov", "http://10.0.0.5:8000", ""])
def test_no_page_link_code_feed_or_message_repeats_what_a_request_claims(store, monkeypatch, base):
    monkeypatch.setenv("DANGZHI_BASE_URL", base)
    app = create_app(store)
    app.config["SESSION_COOKIE_SECURE"] = False  # the client of these tests speaks http
    client = app.test_client()
    form = {"name": "clerk", "password": PASSWORD, "csrf_token": token_of(client.get("/login"))}
    client.post("/login", data=form)
    plain = {path: client.get(path).data for path in ("/subscribe/qr.svg", "/feed/public.ics")}
    inside, shown = app.wsgi_app, {}
    app.wsgi_app = lambda environ, start: inside(environ | AS_SENT, start)
    for path in ("/", "/subscribe", "/subscribe/qr.svg", "/login", "/nothing", "/feed/public.ics", "/office/feeds",
                 "/api/v1/public/today", "/api/v1/openapi.json", "/office/messages", "/me"):  # fmt: skip
        answer = client.get(path)
        assert b"evil.example" not in answer.data + str(answer.headers).encode(), path
        shown[path] = answer.data
    assert {path: shown[path] for path in plain} == plain
    assert f"{base or USUAL_ADDRESS}/feed/public.ics" in shown["/subscribe"].decode()
    said = {str(one.get("URL", "")) for one in Calendar.from_ical(shown["/feed/public.ics"]).walk()}
    assert {one for one in said if one} <= ({base, f"{base}/"} if base else set())
    form = {"csrf_token": token_of(client.get("/office/feeds")), "of": "duty:JF", "name": "x"}
    made = client.post("/office/feeds", data=form).get_data(as_text=True)
    assert f"{base or USUAL_ADDRESS}/feed/" in made and "evil.example" not in made


def test_where_a_site_is_reached_is_where_it_listens(monkeypatch):
    monkeypatch.setattr("web.__main__.socket.gethostname", lambda: "duty-server")
    assert [reached_at(host, 8000) for host in ("127.0.0.1", "0.0.0.0", "::", "fd00::1")] == [
        "http://127.0.0.1:8000",
        "http://duty-server:8000",
        "http://duty-server:8000",
        "http://[fd00::1]:8000",
    ]


def test_no_code_of_the_site_asks_a_request_where_the_site_is():
    asked = re.compile(
        r"request\.(host|host_url|url_root|root_url|base_url|url|referrer|origin|access_route|scheme)\b|_external=True"
    )
    files = [path for kind in ("*.py", "*.html") for path in (Path(__file__).resolve().parents[3] / "web").rglob(kind)]
    assert [(path.name, found[0]) for path in files for found in asked.finditer(path.read_text("utf-8"))] == []
