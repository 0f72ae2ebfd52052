"""A storm of strangers: half-sent requests, wrong passwords and large bodies, while a resident reads and a clerk comes.

All of it goes to this machine and ends by itself.
"""

from __future__ import annotations

import os
import resource
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil
from multiprocessing import Process

from tests.benchmarks.site import NOW, district
from tests.benchmarks.visitor import Visitor
from tests.fixtures.half_open import crowd_of
from tests.fixtures.serving import gunicorn_served, served

HALF_OPEN, LOG_INS, BODIES, BODY = 2000, 200, 8, 60 << 20
SECONDS = 20.0


@dataclass(frozen=True)
class Storm:
    """Milliseconds for 95 of 100 of a resident's pages, alone and meanwhile; seconds until the clerk is in."""

    server: str
    alone: float
    meanwhile: float
    clerk_in: float
    wrong: int


def storms() -> Iterator[Storm]:
    """Each server in turn."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    os.environ["DANGZHI_PROXIES"] = "1"
    for name, server in (("serve", served), ("gunicorn", gunicorn_served)):
        with server(district(), f"{NOW:%Y-%m-%dT%H:%M}") as site:
            alone, _ = _reading(site, 5.0)
            clerk = _as_every_morning(site)
            strangers = Process(target=_rage, args=(site,), daemon=True)
            strangers.start()
            with crowd_of(int(site.rpartition(":")[2]), HALF_OPEN), ThreadPoolExecutor(1) as office:
                entering = office.submit(_enter, clerk)
                meanwhile, wrong = _reading(site, SECONDS)
                came = entering.result()
            strangers.kill()
            strangers.join()
            yield Storm(name, alone, meanwhile, came, wrong)


def _reading(site: str, seconds: float) -> tuple[float, int]:
    """A resident looks at the first page again and again: (milliseconds of 95 of 100, how many were not given)."""
    took, wrong, until = [], 0, time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.perf_counter()
        status, _ = Visitor(site, "10.2.0.1").get("/")
        took.append((time.perf_counter() - began) * 1000)
        wrong += status != 200
        time.sleep(0.05)
    return sorted(took)[ceil(len(took) * 0.95) - 1], wrong


def _rage(site: str) -> None:
    """The strangers, in a process of their own, until it is ended."""
    gate = threading.Barrier(LOG_INS)
    for number in range(LOG_INS):
        threading.Thread(target=_guess, args=(site, number, gate), daemon=True).start()
    for _ in range(BODIES):
        threading.Thread(target=_pour, args=(int(site.rpartition(":")[2]),), daemon=True).start()
    time.sleep(10 * SECONDS)


def _guess(site: str, number: int, gate: threading.Barrier) -> None:
    """A stranger tries wrong passwords at one moment with all others, every second one the clerk's."""
    one, name = Visitor(site, f"203.0.113.{number % 250 + 1}"), "clerk" if number % 2 else f"nobody{number}"
    while True:
        form = one.filled("/login", name=name, password="wrong password of mine")
        gate.wait()
        one.send("/login", form)


def _pour(port: int) -> None:
    """A stranger sends a body that nobody takes."""
    head = f"POST /login HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.9\r\nContent-Length: {BODY}\r\n\r\n"
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
                line.sendall(head.encode())
                for _ in range(BODY >> 16):
                    line.sendall(bytes(1 << 16))
        except OSError:
            time.sleep(0.05)


def _as_every_morning(site: str) -> Visitor:
    """The clerk's browser, in which she came in before."""
    clerk = Visitor(site, "10.3.0.1")
    clerk.log_in("clerk")
    clerk.post("/logout", "/password")
    return clerk


def _enter(clerk: Visitor) -> float:
    """Seconds until the clerk is in and has a page of the office's."""
    time.sleep(3)  # the storm is there
    began = time.monotonic()
    while clerk.log_in("clerk") != 200 or clerk.get("/office/swaps")[0] != 200:
        if time.monotonic() - began > 60:
            raise SystemExit("the clerk was kept out")
        time.sleep(0.5)
    return time.monotonic() - began
