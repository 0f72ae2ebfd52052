"""The public feeds as files beside the store, to be served when the store does not answer."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path

from planner.feeds.calendar_file import Rendered, render
from planner.feeds.subscriptions import Reach, reach
from planner.home.whole_file import write_private
from planner.office.cells.choices import Publicity
from planner.store import Store
from planner.store.messages.feeds import Feed, FeedKind
from planner.store.roster import offices
from planner.store.row_ids import NO_FEED

FOLDER = "public-feeds"


def write_standby(store: Store, now: datetime, base: str = "") -> None:
    """Write each public feed into its file, whole or not at all, and remove the files of those no longer public.

    `base` is the address of the site. While feeds are switched off there is no file.
    """
    folder = store.home / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    with store.read() as transaction:
        office = offices.load(transaction)
        duties = (
            ["", *(duty.id for duty in office.duties.values() if duty.public != Publicity.NO)]
            if reach(transaction) is not Reach.OFF
            else []
        )
        found = {duty: render(transaction, office, public(duty), now.date(), base) for duty in duties}
    for duty, one in found.items():
        row = {"etag": one.etag, "modified": one.modified.isoformat(), "text": one.data.decode()}
        write_private(folder / _name(duty), json.dumps(row, ensure_ascii=False).encode())
    for file in set(folder.glob("*.json")) - {folder / _name(duty) for duty in duties}:
        file.unlink()  # what is not public any more


def public(duty: str) -> Feed:
    """The public feed of a duty, or of all of them for ''."""
    return Feed(NO_FEED, FeedKind.PUBLIC, duty, "", "", None)


def file_of(home: Path, duty: str) -> Path:
    """Where the public feed of a duty ('' for all) stands, if it does."""
    return home / FOLDER / _name(duty)


def _name(duty: str) -> str:
    return hashlib.sha256(duty.encode()).hexdigest()[:16] + ".json"


def read_standby(home: Path, duty: str) -> Rendered:
    """The public feed of a duty ('' for all) as it was last written; raises OSError where there is none."""
    return read_file(file_of(home, duty))


def read_file(file: Path) -> Rendered:
    """The feed in a file. Raises OSError where there is none, ValueError or KeyError where it cannot be read."""
    row = json.loads(file.read_text("utf-8"))
    return Rendered(row["text"].encode(), row["etag"], datetime.fromisoformat(row["modified"]))
