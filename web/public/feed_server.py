"""The way in of calendar feeds, before the framework: each is sent whole, or answered 304, 404, 410 or 503.

A calendar client never meets a log-in page here, nor anything that is not a calendar (HTTP: RFC 9110).
"""

from __future__ import annotations

import gzip
import logging
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from werkzeug.datastructures import Accept
from werkzeug.http import http_date, parse_accept_header, parse_date, parse_etags

from planner.clock import OFFICIAL, seconds
from planner.feeds import standby
from planner.feeds.calendar_file import Rendered
from planner.feeds.clients import FetchLog
from planner.feeds.subscriptions import Reach
from planner.store import Store
from web.public.ready_feeds import AtDoor
from web.shell.calendar_links import CALENDAR, NAMES, PREFIX, PUBLIC
from web.shell.caller.network import Network

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
LEVEL = 6
UNCHANGED, WHOLE = "304 NOT MODIFIED", "200 OK"
UNKNOWN = b"no such calendar\n"
Headers = list[tuple[str, str]]
HttpAnswer = tuple[str, Headers, bytes]


@dataclass(frozen=True)
class Packed:
    """A feed ready to be sent: every pair holds the plain and the gzipped one.

    `modified` is in seconds since 1970; `unchanged` are the headers of a 304, `whole` those of a 200.
    """

    bodies: tuple[bytes, bytes]
    tags: tuple[str, str]
    modified: int
    unchanged: tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]
    whole: tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]

    @classmethod
    def of(cls, one: Rendered) -> Packed:
        """The same bytes give the same packed bytes: no time is in them."""
        bodies = one.data, gzip.compress(one.data, LEVEL, mtime=0)
        tags = f'"{one.etag}"', f'"{one.etag}-gz"'
        common = ("Cache-Control", "private, max-age=300"), ("Vary", "Accept-Encoding")
        plain, packed = ((("ETag", tag), *common) for tag in tags)
        more = ("Last-Modified", http_date(one.modified)), CALENDAR
        lengths = [("Content-Length", str(len(body))) for body in bodies]
        return cls(
            bodies,
            tags,
            int(one.modified.timestamp()),
            (plain, packed),
            ((*plain, *more, lengths[0]), (*packed, *more, lengths[1], ("Content-Encoding", "gzip"))),
        )


class Door:
    """Answers what lies under /feed/ by itself and hands everything else on."""

    def __init__(
        self, inside: WSGIApplication, store: Store, base: str, wait: Callable[[WSGIEnvironment], int]
    ) -> None:
        """`wait` says how many seconds a client that asks too often should wait, 0 for none."""
        self._inside, self._store, self._wait = inside, store, wait
        self._now = AtDoor(store, base)
        self._log = FetchLog(store)
        self._network = Network.from_environment()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """WSGI: a calendar, or what the site behind the door answers."""
        path: str = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX):
            return self._inside(environ, start_response)
        status, headers, body = self._answered(environ, path)
        start_response(status, headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _answered(self, environ: WSGIEnvironment, path: str) -> HttpAnswer:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return ONLY_READ
        if seconds := self._wait(environ):
            return _told("429 TOO MANY REQUESTS", b"too often, come again later\n", ("Retry-After", str(seconds)))
        try:
            return self._answer(environ, path)
        except Exception as cause:  # whatever a store may die of, a calendar is told to come again
            logging.getLogger("dangzhi.feeds").error("the store did not answer: %s", type(cause).__name__)
            return from_files(self._store.home, environ, path)

    def _answer(self, environ: WSGIEnvironment, path: str) -> HttpAnswer:
        moment = self._now.moment()
        if moment.reach is Reach.OFF:
            return _told("503 SERVICE UNAVAILABLE", b"calendars are switched off\n", ("Retry-After", "86400"))
        duty = _public_duty(path)
        if duty is not None:
            return (
                _sent(environ, moment.packed(standby.public(duty), Packed.of))
                if duty in moment.public
                else _told("404 NOT FOUND", UNKNOWN)
            )
        if moment.reach is Reach.INTRANET and not self._network.inside(environ):
            return _told("403 FORBIDDEN", b"only within the office's own network\n")
        feed = moment.feed(path[len(PREFIX) :].removesuffix(".ics")) if path.endswith(".ics") else None
        if feed is None:
            return _told("404 NOT FOUND", UNKNOWN)
        if moment.ended(feed):
            return _told("410 GONE", UNKNOWN)
        answer = _sent(environ, moment.packed(feed, Packed.of))
        if environ["REQUEST_METHOD"] == "GET":
            self._log.note(feed.id, environ.get("HTTP_USER_AGENT", ""), int(answer[0][:3]), moment.zone)
        return answer


def answer_without_store(home: Path, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """WSGI: what lies under /feed/ while no store has ever answered."""
    only_read = environ["REQUEST_METHOD"] not in ("GET", "HEAD")
    status, headers, body = ONLY_READ if only_read else from_files(home, environ, environ.get("PATH_INFO", ""))
    start_response(status, [*headers])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def from_files(home: Path, environ: WSGIEnvironment, path: str) -> HttpAnswer:
    """The public feeds as they were last written; everybody else keeps the copy they have and comes again."""
    duty = _public_duty(path)
    try:
        if duty is not None:
            return _sent(environ, Packed.of(standby.read_standby(home, duty)))
    except (OSError, ValueError, KeyError) as cause:
        print(f"no standby feed: {type(cause).__name__}", file=sys.stderr)
    return _told("503 SERVICE UNAVAILABLE", b"try again later\n", ("Retry-After", "300"))


def _public_duty(path: str) -> str | None:
    """The duty of a public address, '' for all of them; None for a secret one."""
    if path == f"{PUBLIC}.ics":
        return ""
    if path.startswith(f"{PUBLIC}/") and path.endswith(".ics"):
        return path[len(PUBLIC) + 1 : -len(".ics")].encode("latin-1").decode("utf-8", "replace") or "?"
    return None


def _told(status: str, body: bytes, *more: tuple[str, str]) -> HttpAnswer:
    """A short answer that is no calendar."""
    length = "Content-Length", str(len(body))
    return (status, [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"), length, *more], body)


ONLY_READ = _told("405 METHOD NOT ALLOWED", b"GET or HEAD\n", ("Allow", "GET, HEAD"))


def _sent(environ: WSGIEnvironment, one: Packed) -> HttpAnswer:
    zipped = _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    if _known(environ, one):
        return UNCHANGED, [*one.unchanged[zipped]], b""
    query = environ.get("QUERY_STRING")
    kind = "attachment" if query and "download" in parse_qs(query) else "inline"
    return WHOLE, [*one.whole[zipped], NAMES[kind]], one.bodies[zipped]


def _known(environ: WSGIEnvironment, one: Packed) -> bool:
    """Whether the client has these bytes already; its entity tags count before its date (RFC 9110, 13.2.2).

    Its date must be the very one that came with the bytes, and none that lies ahead: a clock that was set back since
    has given that, and what is shown changes with the date.
    """
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return tags in one.tags or any(parse_etags(tags).contains_weak(tag.strip('"')) for tag in one.tags)
    since = parse_date(environ.get("HTTP_IF_MODIFIED_SINCE"))
    return since is not None and one.modified == int(since.timestamp()) and one.modified <= seconds(OFFICIAL)


@lru_cache(maxsize=256)
def _takes_gzip(accepted: str) -> bool:
    return "gzip" in accepted and parse_accept_header(accepted, Accept)["gzip"] > 0
