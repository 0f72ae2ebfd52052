"""Passwords as they are kept (argon2id, RFC 9106); few are hashed at a time, so that a site has threads for others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.low_level import hash_secret_raw

from planner.errors import TryLater
from planner.words import Words

THREADS = 8
"""Threads of a site that says nothing else."""
PART = 4
"""One thread in so many may hash."""
SOON = 2
"""Seconds after which whoever found all of them busy may come again."""


class HashingLanes:
    """As many hashings at once as may be; whoever comes beyond that does not wait but is told."""

    def __init__(self) -> None:
        self.share(THREADS)

    def share(self, threads: int) -> None:
        """Keep to the part of a server's threads that may hash, one at least; to be said before it serves."""
        self.count = max(1, threads // PART)
        self._free = BoundedSemaphore(self.count)

    @contextmanager
    def one(self) -> Iterator[None]:
        """One of them for as long as this lasts. Raises TryLater where none is free."""
        free = self._free
        if not free.acquire(blocking=False):
            raise TryLater(Words("现在登录的人多，请过 %(soon)s 秒再试一次。", soon=SOON), SOON, busy=True)
        try:
            yield
        finally:
            free.release()


LANES = HashingLanes()
"""Those of this process."""


@cache
def hasher() -> PasswordHasher:
    """argon2id with the library's present defaults."""
    return PasswordHasher()


@cache
def hash_of_nobody() -> str:
    """A hash to check against where the name is unknown, so that both answers take the same time."""
    return hasher().hash("nobody has this password")


def hash_of(password: str) -> str:
    """A password as it is kept. Raises TryLater while others are hashed."""
    with LANES.one():
        return hasher().hash(password)


def renewed(kept: str, password: str) -> str | None:
    """A right password hashed anew where it is kept with less effort than today's; None where it need not be.

    Also None while others are hashed: then it is the next log-in that does it.
    """
    if not hasher().check_needs_rehash(kept):
        return None
    with suppress(TryLater):
        return hash_of(password)
    return None


def is_right(kept: str, password: str) -> bool:
    """Whether a password is the one that is kept. Raises TryLater while others are hashed."""
    with LANES.one():
        try:
            return hasher().verify(kept, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


def digest_with(secret: str, salt: str) -> str:
    """A secret hashed as a password is, with a salt that is given. Raises TryLater while others are hashed."""
    way = hasher()
    with LANES.one():
        return hash_secret_raw(
            secret.encode("utf-8", "replace"),
            salt.encode(),
            time_cost=way.time_cost,
            memory_cost=way.memory_cost,
            parallelism=way.parallelism,
            hash_len=way.hash_len,
            type=way.type,
        ).hex()
