"""The public feeds as files beside the store, to be served when the store does not answer."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path

from planner.feeds.calendar_file import Rendered, render
from planner.feeds.subscriptions import Reach, reach
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
    folder.mkdir(exist_ok=True)
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
        file = folder / _name(duty)
        half = file.with_suffix(f".{os.getpid()}")
        half.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
        half.replace(file)
    for file in set(folder.glob("*.json")) - {folder / _name(duty) for duty in duties}:
        file.unlink()  # what is not public any more


def public(duty: str) -> Feed:
    """The public feed of a duty, or of all of them for ''."""
    return Feed(NO_FEED, FeedKind.PUBLIC, duty, "", "", None)


def _name(duty: str) -> str:
    return hashlib.sha256(duty.encode()).hexdigest()[:16] + ".json"


def read_standby(home: Path, duty: str) -> Rendered:
    """The public feed of a duty ('' for all) as it was last written; raises OSError where there is none."""
    row = json.loads((home / FOLDER / _name(duty)).read_text("utf-8"))
    return Rendered(row["text"].encode(), row["etag"], datetime.fromisoformat(row["modified"]))
