"""The headers that every answer leaves with, whoever gave it: pages, parts of pages, errors, files, feeds, probes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""What a page may load: nothing from elsewhere, nothing that stands in the page itself but small pictures."""
BARE_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""What anything that is no page may load."""
SAFE_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
HTTPS_ONLY = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
"""A year, and for hosts below the site's own, which has its name to itself (ASVS 5.0 V3.4.1, V3.5.4)."""
PAGE = "text/html"
LONGEST_NAME = 120
NOT_IN_NAMES = '/\\:*?"<>|%;'
"""Signs that a file system, a browser or a header takes for something else."""


def with_safe_headers(headers: list[tuple[str, str]], https: bool) -> list[tuple[str, str]]:
    """The headers of an answer with whatever they lack."""
    told = {name.lower(): value for name, value in headers}
    policy = PAGE_POLICY if told.get("content-type", "").startswith(PAGE) else BARE_POLICY
    more = [("Content-Security-Policy", policy), *SAFE_HEADERS, *([HTTPS_ONLY] if https else [])]
    return [*headers, *(one for one in more if one[0].lower() not in told)]


class SafeHeaders:
    """A site none of whose answers leaves without them; `https` where it is reached by https alone."""

    def __init__(self, inside: WSGIApplication, *, https: bool) -> None:
        self._inside, self._https = inside, https

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """WSGI: the same answer, with the headers that it lacks."""

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, with_safe_headers(headers, self._https), *more)

        return self._inside(environ, start)


def disposition(kind: str, name: str, plain: str) -> str:
    """Content-Disposition (RFC 6266): inline or attachment, the file's name in any script, and `plain` in ASCII."""
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(file_title(name), safe='')}"


def file_title(name: str) -> str:
    """A name under which every system can save a file: no path, no invisible sign, not hidden, not too long."""
    seen = "".join("_" if one in NOT_IN_NAMES else one for one in name if unicodedata.category(one)[0] != "C")
    stem, dot, ending = seen.rpartition(".")
    short = f"{(stem or ending)[:LONGEST_NAME]}{dot and stem and '.' + ending[:12]}"
    return short.strip(" .") or "_"
