"""Tokens of the API: hashed, scoped, listed, ended; none can do more than its log-in may at that moment."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from planner.access import logins
from planner.access.handed_out import tokens
from planner.store import Store, Unreadable, audit
from planner.store.door.api_tokens import TokenScope, digest_of
from planner.store.door_tables import api_tokens, users
from planner.store.people import users as user_rows
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.site_log_ins import PASSWORD
from web import body_limit, create_app
from web.api import OPERATIONS
from web.shell import limits

pytestmark = pytest.mark.engines

AT = "2026-11-26T09:00"
HERE = "192.0.2.7"


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", AT)
    return Site(Store(issued_home(tmp_path / "home")), monkeypatch)


class Site:
    """The API over an issued office with a clerk, an official and an auditor."""

    def __init__(self, store, monkeypatch):
        self.store, self.patch = store, monkeypatch
        with store.write() as transaction:
            for name, role, person in (("clerk", "clerk", ""), ("li", "official", "H01"), ("reader", "auditor", "")):
                logins.add(transaction, offices.load(transaction), name, role, person, PASSWORD, NOW, "test")
        self.app = create_app(store)
        self.client = self.app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = HERE

    def ask(self, method, path, token="", **body):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, json=body or None)

    def enter(self, name):
        return self.ask("POST", "/session", name=name, password=PASSWORD).json["token"]

    def made(self, name, scope, **more):
        return self.ask("POST", "/session/tokens", self.enter(name), name="大屏", scope=scope, **more).json

    def later(self, span):
        self.patch.setenv("DANGZHI_NOW", f"{datetime.fromisoformat(AT) + span:%Y-%m-%dT%H:%M}")

    def rows(self, *actions):
        with self.store.read() as transaction:
            found = audit.page(transaction, 0, 50)
        return [(one.actor, one.action, one.detail) for one in reversed(found) if one.action in actions]


def test_a_token_is_long_known_again_and_kept_as_a_digest_alone(site):
    made = site.made("li", "read")
    secret = made["token"]
    assert secret.startswith("dangzhi_") and len(secret) >= 8 + 43, "256 bits"
    with site.store.read() as transaction:
        kept = transaction.connection.execute(select(api_tokens)).mappings().all()
        assert digest_of(secret) in {row["digest"] for row in kept}
        assert secret not in str([dict(row) for row in kept]) and secret[8:] not in str([dict(row) for row in kept])
    assert site.made("li", "read")["token"] != secret
    assert site.ask("GET", "/me/duties", secret).status_code == 200
    assert site.ask("GET", "/me/duties", secret[:-1]).status_code == 401
    assert site.ask("GET", "/me/duties", digest_of(secret)).status_code == 401
    assert (made["holder"], made["name"], made["made_by"], made["state"]) == ("li", "大屏", "li", "good")
    assert made["expires_at"].startswith("2027-02-24T09:00"), "ninety days where nobody says otherwise"


def test_every_operation_states_its_scope_and_reading_and_writing_are_told_apart():
    reads = {one.name for one in OPERATIONS if one.method == "GET"}
    scopes = {scope: {one.name for one in OPERATIONS if one.scope is scope} for scope in TokenScope}
    assert all(isinstance(one.scope, TokenScope) for one in OPERATIONS)
    assert scopes[TokenScope.FULL] == {
        "public_session", "public_choose_password", "data_add_user", "data_change_user", "tokens_make",
        "identities_bind_or_unbind",
    }  # fmt: skip
    assert reads == scopes[TokenScope.READ] | scopes[TokenScope.ROSTERS] - {"public_end_session"}
    assert scopes[TokenScope.ROSTERS] == {
        "me_duties", "office_rows", "office_history", "work_present", "slots_slot", "unit_tasks", "public_who",
        "public_now", "public_month", "public_code", "public_end_session",
    }  # fmt: skip


def refused_by_scope(site, token):
    """The operations that a token is told not to be for; its holder is everybody at once, so that no role refuses."""
    found = set()
    for one in OPERATIONS:
        if one.name not in ("public_session", "public_end_session"):
            path = one.path
            for part, value in (
                ("<month:month>", "2026-12"), ("<int:id>", "99"), ("<int:number>", "0"), ("<sheet>", "people"),
                ("<day:day>", "2026-12-09"), ("<name>", "x"), ("<person>", "x"), ("<ticket>", "x"), ("<code>", "x"),
            ):  # fmt: skip
                path = path.replace(part, value)
            answer = site.ask(one.method, path, token, nothing=True)
            if answer.status_code == 403 and answer.json["code"] == "BEYOND_SCOPE":
                found.add(one.name)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("scope", ["rosters", "read", "write"])
def test_every_operation_beyond_the_scope_is_refused_and_no_other(site, monkeypatch, scope):
    from web.shell import access

    monkeypatch.setattr(access, "ROLES", {})
    token = site.made("li", scope)["token"]
    beyond = {one.name for one in OPERATIONS if not TokenScope(scope).reaches(one.scope)} - {"public_session"}
    assert refused_by_scope(site, token) == beyond
    assert len(beyond) > 3


def test_a_scope_that_reaches_everything_would_be_found(site, monkeypatch):
    token = site.made("li", "rosters")["token"]
    assert site.ask("GET", "/me/account", token).json["code"] == "BEYOND_SCOPE"
    monkeypatch.setattr(TokenScope, "reaches", lambda self, wanted: True)
    assert site.ask("GET", "/me/account", token).status_code == 200


def test_a_refusal_says_which_token_is_needed_and_is_a_row(site):
    token = site.made("li", "rosters")["token"]
    answer = site.ask("GET", "/me/account", token)
    assert (answer.status_code, answer.json["code"]) == (403, "BEYOND_SCOPE")
    assert "权限不够" in answer.json["message"] and "“查看”的令牌" in answer.json["message"]
    full = site.ask("POST", "/session/tokens?lang=en", site.made("li", "write")["token"], name="x", scope="read")
    assert full.status_code == 403 and "one for a name and its password" in full.json["message"]
    assert site.rows("forbidden")[0] == ("li", "forbidden", {"name": "", "address": HERE})


def test_a_token_can_do_no_more_than_its_log_in_may_now(site):
    token = site.made("clerk", "write")["token"]
    assert site.ask("GET", "/office/users", token).status_code == 200
    assert site.ask("POST", "/office/users", token, name="x", role="clerk", password="x").json["code"] == "BEYOND_SCOPE"
    with site.store.write() as transaction:
        user_rows.change(transaction, user_rows.by_name(transaction, "clerk"), role="auditor")
    assert site.ask("GET", "/office/users", token).json["code"] == "NOT_YOURS"
    assert site.ask("GET", "/office/log", token).status_code == 200


@pytest.mark.parametrize("way", ["given", "chosen", "closed", "closed and opened"])
def test_a_new_password_and_a_closed_log_in_end_its_tokens_for_good(site, way):
    mine, theirs, entry = site.made("li", "read")["token"], site.made("reader", "read")["token"], site.enter("li")
    with site.store.write() as transaction:
        office = offices.load(transaction)
        if way == "given":
            logins.give_password(transaction, office, "li", "battery staple", NOW, "clerk")
        elif way == "chosen":
            li = user_rows.by_name(transaction, "li")
            logins.choose_password(transaction, office, li, "a purple kettle", NOW)
        else:
            logins.disable(transaction, "li", NOW, "clerk")
            if way != "closed":
                logins.enable(transaction, "li", NOW, "clerk")
    assert [site.ask("GET", "/session", one).status_code for one in (mine, entry, theirs)] == [401, 401, 200]
    listed = site.ask("GET", "/office/tokens", site.enter("clerk")).json
    assert {one["state"] for one in listed if one["holder"] == "li"} == {"outdated"}


def test_a_token_expires_at_its_hour(site):
    named, entry = site.made("li", "read", days=1)["token"], site.enter("li")
    site.later(timedelta(hours=11, minutes=59))
    assert [site.ask("GET", "/session", one).status_code for one in (named, entry)] == [200, 200]
    site.later(timedelta(hours=12))
    assert [site.ask("GET", "/session", one).status_code for one in (named, entry)] == [200, 401]
    site.later(timedelta(days=1))
    assert [site.ask("GET", "/session", one).status_code for one in (named, entry)] == [401, 401]
    assert "已到期" in site.ask("GET", "/session", named).json["message"]


def test_whoever_got_a_token_for_a_password_gives_it_back(site):
    first, second = site.enter("li"), site.enter("li")
    assert site.ask("GET", "/session", first).json["expires_at"].startswith("2026-11-26T21:00")
    assert site.ask("DELETE", "/session", first).status_code == 200
    assert [site.ask("GET", "/session", one).status_code for one in (first, second)] == [401, 200]
    assert site.ask("DELETE", "/session", first).status_code == 401
    assert site.rows("log in", "log out")[-1] == ("li", "log out", {"address": HERE})


def test_tokens_are_ended_by_their_holder_and_by_clerks_and_by_nobody_else(site):
    mine = [site.made("li", "read") for _ in range(3)]
    assert site.ask("DELETE", f"/session/tokens/{mine[0]['id']}", site.enter("reader")).status_code == 409
    assert site.ask("GET", "/session", mine[0]["token"]).status_code == 200
    assert site.ask("DELETE", f"/session/tokens/{mine[0]['id']}", site.enter("li")).status_code == 200
    assert site.ask("DELETE", f"/session/tokens/{mine[0]['id']}", site.enter("li")).status_code == 409
    assert site.ask("DELETE", f"/session/tokens/{mine[1]['id']}", site.enter("clerk")).status_code == 200
    assert site.ask("DELETE", "/session", mine[2]["token"]).status_code == 200
    assert [site.ask("GET", "/session", one["token"]).status_code for one in mine] == [401] * 3
    assert [(actor, detail["id"]) for actor, _, detail in site.rows("token ended")] == [
        ("li", mine[0]["id"]),
        ("clerk", mine[1]["id"]),
        ("li", mine[2]["id"]),
    ]
    listed = site.ask("GET", "/session/tokens", site.enter("reader")).json
    assert {one["holder"] for one in listed} == {"reader"}


def test_made_ended_and_refused_are_rows(site):
    made = site.made("li", "rosters")
    about = {"id": made["id"], "name": "大屏", "for": "li"}
    site.ask("DELETE", f"/session/tokens/{made['id']}", site.enter("li"))
    for token in (made["token"], "dangzhi_made-up", "dangzhi_made-up"):
        assert site.ask("GET", "/me/duties", token).status_code == 401
    assert site.ask("GET", "/public/today", "dangzhi_made-up").status_code == 200
    assert site.ask("POST", "/session", "dangzhi_made-up", name="li", password="wrong").status_code == 401
    assert site.rows("token made", "token ended", "token refused") == [
        ("li", "token made", {**about, "scope": "rosters"}),
        ("li", "token ended", about),
        ("stranger", "token refused", {"name": "li", "address": HERE}),
    ], "the first refusal of an address is a row, those that follow are counted"


def test_a_use_is_written_down_at_most_once_an_hour(site):
    made = site.made("li", "read")

    def used():
        listed = site.ask("GET", "/session/tokens", made["token"]).json
        return next(one["used_at"] for one in listed if one["id"] == made["id"])[:16]

    assert made["used_at"] == "" and used() == "2026-11-26T09:00"
    site.later(timedelta(minutes=59))
    assert used() == "2026-11-26T09:00"
    site.later(timedelta(minutes=60))
    assert used() == "2026-11-26T10:00"


def test_a_token_still_reads_while_nothing_can_be_written(site, monkeypatch):
    from planner.home.trouble import Trouble

    token = site.made("li", "read")["token"]

    def full():
        raise Unreadable(Trouble.FULL, site.store.home, site.store.home)

    monkeypatch.setattr(site.store, "write", full)
    assert site.ask("GET", "/me/duties", token).status_code == 200


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"name": " "}, "令牌要有名称"),
        ({"name": "x" * 61}, "61 个字符，太长"),
        ({"scope": "full"}, "没有“full”这种权限"),
        ({"days": 366}, "366 天太长"),
        ({"days": 0}, "有效期不对"),
    ],
)
def test_what_cannot_be_a_token_is_refused_with_a_cure(site, more, said):
    body = {"name": "大屏", "scope": "read", **more}
    answer = site.ask("POST", "/session/tokens", site.enter("li"), **body)
    assert answer.status_code == 422 and said in answer.json["message"] and "请" in answer.json["message"] + "可选请"


def test_a_log_in_has_twenty_good_tokens_at_most(site):
    with site.store.write() as transaction:
        li = user_rows.by_name(transaction, "li")
        made = [tokens.make_token(transaction, li, f"第{n}个", "read", 90, NOW, "li")[0] for n in range(20)]
    entry = site.enter("li")
    assert "最多有 20 个" in site.ask("POST", "/session/tokens", entry, name="x", scope="read").json["message"]
    site.ask("DELETE", f"/session/tokens/{made[0].id}", entry)
    assert site.ask("POST", "/session/tokens", entry, name="x", scope="read").status_code == 200


def test_a_password_that_was_given_makes_no_token(site):
    with site.store.write() as transaction:
        logins.give_password(transaction, offices.load(transaction), "li", "battery staple", NOW, "clerk")
    entry = site.ask("POST", "/session", name="li", password="battery staple").json["token"]
    assert site.ask("POST", "/session/tokens", entry, name="x", scope="read").json["code"] == "FIRST_PASSWORD"
    assert site.ask("GET", "/session/tokens", entry).json["code"] == "FIRST_PASSWORD"


def test_a_file_is_taken_in_for_a_good_token_alone(site):
    good, over = site.made("clerk", "write")["token"], site.enter("clerk")
    site.ask("DELETE", "/session", over)
    sizes = [body_limit(site.app, {"AUTHORIZATION": f"Bearer {one}"}) for one in (good, over, "x")]
    assert sizes == [limits.READ_TO_TELL, limits.STRANGER, limits.STRANGER]


def test_a_token_put_into_the_store_behind_the_program_s_back_is_found(site):
    from planner.store import record

    site.made("li", "read")

    def troubles():
        with site.store.read() as transaction:
            return {(one.kind, one.key) for one in record.broken(transaction)}

    assert troubles() == set()
    with site.store.engine.begin() as connection:
        clerk = connection.execute(select(users.c.id).where(users.c.name == "clerk")).scalar_one()
        connection.execute(update(api_tokens).values(holder=clerk))
    assert {kind for kind, _ in troubles()} == {record.Covered.TOKEN}


def test_what_is_over_for_a_month_is_forgotten_and_the_record_holds(site):
    from planner.store import record

    long, short = site.made("li", "read"), site.made("li", "read", days=1)
    with site.store.write() as transaction:
        tokens.forget_old(transaction, NOW + timedelta(days=25))
        assert tokens.token_by_id(transaction, short["id"]) is not None
        tokens.forget_old(transaction, NOW + timedelta(days=40))
    with site.store.read() as transaction:
        left = {one.id for one in tokens.tokens_of(transaction)}
        assert left == {long["id"]} and record.broken(transaction) == []
