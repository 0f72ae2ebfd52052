"""Logging in by an identity provider: a real exchange with one of our own making; nobody without a log-in comes in."""

import threading
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask, jsonify, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from planner.access import logins
from planner.store import Store
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.site_log_ins import PASSWORD
from web import create_app

pytestmark = pytest.mark.slow

KEY, OTHER = (RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}) for _ in range(2))


class Provider:
    """A provider that vouches for whom it is told to, with a key of its own or another's."""

    def __init__(self):
        self.name, self.key, self.nonce, self.audience = "giver", KEY, None, "dangzhi"
        app = Flask("provider")
        self.server = make_server("127.0.0.1", 0, app)
        self.address = f"http://127.0.0.1:{self.server.port}"
        app.add_url_rule(
            "/.well-known/openid-configuration",
            "about",
            lambda: jsonify(
                {
                    "issuer": self.address,
                    "authorization_endpoint": self.address + "/ask",
                    "token_endpoint": self.address + "/token",
                    "jwks_uri": self.address + "/keys",
                    "id_token_signing_alg_values_supported": ["RS256"],
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                }
            ),
        )
        app.add_url_rule("/keys", "keys", lambda: jsonify({"keys": [KEY.as_dict(private=False)]}))
        app.add_url_rule("/token", "token", self.token, methods=["POST"])
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def token(self):
        assert request.form["code"] == "the code" and request.form["code_verifier"]
        claims = {
            "iss": self.address,
            "aud": self.audience,
            "sub": "1",
            "iat": int(time.time()),
            "exp": int(time.time()) + 60,
            "nonce": self.nonce,
            "preferred_username": self.name,
        }
        return jsonify(
            {
                "access_token": "x",
                "token_type": "Bearer",
                "id_token": jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key),
            }
        )


@pytest.fixture
def provider():
    one = Provider()
    yield one
    one.server.shutdown()


@pytest.fixture
def client(tmp_path, monkeypatch, provider):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    monkeypatch.setenv("DANGZHI_OIDC", provider.address)
    monkeypatch.setenv("DANGZHI_OIDC_CLIENT", "dangzhi")
    monkeypatch.setenv("DANGZHI_OIDC_SECRET", "secret")
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "giver", "official", "H01", PASSWORD, NOW, "test")
        logins.add(transaction, offices.load(transaction), "gone", "official", "H02", PASSWORD, NOW, "test")
        logins.disable(transaction, "gone", NOW, "test")
    return create_app(store).test_client()


def come_back(client, provider, **wrong):
    """Through the provider and back to the site."""
    gone = client.get("/login/office")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(gone.headers["Location"]).query).items()}
    assert (
        gone.headers["Location"].startswith(provider.address + "/ask?")
        and asked["redirect_uri"] == "http://localhost:8000/login/office/back"
    )
    assert asked["code_challenge_method"] == "S256"
    provider.nonce = asked["nonce"]
    return client.get("/login/office/back", query_string={"code": "the code", "state": asked["state"], **wrong})


def logged_in(client):
    return client.get("/me").status_code == 200


def test_whoever_is_vouched_for_and_has_a_log_in_comes_in(client, provider):
    assert "用统一身份认证登录" in client.get("/login").get_data(as_text=True)
    answer = come_back(client, provider)
    assert answer.headers["Location"] == "/me" and logged_in(client)


def test_who_is_vouched_for_need_not_change_a_password_that_they_never_use(client, provider):
    store = client.application.extensions["store"]
    with store.write() as transaction:
        logins.give_password(transaction, offices.load(transaction), "giver", "battery staple", NOW, "test")
    come_back(client, provider)
    assert logged_in(client)


@pytest.mark.parametrize("name", ["nobody", "gone", ""])
def test_somebody_without_an_open_log_in_does_not(client, provider, name):
    provider.name = name
    assert come_back(client, provider).headers["Location"] == "/login" and not logged_in(client)
    assert "还没有帐号" in client.get("/login").get_data(as_text=True)


@pytest.mark.parametrize("wrong", ["key", "audience", "state"])
def test_a_forged_word_opens_nothing(client, provider, wrong):
    provider.key = OTHER if wrong == "key" else KEY
    provider.audience = "somebody else" if wrong == "audience" else "dangzhi"
    answer = come_back(client, provider, **({"state": "another"} if wrong == "state" else {}))
    assert answer.headers["Location"] == "/login" and not logged_in(client)
    assert "没有通过" in client.get("/login").get_data(as_text=True)


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
