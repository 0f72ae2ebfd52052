"""At hand: what was read or worked out from the store, kept while the marks it rests on stay the same.

Whoever writes a part of the store gives it a new mark in the same transaction. A mark is never used twice,
so what a transaction that was taken back had worked out is simply never asked for again.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Hashable
from datetime import UTC, datetime, timedelta
from functools import partial, wraps
from typing import Generic, ParamSpec, Protocol, TypeVar, cast

from sqlalchemy import delete, insert, select

from planner.clock import instant
from planner.store.database import Transaction
from planner.store.tables import switches

Kept = TypeVar("Kept")
Arguments = ParamSpec("Arguments")
OFFICE, ISSUED, DRAFTS, FEEDS = "mark:office", "mark:issued", "mark:drafts", "mark:feeds"
PARTS = (OFFICE, ISSUED, DRAFTS, FEEDS)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WRITTEN = "%Y%m%dT%H%M%SZ"


class ReadWithin(Protocol):
    """What was read in a transaction and is handed down with it."""

    @property
    def transaction(self) -> Transaction:
        """The transaction it was read in."""

    @property
    def outdated(self) -> bool:
        """Whether the transaction has written anew since what was read."""


def bump(transaction: Transaction, name: str) -> None:
    """Say that a part of the store is no longer what it was.

    The moments of marks never go back: where the clock was set back they go on from the last one, second by second.
    """
    transaction.marks.clear()
    marks(transaction)
    last = max(map(written_at, transaction.marks.values()), default=LONG_AGO)
    moment = instant().replace(microsecond=0)
    moment = moment if moment >= last else last + SECOND
    transaction.marks.clear()
    transaction.connection.execute(delete(switches).where(switches.c.name == name))
    transaction.connection.execute(
        insert(switches).values(name=name, value=f"{moment:{WRITTEN}}-{secrets.token_hex(16)}")
    )


def written_at(mark: str) -> datetime:
    """When a mark was given; long ago for one that does not say."""
    text, dash, _ = mark.partition("-")
    return datetime.strptime(text, WRITTEN).replace(tzinfo=UTC) if dash else LONG_AGO


def marks(transaction: Transaction, *names: str) -> tuple[str, ...]:
    """The marks of these parts, as this transaction sees them.

    It reads one moment of the store, or is the only one that writes: they are read once, and again after a `bump`.
    """
    if not transaction.marks:
        rows = transaction.connection.execute(
            select(switches.c.name, switches.c.value).where(switches.c.name.in_(PARTS))
        )
        transaction.marks.update((name, str(value)) for name, value in rows)
    return tuple(transaction.marks[name] for name in names)


def kept(
    size: int, *parts: str, by: Callable[..., Hashable] | None = None
) -> Callable[[Callable[Arguments, Kept]], Callable[Arguments, Kept]]:
    """Keep the last `size` values of the function below, each for as long as the marks of these parts stay the same.

    A function of parts takes first the transaction, or what was read within it and holds it. `by` says which arguments
    tell one value from another; without it all but the first do. A function without parts gives the same value for the
    same arguments whatever the store holds. What is worked out from something read before the transaction wrote a part
    anew is not kept.
    """

    def keeping(function: Callable[Arguments, Kept]) -> Callable[Arguments, Kept]:
        shelf: _Shelf[Kept] = _Shelf(size)

        @wraps(function)
        def found(*arguments: Arguments.args, **named: Arguments.kwargs) -> Kept:
            told: Hashable = by(*arguments, **named) if by else (arguments[1:], *sorted(named.items()))
            if not parts:
                return shelf.get(told, partial(function, *arguments, **named))
            seen = marks(_transaction(arguments[0]), *parts)
            if not isinstance(arguments[0], Transaction) and cast(ReadWithin, arguments[0]).outdated:
                return function(*arguments, **named)
            return shelf.get((*seen, told), partial(function, *arguments, **named))

        return found

    return keeping


def _transaction(first: object) -> Transaction:
    return first if isinstance(first, Transaction) else cast(ReadWithin, first).transaction


class _Shelf(Generic[Kept]):
    """The last few values by key; two threads never work out the same one at once."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: dict[Hashable, Kept] = {}
        self._lock = threading.RLock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """The value of a key, made if it is not at hand."""
        with self._lock:
            if key not in self._kept:
                value = make()
                while len(self._kept) >= self._size:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[key] = value
            else:
                self._kept[key] = self._kept.pop(key)
            return self._kept[key]
