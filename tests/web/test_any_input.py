"""Whatever is sent to a page, by whomever, it answers with a page: never a 500, never a traceback.

Every route of the site is met with drawn values in its address, its query and its form, by every role.
"""

import io
import re
from datetime import date
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.store import Store
from tests.fixtures.site_log_ins import PASSWORD
from tests.fixtures.site_pages import WHEN, mid_month
from tests.profile import rounds
from web import create_app

EXAMPLES = rounds(1, 4, 60)
"""Drawn requests for every route and role; in the long profile ten minutes of them."""
ROLES = ("", "clerk", "official", "liaison", "auditor")
BIG = "9" * 30
ODD = (
    "", "0", "-1", "1", BIG, "9" * 5000, "²", "1e9", "NaN", "９", "9999-12", "0001-01", "2026-13", "2026-12", "2027-01",
    "9999-12-31", "0001-01-01", "2026-02-30", "2026-12-09", "2100-12-31", "王" * 5000, "\x00", "\ud800", "%", "%%00",
    "../../etc/passwd", "JF|JF-1|20261208", "JF|JF-1|99991231", "JF|JF-1|", "|||", "p:L01", "u:G01", "p:", "yes", "JF",
    "<b>&", "en", "zh", "xx", "@", "a@b", "{}", "[]", "null",
)  # fmt: skip
VALUES = st.sampled_from(ODD) | st.text(max_size=12) | st.dates(date(1, 1, 1)).map(str) | st.integers().map(str)
NAMES = """
    page q before actor action check who unit town shown out left right draft day kind for to partner move stay code
    duty version ring who-could slot month into wanted mark reason signed_by number key festival keep changes start
    end part want person name remind reach of state channel receipt step done agreed ordered_by planned actual
    somebody confirmed_by note force authority value:最少 role old fresh password next download lang address prune
"""
FIELDS = NAMES.split()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """(the app, role → a client that is logged in)"""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DANGZHI_NOW", WHEN)
        app = create_app(Store(mid_month(tmp_path_factory.mktemp("any") / "home")))
        app.config["WTF_CSRF_ENABLED"] = False
        yield app, {name: logged_in(app, name) for name in ROLES}


def logged_in(app, name):
    client = app.test_client()
    if name:
        client.post("/login", data={"name": name, "password": PASSWORD})
        assert client.get("/password").status_code == 200
    return client


def pages(app):
    """(method, rule) of every page; the API, files of packages, and logging out, which would end the walk, apart."""
    return [
        (method, rule)
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith(("/api/", "/static", "/bootstrap", "/htmx", "/logout"))
        for method in sorted(rule.methods & {"GET", "POST"})
    ]


PLAUSIBLE = {
    "month": ("2026-12", "2027-01", "1990-01", "2100-12", "2026-11"),
    "slot": ("JF|JF-1|20261208", "JF|JF-1|20270105", "RX|RX-1|20261215", "a|b|21001231", "ZF|ZF-1|20261210|v:V001"),
    "id": ("1", "2", "2147483647"),
    "number": ("0", "1", "2026", "1990", "2100", "2147483647"),
    "sheet": ("people",),
    "name": ("people", "posts", "rules", "absences", "settings", "nobody"),
    "paper": ("month", "handover", "festival", "card"),
    "kind": ("pdf", "docx", "xlsx", "csv", "json", "absence", "wish"),
    "person": ("L01", "G01"),
}


def address(rule, draw):
    """An address of a rule with drawn values in it, half of them such as somebody might have."""

    def value(found):
        several = re.search(r"any\(([^)]*)\)", found[0])
        if several:
            return draw(st.sampled_from([one.strip() for one in several[1].split(",")]))
        some = PLAUSIBLE.get(found[2])
        return quote(draw(st.sampled_from(some) | VALUES if some else VALUES).encode("utf-8", "surrogatepass"), safe="")

    return re.sub(r"<((?:[^<>:]*:)?)(\w+)>", value, rule.rule)


@st.composite
def requests(draw, method, rule):
    fields = draw(st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6))
    if rule.rule.endswith("/import") and method == "POST":
        fields = {"workbook": (io.BytesIO(draw(st.binary(max_size=40))), draw(VALUES).replace("\ud800", ""))}
    return address(rule, draw), fields


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_no_page_fails_whatever_is_sent(site, role):
    app, clients = site
    for method, rule in pages(app):
        tried(clients[role], method, rule)
    assert clients[role].get("/password").status_code == (200 if role else 302), "still logged in"


def tried(client, method, rule):
    @settings(
        max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
    )
    @given(requests(method, rule))
    def test(request):
        path, fields = request
        sent = {"query_string": clean(fields)} if method == "GET" else {"data": clean(fields)}
        answer = client.open(path, method=method, **sent)
        assert answer.status_code < 500, (method, path, fields)
        if answer.status_code >= 400 and answer.mimetype == "text/html":
            assert "Traceback" not in answer.get_data(as_text=True) and "<h1>" in answer.get_data(as_text=True)

    test()


def clean(fields):
    """Fields as bytes can carry them."""
    return {
        name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for name, value in fields.items()
    }
