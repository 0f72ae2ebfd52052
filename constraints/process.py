"""The solver's child process: started when it is asked for, or beforehand so that nobody waits for it to load.

Whoever asks ends it in time: a little after its deadline, and within a second once the search is called off.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

_LOCK = threading.Lock()
_SPARE: list[subprocess.Popen[bytes]] = []
LATE = 3.0
"""Seconds after its deadline in which a child may still answer; then it is ended."""
STOPPED = 0.25
"""Seconds in which a child that is told to stop may answer; then it is ended."""


class Cancel:
    """A switch to end a search; the best roster found by then is kept."""

    def __init__(self) -> None:
        self.wanted = threading.Event()
        self._heard: list[Callable[[], None]] = []

    def now(self) -> None:
        """End the search; a signal's handler may call this at any moment, so nothing here waits for a lock."""
        self.wanted.set()
        for hear in tuple(self._heard):
            hear()

    @contextmanager
    def heard(self, hear: Callable[[], None]) -> Iterator[None]:
        """While the block runs, `hear` is called when the switch is thrown, perhaps twice; at once if it is already."""
        self._heard.append(hear)
        try:
            if self.wanted.is_set():
                hear()
            yield
        finally:
            self._heard.remove(hear)


class Child:
    """A solver process with one request: it is asked, listened to, and ended in time."""

    def __init__(self, process: subprocess.Popen[bytes], data: bytes, until: float | None, cancel: Cancel) -> None:
        self.process, self.ended = process, False
        self._data, self._until, self._cancel = data, until, cancel
        self._asked = threading.Event()
        self._timers: list[threading.Timer] = []

    @contextmanager
    def asked(self) -> Iterator[Iterator[bytes]]:
        """While the block runs, the lines that the child says; they end with the child.

        The request is written meanwhile. `until` is when the child should have answered, as `monotonic` counts.
        """
        with self.process:
            threading.Thread(target=self._ask, daemon=True).start()
            if self._until is not None:
                self._end_in(self._until + LATE - monotonic())
            try:
                with self._cancel.heard(self._stop):
                    assert self.process.stdout is not None
                    yield iter(self.process.stdout)
            finally:
                for timer in self._timers:
                    timer.cancel()
                self.process.kill()
                with suppress(OSError):  # what was left to write to one that is gone
                    assert self.process.stdin is not None
                    self.process.stdin.close()

    def _ask(self) -> None:
        with suppress(OSError, ValueError):  # that it died meanwhile shows when it does not answer
            assert self.process.stdin is not None
            self.process.stdin.write(self._data)
            self.process.stdin.flush()
            self._asked.set()

    def _stop(self) -> None:
        """Tell the child to answer with what it has; one that has not even read its request has nothing."""
        self._end_in(STOPPED)
        if not self._asked.is_set():
            return
        with suppress(OSError, ValueError):  # it died, or has just answered and its pipe is closed
            assert self.process.stdin is not None
            self.process.stdin.write(b"cancel\n")
            self.process.stdin.flush()

    def _end_in(self, seconds: float) -> None:
        timer = threading.Timer(max(0.0, seconds), self._end)
        timer.daemon = True
        self._timers.append(timer)
        timer.start()

    def _end(self) -> None:
        self.ended = True
        self.process.kill()


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def ready() -> None:
    """Load a spare solver process for whoever asks next; it ends with this process if nobody asks."""
    with _LOCK:
        if not _SPARE:
            _SPARE.append(_start())


def start_child() -> subprocess.Popen[bytes]:
    """A solver process that waits for its request on stdin: the spare one if it lives, else a new one."""
    with _LOCK:
        spare = _SPARE.pop() if _SPARE else None
    if spare is not None and spare.poll() is None:
        return spare
    return _start()


def _start() -> subprocess.Popen[bytes]:
    root = str(Path(__file__).resolve().parent.parent)
    inherited = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([root, inherited] if inherited else [root])
    return subprocess.Popen(
        [sys.executable, "-m", "constraints.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"},
    )
