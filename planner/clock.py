"""Now: the one clock; DANGZHI_NOW sets it for tests and rehearsals.

A moment is made once at a border (a request, a command, a round of the worker), aware and in the office's own time
zone, and handed down from there; see planner/store/roster/office_clock.py. Nothing further in asks the clock again.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from planner.errors import Refused, fault
from planner.words import Words

OFFICIAL = "Asia/Shanghai"
"""China's official time: what counts where no office is known."""


def now(zone: str) -> datetime:
    """The present moment in a time zone (an IANA name). A DANGZHI_NOW without an offset is a time of that zone.

    Raises Refused where DANGZHI_NOW cannot be read.
    """
    text = os.environ.get("DANGZHI_NOW")
    return _pretended(text, zone) if text else datetime.now(UTC).astimezone(ZoneInfo(zone))


@lru_cache(maxsize=16)
def _pretended(text: str, zone: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(
            fault(Words("DANGZHI_NOW“%(text)s”不是 ISO 时间", text=text), Words("请写成 2026-12-01T09:00"))
        ) from None
    return moment.replace(tzinfo=ZoneInfo(zone)) if moment.tzinfo is None else moment.astimezone(ZoneInfo(zone))


def pretended() -> bool:
    """Whether DANGZHI_NOW sets the clock, as in a rehearsal: what is old by it is not taken away."""
    return "DANGZHI_NOW" in os.environ


def seconds(zone: str) -> float:
    """The present moment in seconds since 1970, UTC; cheap enough to be asked at every request."""
    return now(zone).timestamp() if pretended() else time.time()


def instant() -> datetime:
    """The present moment in UTC, for marks that only tell one state of the store from another."""
    return now(OFFICIAL).astimezone(UTC)


def true_instant() -> datetime:
    """The present moment in UTC, whatever DANGZHI_NOW says: nobody waits longer because a rehearsal stands still."""
    return datetime.now(UTC)


def today(zone: str) -> date:
    """The present date in a time zone."""
    return now(zone).date()
