"""What the office's operations after an issue take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from planner.changing.movement import Instruction


@dataclass(frozen=True)
class Ordered(Instruction):
    """A leader's instruction; `agreed` are those who said yes on the telephone."""

    agreed: tuple[str, ...] = ()
    from_day: date | None = None
    """With `until`: of a slot that lasts only these days."""
    until: date | None = None


@dataclass(frozen=True)
class Happened:
    """Who really served; '' for nobody."""

    slot: str
    planned: str
    actual: str
    confirmed_by: str
    note: str = ""


@dataclass(frozen=True)
class Told:
    """That somebody was told, by what channel and what they answered."""

    channel: str
    receipt: str = ""


@dataclass(frozen=True)
class Reminded:
    """A tick on a reminder."""

    day: date
    slot: str
    who: str
    step: Literal["told", "answered"]
    done: bool = True


@dataclass(frozen=True)
class Withdrawal:
    """A duty's issue taken back, and why."""

    duty: str
    reason: str


@dataclass(frozen=True)
class Recalled:
    """Why a draft is taken back from signature."""

    reason: str
