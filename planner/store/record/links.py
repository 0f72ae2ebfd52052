"""Whether the rows of the record hang together: each by its own digest, by the one before, without a gap."""

from __future__ import annotations

from collections.abc import Sequence

from planner.store.record.digests import ChainRow
from planner.store.record.troubles import RecordTrouble, TroubleKind, of_rows

NEAR = 300
"""Of more rows than these that are changed or gone, nobody looks where each stood."""


def link_troubles(rows: Sequence[ChainRow], pruned: tuple[int, str]) -> list[RecordTrouble]:
    """What is wrong with rows in the order of their numbers; `pruned` is how many came before, and their digest.

    Without a pruning these are 0 and BEGINNING.
    """
    bad = [row for row in rows if row.digest != row.worked_out()]
    found = [_own(row, bad, _missing(rows, pruned[0])) for row in bad]
    number, digest = pruned
    for row in rows:
        if row.number != number + 1:
            found.append(of_rows(TroubleKind.DROPPED, number + 1, row.number - 1))
        elif row.previous != digest and not {row.number, number} & {one.number for one in bad}:
            found.append(of_rows(TroubleKind.REWRITTEN, max(number, 1), max(number, 1)))
        number, digest = row.number, row.digest
    return found


def _own(row: ChainRow, bad: Sequence[ChainRow], missing: set[int]) -> RecordTrouble:
    """A row whose digest is not its own: it was changed, or it stood elsewhere."""
    places = {one.number for one in bad} | missing if len(bad) <= NEAR else set[int]()
    moved = any(row.worked_out(number) == row.digest for number in places - {row.number})
    return of_rows(TroubleKind.MOVED if moved else TroubleKind.CHANGED, row.number, row.number)


def _missing(rows: Sequence[ChainRow], before: int) -> set[int]:
    """The numbers next to a gap among the rows: where one that was moved may have stood."""
    there = {row.number for row in rows}
    wanted = set(range(before + 1, max(there, default=before) + 1))
    return wanted - there if len(wanted - there) <= NEAR else set()
