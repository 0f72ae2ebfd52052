"""The way in of feeds: never a page, also without a store; switched off, kept inside, ended and unknown ones.

Every commit is told at once, and no secret stands in a log.
"""

import logging
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from planner.feeds import standby, subscriptions
from planner.feeds.calendar_file import render
from planner.feeds.clients import FetchLog
from planner.issuing.withdrawal import withdraw
from planner.store import Store, commit_watch
from planner.store.messages import feeds, fetches
from planner.store.messages.feeds import Feed
from planner.store.roster import offices
from tests.fixtures.office_at_work import MONTH, NOW, issued_home
from web import create_app
from web.shell.caller.network import Network

LATER = "2026-11-26T09:00"


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", LATER)
    return Store(issued_home(tmp_path / "home"))


@pytest.fixture
def client(store):
    return create_app(store).test_client()


def new(store, kind="person", subject="H01", **more):
    with store.write() as transaction:
        return subscriptions.create(transaction, offices.load(transaction), kind, subject, "", NOW, **more)


def path(token):
    return f"/feed/{token}.ics"


def plain(answer):
    """(status, kind, body) of an answer that is no calendar."""
    return answer.status_code, answer.mimetype, answer.get_data(as_text=True)


def test_ended_and_unknown_addresses_answer_alike_but_for_the_number(store, client):
    id, token = new(store)
    other, replaced = new(store)
    with store.write() as transaction:
        feeds.revoke(transaction, id, NOW.isoformat())
        subscriptions.rotate(transaction, offices.load(transaction), other, NOW - timedelta(days=7))
    unknown, gone, old = client.get(path("x" * 43)), client.get(path(token)), client.get(path(replaced))
    assert (unknown.status_code, gone.status_code, old.status_code) == (404, 410, 410)
    assert unknown.data == gone.data == old.data and list(unknown.headers) == list(gone.headers) == list(old.headers)


@pytest.mark.parametrize(
    "odd",
    [
        "/feed/",
        "/feed/x",
        "/feed/.ics",
        "/feed/public",
        "/feed/public/",
        "/feed/public/.ics",
        "/feed/public/nothing.ics",
        "/feed/a/b.ics",
        "/feed/%E5%80%BC.ics",
        "/feed/public/%FF.ics",
        "/feed/../login.ics",
        "/feed/public.ics/",
    ],
)
def test_no_address_under_feed_ever_gives_a_page(client, odd):
    assert plain(client.get(odd)) == (404, "text/plain", "no such calendar\n")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
def test_a_feed_is_only_read(client, method):
    answer = client.open("/feed/public.ics", method=method)
    assert (answer.status_code, answer.mimetype, answer.headers["Allow"]) == (405, "text/plain", "GET, HEAD")


