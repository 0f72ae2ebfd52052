"""Somebody at a site: a browser with its cookies, from an address that the proxy before the site tells."""

from __future__ import annotations

import http.client
import re
import urllib.error
import urllib.parse
import urllib.request

from tests.benchmarks.site import PASSWORD

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Visitor:
    """One browser."""

    def __init__(self, site: str, address: str = "10.1.0.1") -> None:
        """A browser that has not been there yet; `site` is the address of the site, `address` its own."""
        self.site, self.address = site, address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

    def get(self, path: str) -> tuple[int, str]:
        """(status, text) of a page, redirects followed."""
        return self._ask(urllib.request.Request(self.site + path, headers=self._headers()))

    def post(self, path: str, page: str, **form: str) -> tuple[int, str]:
        """Send a form with the token that stands on a page."""
        return self.send(path, self.filled(page, **form))

    def filled(self, page: str, **form: str) -> bytes:
        """A form with the token that stands on a page, to be sent."""
        token = TOKEN.search(self.get(page)[1])
        return urllib.parse.urlencode({"csrf_token": token[1] if token else "", **form}).encode()

    def send(self, path: str, form: bytes) -> tuple[int, str]:
        """Send what is filled in."""
        return self._ask(urllib.request.Request(self.site + path, form, self._headers()))

    def log_in(self, name: str, password: str = PASSWORD) -> int:
        """The status of what comes after a name and a password."""
        return self.post("/login", "/login", name=name, password=password)[0]

    def _headers(self) -> dict[str, str]:
        return {"Referer": self.site + "/", "X-Forwarded-For": self.address}

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=120) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return 0, ""
