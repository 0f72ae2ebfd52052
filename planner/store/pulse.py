"""Pulse: whether anything was committed since one looked last, asked far more often than anything is."""

from __future__ import annotations

import os
import sqlite3
import threading

from planner.store.database import Store


class Pulse:
    """The beat of a store: the same value twice means that nothing was committed in between."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._raw: sqlite3.Connection | None = None
        self._inode = 0

    def beat(self) -> tuple[int, int] | None:
        """A value that moves with every commit of somebody else; None where only the store itself can tell.

        Raises OSError where the file is gone, sqlite3.Error where it cannot be read.
        """
        file = self._store.engine.url.database
        if self._store.engine.dialect.name != "sqlite" or not file:
            return None
        with self._lock:
            inode = os.stat(file).st_ino
            if self._raw is None or inode != self._inode:
                self._raw = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
                self._inode = inode
            return inode, int(self._raw.execute("PRAGMA data_version").fetchone()[0])
