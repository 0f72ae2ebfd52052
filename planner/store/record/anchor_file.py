"""Heads of the record in a file outside the store, which whoever changes the store cannot change: DANGZHI_ANCHOR.

The file only grows: each line is one head, written at once. One that a kill tore is passed over.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from planner import settings
from planner.store.record.heads import WHOLE, Head


def read_anchors(path: Path) -> tuple[list[Head], list[int]]:
    """The heads of a file in its order, and the numbers of the lines that are none. Raises OSError."""
    found, unreadable = [], list[int]()
    for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
        head = _parsed(line)
        if head:
            found.append(head)
        elif line.strip():
            unreadable.append(number)
    return found, unreadable


def _parsed(line: str) -> Head | None:
    with suppress(ValueError):
        return Head.parse(line)
    return None


def keep_head(head: Head) -> None:
    """Write a head behind the others of DANGZHI_ANCHOR, if that names a file and does not end with it already.

    A file that cannot be written is told on stderr and stops nobody: what was issued is issued.
    """
    named = settings.anchor_file()
    if not named:
        return
    try:
        append_head(Path(named), head)
    except OSError as cause:
        print(
            f"日志存证没有写进 {named}（{cause.strerror}），请检查 DANGZHI_ANCHOR 所指的文件夹能否写入 / "
            f"the head of the record was not written to {named} ({cause.strerror}): "
            "see that the folder of DANGZHI_ANCHOR can be written",
            file=sys.stderr,
        )


def append_head(path: Path, head: Head) -> None:
    """Write a head behind the others of a file, by one write, unless the last is the same. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        last = _tail(descriptor)
        if last.decode("utf-8", "replace").rpartition("\n")[0].rpartition("\n")[2] == head.text():
            return
        torn = b"\n" if last and not last.endswith(b"\n") else b""
        os.write(descriptor, torn + head.text().encode() + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _tail(descriptor: int) -> bytes:
    """The last bytes of a file: more than a line of it."""
    os.lseek(descriptor, max(0, os.fstat(descriptor).st_size - 4 * WHOLE), os.SEEK_SET)
    return os.read(descriptor, 4 * WHOLE)
