"""Recovery codes: for whoever has no telephone at hand. Each opens once; they are kept as digests (argon2id).

One salt for the codes of a log-in, so that a code is hashed once and not once for each of them.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from planner.access.handed_out.readable import as_copied, readable
from planner.access.hashing import digest_with

CODES = 10
GROUPS, LETTERS_EACH = 2, 5
"""A code has 49 bits, and is slow to try."""
LONG = GROUPS * LETTERS_EACH


@dataclass(frozen=True)
class RecoveryCodes:
    """Codes to be shown once, and what is kept of them."""

    codes: tuple[str, ...] = field(repr=False)
    salt: str
    digests: tuple[str, ...]


def recovery_codes() -> RecoveryCodes:
    """Fresh ones. Raises TryLater while others are hashed."""
    salt, codes = secrets.token_hex(16), tuple(readable(GROUPS, LETTERS_EACH) for _ in range(CODES))
    return RecoveryCodes(codes, salt, tuple(digest_with(as_copied(one), salt) for one in codes))


def recovery_digest(given: str, salt: str) -> str:
    """What is kept of a code that somebody typed; '' for what is not long enough to be one, or without a salt.

    Raises TryLater while others are hashed.
    """
    copied = as_copied(given)
    return digest_with(copied, salt) if salt and len(copied) == LONG else ""
