"""What a command prints: where the standard output takes it not, that is said, and is no fault of the deed."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper

from planner.home.trouble import FULL
from planner.words import Words


class NotShown(Exception):
    """Raised where the standard output takes no more; `words` say so, None where whoever read it wanted no more."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(str(cause))
        full = cause.errno in FULL
        why = Words("磁盘已满") if full else Words("写不出去")
        self.words = (
            None
            if isinstance(cause, BrokenPipeError)
            else Words("结果没有能全部输出（%(why)s）。这一步可能已经办成，请先查看再决定要不要重做。", why=why)
        )


def show_what_can_be_shown() -> None:
    """From now on a character that the terminal's encoding lacks is printed as its number, and is no fault."""
    for one in (sys.stdout, sys.stderr):
        if isinstance(one, TextIOWrapper):
            with suppress(OSError):
                one.reconfigure(errors="backslashreplace")


def put_out(line: str) -> None:
    """Print a line on the standard output. Raises NotShown."""
    try:
        print(line)
    except OSError as cause:
        raise _not_shown(cause) from None


def all_put_out() -> None:
    """See that all that was printed has left the process. Raises NotShown."""
    try:
        sys.stdout.flush()
    except OSError as cause:
        raise _not_shown(cause) from None


def _not_shown(cause: OSError) -> NotShown:
    """The fault; what still waits to be printed goes nowhere, or the interpreter would try once more at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return NotShown(cause)
