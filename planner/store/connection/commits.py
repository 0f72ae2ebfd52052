"""Sixteen bytes of shared memory in which writers count commits, so that readers see one at no cost.

The file `commits` beside the store holds two numbers of eight bytes: commits begun, commits over.
"""

from __future__ import annotations

import mmap
import os
import struct
from contextlib import suppress
from pathlib import Path

NAME = "commits"
_ONE = struct.Struct("=Q")
BEGUN, ENDED, SIZE = 0, _ONE.size, 2 * _ONE.size


class Commits:
    """How many commits were begun and how many are over, in memory that all processes of one machine share.

    A writer that dies in between leaves them apart: then nobody trusts them until the next commit is over. Where the
    file cannot be made or written, nothing is counted and nobody trusts anything.
    """

    def __init__(self, home: Path) -> None:
        self._shared: mmap.mmap | None = None
        with suppress(OSError):
            descriptor = os.open(home / NAME, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if os.fstat(descriptor).st_size < SIZE:
                    os.write(descriptor, bytes(SIZE))  # a hole would kill the first who counts on a full disk
                self._shared = mmap.mmap(descriptor, SIZE)
            finally:
                os.close(descriptor)

    def begin(self) -> int:
        """Say that a commit comes; returns its number. The caller holds the lock that lets one write at a time."""
        if self._shared is None:
            return 0
        number = self._at(BEGUN) + 1
        _ONE.pack_into(self._shared, BEGUN, number)
        return number

    def end(self, number: int) -> None:
        """Say that the commit of this number is over."""
        if self._shared is not None:
            _ONE.pack_into(self._shared, ENDED, max(self._at(ENDED), number))

    def count(self) -> int | None:
        """How many commits there were; None while one is under way, after a writer died in one, or if nobody counts."""
        if self._shared is None:
            return None
        ended, begun = self._at(ENDED), self._at(BEGUN)
        return begun if begun == ended else None

    def _at(self, place: int) -> int:
        assert self._shared is not None
        return int(_ONE.unpack_from(self._shared, place)[0])
