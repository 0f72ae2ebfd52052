"""Errors: one shape on the API, a sentence on the pages; each case here was once a 500, an HTML page or a lost body."""

import io
import json

import pytest

from planner.access import logins
from planner.changing import asking, swap
from planner.data_entry.waiting import file_name
from planner.store import Store
from planner.store.roster import offices, versions
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, run
from tests.fixtures.site_log_ins import PASSWORD
from tests.fixtures.swaps import clean_swap
from web import create_app

pytestmark = pytest.mark.slow

BIG, LONG = "9" * 30, "九" * 5000


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "clerk", "clerk", "", PASSWORD, NOW, "test")
    return store


@pytest.fixture
def clerk(store):
    app = create_app(store)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/login", data={"name": "clerk", "password": PASSWORD})
    return client


@pytest.fixture
def api(store):
    return Api(create_app(store).test_client())


class Api:
    def __init__(self, client):
        self.client = client
        self.token = client.post("/api/v1/session", json={"name": "clerk", "password": PASSWORD}).json["token"]

    def ask(self, method, path, **more):
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        return self.client.open("/api/v1" + path, method=method, headers=headers, **more)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/month/9999-12", 404),
        ("/month/0001-01", 404),
        ("/month/2026-13", 404),
        (f"/month/{BIG}", 404),
        ("/office/9999-12", 404),
        ("/office/9999-12/compare", 404),
        ("/office/0000-01/progress", 404),
        ("/office/9999-12/papers/month.pdf", 404),
        ("/office/tomorrow?day=9999-12-31", 400),
        ("/office/tomorrow?day=0001-01-01", 400),
        ("/office/tomorrow?day=2026-02-30", 400),
        (f"/office/orders/{BIG}", 404),
        (f"/office/messages/{BIG}.ics", 404),
        (f"/office/log?before={BIG}", 200),
        ("/office/log?before=²", 200),
        (f"/office/data/people?page={BIG}", 200),
        (f"/office/messages?page={'9' * 5000}", 200),
        (f"/office/2026-12/papers/month.pdf?version={BIG}", 200),
        (f"/office/2026-12/cell/{BIG}", 404),
        ("/office/2026-12/duty/JF|JF-1|20261399", 404),
        ("/office/calendar/9999", 404),
        ("/check?code=%00", 400),
        (f"/?x={'a' * 30_000}", 414),
    ],
)
def test_a_page_says_what_cannot_be_shown(clerk, path, status):
    answer = clerk.get(path)
    assert answer.status_code == status
    if status >= 400:
        assert "<h1>" in answer.get_data(as_text=True)


def test_a_day_that_cannot_be_read_is_named(clerk):
    said = clerk.get("/office/tomorrow?day=9999-12-31").get_data(as_text=True)
    assert "9999-12-31 太早或太晚，年份请在 1990 年至 2100 年之间" in said
    said = clerk.get("/office/tomorrow?day=明天&lang=en").get_data(as_text=True)
    assert "&#39;明天&#39; is not a day, write 2026-12-10" in said


@pytest.mark.parametrize(
    "name", [LONG, LONG + ".xlsx", "a" * 5000 + ".csv", "..", "../../x.xlsx", ".", "", "\\\\x\\y.xlsx"]
)
def test_an_upload_may_be_called_anything(clerk, name):
    answer = clerk.post("/office/import", data={"workbook": (io.BytesIO(b"nothing"), name)})
    assert answer.status_code in (200, 400)
    assert len(file_name(name).encode()) <= 255 and file_name(name) not in ("", ".", "..")
    assert "/" not in file_name(name)


def test_a_number_of_thirty_digits_in_a_form_changes_nothing(clerk):
    for path, field in (("plan", "changes"), ("way", "number"), ("choose", "draft")):
        assert clerk.post(f"/office/2026-12/{path}", data={field: BIG}).status_code == 302


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "NOT_THERE"),
        ("GET", "", 404, "NOT_THERE"),
        ("POST", "/office/months/9999-12/sign", 404, "NOT_THERE"),
        ("PATCH", "/office/users", 405, "NOT_SO"),
        ("GET", f"/office/jobs/{BIG}", 404, "NOT_THERE"),
        ("GET", "/office/reminders/9999-12-31", 404, "NOT_THERE"),
        ("GET", "/public/codes/%00", 400, "BAD_REQUEST"),
    ],
)
def test_an_error_of_the_api_is_json_in_one_shape(api, method, path, status, code):
    for lang in ("zh", "en"):
        answer = api.ask(method, f"{path}?lang={lang}")
        assert (answer.status_code, answer.mimetype, answer.json["code"]) == (status, "application/json", code)
        assert set(answer.json) <= {"code", "message", "faults"} and answer.json["message"].isascii() == (lang == "en")


def test_a_breakdown_of_the_api_is_json_too(api, monkeypatch):
    monkeypatch.setattr("web.api.work.on_duty", lambda *_: 1 / 0)
    api.client.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = api.ask("GET", "/office/now")
    assert (answer.status_code, answer.json["code"]) == (500, "BROKEN")


