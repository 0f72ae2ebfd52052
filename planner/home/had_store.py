"""The file in a home that says which stores it has had: one that was there and is not is never made anew."""

from __future__ import annotations

import json
from pathlib import Path

from planner.home.whole_file import write_private

NAME = "stores-made.json"
NOTE = (
    "这里存有本单位的值班数据。数据库如果不见了，请从备份恢复；不要删除本文件。 / This folder holds an office's data. "
    "If the database is gone, restore a backup; do not delete this file."
)


def had(home: Path, store: str) -> bool:
    """Whether a store, by its name (see `note_made`), was made in this home or first found in it.

    A note that cannot be read counts for every store.
    """
    try:
        return store in _stores(home)
    except ValueError:
        return True


def note_made(home: Path, store: str) -> None:
    """Note that a store stands: its file's name, or server and database. Raises OSError where that cannot be written.

    It is noted once all of it stands, so that one whose making was broken off may be begun again.
    """
    if not had(home, store):
        said = json.dumps({"note": NOTE, "stores": [*_stores(home), store]}, ensure_ascii=False, indent=1)
        write_private(home / NAME, said.encode())


def _stores(home: Path) -> list[str]:
    """Raises ValueError for a note that cannot be read."""
    try:
        found = json.loads((home / NAME).read_text("utf-8"))
    except FileNotFoundError:
        return []
    if not isinstance(found, dict) or not isinstance(found.get("stores"), list):
        raise ValueError(NAME)
    return [str(one) for one in found["stores"]]
