"""How a month is looked at: the view, the panel, the duties shown; read from an address and written into others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from flask import request

from planner.calendar.reading import read_day
from planner.errors import NotPossible


class MonthView(StrEnum):
    """The ways to see a month: days × posts, a week, people × days, one duty's table, the places of a duty."""

    MATRIX = "matrix"
    WEEK = "week"
    PEOPLE = "people"
    DUTY = "duty"
    VISITS = "visits"


class MonthPanel(StrEnum):
    """What stands beside it: a cell, how duty is spread, what is wrong, a whole day, the versions and drafts."""

    CELL = "cell"
    BALANCE = "balance"
    FINDINGS = "findings"
    DAY = "day"
    VERSIONS = "versions"


Option = TypeVar("Option", MonthView, MonthPanel)


@dataclass(frozen=True)
class Look:
    """What an address asks to see of a month; an unreadable part counts as not given."""

    view: MonthView = MonthView.MATRIX
    panel: MonthPanel = MonthPanel.CELL
    issued: bool = False
    """Whether what is issued is shown though there is a draft."""
    duties: tuple[str, ...] = ()
    day: date | None = None
    duty: str = ""
    town: str = ""
    who: str = ""
    past: bool = False
    """Whether days that are over are shown on a phone too, which folds them away."""
    out: str | None = None
    """Who would leave the chosen cell; None where nobody was named."""

    def arguments(self, **other: Any) -> dict[str, Any]:
        """The arguments of an address that asks for this look, but for what is `other`; defaults are left out."""
        look = replace(self, out=None, **other)
        named = {
            "view": "" if look.view is MonthView.MATRIX else str(look.view),
            "panel": "" if look.panel is MonthPanel.CELL else str(look.panel),
            "shown": "issued" if look.issued else "",
            "duties": list(look.duties),
            "day": look.day.isoformat() if look.day else "",
            "duty": look.duty,
            "town": look.town,
            "who": look.who,
            "past": "yes" if look.past else "",
        }
        return {name: value for name, value in named.items() if value}


def asked_look() -> Look:
    """The look that the request asks for."""
    given = request.args
    return Look(
        _choice(MonthView, given.get("view", ""), MonthView.MATRIX),
        _choice(MonthPanel, given.get("panel", ""), MonthPanel.CELL),
        given.get("shown") == "issued",
        tuple(given.getlist("duties")),
        _day(),
        given.get("duty", ""),
        given.get("town", ""),
        given.get("who", "").strip(),
        given.get("past") == "yes",
        given.get("out"),
    )


def _choice(kind: type[Option], text: str, default: Option) -> Option:
    return kind(text) if text in list(kind) else default


def _day() -> date | None:
    try:
        return read_day(request.args["day"]) if request.args.get("day") else None
    except NotPossible:
        return None


def wants_pieces() -> bool:
    """Whether a script asks, and for the pieces that change, not for a page that it had before."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers
