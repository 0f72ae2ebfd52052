"""Whether what the record covers is as it was last written: each covered row against its last salted digest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from planner.store.record.covered import Covered, Tables, covered_contents
from planner.store.record.digests import ChainRow, Leaf, covered_digest, leaf_digest
from planner.store.record.troubles import RecordTrouble, TroubleKind, of_covered, of_rows
from planner.store.tables import metadata, record_leaves


def read_leaves(connection: Connection) -> list[Leaf]:
    """What every row of the record covers, in the order of the rows."""
    found = connection.execute(select(record_leaves).order_by(record_leaves.c.number))
    return [Leaf(row.number, row.kind, row.key, row.salt, row.digest) for row in found]


def listing_troubles(rows: Sequence[ChainRow], leaves: Iterable[Leaf]) -> list[RecordTrouble]:
    """The rows that do not cover what is listed for them, and those that are gone while something is listed."""
    listed: dict[int, list[Leaf]] = defaultdict(list)
    for leaf in leaves:
        listed[leaf.number].append(leaf)
    wrong = [row.number for row in rows if covered_digest(listed.pop(row.number, [])) != row.covered]
    return [of_rows(TroubleKind.CHANGED, one, one) for one in wrong] + [
        of_rows(TroubleKind.DROPPED, one, one) for one in sorted(listed)
    ]


def covered_troubles(
    connection: Connection, leaves: Iterable[Leaf], tables: Tables = metadata.tables
) -> list[RecordTrouble]:
    """The covered rows that are gone, not as last written, or unknown to the record."""
    found, known = [], {(one.kind, one.key): one for one in leaves}
    for kind in Covered:
        there = covered_contents(connection, kind, None, tables)
        keys = {key for of, key in known if of == kind}
        for key in sorted(keys | there.keys(), key=_in_order):
            what = _wrong(known.get((kind.value, key)), there.get(key))
            if what:
                found.append(of_covered(what, kind, key, there.get(key)))
    return found


def _in_order(key: str) -> tuple[int, str]:
    return (int(key) if key.isdecimal() else 0, key)


def _wrong(leaf: Leaf | None, content: str | None) -> TroubleKind | None:
    if leaf is None:
        return TroubleKind.PUT_IN
    if leaf.digest == leaf_digest(leaf.salt, leaf.kind, leaf.key, content):
        return None
    return TroubleKind.TAKEN_OUT if content is None else TroubleKind.ALTERED
