"""The public notice while the store does not answer: a plain page of what stands in the home, in the public calendar.

It has what residents could see when that was last written, and says from when it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import Calendar

from planner.clock import now
from planner.feeds import standby
from planner.words import day_words, span_words
from web.public.feed_server import answer_without_store
from web.shell.calendar_links import PREFIX

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"))
DAYS = 8
"""So many days are shown, today among them."""
PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title></head>
<body><h1>{title}</h1>
<p>数据库暂时打不开。以下是 {written} 存下的安排，此后如有调整，这里还看不到。</p>
<p lang="en">The store does not answer at the moment. This is what was announced by {written}; later changes are not
here yet.</p>
{days}</body></html>
"""


@dataclass(frozen=True)
class _Announced:
    """An entry of the public calendar: its first and last day, its times ('' for whole days), what, and where."""

    day: date
    last: date
    times: str
    what: str
    where: str


def kept_notice(home: Path) -> str | None:
    """The page as HTML; None where no calendar stands in the home, or one that cannot be read."""
    try:
        file = standby.file_of(home, "")
        at = file.stat().st_mtime_ns
        title, zone, found = _announced(file, at)
        first = now(zone).date()
    except (OSError, ValueError, KeyError):
        return None
    some = [one for one in found if first <= one.last and one.day < first + timedelta(days=DAYS)]
    written = datetime.fromtimestamp(at // 1_000_000_000, ZoneInfo(zone))
    days = "".join(_day(day, list(those)) for day, those in groupby(some, key=lambda one: max(one.day, first)))
    return PAGE.format(
        title=escape(title),
        written=f"{written:%Y-%m-%d %H:%M}",
        days=days or "<p>近期没有公布的安排。</p><p lang='en'>Nothing is announced for the coming days.</p>",
    )


def _day(day: date, those: list[_Announced]) -> str:
    rows = "".join(
        f"<li>{escape(' '.join(filter(None, (one.times, one.what))))}"
        f"{f'（{escape(one.where)}）' if one.where else ''}</li>"
        for one in those
    )
    return f"<h2>{escape(day_words(day, 'zh'))}</h2><ul>{rows}</ul>\n"


@lru_cache(maxsize=2)
def _announced(file: Path, at: int) -> tuple[str, str, list[_Announced]]:
    """(title, time zone, entries by day) of the calendar in a file as it was at a moment (ns since 1970)."""
    calendar = Calendar.from_ical(standby.read_file(file).data)
    return str(calendar["NAME"]), str(calendar["X-WR-TIMEZONE"]), sorted(_entries(calendar), key=_order)


def _order(one: _Announced) -> tuple[date, str, str]:
    return one.day, one.times, one.what


def _entries(calendar: Calendar) -> Iterator[_Announced]:
    for event in calendar.walk("VEVENT"):
        if event.get("STATUS") == "CANCELLED":
            continue
        start = event.decoded("DTSTART")
        end = event.decoded("DTEND", start)
        first, last, times = start, end - timedelta(days=1), ""
        if isinstance(start, datetime):
            first, last, times = start.date(), end.date(), span_words(start, end, "zh")
        what, where = str(event.get("SUMMARY", "")), str(event.get("LOCATION", ""))
        yield _Announced(first, max(first, last), times, what, where)


class KeptPages:
    """Answers public calendars and the notice by what stands in a home without a store, and hands the rest on."""

    def __init__(self, inside: WSGIApplication, home: Path) -> None:
        self._inside, self._home = inside, home

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """WSGI: a calendar, the notice, or what the site within says."""
        path = environ.get("PATH_INFO", "")
        if path.startswith(PREFIX):
            return answer_without_store(self._home, environ, start_response)
        page = kept_notice(self._home) if path in ("", "/") else None
        if page is None:
            return self._inside(environ, start_response)
        body = page.encode()
        start_response("200 OK", [*HEADERS, ("Content-Length", str(len(body)))])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
