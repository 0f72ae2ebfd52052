"""What stands in one transaction: office and issued rosters, read once where it is opened and handed down."""

from __future__ import annotations

from dataclasses import dataclass

from planner.office.office import Office
from planner.store.database import Transaction
from planner.store.roster import offices, versions
from planner.store.roster.versions import Content


@dataclass(frozen=True)
class Standing:
    """The office and everything in force, as a transaction saw them when they were read.

    Whoever writes either of them and goes on reads anew; nobody who is handed a standing reads again.
    """

    transaction: Transaction
    office: Office
    issued: Content

    @classmethod
    def read(cls, transaction: Transaction) -> Standing:
        """What stands now in a transaction; for whoever opened it."""
        return cls(transaction, offices.load(transaction), versions.in_force(transaction))
