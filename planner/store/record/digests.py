"""What the record is made of: rows of several sorts, leaves for what they cover, and the digests of both (SHA-256)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

BEGINNING = "0" * 64
"""What the first row has for the digest of the one before."""


class RowSort(StrEnum):
    """Why a row of the record was written."""

    CHANGES = "changes"
    """A transaction wrote what it covers; the note names what was not as the record had it before."""
    BEGUN = "begun"
    """The record began; the row covers all that stood then, its note names what was wrong with the older log."""
    RENEWED = "renewed"
    """The schema changed; the row covers all that stood then, its note says how many things were wrong before."""
    RESTORED = "restored"
    """The store came from a backup; the note is the head that the backup had."""
    PRUNED = "pruned"
    """Old rows were taken away; the note is the head that they had, the row covers what only they had covered."""
    BLANKED = "blanked"
    """Contents were taken away with their salts; the row covers what is left."""


@dataclass(frozen=True)
class Leaf:
    """The state of one covered row as a row of the record has it: its kind, its key, the salted digest.

    The salt is '' once the row is blanked.
    """

    number: int
    kind: str
    key: str
    salt: str
    digest: str


@dataclass(frozen=True)
class ChainRow:
    """A row of the record: its number from 1, when (ISO), its sort, a note without personal content, digests."""

    number: int
    at: str
    sort: str
    note: str
    covered: str
    previous: str
    digest: str

    def worked_out(self, number: int | None = None) -> str:
        """The digest that the row must have, under its own number or another."""
        of = number if number is not None else self.number
        return _digest([of, self.at, self.sort, self.note, self.covered, self.previous])


def leaf_digest(salt: str, kind: str, key: str, content: str | None) -> str:
    """The salted digest of a covered row; its content is None where it is gone."""
    return _digest([salt, kind, key, content])


def covered_digest(leaves: Iterable[Leaf]) -> str:
    """The digest of all that a row covers."""
    return _digest(sorted([one.kind, one.key, one.digest] for one in leaves))


def _digest(plain: object) -> str:
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()