def test_a_body_is_read_or_refused_and_never_dropped(api):
    row = json.dumps({"cells": {"key": "保存年限", "value": "3"}})
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        said = api.ask("POST", "/office/data/settings", data=row, content_type=kind)
        assert (said.status_code, said.json["code"]) == (415, "NOT_JSON")
    assert not any(one["row"]["项目"] == "保存年限" for one in api.ask("GET", "/office/data/settings").json)
    assert api.ask("POST", "/office/data/settings", data=row.encode()).status_code == 200
    assert any(one["row"] == {"项目": "保存年限", "值": "3"} for one in api.ask("GET", "/office/data/settings").json)


@pytest.mark.parametrize(
    "body",
    [
        {"day": "9999-12-31", "slot": "x", "who": "p:L01", "step": "told"},
        {"day": "2026-12-09", "slot": "\x00", "who": "p:L01", "step": "told"},
        {"day": "2026-12-09", "slot": "x" * 30_000, "who": "p:L01", "step": "told"},
    ],
)
def test_a_value_that_nothing_here_has_is_refused(api, body):
    answer = api.ask("POST", "/office/reminders", json=body)
    assert (answer.status_code, answer.json["code"]) == (400, "BAD_REQUEST")
    assert api.ask("POST", f"/office/months/{MONTH}/way", json={"number": 10**30}).status_code == 400


def test_a_request_sent_again_gets_its_first_answer(api):
    user = {"name": "second", "role": "auditor", "password": "a long password"}
    key = {"Idempotency-Key": "one"}
    first = api.ask("POST", "/office/users", json=user, headers=key)
    again = api.ask("POST", "/office/users", json=user, headers=key)
    assert first.status_code == again.status_code == 200 and first.json == again.json and first.data == again.data
    other = api.ask("POST", "/office/users", json={**user, "name": "third"}, headers=key)
    assert (other.status_code, other.json["code"]) == (422, "KEY_USED")
    assert [one["name"] for one in api.ask("GET", "/office/users").json].count("second") == 1
    refused = api.ask("POST", "/office/users", json=user, headers={"Idempotency-Key": "two"})
    assert refused.status_code >= 400  # and it may be tried again, since nothing was done
    assert api.ask("POST", "/office/users", json=user, headers={"Idempotency-Key": "two"}).json == refused.json


def test_what_is_kept_of_an_answer_opens_with_its_key_alone_and_cannot_be_changed_unseen(api, store):
    key = {"Idempotency-Key": "secret"}
    row = {"cells": {"key": "保存年限", "value": "3"}}
    made = api.ask("POST", "/office/data/settings", json=row, headers=key)
    with store.read() as transaction:
        (sealed,) = transaction.connection.exec_driver_sql("SELECT sealed FROM answers").scalars()
    assert made.data not in sealed and sealed.startswith(b"gAAAA")
    assert api.ask("POST", "/office/data/settings", json=row, headers=key).data == made.data
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE answers SET sealed = ?", (sealed[:-9] + b"A" + sealed[-8:],))
    changed = api.ask("POST", "/office/data/settings", json=row, headers=key)
    assert (changed.status_code, changed.json["code"]) == (409, "CHANGED")


def test_lists_are_lists(api, store):
    slot, giver, taker, back = clean_swap(store)
    made = asking.offer(store, slot, giver, taker, back, NOW, asking.OFFICE, "zh")
    (one,) = api.ask("GET", "/office/requests").json
    assert one["moves"] == [
        {"slot": slot, "giver": giver, "taker": taker},
        {"slot": back, "giver": taker, "taker": giver},
    ]
    assert (one["agreed_by"], one["waiting_for"]) == ([], [taker])
    listed = json.loads(run(store.home, "swap", "list", "--json").stdout)["offers"][0]
    assert (listed["moves"], listed["agreed_by"]) == (one["moves"], [])
    swap.accept(store, made.id, asking.OFFICE, frozenset(), NOW, "zh")
    with store.read() as transaction:
        assert (slot, taker) in versions.in_force(transaction).pairs


def test_a_row_is_an_object_in_the_workbook_s_words_both_ways(api):
    (leave,) = [one for one in api.ask("GET", "/office/data/absences").json][:1]
    assert leave["row"]["人员"] == leave["cells"][0] and leave["row"]["起"] == leave["cells"][1]
    changed = {"cells": {**leave["row"], "类别": "外出"}, "mark": leave["mark"]}
    assert api.ask("PUT", "/office/data/absences/0", json=changed).status_code == 200
    assert api.ask("GET", "/office/data/absences").json[0]["row"] == {**leave["row"], "类别": "外出"}


def test_commands_say_it_too(store):
    for words in (
        ("plan", "9999-12"),
        ("why", MONTH, "--duty", "JF", "--date", "9999-12-31"),
        ("swap", "accept", BIG, "--as", "office"),
        ("served", "undo", BIG),
        ("export", MONTH, "--to", "/tmp/x.pdf", "--version", BIG, "--duty", "JF"),
        ("direct", "session", "--slot", "JF|JF-1|20261208", "--date", "9999-12-31"),
        ("direct", "undo", BIG),
    ):
        done = run(store.home, *words)
        assert done.returncode in (1, 2) and "Traceback" not in done.stderr and done.stderr.strip(), words
