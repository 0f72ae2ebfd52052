"""What this process has seen of sessions: how it spares the store, and what it knows while that is away.

Nothing here opens anything that the store would not: it only bridges what cannot be read or written just now.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from planner.access.sessions.lasting import IDLE, LONGEST, NOTED, FoundSession
from planner.store.people.users import Role
from planner.store.row_ids import UserId

MOST = 20_000
"""Sessions kept, some 10 MB; beyond it the one that was longest not used goes."""


@dataclass(frozen=True)
class SeenSession:
    """A session as it was when the store was last asked; `noted` is when its use was last written, or tried to be."""

    user_id: UserId
    role: Role
    began: datetime
    used: datetime
    noted: datetime


class SeenSessions:
    """Sessions by the digest of their token; safe to ask from several threads."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, SeenSession] = OrderedDict()
        self._over: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def saw(self, found: FoundSession, at: datetime) -> bool:
        """Remember that a session is used; whether the store should note it: once a minute, also where that fails."""
        digest = found.session.digest
        with self._lock:
            before = self._seen.pop(digest, None)
            noted = max(datetime.fromisoformat(found.session.used_at), before.noted if before else found.began)
            due = at - noted >= NOTED
            self._seen[digest] = SeenSession(found.user.id, found.user.role, found.began, at, at if due else noted)
            if len(self._seen) > MOST:
                self._seen.popitem(last=False)
        return due

    def used(self, digest: str) -> datetime | None:
        """When a session was last used as far as this process knows."""
        found = self._seen.get(digest)
        return found.used if found else None

    def end(self, digest: str) -> None:
        """A session is over, whether or not the store could be told."""
        with self._lock:
            self._seen.pop(digest, None)
            self._over[digest] = None
            if len(self._over) > MOST:
                self._over.popitem(last=False)

    def forget(self, user: UserId) -> None:
        """Know nothing of the sessions of a log-in until the store was asked again."""
        with self._lock:
            for digest in [digest for digest, one in self._seen.items() if one.user_id == user]:
                del self._seen[digest]

    def is_over(self, digest: str) -> bool:
        """Whether this process has ended a session, or found it over."""
        return digest in self._over

    def role_while_away(self, digest: str, at: datetime) -> Role | None:
        """The role of a session that went on when the store was last asked and would go on by the clock; else None."""
        found = self._seen.get(digest)
        if found is None or at - found.used >= IDLE or at - found.began >= LONGEST:
            return None
        return found.role
