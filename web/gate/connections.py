"""Connections: waitress, but whoever does not get on with a request is put out before others have to wait.

A request has seconds, not minutes, to be sent; where connections run out, the one that has been sending longest goes.
"""

from __future__ import annotations

import logging
import socket
import time
from collections import Counter
from collections.abc import Callable, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask

from planner.settings import site_address
from planner.words import Words
from web.gate.headers import with_safe_headers
from web.gate.lanes import LanedTasks, WaitsAside

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

BodyLimit = Callable[[Mapping[str, str]], int]
"""Headers, as NAME_OF_HEADER → value, → how many bytes the body behind them may have."""

CONNECTIONS = 2000
SPARE = 100
"""Open files that are left for the store, logs and bodies that lie on disk."""
AT_ONCE = 64
"""Connections that are let in before those that are there are seen to."""
HEAD_SECONDS, BODY_SECONDS, IDLE_SECONDS = 10, 120, 60
"""Until the head of a request is whole, until its body is, and until an unused or unread connection is closed."""
HEAD_BYTES, BODY_IN_MEMORY = 32 << 10, 64 << 10
LOOK_SECONDS = 2
TOLD = {413: Words("内容太大，没有收下"), 431: Words("请求头太长"), 500: Words("暂时无法办理，没有改动任何数据")}
UNREADABLE = Words("请求读不懂")


class ToldError(ErrorTask):  # type: ignore[misc]
    """What is wrong with a request that never reached the site, in a sentence."""

    def execute(self) -> None:
        """Answer, and close the connection."""
        error = self.request.error
        told = TOLD.get(error.code, UNREADABLE)
        body = f"{told.zh} / {told.en}\n".encode()
        self.status = f"{error.code} {error.reason}"
        plain = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
        https = site_address().startswith("https://")
        self.response_headers = with_safe_headers([*plain, ("Cache-Control", "no-store")], https=https)
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


def _parser_with(limit: BodyLimit) -> type[HTTPRequestParser]:
    """A parser that refuses a body by what its headers say, before it is read."""

    class SizedParser(HTTPRequestParser):  # type: ignore[misc]
        adj: Adjustments

        def parse_header(self, header_plus: bytes) -> None:
            super().parse_header(header_plus)
            if self.chunked or self.content_length:
                self.adj = copy(self.adj)
                self.adj.max_request_body_size = limit(self.headers) + 1  # waitress refuses what reaches it

    return SizedParser


class TimedChannel(HTTPChannel):  # type: ignore[misc]
    """A connection that knows since when it has been sending its request."""

    error_task_class = ToldError
    since: float

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.since = time.time()

    def received(self, data: bytes) -> bool:
        """Take what came; the time of a request begins with its first byte."""
        fresh = self.request is None
        found: bool = super().received(data)
        if fresh or self.request is None:
            self.since = time.time()
        return found

    @property
    def waits(self) -> bool:
        """Whether the client is to go on: nothing of it is being answered or sent."""
        return not (self.requests or self.total_outbufs_len or self.will_close)

    def over_time(self, now: float) -> bool:
        """Whether it has taken too long to send what it began."""
        if not self.waits or self.request is None:
            return False
        return bool(now - self.since > (BODY_SECONDS if self.request.headers_finished else HEAD_SECONDS))


class RoomyServer(TcpWSGIServer):  # type: ignore[misc]
    """A server that always has room for one more."""

    def maintenance(self, now: float) -> None:
        """Close what was idle too long or takes too long."""
        super().maintenance(now)
        for channel in list(self.active_channels.values()):
            channel.will_close = channel.will_close or channel.over_time(now)

    def readable(self) -> bool:
        """Whether another may come in; where connections run out, room is made first."""
        if len(self._map) >= self.adj.connection_limit - 2 * AT_ONCE:
            self._make_room()
        return bool(super().readable())

    def handle_accept(self) -> None:
        """Let those in that wait at the door."""
        for _ in range(AT_ONCE):
            before = len(self.active_channels)
            super().handle_accept()
            if len(self.active_channels) <= before:
                return

    def _make_room(self) -> None:
        """End those that have been sending longest, first of the address that has the most of them."""
        waiting = [one for one in list(self.active_channels.values()) if one.waits]
        crowds = Counter(one.addr[0] for one in waiting)
        waiting.sort(key=lambda one: (-crowds[one.addr[0]], one.since))
        for channel in waiting[:AT_ONCE]:
            channel.will_close = True


class Connections:
    """The sockets of a site: opened for a host and port, or taken over from whoever has opened them."""

    def __init__(
        self, site: WSGIApplication, limit: BodyLimit, aside: WaitsAside, *, threads: int, lanes: int, **where: Any
    ) -> None:
        """`lanes` of the threads at most are with what waits `aside`; `where` is host and port, or sockets."""
        adjusted = Adjustments(
            threads=threads,
            ident="dangzhi",
            connection_limit=min(CONNECTIONS, open_files() - SPARE),
            backlog=CONNECTIONS,
            inbuf_overflow=BODY_IN_MEMORY,
            channel_timeout=IDLE_SECONDS,
            cleanup_interval=LOOK_SECONDS,
            max_request_header_size=HEAD_BYTES,
            asyncore_use_poll=True,  # select() takes no descriptor beyond 1023
            clear_untrusted_proxy_headers=False,  # the gate counts the proxies
            log_socket_errors=False,
            **where,
        )
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short queue under load is no news
        self._map: dict[int, Any] = {}
        self._tasks = LanedTasks(aside, lanes)
        self._tasks.set_thread_count(threads)
        channel = type("SizedChannel", (TimedChannel,), {"parser_class": _parser_with(limit)})
        server = type("SizedServer", (RoomyServer,), {"channel_class": channel})
        given = {"map": self._map, "dispatcher": self._tasks, "adj": adjusted}
        for one in adjusted.sockets:
            server(site, _sock=one, bind_socket=False, sockinfo=_info(one), **given)
        for one in [] if adjusted.sockets else adjusted.listen:
            server(site, sockinfo=one, **given)

    def turn(self) -> None:
        """Wait at most a second for something to come or go, and see to it."""
        wasyncore.loop(timeout=1, use_poll=True, map=self._map, count=1)

    def close(self) -> None:
        """Let what is being answered end, and close everything."""
        self._tasks.shutdown()
        wasyncore.close_all(self._map)


def _info(one: socket.socket) -> tuple[int, int, int, Any]:
    return one.family, one.type, one.proto, one.getsockname()


def open_files() -> int:
    """How many files this process may open, raised as far as the system lets it."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return CONNECTIONS + SPARE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + 2 * SPARE
    if soft not in (resource.RLIM_INFINITY,) and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return CONNECTIONS + SPARE if soft == resource.RLIM_INFINITY else max(soft, 2 * SPARE)
