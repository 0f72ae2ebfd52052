"""An office's own duty table handed over on the site: read from where it waits, looked at, then taken in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from planner.data_entry.import_preview import SheetPreview, preview_import
from planner.data_entry.rule_history import note_clauses
from planner.data_entry.upload import told_apart
from planner.data_entry.waiting import Purpose, WaitingFile, drop, keep, waiting_file
from planner.errors import FaultKind, NotPossible, Refused
from planner.office.office import Office
from planner.problem.coverage import ahead
from planner.store import Store, audit
from planner.store.roster import offices
from planner.words import Words
from planner.workbook.own_tables.meaning import OwnAsk, OwnChoices
from planner.workbook.own_tables.read import OwnFile, read_own_file
from planner.workbook.own_tables.taken_in import ReadAs, read_as
from planner.workbook.read import Import


@dataclass(frozen=True)
class OwnPreview:
    """What a duty table would change, sheet by sheet, or what must be answered first; `shown` tells previews apart."""

    result: Import | None
    sheets: tuple[SheetPreview, ...] = ()
    asks: tuple[OwnAsk, ...] = ()
    shown: str = ""


@dataclass(frozen=True)
class OwnWanted:
    """As what a duty table is to be taken in, of which month where its days do not say it, and what was chosen."""

    kind: ReadAs
    month: date | None
    choices: OwnChoices


def keep_own_table(store: Store, name: str, data: bytes, refused: Refused) -> str | None:
    """Keep a file that was refused as a workbook and is a duty table; its ticket, None for any other file."""
    if not any(one.kind is FaultKind.NO_SHEET for one in refused.faults):
        return None
    with store.read() as transaction:
        office = offices.load(transaction)
    file = WaitingFile(name, data)
    try:
        with file.on_disk() as path:
            read_own_file(path, office)
    except Refused:
        return None
    return keep(store, Purpose.OWN_TABLE, file)


def open_own_table(store: Store, ticket: str, office: Office, month: date | None) -> OwnFile:
    """The duty table of a ticket. Raises NotPossible where it has expired."""
    kept = waiting_file(store, Purpose.OWN_TABLE, ticket)
    with kept.on_disk() as path:
        return replace(read_own_file(path, office, month), name=kept.name)


def drop_own_table(store: Store, ticket: str) -> None:
    """Let the duty table of a ticket wait no longer."""
    drop(store, Purpose.OWN_TABLE, ticket)


def preview_own_table(office: Office, file: OwnFile, kind: ReadAs, choices: OwnChoices, now: datetime) -> OwnPreview:
    """What a duty table would change as history, or as the beginning of an office. Raises Refused with every fault."""
    read = read_as(file, office, kind, choices)
    if read.result is None:
        return OwnPreview(None, asks=read.asks)
    sheets = preview_import(office, read.result)
    result = replace(read.result, notes=(*read.result.notes, *ahead(read.result.office, now.date())))
    return OwnPreview(result, sheets, (), told_apart(sheets, prune=False))


def take_in_own_table(store: Store, ticket: str, wanted: OwnWanted, shown: str, now: datetime, by: str) -> Import:
    """Import the duty table of a ticket as it was shown; one that begins an office waits on, since it is history too.

    Raises NotPossible where by now it would change else.
    """
    with store.write() as transaction:
        office = offices.load(transaction)
        file = open_own_table(store, ticket, office, wanted.month)
        found = preview_own_table(office, file, wanted.kind, wanted.choices, now)
        if found.result is None or found.shown != shown:
            raise NotPossible(Words("看过以后数据有变，请再看一遍"))
        offices.save(transaction, office, found.result.office)
        changes = [vars(one) for one in found.result.changes]
        audit.record(transaction, now, by, "import", {"file": file.name, "changes": changes})
        note_clauses(transaction, office, found.result.office, now, by)
    if wanted.kind is not ReadAs.OFFICE:
        drop_own_table(store, ticket)
    return found.result
