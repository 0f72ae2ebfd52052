"""Feeds under load: gunicorn's two workers against nginx with the same bytes; after a release; feeds never built."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path

from planner.changing import asking, swap, swap_undo
from planner.feeds import subscriptions
from planner.feeds.calendar_file import render
from planner.feeds.revisions import keys, refresh
from planner.judging.refusals import SwapRefused
from planner.launch import ROOT
from planner.roster.issued import issued_lines
from planner.roster.lines import Line
from planner.store import Store
from planner.store.messages import feeds
from planner.store.messages.feeds import Feed
from planner.store.roster import offices, versions
from tests.benchmarks.site import NOW, district
from tests.fixtures.serving import GONE

SUBSCRIBERS, WINDOW = 5_000, 60.0
SECONDS, CONNECTIONS = "4s", "8"
BIG, ENTRIES = 10_000, 100
"""How many events the office's calendar is tried with, and how many a usual one has."""
BARE = (
    "def app(environ, start):\n    start('304 NOT MODIFIED' if environ.get('HTTP_IF_NONE_MATCH') else '200 OK', "
    "[('Content-Type', 'text/calendar'), ('ETag', '\"a\"')])\n"
    "    return [b'' if environ.get('HTTP_IF_NONE_MATCH') else DATA]\n"
)


@dataclass(frozen=True)
class Traffic:
    """Requests a second from us, from a bare WSGI function on the same server, and from nginx."""

    status: int
    ours: float
    bare: float
    nginx: float


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def _running(command: list[str], port: int, **environment: str) -> Iterator[str]:
    child = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port)).close()
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait()


def gunicorn(application: str, **environment: str) -> contextlib.AbstractContextManager[str]:
    """A WSGI application behind gunicorn's two workers."""
    port = _free()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--workers",
        "2",
        "--bind",
        f"127.0.0.1:{port}",
        "--backlog",
        "4096",
        "--log-level",
        "error",
        application,
    ]
    return _running(command, port, **environment)


def _nginx(folder: Path, data: bytes) -> contextlib.AbstractContextManager[str]:
    port = _free()
    (folder / "a.ics").write_bytes(data)
    (folder / "conf").write_text(
        f"worker_processes 2;\ndaemon off;\nuser root;\npid {folder}/pid;\nerror_log /dev/null;\nevents {{}}\n"
        "http { access_log off; default_type text/calendar; "
        f"server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n"
    )
    return _running([shutil.which("nginx") or "nginx", "-c", str(folder / "conf")], port)


def _rate(address: str, *headers: str) -> float:
    command = [
        "wrk",
        "-t",
        "1",
        "-c",
        CONNECTIONS,
        "-d",
        SECONDS,
        *(part for one in headers for part in ("-H", one)),
        address,
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told and not headers:
        raise SystemExit(told)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])  # type: ignore[index]


