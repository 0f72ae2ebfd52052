"""A backup now: one consistent moment of the store, with uploads and settings, in one file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from planner.errors import NotPossible
from planner.settings import settings_in_force
from planner.store import Store, Unreadable
from planner.store.copies.archive import write_copy
from planner.store.copies.file_trouble import why_of
from planner.store.copies.manifest import Manifest
from planner.store.schema.migrating import newest
from planner.words import Words

UPLOADS = "uploads"
"""The folder in a home where files wait."""


def back_up(store: Store, file: Path, now: datetime, *, replace: bool = False) -> Manifest:
    """Write a backup while others go on writing; returns what it says of itself.

    Raises NotPossible where a file is there and `replace` is not said, or where it cannot be written or read, and
    leaves nothing behind then.
    """
    try:
        with store.read() as transaction:
            return write_copy(
                file,
                transaction.connection,
                newest(),
                now,
                uploads=store.home / UPLOADS,
                settings=settings_in_force(),
                replace=replace,
            )
    except OSError as cause:
        why = why_of(cause)
        raise NotPossible(
            Words(
                "备份 %(file)s 没有写成（%(why)s），没有留下半截文件：请检查磁盘空间和文件夹权限，再做一次",
                file=file,
                why=why,
            )
        ) from None
    except Unreadable as cause:
        raise NotPossible(Words("数据库读不出来，没有备份：请运行 doctor 查看原因")) from cause
