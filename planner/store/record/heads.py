"""The head of the record: how many rows it has, the digest of the last and when that was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

WHOLE, PRINTED = 64, 24
"""Hexadecimal digits of a digest; and how many of them a sheet of paper has."""
RESTORED = "restored"
"""The word behind the head of a restore."""
LEAST = 16
"""So many digits of a digest at least make a head."""


@dataclass(frozen=True)
class Head:
    """`count` rows, of which the last has the digest `digest` and was written at `when`, an aware moment.

    From paper the digest comes as its first digits. `restored` says that whoever kept it had restored a backup then:
    its row is the one that tells of it.
    """

    count: int
    digest: str
    when: datetime
    restored: bool = False

    def text(self) -> str:
        """One line, as files keep it: count, digest, ISO time, and a word where it is that of a restore."""
        return f"{self.count} {self.digest} {self.when.isoformat()}" + (f" {RESTORED}" if self.restored else "")

    def printed(self) -> str:
        """The same, short enough for the foot of a sheet and to be typed from it."""
        return f"{self.count} {self.digest[:PRINTED]} {self.when:%Y-%m-%dT%H:%M%z}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """A head as `text` or `printed` wrote it. Raises ValueError where the text is none."""
        count, digest, when, *more = text.split()
        if more not in ([], [RESTORED]):
            raise ValueError("too many words")
        if not LEAST <= len(digest) <= WHOLE or set(digest) - set("0123456789abcdef"):
            raise ValueError("no digest")
        return cls(int(count), digest, aware_moment(when), bool(more))

    def is_of(self, count: int, digest: str) -> bool:
        """Whether it is the head of a record that ends with this row."""
        return self.count == count and digest.startswith(self.digest)


def aware_moment(text: str) -> datetime:
    """An ISO time as an aware moment; one without an offset counts as UTC. Raises ValueError where it is none."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
