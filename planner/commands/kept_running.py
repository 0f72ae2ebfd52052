"""A process that is kept running beside a command: started again when it dies, ended with the command."""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence

from planner.lifeline import start_with_line
from planner.words import Words

Say = Callable[[Words], None]
"""Tells a remark, in Chinese and English, in the language that is asked for."""

FIRST, LONGEST = 0.5, 5.0
"""Seconds before a process that died is started again: at first, and at most where it dies again and again."""
STEADY = 30.0
"""Seconds after which a process that then dies did not die at once."""
GRACE = 10.0
"""Seconds that a process has to end by itself when it is asked to."""


class KeptRunning:
    """A worker that is there as long as its keeper wants it; a pause before each start grows while it dies at once."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], say: Say) -> None:
        self._command, self._environment, self._say = command, environment, say
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._child = self._start()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def end(self) -> None:
        """End the process, and start none any more."""
        with self._lock:
            self._over.set()
        ended(self._child)
        self._keeper.join()

    def _start(self) -> subprocess.Popen[bytes]:
        return start_with_line(self._command, self._environment)

    def _keep(self) -> None:
        pause = FIRST
        while True:
            began = time.monotonic()
            code = self._child.wait()
            pause = FIRST if time.monotonic() - began > STEADY else pause
            if self._over.wait(FIRST / 10):  # Ctrl+C reaches keeper and worker in no order
                return
            self._say(
                Words("后台编排进程意外结束（代码 %(code)s），%(pause)s 秒后重新启动", code=code, pause=f"{pause:g}")
            )
            if self._over.wait(pause):
                return
            pause = min(2 * pause, LONGEST)
            with self._lock:
                if self._over.is_set():
                    return
                self._child = self._start()


def ended(child: subprocess.Popen[bytes]) -> int:
    """Ask a process to end, make it where it does not; returns its exit code."""
    child.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        return child.wait(GRACE)
    child.kill()
    return child.wait()
