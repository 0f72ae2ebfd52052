"""Which client reads a feed, how long such a client usually waits, and what its copy does not know yet."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from planner.clock import seconds
from planner.feeds.calendar_file import entries
from planner.feeds.revisions import moment_of
from planner.office.office import Office
from planner.store import Store, Transaction, Unreadable
from planner.store.messages import fetches
from planner.store.messages.feeds import Feed
from planner.store.messages.fetches import Fetch
from planner.store.row_ids import FeedId
from planner.words import Words

PAUSE = 2.0
"""Seconds between two times that what was fetched is written down."""


@dataclass(frozen=True)
class Family:
    """A kind of calendar client: its name, how it is known, how long it waits between two fetches.

    `marks` are words of its User-Agent in lower case, `wait` is what the page reckons with, `honest` what it says.
    """

    id: str
    name: Words
    marks: tuple[str, ...]
    wait: timedelta
    honest: Words


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OTHER = Family("other", Words("其他客户端"), (), DAY, Words("多久更新一次由客户端决定"))
FAMILIES = (
    Family("google", Words("谷歌日历"), ("google-calendar-importer", "googlebot"), DAY, Words("最长约一天")),
    Family(
        "outlook",
        Words.same("Outlook"),
        ("outlook", "microsoft.exchange", "microsoft office", "exchangecalendarsync"),
        12 * HOUR,
        Words("几小时"),
    ),
    Family("icsx5", Words("ICSx⁵（安卓）"), ("icsx5",), DAY, Words("15 分钟至 1 天，由本人设置")),
    Family(
        "thunderbird", Words.same("Thunderbird"), ("thunderbird", "lightning", "betterbird"), HOUR, Words("约 30 分钟")
    ),
    Family("evolution", Words.same("Evolution"), ("evolution",), HOUR, Words("约 30 分钟至 1 小时")),
    Family("nextcloud", Words.same("Nextcloud"), ("nextcloud", "owncloud", "sabre"), 12 * HOUR, Words("几小时")),
    Family("vdirsyncer", Words.same("vdirsyncer"), ("vdirsyncer",), HOUR, Words("按本人设置")),
    Family("apple", Words("苹果日历"), ("dataaccessd", "calendaragent"), DAY, Words("15 分钟至 1 天，由本人设置")),
)
BY_ID = {one.id: one for one in (*FAMILIES, OTHER)}


@lru_cache(maxsize=1024)
def family(agent: str) -> Family:
    """The family that a User-Agent belongs to; `OTHER` where no mark fits."""
    low = agent.lower()
    return next((one for one in FAMILIES if any(mark in low for mark in one.marks)), OTHER)


class FetchLog:
    """The last request of each subscription, kept in memory and written down every two seconds.

    A thread of its own writes, so that no answer waits for the store.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._seen: dict[FeedId, tuple[float, str, int]] = {}
        self._thread: threading.Thread | None = None

    def note(self, feed: FeedId, agent: str, status: int, zone: str) -> None:
        """Remember a request: the subscription's id, its User-Agent, the HTTP status it got."""
        with self._lock:
            self._seen[feed] = seconds(zone), agent, status
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            pause.wait(PAUSE)
            with contextlib.suppress(
                Unreadable, OSError
            ):  # a store that is away or full loses no more than when it was read last
                self.write()

    def write(self) -> None:
        """Write down the requests remembered since the last time, in one transaction."""
        with self._lock:
            seen, self._seen = self._seen, {}
        if seen:
            rows = [Fetch(feed, _told(at), family(agent).id, status) for feed, (at, agent, status) in seen.items()]
            with self._store.write() as transaction:
                fetches.put(transaction, rows)


def _told(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


@dataclass(frozen=True)
class Health:
    """What a subscriber is told: when the feed was last read and by what, how many entries changed since."""

    feed: Feed
    at: datetime | None
    family: Family
    status: int
    unknown: int


def health(transaction: Transaction, office: Office, some: list[Feed], today: date) -> list[Health]:
    """The health of some subscriptions on a local date, in their order."""
    seen = fetches.every(transaction)
    found = []
    for feed in some:
        fetch = seen.get(feed.id)
        at = datetime.fromisoformat(fetch.at) if fetch else None
        unknown = _unknown(transaction, feed, office, today, at) if at else 0
        found.append(
            Health(feed, at, BY_ID.get(fetch.family, OTHER) if fetch else OTHER, fetch.status if fetch else 0, unknown)
        )
    return found


def _unknown(transaction: Transaction, feed: Feed, office: Office, today: date, at: datetime) -> int:
    """How many entries changed since a copy was read, those that it still has and the feed shows no longer too."""
    then = min(at.astimezone(office.zone).date(), today)
    shown = {*entries(transaction, feed, office, today), *entries(transaction, feed, office, then)}
    return sum(moment_of(one.stamp) > at for one in shown)


def families(transaction: Transaction, some: list[Feed]) -> dict[str, int]:
    """Id of a family → how many of some subscriptions it reads; '' counts those that nobody has read yet.

    One that has a new address counts there alone.
    """
    seen = fetches.every(transaction)
    found: dict[str, int] = {}
    for feed in (one for one in some if not one.replaced_at):
        id = seen[feed.id].family if feed.id in seen else ""
        found[id] = found.get(id, 0) + 1
    return dict(sorted(found.items()))
