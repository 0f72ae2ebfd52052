"""Now: the one clock; DANGZHI_NOW sets it for tests and rehearsals."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from planner.errors import Refused, fault


def now(zone: str = "Asia/Shanghai") -> datetime:
    """The present moment in the office's time zone; raises Refused where DANGZHI_NOW cannot be read."""
    text = os.environ.get("DANGZHI_NOW")
    return _pretended(text, zone) if text else datetime.now(UTC).astimezone(ZoneInfo(zone))


@lru_cache(maxsize=16)
def _pretended(text: str, zone: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(
            fault(
                f"DANGZHI_NOW“{text}”不是 ISO 时间",
                f"DANGZHI_NOW '{text}' is not an ISO time",
                "请写成 2026-12-01T09:00",
                "write it like 2026-12-01T09:00",
            )
        ) from None
    return moment.replace(tzinfo=ZoneInfo(zone)) if moment.tzinfo is None else moment.astimezone(ZoneInfo(zone))


def seconds() -> float:
    """The present moment in seconds since 1970, UTC; cheap enough to be asked at every request."""
    return now().timestamp() if "DANGZHI_NOW" in os.environ else time.time()


def today(zone: str = "Asia/Shanghai") -> date:
    """The present local date."""
    return now(zone).date()
