"""The pages of a district's site under load, each asked for by several people at once."""

from __future__ import annotations

import http.client
import re
import tempfile
import threading
import time
import urllib.parse
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from constraints.solve import Effort
from planner.access import logins
from planner.issuing.publish import Order, publish
from planner.planning.plan import Ask, plan
from planner.problem.period import Period
from planner.samples.district import sample
from planner.store import Store
from planner.store.roster import offices, versions
from tests.fixtures.serving import served

NOW = datetime(2026, 11, 26, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
PASSWORD = "correct horse"
EACH = 200
"""Requests for each page."""


@cache
def district() -> Path:
    """A home whose December is issued, with a later draft, a clerk and an official."""
    home = Path(tempfile.mkdtemp(prefix="dangzhi-bench-"))
    store = Store(home)
    with store.write() as transaction:
        offices.save(transaction, offices.load(transaction), sample("district", 1, date(2026, 12, 1)))
    for _ in range(2):
        plan(store, Ask(Period.month("2026-12"), Effort(60, repeatable=True)), NOW, "zh")
        if _ == 0:
            publish(store, "2026-12", Order("主任", "", "测试"), NOW, "bench", "zh")
    with store.write() as transaction:
        who = next(who for slot, who in sorted(versions.in_force(transaction).pairs) if slot.startswith("RX|RX-1"))
        logins.add(transaction, offices.load(transaction), "clerk", "clerk", "", PASSWORD, NOW, "bench")
        logins.add(transaction, offices.load(transaction), "official", "official", who[2:], PASSWORD, NOW, "bench")
    return home


def paths() -> dict[str, tuple[str, ...]]:
    """Who → what they open."""
    store = Store(district())
    with store.read() as transaction:
        pairs = sorted(pair for pair in versions.in_force(transaction).pairs if pair[0].startswith("RX|RX-1"))
    slot, who = pairs[0]
    back, other = next(pair for pair in pairs if pair[1] != who and pair[0] != slot)
    cell = urllib.parse.quote("JF|JF-1|20261215")
    visit = urllib.parse.quote(next(one for one in _slots(store) if one.startswith("ZF|")))
    swap = f"/me/swap/{urllib.parse.quote(slot)}?who={who}&for={urllib.parse.quote(back + '@' + other)}"
    return {
        "": ("/", "/month/2026-12", "/subscribe", "/check?code=ABCD-EFGH"),
        "official": ("/me", swap, f"{swap}&who-could=yes", "/me/account", "/me/office/2026-12"),
        "clerk": (
            "/office",
            "/office/search?q=" + urllib.parse.quote("王"),
            "/office/search?q=wx",
            "/office/day?day=2026-12-16",
            f"/office/people/{who[2:]}/2026",
            "/office/tomorrow?day=2026-12-09",
            "/office/2026-12/preparing",
            "/office/calendar/2026",
            "/office/data",
            "/office/data/people",
            "/office/data/people/7",
            "/office/log",
            "/office/users",
            "/office/2026-12/papers",
            "/office/rules",
            "/office/vacancies",
            "/office/2026-12?view=people&who=" + urllib.parse.quote("王"),
            "/office/2026-12/note",
            "/office/2026-12",
            "/office/2026-12?view=week",
            "/office/2026-12?view=people",
            "/office/2026-12?view=duty",
            "/office/2026-12?view=visits",
            "/office/2026-12?panel=balance",
            "/office/2026-12?panel=findings",
            "/office/import",
            "/office/swaps",
            "/office/now",
            "/office/orders",
            "/office/messages",
            "/office/feeds",
            f"/office/2026-12/cell/{cell}",
            f"/office/2026-12/cell/{visit}",
            f"/office/2026-12/duty/{cell}",
            f"/office/2026-12/duty/{cell}?kind=session&day=2026-12-17",
        ),
    }


def _slots(store: Store) -> list[str]:
    with store.read() as transaction:
        return sorted(versions.in_force(transaction).slots)


def measured(at_once: int) -> dict[str, tuple[float, int]]:
    """Path → milliseconds within which 95 of 100 answers came, and the packed size in bytes."""
    found = {}
    with served(district(), "2026-11-26T09:00") as address:
        host = address.removeprefix("http://")
        for who, some in paths().items():
            cookie = log_in(host, who) if who else ""
            for path in some:
                ask(host, cookie, path)  # the first look works out what later ones find at hand
                found[path] = crowd(host, cookie, path, at_once)
    return found


def log_in(host: str, name: str) -> str:
    """The session cookie of a log-in."""
    line = http.client.HTTPConnection(host)
    line.request("GET", "/login")
    answer = line.getresponse()
    token = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
    assert token
    first = cookies(answer)
    body = urllib.parse.urlencode({"csrf_token": token[1], "name": name, "password": PASSWORD})
    line.request("POST", "/login", body, {"Cookie": first, "Content-Type": "application/x-www-form-urlencoded"})
    answer = line.getresponse()
    answer.read()
    return cookies(answer)


def cookies(answer: http.client.HTTPResponse) -> str:
    """The cookies that an answer sets, as a browser sends them."""
    return "; ".join(one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie") or ())


def ask(host: str, cookie: str, path: str, line: http.client.HTTPConnection | None = None) -> int:
    """Ask once; the packed size of the answer."""
    line = line or http.client.HTTPConnection(host)
    line.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
    answer = line.getresponse()
    data = answer.read()
    assert answer.status == 200, (path, answer.status)
    return len(data)


def crowd(host: str, cookie: str, path: str, at_once: int) -> tuple[float, int]:
    """So many ask at once, again and again."""
    took: list[float] = []
    size = 0

    def one() -> None:
        nonlocal size
        line = http.client.HTTPConnection(host)
        for _ in range(EACH // at_once):
            began = time.perf_counter()
            size = ask(host, cookie, path, line)
            took.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=one) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(took)[int(len(took) * 0.95)], size


EDITED = 20
"""Cells of the draft that are looked at and changed, one after another."""


def at_work() -> dict[str, float]:
    """What is asked for → milliseconds within which 95 of 100 answers came, one clerk at work on the draft.

    The panel of a cell that nobody looked at before, and a change of it with findings and balance counted anew.
    """
    panels, edits = list[float](), list[float]()
    with served(district(), "2026-11-26T09:00") as address:
        host = address.removeprefix("http://")
        line, cookie = http.client.HTTPConnection(host), log_in(host, "clerk")
        ask(host, cookie, "/office/2026-12")
        for day in range(1, 1 + EDITED):
            slot = f"ZB|ZB-2|202612{day:02}"
            path = f"/office/2026-12/cell/{urllib.parse.quote(slot)}?panel=balance"
            took, page, cookie = _timed(line, "GET", path.partition("?")[0], cookie)
            panels.append(took)
            form = next(one for one in re.findall(r"<form.*?</form>", page, re.S) if 'name="into"' in one)
            fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
            took, page, cookie = _timed(line, "POST", path, cookie, urllib.parse.urlencode(fields))
            edits.append(took)
    return {"panel": sorted(panels)[int(EDITED * 0.95)], "edit": sorted(edits)[int(EDITED * 0.95)]}


def _timed(
    line: http.client.HTTPConnection, method: str, path: str, cookie: str, body: str = ""
) -> tuple[float, str, str]:
    """Milliseconds of an answer to the page's script, its text, and the cookies from then on."""
    head = {"Cookie": cookie, "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded"}
    began = time.perf_counter()
    line.request(method, path, body or None, head)
    answer = line.getresponse()
    text = answer.read().decode()
    took = (time.perf_counter() - began) * 1000
    assert answer.status == 200, (path, answer.status)
    fresh = cookies(answer)
    names = {one.partition("=")[0] for one in fresh.split("; ")}
    kept = [one for one in cookie.split("; ") if one.partition("=")[0] not in names]
    return took, text, "; ".join([*kept, fresh]) if fresh else cookie
