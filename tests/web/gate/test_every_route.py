"""Every route under every role: nothing is written by looking, and no answer lacks its headers."""

import re
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from planner.store import Store
from tests.fixtures.site_pages import WHEN, mid_month
from tests.fixtures.site_routes import ROLES, as_role, lacking, own_paths, routes
from web import create_app

pytestmark = pytest.mark.slow

ELSEWHERE = (
    "/feed/public.ics", "/feed/public/JF.ics", "/feed/public.ics?download=1", "/feed/public/none.ics", "/feed/x.ics",
    "/feed/x", "/healthz", "/readyz", "/metrics", "/nothing", "/static/nothing", "/api/v1/nothing", "/month/9999-99",
    "//login", "/check?code=%00", "/bootstrap/static/css/bootstrap.min.css", "/htmx/htmx.min.js",
)  # fmt: skip
OFFICE_ONLY = re.compile(r"^/(me|office|unit|password|api/v1/(me|office|unit))\b")


def kept_in(home):
    """Every file of a home, byte for byte; the shared memory of SQLite holds locks and no data."""
    return {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and not path.name.endswith("-shm")}


@cache
def walked(role):
    """(the client, [(address, the answer's status, what its headers lack, how it may be kept, files it changed)]).

    Each address is asked for twice, the second time by HEAD, for whom it has the same status and changes nothing.
    """
    home = mid_month(Path(mkdtemp(prefix="dangzhi-")) / "home")
    app = create_app(Store(home))
    client = as_role(app, role)
    asked = [*(path for _, path in routes(app)), *own_paths(home), *ELSEWHERE]
    found, before = [], kept_in(home)
    for path in asked:
        answer, head, after = client.get(path), client.head(path), kept_in(home)
        assert head.status_code == answer.status_code, path
        changed = sorted(one.name for one in before.keys() | after.keys() if before.get(one) != after.get(one))
        found.append((path, answer.status_code, lacking(answer), answer.headers.get("Cache-Control", ""), changed))
        before = after
    return client, found


@pytest.fixture(autouse=True)
def settings(monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", WHEN)
    monkeypatch.setenv("DANGZHI_BASE_URL", "")


@pytest.mark.parametrize("role", ROLES)
def test_looking_writes_nothing_but_that_it_was_refused(role):
    _, found = walked(role)
    assert len(found) > 90 and {200, 404} <= {one[1] for one in found}
    assert [(path, changed) for path, status, *_, changed in found if changed and status != 403] == []


@pytest.mark.parametrize("role", ROLES)
def test_every_answer_has_all_headers_and_nothing_of_a_log_in_is_kept(role):
    client, found = walked(role)
    assert [(path, status, lack) for path, status, lack, *_ in found if lack] == []
    inner = [one for one in found if OFFICE_ONLY.match(one[0]) or one[1] in (401, 403)]
    assert len(inner) > 60 and [(path, kept) for path, _, _, kept, _ in inner if kept != "no-store"] == []
    for path in ("/", "/month/2026-12", "/subscribe"):
        assert (client.get(path).headers.get("Cache-Control") == "no-store") == bool(role), path
    assert "no-store" not in client.get("/static/site.css").headers["Cache-Control"]
    assert client.get("/feed/public.ics").headers["Cache-Control"] == "private, max-age=300"
    for path in (*ELSEWHERE, "/", "/office", "/me"):
        for method in ("HEAD", "OPTIONS", "TRACE", "PUT"):
            assert lacking(client.open(path, method=method)) == [], (method, path)
