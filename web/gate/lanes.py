"""Which request is answered next: those that hash a password wait aside, so that they never take all threads.

Aside, each who asks has a turn after all others that wait: whoever sends a thousand does not keep one out.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from typing import Any

from waitress.task import ThreadedTaskDispatcher

Aside = Callable[[str, str, Mapping[str, str]], str | None]
"""Method, path, and REMOTE_ADDR with HTTP_X_FORWARDED_FOR → who asks, if this request waits aside, else None."""


class Turns:
    """What waits aside, by who asks for it; the next is the first of whoever was served longest ago."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[Any]] = OrderedDict()

    def __bool__(self) -> bool:
        """Whether anything waits."""
        return bool(self._waiting)

    def put(self, who: str, task: Any) -> None:
        """Let a task wait."""
        self._waiting.setdefault(who, deque()).append(task)

    def take(self) -> Any:
        """The next one; whoever has more goes behind all others."""
        who, some = self._waiting.popitem(last=False)
        task = some.popleft()
        if some:
            self._waiting[who] = some
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

    def __init__(self, aside: Aside, lanes: int) -> None:
        super().__init__()
        self._aside, self._free = aside, lanes
        self._turns, self._order = Turns(), threading.Lock()

    def add_task(self, task: Any) -> None:
        """Let a connection's next request be answered, or wait aside."""
        who = self._asks_aside(task)
        if who is None:
            super().add_task(task)
            return
        with self._order:
            self._turns.put(who, task)
        self._next()

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """End the threads; what waits aside is not begun any more."""
        with self._order:
            while self._turns:
                self._turns.take().cancel()
        return bool(super().shutdown(cancel_pending, timeout))

    def _asks_aside(self, task: Any) -> str | None:
        request, address = task.requests[0], task.addr
        if request.error or not request.command:
            return None
        asked = {
            "REMOTE_ADDR": str(address[0]) if address else "",
            "HTTP_X_FORWARDED_FOR": request.headers.get("X_FORWARDED_FOR", ""),
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
