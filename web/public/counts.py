"""What this process has answered: how many requests of which sort, with which status, and how long they took."""

from __future__ import annotations

import threading
from collections import Counter
from enum import StrEnum


class RequestSort(StrEnum):
    """What was asked for, by the beginning of its path."""

    FEED = "feed"
    API = "api"
    FILE = "file"
    PAGE = "page"


BEGINNINGS = {
    "/feed/": RequestSort.FEED,
    "/api/": RequestSort.API,
    "/static/": RequestSort.FILE,
    "/bootstrap/": RequestSort.FILE,
    "/htmx/": RequestSort.FILE,
}


class RequestCounts:
    """Counters that several threads add to."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: Counter[tuple[RequestSort, str]] = Counter()
        self._seconds: Counter[RequestSort] = Counter()

    def add(self, path: str, status: str, seconds: float) -> None:
        """Count an answer: the path asked for, its status line, and the seconds until it began."""
        sort = next((sort for begins, sort in BEGINNINGS.items() if path.startswith(begins)), RequestSort.PAGE)
        with self._lock:
            self._answers[sort, f"{status[:1]}xx"] += 1
            self._seconds[sort] += seconds  # type: ignore[assignment]

    def lines(self) -> list[str]:
        """The counters in the text form of Prometheus."""
        with self._lock:
            answers, seconds = sorted(self._answers.items()), sorted(self._seconds.items())
        return [
            "# TYPE dangzhi_requests_total counter",
            *(f'dangzhi_requests_total{{sort="{sort}",status="{status}"}} {n}' for (sort, status), n in answers),
            "# TYPE dangzhi_request_seconds_total counter",
            *(f'dangzhi_request_seconds_total{{sort="{sort}"}} {took:.6f}' for sort, took in seconds),
        ]
