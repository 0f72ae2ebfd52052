"""Logging in by an identity provider, a real exchange with one of our own making: the subject decides, not a name."""

import time

import pytest
import requests
from authlib.integrations.flask_client import FlaskOAuth2App

import web.shell.caller.provider
from planner.access import logins, vouched
from planner.errors import NotPossible
from planner.store import Store, audit
from planner.store.door.identities import all_identities
from planner.store.people import users
from planner.store.roster import offices
from tests.fixtures.identity_provider import CLIENT, OTHER, SECRET, Provider, come_back
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.site_log_ins import PASSWORD
from web import create_app

pytestmark = [pytest.mark.slow, pytest.mark.engines]


@pytest.fixture
def provider():
    one = Provider()
    yield one
    one.close()


@pytest.fixture
def site(tmp_path, monkeypatch, provider):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    monkeypatch.setenv("DANGZHI_OIDC", provider.address)
    monkeypatch.setenv("DANGZHI_OIDC_CLIENT", CLIENT)
    monkeypatch.setenv("DANGZHI_OIDC_SECRET", SECRET)
    monkeypatch.setenv("DANGZHI_OIDC_FIRST_SIGHT", "name")
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        for name, role, person in (("giver", "official", "H01"), ("gone", "official", "H02"), ("clerk", "clerk", "")):
            logins.add(transaction, offices.load(transaction), name, role, person, PASSWORD, NOW, "test")
        logins.disable(transaction, "gone", NOW, "test")
    app = create_app(store)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def client(site):
    return site.test_client()


@pytest.fixture
def store(site):
    return site.extensions["store"]


def logged_in(client):
    return client.get("/me").status_code == 200


def comes_in(site, provider, subject, name):
    """Whether somebody comes in, in a browser of their own."""
    client = site.test_client()
    provider.subject, provider.name = subject, name
    come_back(client, provider)
    return logged_in(client)


def rows(store):
    with store.read() as transaction:
        found = audit.page(transaction, 0, 50)
    kinds = ("identity bound", "identity unbound", "identity refused", "log in")
    return [(one.actor, one.action, one.detail.get("name")) for one in reversed(found) if one.action in kinds]


def bound(store):
    """Subject → the name of the log-in that it is bound to, None for none."""
    with store.read() as transaction:
        return {
            one.identity.subject: one.holder.name if one.holder else None
            for one in vouched.known_identities(transaction)
        }


def bind(store, subject, name):
    with store.write() as transaction:
        id = next(one.id for one in all_identities(transaction) if one.subject == subject)
        vouched.bind(transaction, id, name, NOW, "clerk")


def unbind(store, subject):
    with store.write() as transaction:
        id = next(one.id for one in all_identities(transaction) if one.subject == subject)
        vouched.unbind(transaction, id, NOW, "clerk")


def test_whoever_is_vouched_for_and_has_a_log_in_comes_in(client, provider, store):
    assert "用统一身份认证登录" in client.get("/login").get_data(as_text=True)
    answer = come_back(client, provider)
    assert answer.headers["Location"] == "/me" and logged_in(client)
    assert rows(store) == [("clock", "identity bound", "giver"), ("giver", "log in", None)]


