"""Handing a workbook over on the site: looked at first, imported once somebody says yes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from planner.data_entry.import_preview import SheetPreview, preview_import
from planner.data_entry.rule_history import note_clauses
from planner.data_entry.waiting import Purpose, WaitingFile, drop, keep, waiting_file
from planner.errors import NotPossible, Refused
from planner.office.office import Office
from planner.office.outside import Outside
from planner.problem.coverage import ahead
from planner.store import Store, audit
from planner.store.outside import outside_of
from planner.store.roster import offices, versions
from planner.words import Lang, Words
from planner.workbook.marked import marked_copy
from planner.workbook.read import Import, read_workbook


@dataclass(frozen=True)
class UploadPreview:
    """A workbook that could be imported: its ticket, its name, what it would change, and that row by row."""

    ticket: str
    name: str
    result: Import
    sheets: tuple[SheetPreview, ...]


def preview_upload(store: Store, name: str, data: bytes, now: datetime) -> UploadPreview:
    """What a workbook would change, and a ticket under which it waits an hour. Raises Refused with every fault.

    Among its notes are gaps and overlaps of what is staffed round the clock.
    """
    with store.read() as transaction:
        office = offices.load(transaction)
        outside = outside_of(transaction, versions.in_force(transaction), now.date())
    result = _read(WaitingFile(name, data), office, outside)
    sheets = preview_import(office, result)
    result = replace(result, notes=(*result.notes, *ahead(result.office, now.date())))
    shown = {"shown": told_apart(sheets, prune=False), "shown with prune": told_apart(sheets, prune=True)}
    ticket = keep(store, Purpose.IMPORT, WaitingFile(name, data, shown))
    return UploadPreview(ticket, name, result, sheets)


def keep_faulty(store: Store, name: str, data: bytes) -> str:
    """Keep a workbook with faults for an hour, so that its marked copy can be asked for; returns its ticket."""
    return keep(store, Purpose.FAULTY, WaitingFile(name, data))


def marked_upload(store: Store, ticket: str, now: datetime, lang: Lang) -> tuple[str, bytes]:
    """What the workbook of a ticket was called, and its copy that shows its faults as they are by now.

    Raises NotPossible where it has expired, has no fault any more, or no sheet of it could be opened.
    """
    file = waiting_file(store, Purpose.FAULTY, ticket)
    with store.read() as transaction:
        office = offices.load(transaction)
        outside = outside_of(transaction, versions.in_force(transaction), now.date())
    with file.on_disk() as path:
        try:
            read_workbook(path, office, outside=outside)
        except Refused as refused:
            copy = marked_copy(path, refused.faults, lang)
            if copy is not None:
                return file.name, copy
            raise NotPossible(Words("文件没有能打开的工作表，不能标注，请按页面上的原因修改")) from None
    raise NotPossible(Words("现在已没有错误，请重新上传"))


def _read(file: WaitingFile, office: Office, outside: Outside, *, prune: bool = False) -> Import:
    with file.on_disk() as path:
        return read_workbook(path, office, prune=prune, outside=outside)


def told_apart(sheets: tuple[SheetPreview, ...], *, prune: bool) -> str:
    """Differs for every preview: by the rows that are new, change and end, those included that go with `prune`."""
    told = [(one.sheet, one.added, one.changed, one.unnamed if prune else one.ended) for one in sheets]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def take_in_upload(store: Store, ticket: str, prune: bool, now: datetime, by: str) -> Import:
    """Import the workbook of a ticket into the office as it is by now; with `prune`, rows it lacks go.

    Raises NotPossible where the ticket has expired, or by now more or less would change than was shown; Refused where
    the workbook no longer fits.
    """
    file = waiting_file(store, Purpose.IMPORT, ticket)
    with store.write() as transaction:
        office = offices.load(transaction)
        outside = outside_of(transaction, versions.in_force(transaction), now.date())
        result = _read(file, office, outside)
        shown = file.noted["shown with prune" if prune else "shown"]
        if told_apart(preview_import(office, result), prune=prune) != shown:
            raise NotPossible(Words("看过以后数据有变，请重新上传再看"))
        result = _read(file, office, outside, prune=True) if prune else result
        offices.save(transaction, office, result.office)
        changes = [vars(one) for one in result.changes]
        audit.record(transaction, now, by, "import", {"file": file.name, "changes": changes})
        note_clauses(transaction, office, result.office, now, by)
    drop(store, Purpose.IMPORT, ticket)
    return result
