"""The addresses that calendars are read from, public ones and secret ones."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    pass


PREFIX, PUBLIC = "/feed/", "/feed/public"
NAMES = {
    kind: ("Content-Disposition", f"{kind}; filename=duty.ics; filename*=UTF-8''{quote('值班.ics')}")
    for kind in ("inline", "attachment")
}
CALENDAR = ("Content-Type", "text/calendar; charset=utf-8")


def public_path(duty: str = "") -> str:
    """The path of a public feed."""
    return f"{PUBLIC}/{quote(duty)}.ics" if duty else f"{PUBLIC}.ics"


def secret_path(token: str) -> str:
    """The path of a secret feed."""
    return f"{PREFIX}{token}.ics"
