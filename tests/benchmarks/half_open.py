"""The public page while a thousand clients have sent half a request and wait, under `serve` and under gunicorn."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from tests.benchmarks.site import NOW, district
from tests.fixtures.half_open import crowd_of
from tests.fixtures.serving import gunicorn_served, served

CROWD, ROUNDS = 1000, 200


@dataclass(frozen=True)
class HeldOpen:
    """Milliseconds within which 95 of 100 pages came: alone, and while the crowd waits."""

    server: str
    alone: float
    meanwhile: float


def _p95(host: str) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        line = http.client.HTTPConnection(host, timeout=60)
        line.request("GET", "/")
        answer = line.getresponse()
        answer.read()
        line.close()
        assert answer.status == 200
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)[ceil(ROUNDS * 0.95) - 1]


def held_open() -> Iterator[HeldOpen]:
    """Each server in turn; every request is a connection of its own."""
    for name, server in (("serve", served), ("gunicorn", gunicorn_served)):
        with server(district(), f"{NOW:%Y-%m-%dT%H:%M}") as address:
            host = address.removeprefix("http://")
            alone = _p95(host)
            with crowd_of(int(host.rpartition(":")[2]), CROWD):
                yield HeldOpen(name, alone, _p95(host))