@pytest.mark.slow
def test_every_commit_of_another_process_is_seen_by_the_next_request(store, client):
    _, token = new(store, "duty", "JF")
    first = client.get(path(token))
    assert (
        first.status_code == 200
        and client.get(path(token), headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    )
    code = (
        "from planner.store import Store; from planner.issuing.withdrawal import withdraw; "
        "from pathlib import Path; import sys; from planner.store.roster.office_clock import office_now\n"
        f"store = Store(Path(sys.argv[1])); withdraw(store, '{MONTH}', 'JF', '重排', office_now(store), 'test')"
    )
    subprocess.run([sys.executable, "-c", code, str(store.home)], check=True)
    second = client.get(path(token), headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200 and second.data.count(b"STATUS:CANCELLED") == first.data.count(b"BEGIN:VEVENT")


def test_a_commit_in_this_very_process_is_seen_too(store, client):
    before = client.get("/feed/public/JF.ics").data
    withdraw(store, MONTH, "JF", "重排", NOW + timedelta(hours=1), "test")
    assert client.get("/feed/public/JF.ics").data != before


def behind_everybody_s_back(store):
    """A commit that nobody counts."""
    raw = sqlite3.connect(store.home / "dangzhi.sqlite", isolation_level=None)
    raw.execute("UPDATE switches SET value = value || '1' WHERE name = 'mark:feeds'")
    raw.execute("UPDATE feeds SET revoked_at = '2026-11-26T09:00:00+08:00'")
    raw.close()


def test_a_writer_that_dies_before_its_commit_is_counted_is_seen_at_once(store, client):
    _, token = new(store)
    assert client.get(path(token)).status_code == 200
    store.commits.begin()
    behind_everybody_s_back(store)
    assert [client.get(path(token)).status_code for _ in range(3)] == [410] * 3
    with store.write():
        assert store.commits.count() is None
    assert store.commits.count() is not None


def test_somebody_who_writes_without_counting_is_seen_after_a_second(store, client, monkeypatch):
    _, token = new(store)
    assert client.get(path(token)).status_code == 200
    behind_everybody_s_back(store)
    assert client.get(path(token)).status_code == 200
    later = time.monotonic() + commit_watch.LOOK
    monkeypatch.setattr(commit_watch.time, "monotonic", lambda: later)
    assert client.get(path(token)).status_code == 410


def test_what_is_taken_back_is_no_commit(store, client):
    _, token = new(store)
    before = store.commits.count()

    def failing():
        with store.write() as transaction:
            feeds.switch(transaction, "feeds", "off")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert store.commits.count() == before and client.get(path(token)).status_code == 200


def test_the_date_alone_changes_tag_and_time_but_not_more(client, monkeypatch):
    today = client.get("/feed/public.ics")
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-27T00:00")
    tomorrow = client.get("/feed/public.ics", headers={"If-None-Match": today.headers["ETag"]})
    assert (tomorrow.status_code, tomorrow.data) == (200, today.data)
    assert tomorrow.last_modified > today.last_modified and tomorrow.headers["ETag"] != today.headers["ETag"]
    assert (
        client.get("/feed/public.ics", headers={"If-Modified-Since": today.headers["Last-Modified"]}).status_code == 200
    )


def test_a_clock_that_was_set_back_hides_no_change_from_who_knows_the_date_alone(client, store, monkeypatch):
    def got(moment, since=""):
        monkeypatch.setenv("DANGZHI_NOW", moment)
        answer = client.get("/feed/public.ics", headers={"If-Modified-Since": since} if since else {})
        return answer.status_code, answer.headers.get("Last-Modified", "")

    monkeypatch.setenv("DANGZHI_NOW", "2026-11-29T09:00")
    withdraw(store, MONTH, "JF", "x", NOW + timedelta(days=4), "test")
    _, ahead = got("2026-11-29T09:30")
    assert got("2026-11-29T09:30", ahead)[0] == 304
    assert got("2026-11-26T09:30", ahead) == (200, ahead)
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T10:00")
    withdraw(store, MONTH, "JT", "x", NOW + timedelta(days=1), "test")
    assert got("2026-11-26T10:30", ahead)[0] == 200
    status, last = got("2026-11-29T10:00", ahead)
    assert (status, got("2026-11-29T10:00", last)[0]) == (200, 304)


def test_tags_count_before_dates_and_weak_and_listed_tags_are_understood(client):
    one = client.get("/feed/public.ics")
    tag, when = one.headers["ETag"], one.headers["Last-Modified"]
    asked = {
        (("If-None-Match", f"W/{tag}"),): 304,
        (("If-None-Match", f'"a", {tag}'),): 304,
        (("If-None-Match", "*"),): 304,
        (("If-None-Match", '"a"'), ("If-Modified-Since", when)): 200,
        (("If-Modified-Since", when),): 304,
        (("If-Modified-Since", "Thu, 01 Jan 2026 00:00:00 GMT"),): 200,
        (("If-Modified-Since", "yesterday"),): 200,
    }
    assert {headers: client.get("/feed/public.ics", headers=dict(headers)).status_code for headers in asked} == asked


def test_a_tag_of_one_packing_is_good_for_the_other(client):
    packed = client.get("/feed/public.ics", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    refused = client.get("/feed/public.ics", headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert "Content-Encoding" not in refused.headers
    assert client.get("/feed/public.ics", headers={"If-None-Match": packed.headers["ETag"]}).status_code == 304


def test_switched_off_nothing_answers_and_on_again_everything_does(store, client):
    _, token = new(store)
    told = {}
    for where in ("off", "on"):
        with store.write() as transaction:
            subscriptions.set_reach(transaction, where, NOW, "test")
        told[where] = [
            client.get(one).status_code for one in (path(token), path("x"), "/feed/public.ics", "/feed/public/JF.ics")
        ]
    assert told == {"off": [503] * 4, "on": [200, 404, 200, 200]}


def test_within_the_network_alone_secret_feeds_keep_to_it_and_public_ones_do_not(store, client):
    _, token = new(store)
    with store.write() as transaction:
        subscriptions.set_reach(transaction, "intranet", NOW, "test")

    def asked(one, address, **headers):
        return client.get(one, environ_base={"REMOTE_ADDR": address}, headers=headers).status_code

    assert [
        asked(path(token), address) for address in ("10.1.2.3", "192.168.0.9", "203.0.113.7", "::1", "2001:db8::1", "")
    ] == [200, 200, 403, 200, 403, 403]
    assert asked(path("x"), "203.0.113.7") == 403 and asked("/feed/public.ics", "203.0.113.7") == 200
    assert asked(path(token), "127.0.0.1", **{"X-Forwarded-For": "10.1.2.3"}) == 403


@pytest.mark.parametrize(
    ("proxies", "remote", "passed_on", "inside"),
    [
        (0, "10.0.0.1", "", True),
        (0, "10.0.0.1", "10.0.0.2", False),
        (1, "127.0.0.1", "203.0.113.7", False),
        (1, "127.0.0.1", "10.0.0.2", True),
        (1, "127.0.0.1", "", False),
        (1, "127.0.0.1", "10.0.0.2, 203.0.113.7", False),
        (2, "127.0.0.1", "10.0.0.2, 203.0.113.7", True),
        (1, "127.0.0.1", "nobody", False),
    ],
)
def test_the_address_that_counts_is_the_one_the_outermost_known_proxy_saw(
    monkeypatch, proxies, remote, passed_on, inside
):
    monkeypatch.setenv("DANGZHI_PROXIES", str(proxies))
    assert (
        Network.from_environment().inside(
            {"REMOTE_ADDR": remote, **({"HTTP_X_FORWARDED_FOR": passed_on} if passed_on else {})}
        )
        is inside
    )


def test_networks_are_the_office_s_to_name(monkeypatch):
    monkeypatch.setenv("DANGZHI_INTRANET", "203.0.113.0/24, 2001:db8::/32")
    network = Network.from_environment()
    assert [network.inside({"REMOTE_ADDR": one}) for one in ("203.0.113.7", "2001:db8::7", "10.0.0.1")] == [
        True,
        True,
        False,
    ]
    from planner.errors import Refused

    monkeypatch.setenv("DANGZHI_INTRANET", "内网")
    with pytest.raises(Refused):
        Network.from_environment()


def broken(store, how):
    """The store goes away in one of the ways a store does."""
    file = store.home / "dangzhi.sqlite"
    if how == "gone":
        store.engine.dispose()
        for rest in ("", "-wal", "-shm"):
            Path(f"{file}{rest}").unlink(missing_ok=True)
    elif how == "garbage":
        store.engine.dispose()
        for rest in ("-wal", "-shm"):
            Path(f"{file}{rest}").unlink(missing_ok=True)
        shutil.copyfile(file, store.home / "kept")
        file.unlink()
        file.write_bytes(b"not a database " * 400)
    else:  # a migration has begun and the tables are not what they were
        with store.write() as transaction:
            transaction.connection.exec_driver_sql("ALTER TABLE revisions RENAME TO revisions_old")
            transaction.connection.exec_driver_sql("ALTER TABLE feeds RENAME TO feeds_old")
            transaction.connection.exec_driver_sql("UPDATE switches SET value = 'other' WHERE name LIKE 'mark:%'")


@pytest.mark.slow
@pytest.mark.parametrize("how", ["gone", "garbage", "migrating"])
@pytest.mark.parametrize("asked_before", [True, False])
def test_without_a_store_public_feeds_are_those_last_written_and_secret_ones_ask_to_come_again(
    store, client, monkeypatch, how, asked_before
):
    _, token = new(store)
    standby.write_standby(store, NOW + timedelta(days=1))
    with store.read() as transaction:
        right = {
            duty: render(
                transaction, offices.load(transaction), standby.public(duty), (NOW + timedelta(days=1)).date()
            ).data
            for duty in ("", "JF")
        }
    if asked_before:
        assert client.get("/feed/public.ics").data == right[""] and client.get(path(token)).status_code == 200
    broken(store, how)
    later = time.monotonic() + commit_watch.LOOK
    monkeypatch.setattr(commit_watch.time, "monotonic", lambda: later)
    shown = {duty: client.get(one) for duty, one in (("", "/feed/public.ics"), ("JF", "/feed/public/JF.ics"))}
    assert {duty: (one.status_code, one.data) for duty, one in shown.items()} == {
        duty: (200, data) for duty, data in right.items()
    }
    assert client.get("/feed/public.ics", headers={"If-None-Match": shown[""].headers["ETag"]}).status_code == 304
    for one in (path(token), path("x" * 43), "/feed/public/ZB.ics"):
        answer = client.get(one)
        assert plain(answer) == (503, "text/plain", "try again later\n") and answer.headers["Retry-After"] == "300"


def test_a_duty_that_is_no_longer_public_has_no_file_left(store):
    standby.write_standby(store, NOW)
    before = set((store.home / standby.FOLDER).iterdir())
    from planner.office.sheets import Duty
    from tests.fixtures.subscriptions import vars_of

    with store.write() as transaction:
        office = offices.load(transaction)
        offices.save(
            transaction,
            office,
            office.with_rows(
                "值班事项",
                tuple(Duty(**{**vars_of(one), "public": "no"}) if one.id == "JF" else one for one in office.of(Duty)),
            ),
        )
    standby.write_standby(store, NOW)
    left = before - set((store.home / standby.FOLDER).iterdir())
    assert len(left) == 1
    with pytest.raises(FileNotFoundError):
        standby.read_standby(store.home, "JF")


def test_what_is_switched_off_stays_off_without_a_store(store, client, monkeypatch):
    standby.write_standby(store, NOW)
    with store.write() as transaction:
        subscriptions.set_reach(transaction, "off", NOW, "test")
    standby.write_standby(store, NOW)
    assert list((store.home / standby.FOLDER).iterdir()) == []
    broken(store, "gone")
    later = time.monotonic() + commit_watch.LOOK
    monkeypatch.setattr(commit_watch.time, "monotonic", lambda: later)
    assert client.get("/feed/public.ics").status_code == 503


def test_what_was_fetched_is_written_down_with_the_family_alone(store, client):
    id, token = new(store)
    other, second = new(store)
    agent = "iOS/17.2 (21C62) dataaccessd/1.0"
    door = client.application.extensions["door"]
    tag = client.get(path(token), headers={"User-Agent": agent}).headers["ETag"]
    client.get(path(second), headers={"User-Agent": "Google-Calendar-Importer"})
    client.get(path(token), headers={"User-Agent": agent, "If-None-Match": tag})
    client.get(path("x" * 43)), client.get("/feed/public.ics")
    client.head(path(token), headers={"User-Agent": "curl/8.1"})
    door._log.write()
    with store.read() as transaction:
        found = fetches.every(transaction)
        rows = str(transaction.connection.exec_driver_sql("SELECT * FROM fetches").all())
    assert {feed: (one.family, one.status, one.at) for feed, one in found.items()} == {
        id: ("apple", 304, "2026-11-26T01:00:00+00:00"),
        other: ("google", 200, "2026-11-26T01:00:00+00:00"),
    }
    assert agent not in rows and token not in rows


def test_a_disk_that_is_full_stops_no_feed(store, client, monkeypatch):
    _, token = new(store)

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(fetches, "put", full)
    assert client.get(path(token)).status_code == 200
    log = FetchLog(store)
    log.note(1, "", 200, "Asia/Shanghai")
    with pytest.raises(OSError, match="No space left"):
        log.write()
    assert client.get(path(token)).status_code == 200


@pytest.mark.slow
def test_no_secret_is_in_any_log_error_or_page_after_its_own(store, client, caplog, capfd):
    from planner.access import logins
    from tests.fixtures.site_log_ins import PASSWORD, token_of

    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "甲", "official", "H01", PASSWORD, NOW, "test")
        logins.add(transaction, offices.load(transaction), "乙", "clerk", "", PASSWORD, NOW, "test")
    caplog.set_level(logging.DEBUG)
    secrets, pages = set(), []
    for name, form, where in (
        ("甲", {"person": "H01"}, "/me"),
        ("乙", {"of": "unit:" + unit_of(store)}, "/office/feeds"),
    ):
        client.post("/login", data={"name": name, "password": PASSWORD, "csrf_token": token_of(client.get("/login"))})
        address = "/me/feed" if where == "/me" else where
        page = client.post(
            address, data={"csrf_token": token_of(client.get(where)), "name": "手机", "remind": "60", **form}
        ).get_data(as_text=True)
        token = re.search(r"/feed/([\w-]{43})\.ics", page)[1]
        secrets.add(token)
        number = re.search(
            r'action="(/(?:me/feed|office/feeds)/\d+)/rotate"', client.get(where).get_data(as_text=True)
        )[1]
        again = client.post(number + "/rotate", data={"csrf_token": token_of(client.get(where))}).get_data(as_text=True)
        secrets.add(re.search(r"/feed/([\w-]{43})\.ics", again)[1])
        assert client.get(path(token)).status_code == 200
        pages += [client.get(where).get_data(as_text=True), client.get(where + "?lang=en").get_data(as_text=True)]
        assert client.get(where).headers["Referrer-Policy"] == "no-referrer"
        client.post("/logout", data={"csrf_token": token_of(client.get(where))})
    broken(store, "migrating")
    assert {client.get(path(one)).status_code for one in secrets} == {503}
    out = capfd.readouterr()
    with store.read() as transaction:
        kept = str(
            [
                transaction.connection.exec_driver_sql(f"SELECT * FROM {table}").all()
                for table in ("audit", "feeds_old", "fetches", "deeds", "switches")
            ]
        )
    assert len(secrets) == 4
    for text in (*pages, caplog.text, out.out, out.err, kept):
        assert not any(one in text for one in secrets)


def unit_of(store):

    with store.read() as transaction:
        return next(iter(offices.load(transaction).units))


def test_a_subscription_without_reminders_and_one_with_them_share_nothing(store, client):
    _, bare = new(store)
    _, asked = new(store, reminders=(60,))
    assert b"VALARM" not in client.get(path(bare)).data and b"TRIGGER:-PT60M" in client.get(path(asked)).data


@pytest.mark.slow
def test_two_processes_and_a_restart_give_the_same_bytes(store, client):
    _, token = new(store, "office", "")
    first = client.get(path(token))
    code = (
        "from web import create_app; import sys; c = create_app().test_client(); a = c.get(sys.argv[1]); "
        "sys.stdout.buffer.write(a.headers['ETag'].encode() + b' ' + a.data)"
    )
    import os

    done = subprocess.run(
        [sys.executable, "-c", code, path(token)],
        capture_output=True,
        check=True,
        env={**os.environ, "DANGZHI_HOME": str(store.home)},
    )
    assert done.stdout == first.headers["ETag"].encode() + b" " + first.data
    again = create_app(Store(store.home)).test_client().get(path(token))
    assert (again.data, again.headers["ETag"], again.headers["Last-Modified"]) == (
        first.data,
        first.headers["ETag"],
        first.headers["Last-Modified"],
    )


def test_a_feed_made_by_hand_is_the_one_that_is_sent(store, client):
    _, token = new(store, "unit", unit_of(store))
    with store.read() as transaction:
        assert (
            client.get(path(token)).data
            == render(
                transaction,
                offices.load(transaction),
                Feed(0, "unit", unit_of(store), "", "", None),
                NOW.date() + timedelta(days=1),
            ).data
        )
