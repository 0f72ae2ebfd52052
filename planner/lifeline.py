"""The line between a process and the one that started it: where it is cut, by a kill as well, the process ends.

It is the standard input, which the starter holds open and never writes to; the system closes it with the starter.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence

TOLD = "LIFELINE_OF_DANGZHI"
"""The variable that tells a process, and what it starts in turn, that its standard input is the line."""


def start_with_line(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a process that ends with this one, if it says `end_with_starter`."""
    return subprocess.Popen(command, stdin=subprocess.PIPE, env={**environment, TOLD: "1"})


def end_with_starter() -> None:
    """From now on end at once when whoever started this process has; nothing, where it was started without a line.

    Called before anything is opened: whatever is under way is taken back by the store, as after a kill.
    """
    if os.environ.get(TOLD):
        threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    while os.read(sys.__stdin__.fileno() if sys.__stdin__ else 0, 1):
        continue
    os._exit(0)
