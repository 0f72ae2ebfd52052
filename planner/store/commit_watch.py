"""Whether anything was committed since the last look, told at the cost of reading a few bytes of memory."""

from __future__ import annotations

import os
import sqlite3
import threading
import time

from planner.store.database import Store

LOOK = 1.0
"""Seconds after which the database itself is asked again: somebody may write without counting, or remove it."""


class Pulse:
    """The beat of a store; safe to ask from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._raw: sqlite3.Connection | None = None
        self._inode = 0
        self._last = 0, 0
        self._count: int | None = None
        self._until = 0.0

    def beat(self) -> tuple[int, int] | None:
        """(inode, SQLite's data_version): the same twice means that nothing was committed in between.

        None where there is no file to look at, as with PostgreSQL, and for a store that can only be read.
        Raises OSError where the file is gone, sqlite3.Error where it cannot be read.
        """
        count = self._store.commits.count()
        if count is not None and count == self._count and time.monotonic() < self._until:
            return self._last
        file = self._store.file
        if file is None or not self._store.writable:
            return None
        with self._lock:
            inode = os.stat(file).st_ino
            if self._raw is None or inode != self._inode:
                self._raw = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
                self._inode = inode
            self._last = inode, int(self._raw.execute("PRAGMA data_version").fetchone()[0])
            self._count, self._until = count, time.monotonic() + LOOK
            return self._last
