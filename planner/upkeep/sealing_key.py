"""The key that seals secrets in the store: saved apart from every backup, and put back after a restore."""

from __future__ import annotations

from pathlib import Path

from planner.errors import NotPossible
from planner.home import keys
from planner.store.copies.placing import placed
from planner.words import Words

LONGEST = 1000
"""Bytes; no key is longer."""


def save_sealing_key(home: Path, file: Path, *, replace: bool) -> None:
    """Copy the key into a file for its owner alone.

    Raises NotPossible where nothing was ever sealed, or a file is there and `replace` is not said; OSError where it
    cannot be read or written.
    """
    key = keys.sealing_key(home)
    if not key:
        raise NotPossible(Words("这里没有密封用的密钥：还没有存过需要密封的内容，不必另存"))
    with placed(file, replace=replace) as stream:
        stream.write(key)


def key_put_back(home: Path, file: Path) -> None:
    """Put a saved key into a home. Raises NotPossible for a file that holds none, OSError where it cannot be read."""
    key = _read(file)
    try:
        keys.put_sealing_key(home, key)
    except ValueError:
        raise NotPossible(Words("%(name)s 不是用 backup --key 另存的密钥，什么也没有恢复", name=file.name)) from None


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(LONGEST + 1)
    except FileNotFoundError:
        return b""
