"""The JSON API: its OpenAPI file, tokens, the same refusals; whatever is sent to it, it answers as it says it does."""

import json
import re
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import response_schema_conformance

from planner.access import logins
from planner.store import Store
from planner.store.people import offers
from planner.store.roster import offices, versions
from tests.fixtures.office_at_work import NOW, issued_home, planned
from tests.fixtures.site_log_ins import PASSWORD, token_of
from tests.fixtures.swaps import clean_swap
from tests.profile import rounds
from web import create_app
from web.api import OPERATIONS, description

FILE = Path(__file__).parents[3] / "docs" / "openapi.json"
EXAMPLES = rounds(3, 10, 200)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    return Here(tmp_path / "home")


class Here:
    """The site over an issued office, with a token for a clerk, an official, a liaison and an auditor."""

    def __init__(self, home):
        self.store = Store(issued_home(home))
        self.slot, self.giver, self.taker, self.back = clean_swap(self.store)
        with self.store.write() as transaction:
            for name, role, person in (
                ("clerk", "clerk", ""),
                ("giver", "official", self.giver[2:]),
                ("taker", "official", self.taker[2:]),
                ("liaison", "liaison", "G01"),
                ("auditor", "auditor", ""),
            ):
                logins.add(transaction, offices.load(transaction), name, role, person, PASSWORD, NOW, "test")
        self.app = create_app(self.store)
        self.client = self.app.test_client()
        self.tokens = {
            name: self.ask("POST", "/session", json={"name": name, "password": PASSWORD}).json["token"]
            for name in ("clerk", "giver", "taker", "liaison", "auditor")
        }

    def ask(self, method, path, name="", **more):
        headers = {**more.pop("headers", {}), **({"Authorization": f"Bearer {self.tokens[name]}"} if name else {})}
        return self.client.open("/api/v1" + path, method=method, headers=headers, **more)


def test_the_file_in_docs_is_what_the_api_says_of_itself(here):
    said = here.ask("GET", "/openapi.json").json
    assert said == json.loads(json.dumps(description("当值 Dangzhi")))
    assert json.loads(FILE.read_text("utf-8")) == said, "python3 -m web.api > docs/openapi.json"
    assert sum(len(methods) for methods in said["paths"].values()) == len(OPERATIONS) > 60
    assert all(one.about.endswith(".") for one in OPERATIONS) and len({one.name for one in OPERATIONS}) == len(
        OPERATIONS
    )


def test_a_swap_from_verdict_to_undo(here):
    wish = {"slot": here.slot, "who": here.giver, "to": here.taker, "in_return": here.back}
    judged = here.ask("POST", "/me/verdicts", "giver", json=wish).json
    assert judged["verdict"]["broken"] == [] and {
        (one["who"], one["after"] - one["before"]) for one in judged["effects"]
    } == {(here.giver, 0), (here.taker, 0)}
    with here.store.read() as transaction:
        assert offers.every(transaction, still_open=True) == []
    made = here.ask("POST", "/me/requests", "giver", json=wish, headers={"Idempotency-Key": "one"})
    assert made.status_code == 200
    again = here.ask("POST", "/me/requests", "giver", json=wish, headers={"Idempotency-Key": "one"})
    assert (again.status_code, again.json) == (200, made.json)
    assert here.ask("POST", "/me/requests", "giver", json=wish).json["code"] == "ALREADY_OPEN"
    id = made.json["id"]
    assert here.ask("POST", f"/me/requests/{id}", "giver", json={"answer": "accept"}).json["code"] == "NOT_ASKED"
    assert here.ask("POST", f"/me/requests/{id}", "taker", json={"answer": "accept"}).json["state"] == "applied"
    with here.store.read() as transaction:
        assert (here.slot, here.taker) in versions.in_force(transaction).pairs
    undo = here.ask("POST", f"/me/requests/{id}", "giver", json={"answer": "undo", "reason": "又能来了"}).json
    assert (undo["state"], undo["undoes"], undo["waiting_for"]) == ("offered", id, [here.taker])
    assert [(one["did"], one["by"], one["words"]) for one in undo["deeds"]] == [("asked", here.giver, "又能来了")]
    assert {(one["who"], one["after"] - one["before"]) for one in undo["comes_to"]["counts"]} == {
        (here.giver, 0),
        (here.taker, 0),
    }
    with here.store.read() as transaction:
        assert (here.slot, here.taker) in versions.in_force(transaction).pairs, "one side alone undoes nothing"
    done = here.ask("POST", f"/me/requests/{undo['id']}", "taker", json={"answer": "accept"}).json
    states = {one["id"]: one["state"] for one in here.ask("GET", "/me/requests", "giver").json}
    assert done["state"] == "applied" and (states[id], states[undo["id"]]) == ("undone", "applied")


@pytest.mark.slow
def test_a_month_is_edited_locked_and_issued(here):
    planned(here.store, "2027-01")
    month = here.ask("GET", "/office/months/2027-01", "clerk").json
    row = next(
        one for one in here.ask("GET", "/office/months/2027-01/rows?draft=yes", "clerk").json if one["duty"] == "JF"
    )
    choices = here.ask(
        "GET", f"/office/months/2027-01/choices?slot={row['slot']}&out=p:{row['assignee']}", "clerk"
    ).json
    into = next(one["who"] for one in choices if not one["on_it"] and not one["broken"])
    edit = {"draft": month["draft"], "slot": row["slot"], "out": f"p:{row['assignee']}", "into": into}
    assert here.ask("POST", "/office/months/2027-01/edits", "clerk", json=edit).status_code == 200
    assert here.ask("POST", "/office/months/2027-01/sign", "clerk").status_code == 200
    assert here.ask("POST", "/office/months/2027-01/edits", "clerk", json=edit).json["code"] == "NOT_POSSIBLE"
    done = here.ask(
        "POST", "/office/months/2027-01/issue", "clerk", json={"signed_by": "主任", "reference": "1号"}
    ).json
    assert {one["number"] for one in done["issued"]} == {1}
    assert into[2:] in {
        one["assignee"]
        for one in here.ask("GET", "/office/months/2027-01/rows", "auditor").json
        if one["slot"] == row["slot"]
    }


