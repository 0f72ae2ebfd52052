"""Connections that send half a request and wait keep nobody else out: they are cut, and make room when it is short."""

import contextlib
import http.client
import re
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests.fixtures.half_open import HALVES, crowd_of, still_there
from tests.fixtures.office_at_work import issued_home
from tests.fixtures.serving import gunicorn_served, served
from web.gate import connections
from web.gate.connections import Connections

NOW = "2026-12-09T09:30"
CROWD = 200
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def told(environ, start):
    """A site that says for whom it was asked, or how much it was sent."""
    size = environ.get("HTTP_X_FORWARDED_FOR", str(len(environ["wsgi.input"].read()))).encode()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(size)))])
    return [size]


def most(head):
    """Bytes that a body may have."""
    return 5000 if "COOKIE" in head else 1000


def aside(method, path, asked):
    """Nothing waits aside."""


@pytest.fixture
def port(monkeypatch):
    """A server over it that takes bodies of 1,000 bytes, and of 5,000 from whoever has a cookie."""
    monkeypatch.setattr(connections, "HEAD_SECONDS", 1)
    monkeypatch.setattr(connections, "BODY_SECONDS", 3)
    monkeypatch.setattr(connections, "LOOK_SECONDS", 0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = Connections(told, most, aside, threads=2, lanes=1, host="127.0.0.1", port=port)
    over = threading.Event()
    thread = threading.Thread(target=lambda: [site.turn() for _ in iter(over.is_set, True)])
    thread.start()
    yield port
    over.set()
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port)).close()
    thread.join()
    site.close()


def sent(port, data):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(data)
        answer = http.client.HTTPResponse(line)
        answer.begin()
        return answer.status, answer.read(), dict(answer.getheaders())


def post(size, more=b"", body=b""):
    return b"POST / HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n%s" % (more, size, body)


def test_a_body_is_refused_by_its_head_and_in_words(port):
    assert sent(port, post(1000, body=b"x" * 1000))[:2] == (200, b"1000")
    status, body, headers = sent(port, post(1001))  # nothing of the body is sent, and the answer is there
    assert status == 413 and "内容太大" in body.decode() and "too large" in body.decode()
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Connection"] == "close"
    assert sent(port, post(5000, b"Cookie: a=b\r\n", b"x" * 5000))[:2] == (200, b"5000")
    assert sent(port, post(10**12, b"Cookie: a=b\r\n"))[0] == 413
    chunks = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + b"400\r\n" + b"x" * 1024 + b"\r\n"
    assert sent(port, chunks)[0] == 413
    assert sent(port, b"GET / HTTP/1.1\r\nX: " + b"a" * connections.HEAD_BYTES + b"\r\n\r\n")[0] == 431
    status, body, _ = sent(port, b"nonsense\r\n\r\n")
    assert status == 400 and "请求读不懂" in body.decode()


def test_an_answer_of_the_server_itself_asks_for_https_where_the_site_has_it(port, monkeypatch):
    monkeypatch.setenv("DANGZHI_BASE_URL", "https://duty.example.gov")
    assert sent(port, b"nonsense\r\n\r\n")[2]["Strict-Transport-Security"].startswith("max-age=31536000")
    monkeypatch.setenv("DANGZHI_BASE_URL", "http://10.0.0.5")
    assert "Strict-Transport-Security" not in sent(port, b"nonsense\r\n\r\n")[2]


SECOND = b"GET /second HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    ("heads", "status"),
    [
        (b"Content-Length: 3\r\nContent-Length: 5\r\n", 400),
        (b"Content-Length: +3\r\n", 400),
        (b"Content-Length: 3, 5\r\n", 400),
        (b"Transfer-Encoding: identity\r\n", 501),
        (b"Transfer-Encoding: xchunked\r\n", 501),
        (b"Transfer-Encoding : chunked\r\n", 400),
        (b"X: a\rTransfer-Encoding: chunked\r\n", 400),
    ],
)
def test_a_request_whose_end_is_in_doubt_is_refused_and_nothing_behind_it_is_read(port, heads, status):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n" + heads + b"\r\nabc" + SECOND)
        answered = b"".join(iter(lambda: line.recv(65536), b""))
    assert answered[9:12] == b"%d" % status and answered.count(b"HTTP/1.") == 1


