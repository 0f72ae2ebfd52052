"""What hashes a password waits aside: the other threads serve on, and whoever asks once waits for nobody's thousand."""

import threading
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from planner.access.hashing import LANES
from tests.fixtures.clerk_at_work import with_clerk
from tests.fixtures.office_at_work import issued_home
from tests.fixtures.site_log_ins import PASSWORD
from web import create_app, waits_aside
from web.gate.lanes import LanedTasks, Queues, Waiter

PATIENCE = 20


@dataclass
class Task:
    """A request that is answered when it is let go."""

    path: str
    who: str
    let_go: threading.Event
    begun: list = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    cancelled: bool = False
    cookie: str = ""

    def __post_init__(self):
        headers = {"X_FORWARDED_FOR": self.who, "COOKIE": self.cookie}
        self.requests = [SimpleNamespace(error=None, command="POST", path=self.path, headers=headers)]
        self.addr = ("10.0.0.1", 5)

    def service(self):
        self.begun.append(self)
        assert self.let_go.wait(PATIENCE)
        self.ended.set()

    def cancel(self):
        self.cancelled = True


def aside(method, path, asked):
    assert (method, asked["REMOTE_ADDR"]) == ("POST", "10.0.0.1")
    return Waiter(asked["HTTP_X_FORWARDED_FOR"], asked["HTTP_COOKIE"] == "known") if path == "/login" else None


@pytest.fixture
def tasks():
    some = LanedTasks(aside, 2)
    some.set_thread_count(4)
    yield some
    some.shutdown()


def test_the_first_of_whoever_was_served_longest_ago_is_next():
    some = Queues()
    for who, task in (("a", 1), ("a", 2), ("a", 3), ("b", 4), ("c", 5), ("b", 6)):
        some.put(Waiter(who), task)
    some.put(Waiter("c", known=True), 7)
    assert [some.take() for _ in range(7)] == [7, 1, 4, 5, 2, 6, 3] and not some


def test_however_many_wait_aside_the_other_threads_answer(tasks):
    held, begun = threading.Event(), []
    many = [Task("/login", "b", held, begun) for _ in range(50)]
    for one in many:
        tasks.add_task(one)
    for _ in range(5):
        page = Task("/", "a", threading.Event())
        page.let_go.set()
        tasks.add_task(page)
        assert page.ended.wait(PATIENCE)
    assert begun == many[:2], "two of four threads"
    clerk, known = Task("/login", "c", held, begun), Task("/login", "b", held, begun, cookie="known")
    for one in (clerk, known):
        tasks.add_task(one)
    held.set()
    assert all(one.ended.wait(PATIENCE) for one in [*many, clerk, known])
    assert begun.index(clerk) < 7, "nobody waits for another's fifty"
    assert begun.index(known) < 4, "nor a known one for those who are not"


def test_a_request_that_fails_gives_its_place_to_the_next(tasks):
    class Failing(Task):
        def service(self):
            raise RuntimeError("broken")

    for _ in range(5):
        tasks.add_task(Failing("/login", "b", threading.Event()))
    last = Task("/login", "b", threading.Event())
    last.let_go.set()
    tasks.add_task(last)
    assert last.ended.wait(PATIENCE)


def test_what_waits_at_the_end_is_told_so(tasks):
    held = threading.Event()
    some = [Task("/login", "b", held) for _ in range(4)]
    for one in some:
        tasks.add_task(one)
    threading.Timer(0.2, held.set).start()
    tasks.shutdown()
    assert [one.cancelled for one in some[2:]] == [True, True]


def test_a_site_lets_its_log_ins_wait_aside_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_PROXIES", "1")
    monkeypatch.setenv("DANGZHI_HOME", str(issued_home(tmp_path / "home")))
    app = create_app()
    asked = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}
    ways = {(method, path): waits_aside(app, method, path, asked) for method, path in WAYS}
    assert {way: who for way, who in ways.items() if who} == dict.fromkeys(HASHES, Waiter("203.0.113.7"))
    assert waits_aside(app, "POST", "/login", {"REMOTE_ADDR": "127.0.0.1"}) == Waiter("")
    assert LANES.count >= 1


def test_a_browser_that_somebody_came_in_by_is_known(tmp_path):
    app = create_app(with_clerk(issued_home(tmp_path / "home")))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    answer = client.post("/login", data={"name": "clerk", "password": PASSWORD})
    cookies = "; ".join(one.partition(";")[0] for one in answer.headers.getlist("Set-Cookie"))
    for cookie, known in ((cookies, True), ("", False), (cookies.replace("browser=", "browser=x"), False)):
        assert waits_aside(app, "POST", "/login", {"REMOTE_ADDR": "", "HTTP_COOKIE": cookie}) == Waiter("", known)


HASHES = (
    ("POST", "/login"),
    ("POST", "/login/code"),
    ("POST", "/password"),
    ("POST", "/second-factor"),
    ("POST", "/office/users"),
    ("POST", "/office/users/li/password"),
    ("POST", "/office/users/missing"),
    ("POST", "/api/v1/session"),
    ("PUT", "/api/v1/session"),
    ("POST", "/api/v1/office/users"),
    ("PUT", "/api/v1/office/users/li"),
)
WAYS = (
    *HASHES,
    ("GET", "/login"),
    ("GET", "/api/v1/session"),
    ("POST", "/logout"),
    ("POST", "/office/import"),
    ("POST", "/no/such/page"),
    ("DELETE", "/login"),
    ("GET", "/"),
)