def test_refusals_come_in_the_language_asked_for_with_every_fault(here):
    bad = {"cells": {"who": "没有这个人", "start": "2月30日"}}
    zh, en = (here.ask("POST", f"/office/data/absences?lang={lang}", "clerk", json=bad) for lang in ("zh", "en"))
    assert (zh.status_code, en.status_code) == (422, 422) and {one["cell"] for one in zh.json["faults"]} == {
        "人员",
        "类别",
        "起",
    }
    assert "请" in zh.json["message"] and "请" not in "".join(one["cause"] + one["cure"] for one in en.json["faults"])
    assert here.ask("POST", "/office/data/absences", "clerk", data=b"\xff\x00not json").json["code"] == "MALFORMED"
    assert here.ask("POST", "/me/requests", "giver", json={"slot": 7}).json["code"] == "MALFORMED"


def test_a_cookie_opens_nothing_and_a_token_ends_with_its_password(here):
    client = here.app.test_client()
    client.post("/login", data={"name": "clerk", "password": PASSWORD, "csrf_token": token_of(client.get("/login"))})
    assert client.get("/office/log").status_code == 200
    assert client.get("/api/v1/office/log").json["code"] == "NOT_KNOWN"
    assert client.post("/api/v1/office/months/2027-01/sign").status_code == 401
    assert here.ask("GET", "/session", "giver").json["person"] == here.giver[2:]
    with here.store.write() as transaction:
        logins.give_password(transaction, offices.load(transaction), "giver", "another password", NOW, "test")
    assert here.ask("GET", "/session", "giver").status_code == 401
    assert here.client.get("/api/v1/session", headers={"Authorization": "Bearer forged.token"}).status_code == 401
    assert here.ask("POST", "/session", json={"name": "giver", "password": "wrong"}).json["code"] == "NOT_KNOWN"


WHO = {
    "anybody": {"", "clerk", "giver", "liaison", "auditor"},
    "any log-in": {"clerk", "giver", "liaison", "auditor"},
    "log-in with its own password": {"clerk", "giver", "liaison", "auditor"},
    "person": {"giver", "liaison"},
    "clerk": {"clerk"},
    "clerk or auditor": {"clerk", "auditor"},
    "liaison": {"liaison"},
}


OUTSIDE = ("public_session", "public_end_session")
"""The one answers 401 to a wrong password, whoever asks; after the other nobody comes in any more."""
VALUES = {
    "month": "2026-12",
    "sheet": "people",
    "day": "2026-12-09",
    "id": "99",
    "number": "0",
    "name": "nobody",
    "code": "x",
    "person": "nobody",
    "ticket": "x",
}


@pytest.mark.slow
def test_every_operation_opens_to_its_roles_and_to_nobody_else(here):
    for one in OPERATIONS:
        if one.name not in OUTSIDE:
            assert opened(here, one) == WHO[one.whom], one.name


def opened(here, one):
    path = re.sub(r"<(\w+:)?(\w+)>", lambda found: VALUES[found[2]], one.path)
    if "who" in one.queries:
        path += f"?slot={here.slot}&who="
    return {
        name
        for name in ("", "clerk", "giver", "liaison", "auditor")
        if here.ask(
            one.method,
            path + ({"liaison": "p:G01"}.get(name, here.giver) if "who" in one.queries else ""),
            name,
            json={},
        ).status_code
        not in ((401,) if not name else (401, 403))
    }


ROLES = {
    "clerk": ("anybody", "any log-in", "log-in with its own password", "clerk"),
    "giver": ("person",),
    "liaison": ("liaison",),
    "auditor": ("clerk or auditor",),
}
SLOW = () if rounds(0, 0, 1) else ("/jobs", "/repairs", "/rings")
"""Left out but in the long profile: work in the background, and searches that take a second each."""
ENDS = ("public_end_session", "tokens_end")
"""Left out: after them nothing else could be asked."""


@pytest.mark.slow
@pytest.mark.parametrize("name", ROLES)
def test_whatever_is_sent_it_answers_as_it_says(here, name):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", here.app)
    headers, tried = {"Authorization": f"Bearer {here.tokens[name]}"}, 0
    for operation in (found.ok() for found in schema.get_all_operations()):
        said = operation.definition.raw
        left_out = operation.path.endswith(SLOW) or said["operationId"] in ENDS
        if said["x-open-to"] in ROLES[name] and not left_out:
            once(operation, headers)
            tried += 1
    assert tried == sum(
        one.whom in ROLES[name] and not one.path.endswith(SLOW) and one.name not in ENDS for one in OPERATIONS
    )


def once(operation, headers):
    """One operation with what its schema allows, and with what it does not."""

    @settings(
        max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
    )
    @given(case=operation.as_strategy() | operation.as_strategy(GenerationMode.NEGATIVE))
    def test(case):
        case.call_and_validate(headers=headers, checks=[not_a_server_error, response_schema_conformance])

    test()