def test_of_two_lengths_the_chunks_count(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        heads = b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n" + heads + b"5\r\nabcde\r\n0\r\n\r\n")
        answered = b"".join(iter(lambda: line.recv(65536), b""))
    assert answered.startswith(b"HTTP/1.1 200 ") and answered.endswith(b"\r\n\r\n5")


def test_who_passed_a_request_on_is_told_to_the_site(port):
    head = b"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 10.0.0.9\r\n\r\n"
    assert sent(port, head)[:2] == (200, b"10.0.0.9"), "it counts the proxies itself"


def test_whoever_drips_is_cut_after_seconds_however_often_a_byte_comes(port):
    drips = [socket.create_connection(("127.0.0.1", port)) for _ in range(2)]
    began = time.monotonic()
    drips[0].sendall(b"GET / HT")
    drips[1].sendall(post(900))
    ended = [0.0, 0.0]
    while not all(ended) and time.monotonic() - began < 20:
        time.sleep(0.2)
        for number, line in enumerate(drips):
            with contextlib.suppress(OSError):
                line.send(b"x")
            if not ended[number] and not still_there(line):
                ended[number] = time.monotonic() - began
    assert 1 <= ended[0] < 3 <= ended[1] < 10
    assert sent(port, post(3, body=b"abc"))[:2] == (200, b"3")


def test_where_connections_run_out_the_longest_waiting_go(port, monkeypatch):
    monkeypatch.setattr(connections, "HEAD_SECONDS", 60)
    small = 300
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        other = free.getsockname()[1]
    monkeypatch.setattr(connections, "CONNECTIONS", small)
    site = Connections(told, lambda head: 1000, aside, threads=2, lanes=1, host="127.0.0.1", port=other)
    over = threading.Event()
    thread = threading.Thread(target=lambda: [site.turn() for _ in iter(over.is_set, True)])
    thread.start()
    try:
        with crowd_of(other, 2 * small) as lines:
            assert sent(other, post(3, body=b"abc"))[:2] == (200, b"3")
            there = [still_there(line) for line in lines]
            assert sum(there) < small and not any(there[:100]) and all(there[-50:])
    finally:
        over.set()
        thread.join()
        site.close()


@pytest.mark.slow
@pytest.mark.parametrize("server", [served, gunicorn_served], ids=["serve", "gunicorn"])
def test_residents_read_on_while_two_hundred_wait_with_half_a_request(tmp_path, server):
    with server(issued_home(tmp_path / "home"), NOW) as address:
        host = address.removeprefix("http://")
        took = []
        with crowd_of(int(host.rpartition(":")[2]), CROWD):
            for _ in range(20):
                began = time.perf_counter()
                line = http.client.HTTPConnection(host, timeout=20)
                line.request("GET", "/")
                answer = line.getresponse()
                assert answer.status == 200 and "今日接访" in answer.read().decode()
                line.close()
                took.append(time.perf_counter() - began)
    assert sorted(took)[18] < 5, "on a machine that does other things as well"


def test_every_way_to_send_half_a_request_is_tried():
    assert b"" in HALVES and any(one.endswith(b"\r\n\r\nab") for one in HALVES) and len(HALVES) == 5


@pytest.mark.slow
@pytest.mark.parametrize("server", [served, gunicorn_served], ids=["serve", "gunicorn"])
def test_of_many_who_log_in_at_one_moment_none_is_sent_away_and_residents_read_on(tmp_path, server):
    with server(issued_home(tmp_path / "home"), NOW) as address:
        browsers = [urllib.request.build_opener(urllib.request.HTTPCookieProcessor()) for _ in range(30)]
        tokens = [TOKEN.search(one.open(address + "/login").read().decode())[1] for one in browsers]
        gate, came = threading.Barrier(len(browsers) + 1), []

        def enter(number):
            form = {"csrf_token": tokens[number], "name": f"nobody{number}", "password": "wrong password"}
            gate.wait()
            try:
                browsers[number].open(address + "/login", urllib.parse.urlencode(form).encode())
            except urllib.error.HTTPError as refused:
                came.append(refused.code)

        threads = [threading.Thread(target=enter, args=(number,)) for number in range(len(browsers))]
        for thread in threads:
            thread.start()
        gate.wait()
        with urllib.request.urlopen(address + "/") as page:
            assert page.status == 200
        for thread in threads:
            thread.join()
        assert came == [401] * len(browsers)
