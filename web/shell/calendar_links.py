"""The addresses that calendars are read from, public ones and secret ones."""

from __future__ import annotations

from urllib.parse import quote

from web.gate.headers import disposition

PREFIX, PUBLIC = "/feed/", "/feed/public"
NAMES = {kind: ("Content-Disposition", disposition(kind, "值班.ics", "duty.ics")) for kind in ("inline", "attachment")}
CALENDAR = ("Content-Type", "text/calendar; charset=utf-8")


def public_path(duty: str = "") -> str:
    """The path of a public feed."""
    return f"{PUBLIC}/{quote(duty)}.ics" if duty else f"{PUBLIC}.ics"


def secret_path(token: str) -> str:
    """The path of a secret feed."""
    return f"{PREFIX}{token}.ics"
