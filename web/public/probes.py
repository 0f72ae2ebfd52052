"""What machines ask that look after the site, before the framework: /healthz, /readyz and /metrics.

/metrics answers on this machine alone, or whoever has the token DANGZHI_METRICS_TOKEN; to others there is no such page.
"""

from __future__ import annotations

import hmac
import json
import os
import threading
import time
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from planner.store import Store, Unreadable, jobs
from planner.store.messages import feeds
from planner.store.roster import drafts
from planner.store.schema.migrating import newest, revision_of
from planner.upkeep.worker_beat import is_alive
from web.public.counts import RequestCounts

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LASTS = 1.0
"""Seconds for which an answer about the store is given again: a probe may come as often as it likes."""
DOWN = "dangzhi_store_up 0"
TEXT, JSON = "text/plain; version=0.0.4; charset=utf-8", "application/json"
ProbeAnswer = tuple[str, str, str]
"""Status line, kind, body."""
NONE_HERE: ProbeAnswer = ("404 NOT FOUND", TEXT, "not found\n")


class Probes:
    """Answers the three by itself, hands everything else on and counts it."""

    def __init__(self, inside: WSGIApplication, store: Store | None) -> None:
        """`store` is None for a site that waits for its store."""
        self.inside, self._store = inside, store
        self._counts = RequestCounts()
        self._lock = threading.Lock()
        self._known: tuple[float, dict[str, bool]] = 0.0, {}
        self._asked: dict[str, Callable[[WSGIEnvironment], ProbeAnswer]] = {
            "/healthz": lambda environ: ("200 OK", TEXT, "ok\n"),
            "/readyz": self._ready,
            "/metrics": self._metrics,
        }

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """WSGI: an answer to a probe, or what the site says."""
        path: str = environ.get("PATH_INFO", "")
        probe = self._asked.get(path)
        if probe is None:
            return self._counted(path, environ, start_response)
        known = environ["REQUEST_METHOD"] in ("GET", "HEAD")
        status, kind, body = probe(environ) if known else ("405 METHOD NOT ALLOWED", TEXT, "GET or HEAD\n")
        data = body.encode()
        headers = [("Content-Type", kind), ("Content-Length", str(len(data))), ("Cache-Control", "no-store")]
        start_response(status, headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else data]

    def _counted(self, path: str, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began = time.perf_counter()

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            self._counts.add(path, status, time.perf_counter() - began)
            return start_response(status, headers, *more)

        return self.inside(environ, start)

    def _ready(self, environ: WSGIEnvironment) -> ProbeAnswer:
        """Whether the store answers, is of this program, and a worker was seen in the last minute."""
        with self._lock:
            until, found = self._known
            if time.monotonic() >= until:
                found = self._looked()
                self._known = time.monotonic() + LASTS, found
        return "200 OK" if all(found.values()) else "503 SERVICE UNAVAILABLE", JSON, json.dumps(found) + "\n"

    def _looked(self) -> dict[str, bool]:
        found = {"store": False, "migrations": False, "worker": False}
        if self._store is None:
            return found
        try:
            with self._store.read() as transaction:
                found["migrations"] = revision_of(transaction.connection) == newest()
                found["store"] = True
                found["worker"] = found["migrations"] and is_alive(transaction)
        except (Unreadable, OSError):
            pass
        return found

    def _metrics(self, environ: WSGIEnvironment) -> ProbeAnswer:
        if not _may_look(environ):
            return NONE_HERE
        lines = self._counts.lines()
        try:
            lines += self._of_the_store(self._store) if self._store else [DOWN]
        except (Unreadable, OSError):
            lines.append(DOWN)
        return "200 OK", TEXT, "\n".join(lines) + "\n"

    def _of_the_store(self, store: Store) -> list[str]:
        with store.read() as transaction:
            states = jobs.count_by_state(transaction)
            live = [one for one in feeds.every(transaction) if one.revoked_at is None]
            seconds = drafts.last_seconds(transaction)
            worker = is_alive(transaction)
        return [
            "dangzhi_store_up 1",
            f"dangzhi_worker_up {int(worker)}",
            *(f'dangzhi_jobs{{state="{state}"}} {states[state]}' for state in sorted(states)),
            f"dangzhi_feeds {len(live)}",
            *([] if seconds is None else [f"dangzhi_last_plan_seconds {seconds:.3f}"]),
        ]


def _may_look(environ: WSGIEnvironment) -> bool:
    """Whether a request comes from this machine itself, through no proxy, or has the token."""
    token = os.environ.get("DANGZHI_METRICS_TOKEN", "")
    given = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    if any(name in environ for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")):
        return False
    try:
        return ip_address(environ.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
