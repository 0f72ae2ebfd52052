"""Which request is answered next: those that hash a password wait aside, so that they never take all threads.

Aside, each who asks has a turn after all others that wait: whoever sends a thousand does not keep one out. Whoever is
known comes before all who are not.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from waitress.task import ThreadedTaskDispatcher


@dataclass(frozen=True)
class Waiter:
    """Who waits, and whether as somebody known."""

    who: str
    known: bool = False


WaitsAside = Callable[[str, str, Mapping[str, str]], Waiter | None]
"""Method, path, and the request as its WSGI environment would say it → who waits aside, None for a request that does
not: REMOTE_ADDR, HTTP_X_FORWARDED_FOR and HTTP_COOKIE."""


class Queues:
    """What waits aside, by who asks for it; the next is the first of whoever was served longest ago."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, deque[Any]] = OrderedDict()
        self._others: OrderedDict[str, deque[Any]] = OrderedDict()

    def __bool__(self) -> bool:
        """Whether anything waits."""
        return bool(self._known or self._others)

    def put(self, waiter: Waiter, task: Any) -> None:
        """Let a task wait."""
        waiting = self._known if waiter.known else self._others
        waiting.setdefault(waiter.who, deque()).append(task)

    def take(self) -> Any:
        """The next one; whoever has more goes behind all others."""
        waiting = self._known or self._others
        who, some = waiting.popitem(last=False)
        task = some.popleft()
        if some:
            waiting[who] = some
        return task


class _InLane:
    """A task that gives its place to the next when it is done."""

    def __init__(self, task: Any, done: Callable[[], None]) -> None:
        self._task, self._done = task, done

    def service(self) -> None:
        """Do it."""
        try:
            self._task.service()
        finally:
            self._done()

    def cancel(self) -> None:
        """Leave it."""
        self._task.cancel()


class LanedTasks(ThreadedTaskDispatcher):  # type: ignore[misc]
    """waitress's threads, of which so many at most are with what waits aside."""

    def __init__(self, aside: WaitsAside, lanes: int) -> None:
        super().__init__()
        self._aside, self._free = aside, lanes
        self._turns, self._order = Queues(), threading.Lock()

    def add_task(self, task: Any) -> None:
        """Let a connection's next request be answered, or wait aside."""
        waiter = self._asks_aside(task)
        if waiter is None:
            super().add_task(task)
            return
        with self._order:
            self._turns.put(waiter, task)
        self._next()

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """End the threads; what waits aside is not begun any more."""
        with self._order:
            while self._turns:
                self._turns.take().cancel()
        return bool(super().shutdown(cancel_pending, timeout))

    def _asks_aside(self, task: Any) -> Waiter | None:
        request, address = task.requests[0], task.addr
        if request.error or not request.command:
            return None
        asked = {
            "REMOTE_ADDR": str(address[0]) if address else "",
            **{f"HTTP_{name}": request.headers.get(name, "") for name in ("X_FORWARDED_FOR", "COOKIE")},
        }
        return self._aside(request.command, request.path, asked)

    def _next(self) -> None:
        with self._order:
            if not self._free or not self._turns:
                return
            self._free -= 1
            task = self._turns.take()
        super().add_task(_InLane(task, self._done))

    def _done(self) -> None:
        with self._order:
            self._free += 1
        self._next()
