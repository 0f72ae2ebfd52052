"""Whether the record still has the heads that were kept elsewhere: in a file, in a backup, on a sheet of paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.store.record.digests import BEGINNING, ChainRow, RowSort
from planner.store.record.heads import Head, aware_moment
from planner.store.record.troubles import RecordTrouble, TroubleKind, of_rows, unproved_restore

KEPT = timedelta(days=400)
"""So long entries of the log and rows of the record are kept at least."""


@dataclass(frozen=True)
class RecordGap:
    """What a row of the record tells is missing and why: a restore goes on from a head, a pruning ends with one.

    `at` is when the row was written; the head of a restore from before the record counts 0 rows.
    """

    row: ChainRow
    head: Head
    at: datetime

    def excuses(self, anchor: Head) -> bool:
        """Whether it tells why a head kept elsewhere is no longer there."""
        if self.row.sort == RowSort.RESTORED:
            return self.head.count < anchor.count and anchor.when <= self.at
        return anchor.count <= self.head.count and anchor.when <= self.at - KEPT


def gaps(rows: Sequence[ChainRow]) -> tuple[list[RecordGap], list[RecordTrouble]]:
    """The restores and prunings that the record tells of and that fit, and what is wrong with the others."""
    found, wrong = [], []
    there = {row.number: row for row in rows}
    first = rows[0].number if rows else 1
    for row in rows:
        if row.sort in (RowSort.RESTORED, RowSort.PRUNED):
            gap = _gap(row)
            fits = _continued if row.sort == RowSort.RESTORED else _old_enough
            if gap and fits(gap, there, first):
                found.append(gap)
            else:
                wrong.append(of_rows(TroubleKind.FALSE_EVENT, row.number, row.number))
    return found, wrong


def _gap(row: ChainRow) -> RecordGap | None:
    try:
        at = aware_moment(row.at)
        if not row.note and row.sort == RowSort.RESTORED:
            return RecordGap(row, Head(0, BEGINNING, at), at)
        return RecordGap(row, Head.parse(row.note), at)
    except ValueError:
        return None


def _continued(gap: RecordGap, there: dict[int, ChainRow], first: int) -> bool:
    """Whether a restore goes on from the head it names: it follows it, or only what a change of the schema wrote."""
    last = there.get(gap.head.count)
    follows = gap.head.count < first or (last is not None and gap.head.is_of(last.number, last.digest))
    between = {there[one].sort for one in range(max(first, gap.head.count + 1), gap.row.number) if one in there}
    return follows and between <= {RowSort.RENEWED.value, RowSort.BEGUN.value}


def _old_enough(gap: RecordGap, there: dict[int, ChainRow], first: int) -> bool:
    """Whether a pruning took away what was old, all that comes before the first row or more."""
    follows = there.get(gap.head.count + 1)
    joined = follows is None or follows.previous == gap.head.digest
    return gap.head.count < first and joined and gap.head.when <= gap.at - KEPT


def before_first(rows: Sequence[ChainRow], told: Iterable[RecordGap]) -> tuple[int, str]:
    """(how many rows were pruned before the first, the digest of the last of these); 0 and BEGINNING for none."""
    if rows and rows[0].number > 1:
        for gap in told:
            if gap.row.sort == RowSort.PRUNED and gap.head.count == rows[0].number - 1:
                return gap.head.count, gap.head.digest
    return 0, BEGINNING


def anchor_troubles(
    rows: Sequence[ChainRow], told: Sequence[RecordGap], anchors: Iterable[Head]
) -> list[RecordTrouble]:
    """What heads kept elsewhere say is missing or was written anew; of spans that begin alike the widest.

    That a restore is told of excuses a head that is not there only where the head of that restore was kept as well.
    """
    there = {row.number: row for row in rows}
    last = rows[-1].number if rows else 0
    anchors = sorted(anchors, key=lambda one: one.count)
    proved = {one.count for one in anchors if one.restored and _has(there, one)}
    sound, found = (rows[0].number - 1 if rows else 0), dict[tuple[TroubleKind, int], RecordTrouble]()
    for anchor in anchors:
        why = [gap for gap in told if gap.excuses(anchor)]
        if _has(there, anchor):
            sound = anchor.count
        elif not why:
            missed = _missed(anchor, sound, last)
            found[missed.what, missed.first] = missed
        elif all(gap.row.sort == RowSort.RESTORED and gap.row.number not in proved for gap in why):
            row = why[0].row
            doubtful = unproved_restore(Head(row.number, row.digest, why[0].at), anchor)
            found[doubtful.what, doubtful.first] = doubtful
    return list(found.values())


def _has(there: dict[int, ChainRow], anchor: Head) -> bool:
    row = there.get(anchor.count)
    return row is not None and anchor.is_of(row.number, row.digest)


def _missed(anchor: Head, sound: int, last: int) -> RecordTrouble:
    what, first = (TroubleKind.CUT, last + 1) if anchor.count > last else (TroubleKind.REWRITTEN, sound + 1)
    return of_rows(what, min(first, anchor.count), anchor.count, anchor)