def test_who_is_vouched_for_need_not_change_a_password_that_they_never_use(client, provider, store):
    with store.write() as transaction:
        logins.give_password(transaction, offices.load(transaction), "giver", "battery staple", NOW, "test")
    come_back(client, provider)
    assert logged_in(client)
    made = client.post("/tokens", data={"name": "x", "scope": "rosters", "days": "30"}).get_data(as_text=True)
    token = made.partition('select-all">')[2].partition("<")[0]
    answer = client.get("/api/v1/me/duties", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, "a token that they made for a program asks for no password either"


@pytest.mark.parametrize("name", ["nobody", "gone", ""])
def test_somebody_without_an_open_log_in_does_not(client, provider, store, name):
    provider.name = name
    assert come_back(client, provider).headers["Location"] == "/login" and not logged_in(client)
    assert "还没有对应到本系统的帐号" in client.get("/login").get_data(as_text=True)
    assert (bound(store), rows(store)) == ({"1": None}, [("stranger", "identity refused", "")])


def test_once_bound_the_subject_decides_and_a_changed_name_changes_nothing(site, provider, store):
    assert comes_in(site, provider, "1", "giver")
    assert comes_in(site, provider, "1", "another name")
    assert comes_in(site, provider, "1", "clerk") and bound(store) == {"1": "giver"}
    with store.read() as transaction:
        assert [one.name for one in all_identities(transaction)] == ["clerk"]


def test_a_name_that_is_given_to_somebody_else_does_not_open_the_log_in(site, provider, store):
    assert comes_in(site, provider, "1", "giver")
    assert not comes_in(site, provider, "2", "giver")
    assert bound(store) == {"1": "giver", "2": None}
    assert comes_in(site, provider, "1", "giver")


def test_a_lookup_by_name_would_be_found(site, provider, monkeypatch):
    assert comes_in(site, provider, "1", "giver")
    monkeypatch.setattr(vouched, "identity_of_log_in", lambda transaction, holder: None)
    monkeypatch.setattr(
        vouched, "_bind", lambda transaction, found, user, now, by: None
    )  # the store takes no second identity of one log-in, whatever the code says
    assert comes_in(site, provider, "2", "giver"), "the planted fault lets the new holder of the name in"


def test_the_store_itself_binds_a_log_in_to_one_identity_alone(site, provider, store, monkeypatch):
    from sqlalchemy.exc import IntegrityError

    assert comes_in(site, provider, "1", "giver")
    comes_in(site, provider, "2", "x")
    monkeypatch.setattr(vouched, "identity_of_log_in", lambda transaction, holder: None)
    with pytest.raises(IntegrityError):
        bind(store, "2", "giver")


@pytest.mark.parametrize("said", ["refuse", "", "nonsense"])
def test_where_the_office_binds_by_itself_nobody_comes_in_by_a_name(site, provider, store, monkeypatch, said):
    monkeypatch.setenv("DANGZHI_OIDC_FIRST_SIGHT", said)
    assert not comes_in(site, provider, "1", "giver") and bound(store) == {"1": None}
    bind(store, "1", "giver")
    assert comes_in(site, provider, "1", "whatever it is called now")


def test_a_closed_log_in_stays_closed_to_its_identity(site, provider, store):
    assert comes_in(site, provider, "1", "giver")
    with store.write() as transaction:
        logins.disable(transaction, "giver", NOW, "clerk")
    assert not comes_in(site, provider, "1", "giver")
    assert rows(store)[-1] == ("stranger", "identity refused", "giver")
    with store.write() as transaction:
        logins.enable(transaction, "giver", NOW, "clerk")
    assert comes_in(site, provider, "1", "giver")


def test_who_is_unbound_is_out_at_once_and_comes_back_by_the_office_alone(client, site, provider, store):
    come_back(client, provider)
    assert logged_in(client)
    unbind(store, "1")
    assert not logged_in(client), "the session that it opened has ended"
    assert not comes_in(site, provider, "1", "giver"), "it is not seen for the first time any more"
    assert comes_in(site, provider, "2", "giver"), "the log-in is free for whoever has the name now"
    with pytest.raises(NotPossible, match="bound to another identity"):
        bind(store, "1", "giver")
    unbind(store, "2")
    bind(store, "1", "giver")
    assert comes_in(site, provider, "1", "giver") and bound(store) == {"1": "giver", "2": None}


def test_what_cannot_be_bound_is_refused(site, provider, store):
    comes_in(site, provider, "1", "giver")
    comes_in(site, provider, "2", "x")
    for subject, name, why in (("2", "gone", "no open log-in"), ("2", "?", "no open"), ("1", "clerk", "unbind it")):
        with pytest.raises(NotPossible, match=why):
            bind(store, subject, name)
    with pytest.raises(NotPossible, match="no bound identity"):
        unbind(store, "2")


def test_no_more_than_two_hundred_wait_for_the_office(site, store, monkeypatch):
    monkeypatch.setattr(vouched, "MOST_WAITING", 3)
    with store.write() as transaction:
        for number in range(6):
            one = vouched.Vouched("https://id.example.gov", str(number), "x")
            assert vouched.come_in_vouched(transaction, one, "", NOW) is None
    assert sorted(bound(store)) == ["3", "4", "5"]


NOT_ITS_WORD = {
    "key": lambda it: setattr(it, "key", OTHER),
    "alg none": lambda it: setattr(it, "algorithm", "none"),
    "a secret of two": lambda it: setattr(it, "algorithm", "HS256"),
    "issuer": lambda it: it.changed.update(iss="https://id.example.gov"),
    "audience": lambda it: it.changed.update(aud="somebody else"),
    "audience, for us": lambda it: it.changed.update(aud="somebody else", azp=CLIENT),
    "another's client": lambda it: it.changed.update(azp="somebody else"),
    "expired": lambda it: it.changed.update(iat=int(time.time()) - 900, exp=int(time.time()) - 300),
    "no end": lambda it: it.changed.update(exp=None),
    "another nonce": lambda it: it.changed.update(nonce="another"),
    "no nonce": lambda it: it.changed.update(nonce=None),
    "no subject": lambda it: it.changed.update(sub=None),
    "no word at all": lambda it: setattr(it, "word", lambda: ""),
    "long subject": lambda it: it.changed.update(sub="1" * 256),
}


@pytest.mark.parametrize("wrong", NOT_ITS_WORD)
def test_a_forged_word_opens_nothing(client, provider, store, wrong):
    NOT_ITS_WORD[wrong](provider)
    answer = come_back(client, provider)
    assert answer.headers["Location"] == "/login" and not logged_in(client)
    said = client.get("/login").get_data(as_text=True)
    assert ("没有通过" in said) != (wrong in ("no word at all", "long subject")) and bound(store) == {}


def test_what_authlib_is_not_told_to_check_it_lets_pass(client, provider, monkeypatch):
    taken = FlaskOAuth2App.authorize_access_token
    monkeypatch.setattr(FlaskOAuth2App, "authorize_access_token", lambda it, **told: taken(it))
    NOT_ITS_WORD["audience, for us"](provider)
    come_back(client, provider)
    assert logged_in(client), "the planted fault lets in who was vouched for to somebody else"


def test_a_signature_by_none_would_be_found(client, provider, monkeypatch):
    monkeypatch.setattr(web.shell.caller.provider, "SIGNED", ("RS256", "none"))
    NOT_ITS_WORD["alg none"](provider)
    come_back(client, provider)
    assert logged_in(client), "the planted fault takes what nobody has signed"


@pytest.mark.parametrize("wrong", [{"state": "another"}, {"state": ""}, {"code": "another"}, {"error": "denied"}])
def test_an_answer_that_nobody_here_asked_for_opens_nothing(client, provider, store, wrong):
    assert come_back(client, provider, **wrong).headers["Location"] == "/login" and not logged_in(client)
    assert "没有通过" in client.get("/login").get_data(as_text=True) and bound(store) == {}


def test_an_answer_counts_once_and_in_the_browser_that_asked(site, client, provider):
    come_back(client, provider)
    address = client.get("/login/office").headers["Location"]
    state = address.partition("state=")[2].partition("&")[0]
    other = site.test_client()
    other.get(f"/login/office/back?code=the+code&state={state}")
    assert not logged_in(other)


def test_a_code_without_its_proof_is_worth_nothing(client, provider):
    come_back(client, provider)
    assert len(provider.verifiers[-1]) >= 43
    provider.challenge = "another"
    client.post("/logout")
    gone = client.get("/login/office").headers["Location"]
    state = gone.partition("state=")[2].partition("&")[0]
    client.get(f"/login/office/back?code=the+code&state={state}")
    assert not logged_in(client)


def test_a_provider_that_names_another_issuer_vouches_for_nobody(client, provider, store):
    provider.said["issuer"] = "https://id.example.gov"
    provider.changed["iss"] = "https://id.example.gov"
    assert come_back(client, provider).headers["Location"] == "/login"
    assert not logged_in(client) and bound(store) == {}


@pytest.mark.parametrize("which", [{"token_endpoint": "token"}, {"jwks_uri": "keys"}])
def test_a_provider_that_sends_the_site_elsewhere_is_not_followed(client, provider, store, which):
    ((name, to),) = which.items()
    provider.said[name] = f"{provider.address}/moved/{to}"
    assert come_back(client, provider).headers["Location"] == "/login"
    assert not logged_in(client) and bound(store) == {}


def test_log_out_goes_on_to_the_provider_for_whoever_came_by_it(client, provider):
    come_back(client, provider)
    answer = client.post("/logout")
    away = f"{provider.address}/out?client_id=dangzhi&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A8000%2F"
    assert answer.headers["Refresh"] == f"0; url={away}" and not logged_in(client)
    assert f'href="{away.replace("&", "&amp;")}"' in answer.get_data(as_text=True)


def test_log_out_of_a_password_stays_here(client):
    client.post("/login", data={"name": "giver", "password": PASSWORD})
    assert logged_in(client)
    answer = client.post("/logout")
    assert (answer.headers["Location"], "Refresh" in answer.headers) == ("/", False) and not logged_in(client)


@pytest.mark.parametrize("said", [None, "javascript:alert(1)", "ftp://id.example.gov/out"])
def test_a_provider_without_a_way_out_is_said_to_have_none(client, provider, said):
    provider.said["end_session_endpoint"] = said
    come_back(client, provider)
    answer = client.post("/logout", follow_redirects=True)
    assert "统一身份认证还没有退出" in answer.get_data(as_text=True) and not logged_in(client)


def test_without_its_provider_the_page_says_so_and_passwords_still_open(client, provider, monkeypatch):
    monkeypatch.setattr(
        requests.Session, "request", lambda *parts, **named: (_ for _ in ()).throw(requests.ConnectionError())
    )
    assert client.get("/login/office").headers["Location"] == "/login"
    assert "暂时打不开" in client.get("/login").get_data(as_text=True)


def test_where_no_provider_is_named_there_is_no_such_way(tmp_path):
    client = create_app(Store(issued_home(tmp_path / "home"))).test_client()
    assert client.get("/login/office").status_code == 404 == client.get("/login/office/back").status_code
    assert "统一身份认证" not in client.get("/login").get_data(as_text=True)


def test_a_role_that_is_taken_away_is_gone_from_the_session_too(client, provider, store):
    come_back(client, provider)
    with store.write() as transaction:
        users.change(transaction, users.by_name(transaction, "giver"), person="")
    assert client.get("/me").status_code == 403
