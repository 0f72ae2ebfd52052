"""The site while its store cannot be opened: every address that needs it says so with 503, until the store answers."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from html import escape
from threading import Lock
from typing import TYPE_CHECKING

from planner.store import Unreadable

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LOOK = 2.0
"""Seconds between two looks at the store."""
PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>当值 · 数据库暂时打不开</title></head>
<body><h1>数据库暂时打不开</h1><p>{zh}</p>
<h2 lang="en">The store does not answer</h2><p lang="en">{en}</p></body></html>
"""


class WaitingSite:
    """A site that says why it cannot be opened, and is the real one from the moment at which it can."""

    def __init__(
        self,
        why: Unreadable,
        opened: Callable[[], WSGIApplication],
        around: Callable[[WSGIApplication], WSGIApplication],
    ) -> None:
        """`opened` gives the real site or raises Unreadable; `around` answers what needs no store, of the rest none."""
        self._why = why
        self._opened = opened
        self._site: WSGIApplication | None = None
        self._next = time.monotonic() + LOOK
        self._lock = Lock()
        self._without_store = around(self._answer)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """WSGI: the page, or JSON on the API, with 503; what the site answers once the store does."""
        with self._lock:
            if self._site is None and time.monotonic() >= self._next:
                self._look()
        return (self._site or self._without_store)(environ, start_response)

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        words = self._why.trouble.without_place
        if path.startswith("/api/"):
            said = words.en if "lang=en" in environ.get("QUERY_STRING", "") else words.zh
            text = json.dumps({"code": "DOWN", "message": said}, ensure_ascii=False)
            return _away(environ, start_response, "application/json", text)
        page = PAGE.format(zh=escape(words.zh), en=escape(words.en))
        return _away(environ, start_response, "text/html; charset=utf-8", page)

    def _look(self) -> None:
        self._next = time.monotonic() + LOOK
        try:
            self._site = self._opened()
        except Unreadable as cause:
            self._why = cause


def _away(environ: WSGIEnvironment, start_response: StartResponse, kind: str, text: str) -> Iterable[bytes]:
    body = text.encode()
    start_response(
        "503 SERVICE UNAVAILABLE",
        [
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("Retry-After", "60"),
        ],
    )
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
