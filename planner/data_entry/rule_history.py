"""The history of clauses: who changed which from what to what, and a change taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from planner.errors import NotPossible
from planner.office import clause_text
from planner.office.office import Office
from planner.office.sheets import BY_NAME, ClauseRow
from planner.problem.rule_book import personal
from planner.store import Transaction, audit
from planner.words import Words
from planner.workbook.read import paired

RULES = BY_NAME["规则"]
DEED = "rule"
LOOKED_AT = 5000
"""So many changes are gone through, the last ones first, for the history of a clause."""


@dataclass(frozen=True)
class ClauseDeed:
    """A change of a clause: its number in the log, when and by whom, and the row before and after.

    None stands for a clause that was not there yet, or is there no more; `was` and `becomes` say both in words.
    """

    number: int
    at: str
    actor: str
    before: ClauseRow | None
    after: ClauseRow | None
    was: str
    becomes: str


def note_clause(
    transaction: Transaction, office: Office, rows: tuple[ClauseRow | None, ClauseRow | None], now: datetime, by: str
) -> None:
    """Write down that a clause was added, changed or taken out: `rows` are the clause before and after."""
    before, after = rows
    audit.record(
        transaction,
        now,
        by,
        DEED,
        {
            "was": _told(office, before),
            "is": _told(office, after),
            "clause": {"before": _kept(before), "after": _kept(after)},
        },
    )


def _told(office: Office, row: ClauseRow | None) -> str:
    """A clause as the log tells it: of one about single people no more than its rule."""
    if row and personal(row):
        return f"{row.rule}（涉及个人，内容从略）"
    return clause_text.sentence(office, row, "zh") if row else ""


def note_clauses(transaction: Transaction, before: Office, after: Office, now: datetime, by: str) -> None:
    """Write down every clause that differs between the office before and after an import.

    The first clauses of all are in the import itself: nobody asks what they were before.
    """
    if not before.of(ClauseRow):
        return
    pairs = paired(RULES, before.of(ClauseRow), after.of(ClauseRow))
    for old, new in ((old, new) for old, new in pairs if old != new):
        office = after if new else before
        note_clause(transaction, office, (old, new), now, by)  # type: ignore[arg-type]


def _kept(row: ClauseRow | None) -> Any:
    return msgspec.to_builtins(row) if row else None


def clause_history(transaction: Transaction, row: ClauseRow) -> list[ClauseDeed]:
    """The changes that made a clause what it is, the last one first, back to where it was added or log and row part."""
    found = []
    wanted: ClauseRow | None = row
    for deed in _deeds(transaction):
        if wanted is not None and deed.after == wanted:
            found.append(deed)
            wanted = deed.before
    return found


def taken_out(transaction: Transaction, office: Office) -> list[ClauseDeed]:
    """The clauses that were taken out and are not there again, the last one first; each once."""
    there = set(office.of(ClauseRow))
    gone: dict[ClauseRow, ClauseDeed] = {}
    for deed in _deeds(transaction):
        if deed.after is None and deed.before is not None and deed.before not in there:
            gone.setdefault(deed.before, deed)
    return list(gone.values())


def clause_change(transaction: Transaction, number: int) -> ClauseDeed:
    """The change of a clause with this number in the log. Raises NotPossible where there is none."""
    found = next((one for one in _deeds(transaction) if one.number == number), None)
    if found is None:
        raise NotPossible(Words("没有这一次修改"))
    return found


def _deeds(transaction: Transaction) -> Iterator[ClauseDeed]:
    """The changes of clauses that were kept with their rows, the last one first."""
    for one in audit.page(transaction, 0, LOOKED_AT, action=DEED):
        if isinstance(kept := one.detail.get("clause"), dict):
            before, after = (msgspec.convert(kept[name], ClauseRow | None) for name in ("before", "after"))
            yield ClauseDeed(one.number, one.at, one.actor, before, after, one.detail["was"], one.detail["is"])
