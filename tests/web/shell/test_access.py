"""Who may open what: every route for every role and for what is another's; no change without a token, or twice."""

import re
import time
from dataclasses import replace
from itertools import count

import pytest
from flask import Flask

from planner.access import logins
from planner.changing import open_call
from planner.judging.refusals import SwapRefused
from planner.office.sheets import Unit as UnitRow
from planner.store import Store, jobs
from planner.store.messages import feeds, messages
from planner.store.people import offers
from planner.store.roster import drafts, offices, versions
from tests.fixtures import engines
from tests.fixtures.office_at_work import MONTH, NOW, issued_home
from tests.fixtures.site_log_ins import PASSWORD, token_of
from tests.fixtures.swaps import asked, clean_swap, free_pairs
from web import create_app
from web.api import OPERATIONS

pytestmark = pytest.mark.engines

ROLES = ("stranger", "bare", "giver", "other", "approver", "liaison", "auditor", "clerk")
"""No log-in; one that belongs to nobody; whose duty it is; somebody else; and the roles."""

PUBLIC = {
    ("GET", "/"),
    ("GET", "/month/2026-12"),
    ("GET", "/subscribe"),
    ("GET", "/subscribe/qr.svg"),
    ("GET", "/check"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/login"),
    ("GET", "/login/office"),
    ("GET", "/login/office/back"),
    ("GET", "/static/site.css"),
    ("GET", "/htmx/htmx.min.js"),
    ("GET", "/bootstrap/static/css/bootstrap.min.css"),
}
ANY_LOG_IN = {
    ("GET", "/password"),
    ("GET", "/sessions"),
    ("POST", "/sessions/end"),
    ("POST", "/sessions/99999/end"),
    ("GET", "/tokens"),
    ("POST", "/tokens"),
    ("POST", "/tokens/99/end"),
    ("GET", "/unsent"),
    ("POST", "/unsent/drop"),
    ("GET", "/second-factor"),
    ("POST", "/second-factor"),
    ("POST", "/second-factor/seen"),
}
PERSON = {("GET", "/me/office/2026-12"), ("GET", "/me"), ("GET", "/me/account")}
RECORD = {
    ("GET", "/office/log"),
    ("GET", "/office/2026-12/papers"),
    ("GET", "/office/2026-12/papers/month.pdf"),
    ("GET", "/office/2026-12/swaps"),
}
LIAISON = {("GET", "/unit"), ("POST", "/unit")}
CLERK = {
    ("POST", "/office/2026-12/undo"),
    ("GET", "/office/2026-12/compare"),
    ("POST", "/office/2026-12/choose"),
    ("GET", "/office/users"),
    ("POST", "/office/users"),
    ("POST", "/office/users/nobody/disable"),
    ("GET", "/office/tokens"),
    ("POST", "/office/tokens/99/end"),
    ("GET", "/office/identities"),
    ("POST", "/office/identities/99/bind"),
    ("POST", "/office/identities/99/unbind"),
    ("GET", "/office/users/missing"),
    ("POST", "/office/users/missing"),
    ("GET", "/office/2026-12/preparing"),
    ("GET", "/office/tomorrow"),
    ("POST", "/office/tomorrow"),
    ("GET", "/office/calendar/2026"),
    ("GET", "/office/calendar/2027/notice"),
    ("POST", "/office/calendar/2027/notice"),
    ("POST", "/office/calendar/2027/notice/load"),
    ("GET", "/office/data"),
    ("GET", "/office/data/people"),
    ("GET", "/office/data/people/new"),
    ("POST", "/office/data/people/new"),
    ("GET", "/office/data/people/0"),
    ("POST", "/office/data/people/0"),
    ("POST", "/office/data/people/0/remove"),
    ("GET", "/office"),
    ("GET", "/office/search?q=王"),
    ("GET", "/office/day"),
    ("GET", "/office/people/L01/2026"),
    ("GET", "/office/2026-12"),
    ("GET", "/office/2026-12/progress"),
    ("GET", "/office/2026-12/planning"),
    ("POST", "/office/2026-12/call-off"),
    ("GET", "/office/2026-12/replan"),
    ("GET", "/office/2026-12/sign"),
    ("GET", "/office/2026-12/recall"),
    ("POST", "/office/2026-12/recall"),
    ("GET", "/office/2026-12/issue"),
    ("GET", "/office/2026-12/issued"),
    ("GET", "/office/2026-12/withdraw"),
    ("GET", "/office/import"),
    ("GET", "/office/swaps"),
    ("POST", "/office/swaps/99/chased"),
    ("POST", "/office/calls/99/close"),
    ("GET", "/office/now"),
    ("GET", "/office/now/card.docx"),
    ("GET", "/office/orders"),
    ("GET", "/office/2026-12/duty/JF|JF-1|20261215"),
    ("POST", "/office/2026-12/stop"),
    ("POST", "/office/orders"),
    ("POST", "/office/served"),
    ("POST", "/office/served/1/undo"),
    ("POST", "/office/orders/1/undo"),
    ("POST", "/office/swaps/99/approve"),
    ("POST", "/office/2026-12/sign"),
    ("POST", "/office/2026-12/cell/JF|JF-1|20261215"),
    ("GET", "/office/2026-12/cell/JF|JF-1|20261215"),
    ("GET", "/office/2026-12/cells"),
    ("POST", "/office/2026-12/cells/pin"),
    ("GET", "/office/2026-12/verdict"),
    ("POST", "/office/2026-12/copy"),
    ("GET", "/office/orders/1"),
    ("POST", "/office/import"),
    ("POST", "/office/import/abc"),
    ("GET", "/office/import/abc/marked"),
    ("GET", "/office/import/abc/table"),
    ("POST", "/office/import/abc/table"),
    ("POST", "/office/2026-12/withdraw"),
    ("POST", "/office/2026-12/issue"),
    ("POST", "/office/2026-12/plan"),
    ("POST", "/office/2026-12/explain"),
    ("POST", "/office/2026-12/offers"),
    ("GET", "/office/2026-12/served"),
    ("GET", "/office/2026-12/note"),
    ("GET", "/office/rules"),
    ("GET", "/office/rules.xlsx"),
    ("GET", "/office/rules/new"),
    ("GET", "/office/rules/new/gap"),
    ("POST", "/office/rules/new/gap"),
    ("GET", "/office/rules/1/edit"),
    ("POST", "/office/rules/1/edit"),
    ("GET", "/office/rules/1/history"),
    ("POST", "/office/rules/1/remove"),
    ("POST", "/office/rules/1/restore/99"),
    ("POST", "/office/2026-12/swaps/99/undo"),
    ("GET", "/office/vacancies"),
    ("POST", "/office/vacancies"),
    ("POST", "/office/rules/1"),
    ("POST", "/office/2026-12/way"),
    ("POST", "/office/2026-12/pin/JF|JF-1|20261215"),
    ("GET", "/office/feeds"),
    ("POST", "/office/feeds"),
    ("POST", "/office/feeds/{office_feed}/revoke"),
    ("GET", "/office/messages"),
    ("GET", "/office/messages/{message}.ics"),
    ("POST", "/office/messages/{message}/close"),
    ("POST", "/office/messages/send"),
    ("POST", "/office/messages/target"),
    ("POST", "/office/feeds/reach"),
    ("POST", "/office/feeds/leader/L01/on"),
}
OWNER = {
    ("GET", "/me/swap/{slot}?who={giver}"): {"giver"},
    ("GET", "/me/why/{slot}?who={giver}"): {"giver"},
    ("POST", "/me/swap"): {"giver"},
    ("POST", "/me/feed"): {"giver"},
    ("POST", "/me/feed/{feed}/revoke"): {"giver"},
    ("GET", "/me/calendar/{giver_id}.ics"): {"giver"},
    ("GET", "/me/paper/{giver_id}/2026-12.docx"): {"giver"},
    ("POST", "/me/entry/absence"): {"giver"},
    ("POST", "/me/call"): {"giver"},
    ("GET", "/me/call/{call}?who={giver}"): {"giver"},
    ("POST", "/me/call/{call}/take"): {"giver"},
    ("POST", "/me/call/{own_call}/close"): {"giver"},
    ("POST", "/me/entry/wish/{giver_id}/0/withdraw"): {"giver"},
    ("POST", "/me/offer/{offer}/decline"): {"giver"},
    ("GET", "/me/undo/{offer}"): {"giver"},
}
ELSEWHERE = {
    ("POST", "/login"),
    ("GET", "/login/code"),
    ("POST", "/login/code"),
    ("POST", "/password"),
    ("POST", "/logout"),
}
"""Tried one by one below and in the tests of the second factor; feeds have a door of their own and no route."""


class Site:
    """The site over an issued office, a client for each role, and what belongs to the giver."""

    def __init__(self, home):
        self.store = Store(home)
        self.slot, self.giver, self.taker, self.back = clean_swap(self.store)
        people = {
            "giver": self.giver[2:],
            "other": "L01",
            "approver": "L02",
            "liaison": "G01",
            "auditor": "",
            "clerk": "",
            "bare": "",
        }
        with self.store.write() as transaction:
            for name, person in people.items():
                role = name if name in ("approver", "liaison", "auditor", "clerk") else "official"
                logins.add(transaction, offices.load(transaction), name, role, person, PASSWORD, NOW, "test")
            self.feed = feeds.add(transaction, "person", self.giver[2:], "手机", "secret", NOW.isoformat())
            office = offices.load(transaction)
            offices.save(
                transaction,
                office,
                office.with_rows(
                    "单位",
                    tuple(
                        replace(row, liaison="G01") if row.id == self.on_air(transaction) else row
                        for row in office.of(UnitRow)
                    ),
                ),
            )
            self.air, self.of = next(
                (slot, who[2:])
                for slot, who in sorted(versions.in_force(transaction).pairs)
                if who == "u:" + self.on_air(transaction)
            )
            self.message = min(one.id for one in messages.standing(transaction))
            self.office_feed = feeds.add(transaction, "unit", "U01", "信访局", "other secret", NOW.isoformat())
        self.offer = asked(self.store, self.slot, self.giver, self.taker, self.back).id
        self.call, self.own_call = self.called_out()
        self.app: Flask = create_app(self.store)

    def on_air(self, transaction):
        """A unit that has a date in the studio."""
        return next(who[2:] for slot, who in sorted(versions.in_force(transaction).pairs) if who.startswith("u:"))

    def called_out(self):
        """A call of somebody else's that the giver could take, and one of the giver's own."""
        with self.store.read() as transaction:
            mine = [pair for pair in free_pairs(transaction) if pair[0].startswith("RX|RX-1")]
        held = {slot for slot, who in mine if who == self.giver}
        theirs = next(pair for pair in mine if pair[1] != self.giver and pair[0] not in held)
        own = next(pair for pair in mine if pair[1] == self.giver)
        return tuple(open_call.call_out(self.store, *pair, NOW, pair[1]).id for pair in (theirs, own))

    def client(self, role):
        client = self.app.test_client()
        if role != "stranger":
            token = token_of(client.get("/login"))
            assert (
                client.post("/login", data={"name": role, "password": PASSWORD, "csrf_token": token}).status_code == 302
            )
        return client

    def form(self, client):
        """A form that is the giver's to send, with a token of this client's session."""
        return {
            "csrf_token": token_of(client.get("/login")),
            "slot": self.slot,
            "who": self.giver,
            "to": self.taker,
            "for": self.back,
            "person": self.giver[2:],
            "start": "2026-12-20",
            "channel": "电话",
            "unit": self.of,
            "day": "2026-12-15",
        }

    def path(self, pattern):
        return pattern.format(
            slot=self.slot,
            giver=self.giver,
            giver_id=self.giver[2:],
            feed=self.feed,
            office_feed=self.office_feed,
            message=self.message,
            offer=self.offer,
            call=self.call,
            own_call=self.own_call,
        )

    def ask(self, client, method, pattern, **more):
        if method == "GET":
            return client.get(self.path(pattern))
        return client.post(self.path(pattern), data={**self.form(client), **more})


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    return Site(issued_home(tmp_path / "home"))


def open_to(answer):
    """Whether the view was reached; a stranger is sent to log in, others are refused."""
    return not (answer.status_code == 403 or (answer.status_code == 302 and "/login" in answer.headers["Location"]))


@pytest.mark.slow
def test_every_route_opens_to_its_roles_and_to_nobody_else(site):
    clients = {role: site.client(role) for role in ROLES}
    people = {"giver", "other", "approver", "liaison"}
    allowed = {one: set(ROLES) for one in PUBLIC} | {one: set(ROLES) - {"stranger"} for one in ANY_LOG_IN}
    allowed |= (
        {one: people for one in PERSON}
        | {one: {"clerk"} for one in CLERK}
        | {one: {"clerk", "auditor"} for one in RECORD}
        | {one: {"liaison"} for one in LIAISON}
    )
    for (method, pattern), roles in allowed.items():
        got = {role for role, client in clients.items() if open_to(site.ask(client, method, pattern))}
        assert got == roles, (method, pattern)


@pytest.mark.slow
def test_what_belongs_to_somebody_is_theirs_alone(site):
    for (method, pattern), owners in OWNER.items():
        for role in ROLES:
            if role not in owners:
                before = state(site)
                answer = site.ask(site.client(role), method, pattern)
                refused = answer.status_code in (302, 403, 404)
                assert refused and state(site) == before, (method, pattern, role)
        assert open_to(site.ask(site.client(owners.copy().pop()), method, pattern)), pattern


def state(site):
    with site.store.read() as transaction:
        office = offices.load(transaction)
        return (
            versions.in_force(transaction).pairs,
            [(one.id, one.state) for one in offers.every(transaction)],
            [(one.id, one.revoked_at) for one in feeds.every(transaction)],
            office.rows,
            [one.number for one in versions.every(transaction)],
            drafts.latest(transaction, MONTH),
            jobs.latest(transaction, MONTH),
        )


def test_no_route_is_missing_from_the_lists(site):
    adapter = site.app.url_map.bind("localhost")
    listed = set()
    for method, pattern in [*PUBLIC, *ANY_LOG_IN, *PERSON, *CLERK, *RECORD, *LIAISON, *OWNER]:
        endpoint, _ = adapter.match(site.path(pattern).partition("?")[0], method=method)
        listed.add((endpoint, method))
    known = {
        (rule.endpoint, method)
        for rule in site.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    elsewhere = {("shell.login.log_in", "POST"), ("shell.login.password", "POST"), ("shell.login.log_out", "POST")}
    elsewhere |= {("shell.second_factor.code", "GET"), ("shell.second_factor.code", "POST")}
    known -= {("api." + one.name, one.method) for one in OPERATIONS}  # which tests/web/api/test_api.py opens one by one
    assert known == listed | elsewhere and not listed & elsewhere and len(elsewhere) == len(ELSEWHERE)


@pytest.mark.slow
def test_a_view_that_does_not_say_whom_it_is_open_to_is_closed(site):
    site.app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    assert {role: site.client(role).get("/forgotten").status_code for role in ("stranger", "giver", "clerk")} == {
        "stranger": 403,
        "giver": 403,
        "clerk": 403,
    }


@pytest.mark.slow
def test_no_unsafe_route_acts_without_its_token(site):
    clerk, giver = site.client("clerk"), site.client("giver")
    unsafe = [rule for rule in site.app.url_map.iter_rules() if rule.methods & {"POST", "PUT", "DELETE", "PATCH"}]
    assert len(unsafe) > 15
    for rule in unsafe:
        path = "/" + "/".join(_value(part) for part in rule.rule.strip("/").split("/"))
        before, method = state(site), next(iter(rule.methods & {"POST", "PUT", "DELETE", "PATCH"}))
        wanted = (400, 401, 415) if rule.endpoint.startswith("api.") else (400,)
        for client in (clerk, giver):
            assert (
                client.open(path, method=method, data={"name": "giver", "password": PASSWORD}).status_code in wanted
            ), path
            assert (
                client.open(path, method=method, data={**site.form(client), "csrf_token": "forged"}).status_code
                in wanted
            ), path
        assert state(site) == before


def _value(part):
    if not part.startswith("<"):
        return part
    if "any(" in part:
        return re.search(r"any\(\W*(\w+)", part).group(1)
    samples = {"int": "1", "month": "2026-12", "year": "2026"}
    return next((value for kind, value in samples.items() if part.startswith(f"<{kind}")), "x")


@pytest.mark.slow
def test_nothing_changes_on_get(site):
    for role in ("clerk", "giver"):
        client, before = site.client(role), state(site)
        for rule in site.app.url_map.iter_rules():
            path = "/" + "/".join(_value(part) for part in rule.rule.strip("/").split("/"))
            assert client.get(path).status_code in (200, 302, 401, 404, 405, 403), path
        assert state(site) == before


@pytest.mark.slow
def test_unknown_names_and_wrong_passwords_get_one_answer_in_one_time(passwords_that_cost_as_ever, site):
    addresses = count(1)

    def failed(name):
        client = site.app.test_client()
        form = {"name": name, "password": "wrong password", "csrf_token": token_of(client.get("/login"))}
        began = time.perf_counter()
        answer = client.post("/login", data=form, environ_base={"REMOTE_ADDR": f"10.0.0.{next(addresses)}"})
        took = time.perf_counter() - began
        plain = re.sub(r'value="[^"]*"', "", answer.get_data(as_text=True))
        return answer.status_code, plain, took

    failed("nobody here")  # the hash that stands for unknown names is made once
    unknown = [failed("nobody here") for _ in range(4)]
    wrong = [failed("giver") for _ in range(4)]
    assert {one[:2] for one in unknown} == {one[:2] for one in wrong} and unknown[0][0] == 401
    shorter, longer = sorted((min(one[2] for one in unknown), min(one[2] for one in wrong)))
    assert longer < 2 * shorter, "hashing takes its time for both"


@pytest.mark.slow
def test_a_form_sent_twice_acts_once(site):
    giver = site.client("giver")
    form = site.form(giver) | {"key": "one and the same"}
    for _ in range(2):
        assert giver.post("/me/entry/absence", data=form).status_code == 302
    with site.store.read() as transaction:
        assert len([row for row in offices.load(transaction).rows["请假外出"] if row.who == site.giver]) == 1
    first = giver.post("/me/feed", data=site.form(giver) | {"key": "another", "name": "手机"})
    second = giver.post("/me/feed", data=site.form(giver) | {"key": "another", "name": "手机"})
    assert (first.status_code, second.status_code) == (200, 302)
    with site.store.read() as transaction:
        assert len(feeds.every(transaction)) == 3
    assert (
        site.client("other").post("/me/feed", data=site.form(site.client("other")) | {"key": "another"}).status_code
        != 302
    )
    third = giver.post("/me/feed", data=site.form(giver), headers={"Idempotency-Key": "another"})
    assert third.status_code == 302


@pytest.mark.slow
def test_a_key_whose_deed_was_refused_may_be_used_again(site):
    giver = site.client("giver")
    form = site.form(giver) | {"key": "tried", "to": site.giver, "for": ""}
    giver.post("/me/swap", data=form)
    with site.store.write() as transaction:
        offers.change(transaction, offers.get(transaction, site.offer), state="declined")
    giver.post("/me/swap", data=form | {"to": site.taker, "for": site.back})
    with site.store.read() as transaction:
        assert [one.state for one in offers.every(transaction)][-1] == "offered"


@pytest.mark.slow
def test_parallel_posts_of_one_key_act_once(site):
    from tests.fixtures.swaps import parallel

    clients = [site.client("giver") for _ in range(6)]
    forms = [site.form(client) | {"key": "at one moment"} for client in clients]
    outcomes = parallel(
        [lambda c=c, f=f: c.post("/me/feed", data=f).status_code for c, f in zip(clients, forms, strict=True)]
    )
    assert sorted(outcomes) == [200, 302, 302, 302, 302, 302]
    with site.store.read() as transaction:
        assert len(feeds.every(transaction)) == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("base", "secure"), [("https://duty.example.gov", True), ("http://10.0.0.5:8000", False), ("", False)]
)
def test_cookies_are_secure_where_there_is_https_and_links_carry_the_public_address(
    tmp_path, monkeypatch, base, secure
):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    monkeypatch.setenv("DANGZHI_BASE_URL", base)
    site = Site(issued_home(tmp_path / "home"))
    client = site.app.test_client()
    token = token_of(client.get("/login", base_url="https://localhost"))
    answer = client.post(
        "/login", data={"name": "giver", "password": PASSWORD, "csrf_token": token}, base_url="https://localhost"
    )
    cookies = [*answer.headers.getlist("Set-Cookie"), *client.get("/?lang=en").headers.getlist("Set-Cookie")]
    bound = "__Host-" if secure else ""
    assert {value.partition("=")[0] for value in cookies} == {f"{bound}{one}" for one in ("session", "browser", "lang")}
    for cookie in cookies:
        assert ("Secure" in cookie) == secure and "HttpOnly" in cookie and "SameSite=Lax" in cookie
        assert "Path=/" in cookie and "Domain" not in cookie
    form = {"csrf_token": token_of(client.get("/login", base_url="https://localhost")), "person": site.giver[2:]}
    shown = client.post(
        "/me/feed", data=form, base_url="https://localhost", headers={"Referer": "https://localhost/me"}
    ).get_data(as_text=True)
    address = base or "http://localhost:8000"
    assert address + "/feed/" in shown and ("localhost" in shown) == (not base)
    page = client.get("/subscribe", base_url="https://localhost").get_data(as_text=True)
    assert address + "/feed/public.ics" in page


@pytest.mark.slow
def test_while_the_store_does_not_answer_a_clerk_still_sees_who_is_on_duty(site, monkeypatch):
    from planner.store.roster.office_clock import office_now
    from planner.worker import snapshot

    monkeypatch.setenv("DANGZHI_NOW", "2026-12-09T22:30")
    snapshot.write_snapshot(site.store, office_now(site.store))
    clerk, giver = site.client("clerk"), site.client("giver")
    whole = clerk.get("/office/now").get_data(as_text=True)
    names = re.findall(r'class="who">([^<]+)<', whole)
    site.store.close()
    engines.take_away(site.store)
    answer = clerk.get("/office/now")
    text = answer.get_data(as_text=True)
    assert (
        answer.status_code == 200
        and "来自快照" in text
        and names
        and re.findall(r'class="who">([^<]+)<', text) == names
        and "tel:" in text
    )
    assert giver.get("/office/now").status_code == 503
    assert open_to(site.app.test_client().get("/office/now")) is False
    assert {clerk.get(path).status_code for path in ("/office/2026-12", "/me", "/", "/feed/secret.ics")} == {503}


def test_refusals_of_swaps_are_a_closed_list():
    from planner.judging.refusals import Refusal

    assert issubclass(SwapRefused, Exception)
    assert len({one.value.zh for one in Refusal}) == len({one.value.en for one in Refusal}) == len(Refusal)