def _tag(address: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(address) as answer:
        return answer.read(), f"If-None-Match: {answer.headers['ETag']}"


def rates() -> Iterator[Traffic]:
    """A feed of about 10 KB, whole and unchanged."""
    store, folder = Store(district()), Path(tempfile.mkdtemp(prefix="dangzhi-traffic-"))
    with store.write() as transaction:
        duty = min(
            offices.load(transaction).duties,
            key=lambda one: abs(
                len(render(transaction, offices.load(transaction), Feed(0, "duty", one, "", "", None), NOW.date()).data)
                - 10_240
            ),
        )
        _, token = subscriptions.create(transaction, offices.load(transaction), "duty", duty, "", NOW)
    with gunicorn("web:create_app()", DANGZHI_HOME=str(store.home), DANGZHI_NOW=f"{NOW:%Y-%m-%dT%H:%M}") as site:
        ours = f"{site}/feed/{token}.ics"
        data, known = _tag(ours)
        print(f"    {len(data):,} bytes")
        (folder / "bare.py").write_text(f"DATA = {data!r}\n{BARE}")
        with _nginx(folder, data) as other, gunicorn("bare:app", PYTHONPATH=str(folder)) as bare:
            for status in (200, 304):
                headers = (
                    [(known,), ('If-None-Match: "a"',), (_tag(f"{other}/a.ics")[1],)] if status == 304 else [(), (), ()]
                )
                yield Traffic(
                    status,
                    *(_rate(one, *some) for one, some in zip((ours, bare, f"{other}/a.ics"), headers, strict=True)),
                )


def after_a_release() -> tuple[float, int, list[float], int]:
    """After a swap was put into effect: seconds until every subscriber has read once, errors, seconds of each request,
    and how many swaps were put into effect meanwhile."""
    store = Store(district())
    with store.write() as transaction:
        people = sorted(
            {
                who
                for _, who in versions.in_force(transaction).pairs
                if who.startswith("p:") and not offices.load(transaction).is_leader(who[2:])
            }
        )
        tokens = [
            subscriptions.create(
                transaction, offices.load(transaction), "person", people[number % len(people)][2:], "", NOW
            )[1]
            for number in range(SUBSCRIBERS)
        ]
    took: list[float] = []
    wrong: list[object] = []
    stop = threading.Event()
    done: list[int] = []
    swapping = threading.Thread(target=_swap, args=(store, stop, done))

    def read(address: str) -> None:
        began = time.perf_counter()
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                if not answer.read().startswith(b"BEGIN:VCALENDAR"):
                    wrong.append(address)
        except GONE as cause:
            wrong.append(cause)
        took.append(time.perf_counter() - began)

    with gunicorn("web:create_app()", DANGZHI_HOME=str(store.home), DANGZHI_NOW=f"{NOW:%Y-%m-%dT%H:%M}") as site:
        read(f"{site}/feed/{tokens[0]}.ics")
        took.clear()
        swapping.start()
        began = time.perf_counter()
        with ThreadPoolExecutor(16) as crowd:
            list(crowd.map(read, (f"{site}/feed/{token}.ics" for token in tokens)))
        whole = time.perf_counter() - began
        stop.set()
        swapping.join()
    return whole, len(wrong), took, len(done)


def _swap(store: Store, stop: threading.Event, done: list[int]) -> None:
    """Swaps that take effect and are undone, one after another."""
    with store.read() as transaction:
        mine = sorted(pair for pair in versions.in_force(transaction).pairs if pair[0].startswith("RX|RX-1"))
    now, number = NOW, 0
    while not stop.is_set():
        now, number = now + timedelta(seconds=1), number + 1
        first, second = mine[number % len(mine)], mine[(number * 7 + 3) % len(mine)]
        with contextlib.suppress(SwapRefused):
            offer = asking.offer(store, first[0], first[1], second[1], second[0], now, asking.OFFICE, "zh")
            swap.accept(store, offer.id, asking.OFFICE, frozenset(), now, "zh")
            swap_undo.undo_now(store, offer.id, "另有安排", now + timedelta(seconds=1), "zh")
            done.append(offer.id)


def never_built() -> Iterator[tuple[str, float, float]]:
    """Milliseconds for a feed of about a hundred entries and for the office's ten thousand, serialised and joined."""
    store = Store(district())
    with store.read() as transaction:
        lines: list[Line] = [
            line
            for duty in ("ZF", "RX", "ZB")
            for line in issued_lines(transaction, offices.load(transaction), "2026-12", duty)
        ]
    for count, limit in ((ENTRIES, 50.0), (BIG, 1000.0)):
        entries, number, some = 0, 0, []
        while entries < count:
            line = lines[number % len(lines)]
            some.append(replace(line, held=replace(line.held, slot=replace(line.slot, id=f"{line.slot.id}|{number}"))))
            entries, number = entries + len(keys(line)), number + 1
        yield f"{entries:,} entries never built, of all kinds", _built(some, NOW), limit


def _built(some: list[Line], now: datetime) -> float:
    """Milliseconds to write the revisions of these lines and join the office's calendar."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        with store.write() as transaction:
            feeds.switch(transaction, "identity", "bench")
        began = time.perf_counter()
        with store.write() as transaction:
            refresh(transaction, offices.load(transaction), "D", "2026-12", [], some, now)
            render(transaction, offices.load(transaction), Feed(0, "office", "", "", "", None), now.date())
        return (time.perf_counter() - began) * 1000


def p99(some: list[float]) -> float:
    """Milliseconds that 99 of 100 stay within."""
    return sorted(some)[ceil(len(some) * 0.99) - 1] * 1000
