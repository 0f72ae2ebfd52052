"""How many are to be told of a change by somebody's hand: read again only where messages or calendars have moved."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

from planner.notifying.overtaken import message_board
from planner.store import Transaction, cache
from planner.store.messages import messages

MINUTES = 10
"""What time alone makes of the messages is seen so many minutes later at most."""


@dataclass(frozen=True)
class ToTell:
    """Those (tagged) who are to be told by hand, the closest change first, when that begins, and how many others are \
told by paper and calendar in time."""

    whom: tuple[str, ...]
    due: datetime | None
    in_time: int


def to_tell(transaction: Transaction, now: datetime) -> ToTell:
    """Who is to be told at a moment; none twice."""
    return _to_tell(transaction, now, messages.moved_mark(transaction))


@cache.kept(2, cache.FEEDS, by=lambda transaction, now, mark: (mark, f"{now:%Y-%m-%d %H}", now.minute // MINUTES))
def _to_tell(transaction: Transaction, now: datetime, mark: Hashable) -> ToTell:
    """`mark` is another one whenever a message is made or changes its state."""
    board = message_board(transaction, now, 0)
    due = datetime.fromisoformat(board.tasks[0].due) if board.tasks else None
    return ToTell(tuple(dict.fromkeys(one.who for one in board.tasks)), due, len(board.in_time))
