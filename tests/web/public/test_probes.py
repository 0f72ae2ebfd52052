"""What machines ask that look after the site: it lives, it can work, and numbers for this machine alone."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from planner.store import Store
from planner.store.messages.feeds import switch
from planner.upkeep.worker_beat import SWITCH, give_sign
from tests.fixtures.office_at_work import issued_home
from web import create_app
from web.public import probes


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(probes, "LASTS", 0.0)
    monkeypatch.delenv("DANGZHI_METRICS_TOKEN", raising=False)
    store = Store(issued_home(tmp_path / "home"))
    yield store
    store.close()


@pytest.fixture
def client(store):
    return create_app(store).test_client()


def ready(client):
    answer = client.get("/readyz")
    return answer.status_code, answer.json


def test_a_site_lives_whatever_its_store_does(store, client):
    assert (client.get("/healthz").status_code, client.get("/healthz").text) == (200, "ok\n")
    store.close()
    (store.home / "dangzhi.sqlite").rename(store.home / "away")
    assert client.get("/healthz").status_code == 200
    assert client.head("/healthz").data == b"" and client.post("/healthz").status_code == 405


def test_it_is_ready_while_store_schema_and_worker_are(store, client):
    assert ready(client) == (503, {"store": True, "migrations": True, "worker": False})
    give_sign(store)
    assert ready(client) == (200, {"store": True, "migrations": True, "worker": True})
    with store.write() as transaction:
        switch(transaction, SWITCH, (datetime.now(UTC) - timedelta(seconds=61)).isoformat())
    assert ready(client) == (503, {"store": True, "migrations": True, "worker": False})
    give_sign(store)
    with store.write() as transaction:
        transaction.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    assert ready(client) == (503, {"store": True, "migrations": False, "worker": False})
    with store.write() as transaction:
        transaction.connection.exec_driver_sql("DROP TABLE alembic_version")
    store.close()
    (store.home / "dangzhi.sqlite").write_bytes(b"no database" * 1000)
    assert ready(client) == (503, {"store": False, "migrations": False, "worker": False})


def test_an_answer_about_the_store_is_given_again_for_a_second(store, client, monkeypatch):
    monkeypatch.setattr(probes, "LASTS", 60.0)
    assert ready(client)[0] == 503
    give_sign(store)
    assert ready(client)[0] == 503


def test_numbers_say_what_was_asked_and_what_the_store_holds(store, client):
    client.get("/"), client.get("/nothing"), client.get("/feed/public.ics"), client.get("/static/site.css")
    give_sign(store)
    found = dict(line.rsplit(" ", 1) for line in client.get("/metrics").text.splitlines() if not line.startswith("#"))
    assert {name: int(n) for name, n in found.items() if "requests" in name} == {
        'dangzhi_requests_total{sort="page",status="2xx"}': 1,
        'dangzhi_requests_total{sort="page",status="4xx"}': 1,
        'dangzhi_requests_total{sort="feed",status="2xx"}': 1,
        'dangzhi_requests_total{sort="file",status="2xx"}': 1,
    }
    assert {re.sub(r".*state=|}", "", name) for name in found if name.startswith("dangzhi_jobs")} == {
        '"waiting"',
        '"running"',
        '"done"',
        '"failed"',
    }
    assert (found["dangzhi_store_up"], found["dangzhi_worker_up"], found["dangzhi_feeds"]) == ("1", "1", "0")
    assert float(found["dangzhi_last_plan_seconds"]) > 0


def test_numbers_are_for_this_machine_or_whoever_has_the_token(client, monkeypatch):
    def asked(**environ):
        return client.get("/metrics", environ_overrides=environ).status_code

    assert asked(REMOTE_ADDR="127.0.0.1") == asked(REMOTE_ADDR="::1") == 200
    assert asked(REMOTE_ADDR="10.0.0.9") == asked(REMOTE_ADDR="") == 404
    assert asked(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="8.8.8.8") == 404
    assert asked(REMOTE_ADDR="10.0.0.9", HTTP_AUTHORIZATION="Bearer ") == 404
    monkeypatch.setenv("DANGZHI_METRICS_TOKEN", "well-kept")
    assert asked(REMOTE_ADDR="10.0.0.9", HTTP_AUTHORIZATION="Bearer well-kept") == 200
    assert asked(REMOTE_ADDR="10.0.0.9", HTTP_AUTHORIZATION="Bearer wrong") == 404
    assert asked(REMOTE_ADDR="10.0.0.9", HTTP_AUTHORIZATION="Bearer é") == 404
