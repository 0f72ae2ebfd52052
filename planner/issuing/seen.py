"""What somebody has seen of a month before they act on it: an act on something else is none that they meant."""

from __future__ import annotations

from planner.errors import NotPossible
from planner.store import Transaction
from planner.store.roster import drafts, versions
from planner.words import Words


class SeenNoMore(NotPossible):
    """The month is no more as whoever acts on it has seen it."""

    def __init__(self) -> None:
        super().__init__(Words("您打开本页之后，这个月有了变动。下面是现在的情况，请再看一遍"))


def state_seen(transaction: Transaction, month: str) -> str:
    """What tells one state of a month from another: its draft, who is on it, whether it is locked, what is issued."""
    draft = drafts.latest(transaction, month)
    last = max((one.id for one in versions.every(transaction, month)), default=0)
    return f"{draft.id}-{draft.state}-{drafts.pairs_digest(draft.roster)[:16]}-{last}" if draft else f"{last}"


def still_as_seen(transaction: Transaction, month: str, seen: str) -> None:
    """Raises SeenNoMore where a month is not as it was `seen`; '' for whoever has not looked."""
    if seen and seen != state_seen(transaction, month):
        raise SeenNoMore
