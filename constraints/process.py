"""The solver's child process: started when it is asked for, or beforehand so that nobody waits for it to load."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

_LOCK = threading.Lock()
_SPARE: list[subprocess.Popen[bytes]] = []


class Cancel:
    """A switch to end a search; the best roster found by then is kept."""

    def __init__(self) -> None:
        self.wanted = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None

    def now(self) -> None:
        """End the search."""
        self.wanted.set()
        if self._child is not None and self._child.stdin is not None:
            try:
                self._child.stdin.write(b"cancel\n")
                self._child.stdin.flush()
            except (OSError, ValueError):  # it died, or has just answered and its pipe is closed
                return

    def watch(self, child: subprocess.Popen[bytes]) -> None:
        """Tell this child when the switch is thrown."""
        self._child = child
        if self.wanted.is_set():
            self.now()


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


def send(child: subprocess.Popen[bytes], data: bytes) -> None:
    """Write a request to the child's stdin; that a child died meanwhile shows when it does not answer."""
    assert child.stdin is not None
    try:
        child.stdin.write(data)
        child.stdin.flush()
    except OSError:
        return
