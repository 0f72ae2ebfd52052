"""What feeds are made of at this moment, kept until anything is committed or the local date changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from planner.clock import now, seconds
from planner.feeds.calendar_file import Rendered, render
from planner.feeds.subscriptions import ended, reach
from planner.office.cells.choices import Publicity
from planner.store import Store, cache
from planner.store.commit_watch import Pulse
from planner.store.messages import feeds as rows
from planner.store.messages.feeds import Feed
from planner.store.roster import offices

Made = TypeVar("Made")
DAY = 86_400.0


class Moment:
    """What feeds are made of, in one state of the store on one date.

    It holds the subscriptions, the ids of public duties and the feeds rendered so far. The date is the office's and
    ends at `until`, in seconds since 1970.
    """

    def __init__(self, store: Store, base: str, marks: tuple[str, ...], today: date) -> None:
        self.marks, self.today = marks, today
        self._store, self._base = store, base
        self._ready: dict[tuple[Any, ...], Any] = {}
        self._lock = threading.Lock()
        with store.read() as transaction:
            office = offices.load(transaction)
            self.zone = str(office.zone)
            self.until = datetime.combine(today + timedelta(days=1), time(), ZoneInfo(self.zone)).timestamp()
            self.public = {"", *(duty.id for duty in office.duties.values() if duty.public != Publicity.NO)}
            self.reach = reach(transaction)
            self._feeds = rows.by_token(transaction)

    def feed(self, token: str) -> Feed | None:
        """The subscription that a secret address belongs to, also an ended one; None where it belongs to none."""
        return self._feeds.get(rows.hashed(token))

    def ended(self, feed: Feed) -> bool:
        """Whether a subscription was ended, or replaced so long ago that its address answers no more."""
        return bool(feed.revoked_at or feed.replaced_at) and ended(feed, now(self.zone))

    def packed(self, feed: Feed, pack: Callable[[Rendered], Made]) -> Made:
        """A feed rendered and packed by `pack`; subscriptions of one subject with the same reminders share it."""
        key = feed.kind, feed.subject, feed.reminders, feed.replaced_at and feed.id, feed.created_at
        if key not in self._ready:
            with self._lock:
                if key not in self._ready:
                    with self._store.read() as transaction:
                        self._ready[key] = pack(
                            render(transaction, offices.load(transaction), feed, self.today, self._base)
                        )
        found: Made = self._ready[key]
        return found


class AtDoor:
    """Hands out the present moment of a store: made anew after a commit or at midnight, otherwise kept."""

    def __init__(self, store: Store, base: str) -> None:
        self._store, self._base = store, base
        self._pulse = Pulse(store)
        self._lock = threading.Lock()
        self._kept: Moment | None = None
        self._beat: tuple[int, int] | None = None

    def moment(self) -> Moment:
        """What holds now, within microseconds where nothing was committed. Raises whatever the store raises."""
        beat = self._pulse.beat()
        kept = self._kept
        if (
            kept is not None
            and beat is not None
            and beat == self._beat
            and kept.until - DAY <= seconds(kept.zone) < kept.until
        ):
            return kept
        with self._lock:
            return self._looked_up(beat)

    def _looked_up(self, beat: tuple[int, int] | None) -> Moment:
        with self._store.read() as transaction:
            marks = cache.marks(transaction, cache.OFFICE, cache.ISSUED, cache.FEEDS)
            today = now(str(offices.load(transaction).zone)).date()
        if self._kept is None or (marks, today) != (self._kept.marks, self._kept.today):
            self._kept = Moment(self._store, self._base, marks, today)
        self._beat = beat
        return self._kept
