"""The one address of the site, whatever a request says of it, and where a redirect may lead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")
"""A path as a browser cannot take it for a host: it drops tabs and line ends, and reads a backslash as a slash."""
LONGEST_PATH = 2000
CLAIMS = (
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PREFIX",
    "HTTP_X_FORWARDED_SERVER",
    "HTTP_X_FORWARDED_SSL",
    "HTTP_X_ORIGINAL_URL",
    "HTTP_X_REWRITE_URL",
    "HTTP_X_SCRIPT_NAME",
)
"""What a request may say of the site's own address; nothing behind the gate sees it."""


def within_site(wanted: str, otherwise: str) -> str:
    """An address that came with a request, if it is a path of this site; else `otherwise`.

    Every redirect to what somebody else has written goes through here.
    """
    if len(wanted) > LONGEST_PATH or not OWN_PATH.fullmatch(wanted):
        return otherwise
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return otherwise
    return otherwise if parts.scheme or parts.netloc else wanted


class FixedAddress:
    """A site that has the address it was given: the Host of a request is not looked at, nor what a proxy claims."""

    def __init__(self, inside: WSGIApplication, address: str) -> None:
        """`address` is scheme and host, as in https://duty.example.gov."""
        parts = urlsplit(address)
        self._inside, self._scheme, self._host = inside, parts.scheme or "http", parts.netloc
        self._own = f"{self._scheme}://{self._host}/"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """WSGI: what the site answers under its own address."""
        for claim in CLAIMS:
            environ.pop(claim, None)
        environ["HTTP_HOST"], environ["wsgi.url_scheme"], environ["SCRIPT_NAME"] = self._host, self._scheme, ""

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, [self._as_path(*header) for header in headers], *more)

        return self._inside(environ, start)

    def _as_path(self, name: str, value: str) -> tuple[str, str]:
        """A redirect within the site as a path alone, so that it holds under whatever name the site was asked for."""
        if name.lower() == "location" and value.startswith(self._own):
            return name, "/" + value[len(self._own) :].lstrip("/\\")
        return name, value
