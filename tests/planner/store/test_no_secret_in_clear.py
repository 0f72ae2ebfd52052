"""No secret stands in the store in the clear: what has to be read again is sealed, what is only compared is hashed."""

import base64
import json

import pytest
from sqlalchemy import update

from planner.access import hashing, logins
from planner.access.handed_out import tokens
from planner.home import keys
from planner.notifying import sending
from planner.notifying.targets import Target
from planner.store import Store, door_tables
from planner.store.copies.rows import lines_out, tables_of
from planner.store.door import api_tokens
from planner.store.messages import feeds, messages
from planner.store.people import users
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, issued_home
from web import create_app

pytestmark = pytest.mark.engines

PASSWORD, ADDRESS = "a purple kettle of 1907", "jsons://li:very-secret@duty.example.gov/told?key=another-secret"


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    return Store(issued_home(tmp_path / "home"))


def at_work(store):
    """Everything that is secret, once it is in use: name → the secret."""
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "li", "official", "H01", PASSWORD, NOW, "test")
        sending.set_target(transaction, "p:H01", Target(ADDRESS, "jsons"), NOW, "test")
    client = create_app(store).test_client()
    client.environ_base["REMOTE_ADDR"] = "192.0.2.7"

    def ask(path, token="", **body):
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"once {path}"}
        answer = client.post(f"/api/v1{path}", json=body, headers=headers if token else {})
        assert answer.status_code == 200, answer.json
        return answer.json

    entry = ask("/session", name="li", password=PASSWORD)["token"]
    named = ask("/session/tokens", entry, name="大屏", scope="read")["token"]
    feed = ask("/me/feeds", entry, who="p:H01")["url"].rpartition("/")[2].removesuffix(".ics")
    return {
        "password": PASSWORD,
        "target": ADDRESS,
        "part of the target": "another-secret",
        "token of a session": entry,
        "token of a program": named,
        "calendar": feed,
        "signing key": keys.signing_key(store.home),
        "sealing key": keys.sealing_key(store.home).decode(),
    }


def in_clear(store, secrets):
    """The names of the secrets that stand in some row of any table, or, of SQLite, anywhere in its files."""
    texts = []
    with store.engine.connect() as connection:
        for table in tables_of(connection):
            lines = lines_out(connection, table)
            kinds = json.loads(next(lines))["kinds"]
            for line in lines:
                for kind, value in zip(kinds, json.loads(line), strict=True):
                    texts.append(base64.b64decode(value or "") if kind == "bytes" else str(value).encode())
    if store.file is not None:
        texts += [one.read_bytes() for one in store.home.glob(store.file.name + "*")]
    whole = b"\n".join(texts)
    return {name for name, secret in secrets.items() if secret.encode() in whole}


def test_no_secret_stands_anywhere_in_the_store(store):
    secrets = at_work(store)
    assert len(set(secrets.values())) == 8 and all(len(one) > 10 for one in secrets.values())
    assert in_clear(store, secrets) == set()
    with store.read() as transaction:
        assert messages.reached(transaction)["p:H01"] == ADDRESS
        assert hashing.is_right(users.by_name(transaction, "li").password, PASSWORD)


PLANTED = {
    "target": lambda patch: patch.setattr(keys, "seal", lambda home, text: text),
    "calendar": lambda patch: patch.setattr(feeds, "hashed", lambda token: token),
    "token of a program": lambda patch: patch.setattr(api_tokens, "digest_of", lambda secret: secret),
    "password": lambda patch: patch.setattr(logins, "hash_of", lambda password: password),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_secret_that_is_planted_in_the_clear_is_found(store, monkeypatch, name):
    if name == "password":
        secrets = at_work(store)
        PLANTED[name](monkeypatch)
        with store.write() as transaction:
            logins.give_password(transaction, offices.load(transaction), "li", PASSWORD, NOW, "test")
    else:
        if name == "target":
            keys.seal(store.home, "anything")
        PLANTED[name](monkeypatch)
        secrets = at_work(store)
    assert name in in_clear(store, secrets)


def test_what_is_replaced_does_not_stay_in_the_file(store):
    secret = "this stood here in the clear"
    at_work(store)
    with store.engine.begin() as connection:
        connection.execute(update(door_tables.users).values(password=secret))
    assert in_clear(store, {"it": secret}) == {"it"}
    with store.engine.begin() as connection:
        connection.execute(update(door_tables.users).values(password="x"))
    if store.file is not None:
        with store.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert in_clear(store, {"it": secret}) == set()


def test_a_token_that_is_listed_shows_nothing_of_itself(store):
    secrets = at_work(store)
    with store.read() as transaction:
        held = str(tokens.held_tokens(transaction, users.every(transaction), NOW))
    assert "大屏" in held and not any(secret in held for secret in secrets.values())
