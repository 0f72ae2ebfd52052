"""What stands in one transaction: office and issued rosters, read once where it is opened and handed down."""

from __future__ import annotations

from dataclasses import dataclass

from planner.office.office import Office
from planner.store import cache
from planner.store.database import Transaction
from planner.store.roster import offices, versions
from planner.store.roster.versions import Content

PARTS = (cache.OFFICE, cache.ISSUED)


@dataclass(frozen=True)
class Standing:
    """The office and everything in force, as a transaction saw them when they were read.

    Whoever writes either of them and goes on reads anew; nobody who is handed a standing reads again.
    """

    transaction: Transaction
    office: Office
    issued: Content
    marks: tuple[str, ...]
    """Those of office and issued rosters when they were read."""

    @property
    def outdated(self) -> bool:
        """Whether the transaction has written office or issued rosters since."""
        return self.marks != cache.marks(self.transaction, *PARTS)

    @classmethod
    def read(cls, transaction: Transaction) -> Standing:
        """What stands now in a transaction; for whoever opened it."""
        seen = cache.marks(transaction, *PARTS)
        return cls(transaction, offices.load(transaction), versions.in_force(transaction), seen)
