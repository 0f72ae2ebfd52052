"""For the office: its data row by row, its rules, the calendar, log-ins and the log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from flask import abort

from planner.access import logins
from planner.access.log_sentence import LogTeller
from planner.calendar.reading import FIRST_YEAR, LAST_YEAR
from planner.data_entry import rows
from planner.data_entry import rules as law
from planner.data_entry.rows import BY_ADDRESS, SheetEntry
from planner.office.sheets import WorkbookSheet
from planner.pages.year import Year, year
from planner.store import audit, record
from planner.store.audit import Deed
from planner.store.people import users
from planner.store.roster import offices
from web.api.operation import FULL, READ, WRITE, Asked, done, operation
from web.shell.access import CLERK, RECORD
from web.shell.arguments import as_number


@dataclass(frozen=True)
class Row:
    """A row as people type it: column → text; `mark` as it was read, for a row that is there."""

    cells: dict[str, str]
    mark: str = ""


@dataclass(frozen=True)
class EntryView(SheetEntry):
    """A row of a sheet: its number from 0, a mark of how it stands, and its cells."""

    row: dict[str, str]
    """The cells by the workbook's words; sent back so, they are read alike."""


@dataclass(frozen=True)
class Clause:
    """Other values of a clause."""

    mark: str
    values: dict[str, str]
    force: str
    authority: str = ""


@dataclass(frozen=True)
class NewUser:
    """A log-in."""

    name: str
    role: Literal["clerk", "approver", "liaison", "official", "auditor"]
    password: str
    person: str = ""


@dataclass(frozen=True)
class UserChange:
    """A new password, which its holder changes at first use; or closed and opened."""

    password: str = ""
    disabled: bool | None = None


@dataclass(frozen=True)
class Known:
    """A log-in as the office sees it."""

    name: str
    role: str
    person: str
    disabled: bool


@dataclass(frozen=True)
class DeedView(Deed):
    """An entry of the log."""

    by: str
    """Whoever acted, by name."""
    text: str
    """The entry as a sentence."""


@dataclass(frozen=True)
class Log:
    """Entries of the log, newest first, and what does not hold of the record that covers them, in sentences."""

    entries: tuple[DeedView, ...]
    broken: tuple[str, ...] = field(default=())


def _sheet(asked: Asked) -> WorkbookSheet:
    return BY_ADDRESS.get(asked.path["sheet"]) or abort(404)


def _cells(asked: Asked) -> dict[str, str]:
    """The cells that were sent, by field, whether they are called so or by the workbook's Chinese words."""
    called = {column.metadata["zh"]: column.name for column in _sheet(asked).columns}
    return {called.get(name, name): text for name, text in asked.body.cells.items()}


@operation("GET", "/office/data/<sheet>", CLERK, READ, gives=list[EntryView])
def data(asked: Asked) -> list[EntryView]:
    """Every row of a sheet."""
    sheet = _sheet(asked)
    words = [column.metadata["zh"] for column in sheet.columns]
    with asked.store.read() as transaction:
        found = rows.sheet_entries(transaction, offices.load(transaction), sheet)
    return [EntryView(**vars(one), row=dict(zip(words, one.cells, strict=True))) for one in found]


@operation("POST", "/office/data/<sheet>", CLERK, WRITE, takes=Row, gives=dict[str, str])
def add_row(asked: Asked) -> dict[str, str]:
    """A new row."""
    rows.save_entry(asked.store, _sheet(asked), None, "", _cells(asked), asked.now, asked.by)
    return done()


@operation("PUT", "/office/data/<sheet>/<int:number>", CLERK, WRITE, takes=Row, gives=dict[str, str])
def change_row(asked: Asked) -> dict[str, str]:
    """A row changed."""
    rows.save_entry(
        asked.store, _sheet(asked), asked.path["number"], asked.body.mark, _cells(asked), asked.now, asked.by
    )
    return done()


@operation("DELETE", "/office/data/<sheet>/<int:number>", CLERK, WRITE, gives=dict[str, str], queries=("mark",))
def remove_row(asked: Asked) -> dict[str, str]:
    """A row taken out."""
    rows.remove(asked.store, _sheet(asked), asked.path["number"], asked.query("mark"), asked.now, asked.by)
    return done()


@operation("GET", "/office/rules", CLERK, READ, gives=list[law.ClauseView])
def rules(asked: Asked) -> list[law.ClauseView]:
    """The rule book as sentences with values."""
    with asked.store.read() as transaction:
        office = offices.load(transaction)
        return law.clause_views(office, asked.lang, law.remarks(transaction, office))


@operation("PUT", "/office/rules/<int:number>", CLERK, WRITE, takes=Clause, gives=dict[str, str])
def amend(asked: Asked) -> dict[str, str]:
    """Other values of a clause."""
    body = asked.body
    law.amend(
        asked.store, asked.path["number"], body.mark, body.values, body.force, body.authority, asked.now, asked.by
    )
    return done()


@operation("GET", "/office/calendar/<int:number>", CLERK, READ, gives=Year)
def calendar(asked: Asked) -> Year:
    """A year's workdays and days off, and the dates that move."""
    if not FIRST_YEAR <= asked.path["number"] <= LAST_YEAR:
        abort(404)
    with asked.store.read() as transaction:
        return year(offices.load(transaction), asked.path["number"])


@operation("GET", "/office/users", CLERK, READ, gives=list[Known])
def people(asked: Asked) -> list[Known]:
    """The log-ins."""
    with asked.store.read() as transaction:
        return [Known(one.name, one.role, one.person, bool(one.disabled_at)) for one in users.every(transaction)]


@operation("POST", "/office/users", CLERK, FULL, takes=NewUser, gives=dict[str, int], hashes=True)
def add_user(asked: Asked) -> dict[str, int]:
    """A new log-in."""
    body = asked.body
    with asked.store.write() as transaction:
        return {
            "id": logins.add(
                transaction,
                offices.load(transaction),
                body.name.strip(),
                body.role,
                body.person,
                body.password,
                asked.now,
                asked.by,
                given=True,
            )
        }


@operation("PUT", "/office/users/<name>", CLERK, FULL, takes=UserChange, gives=dict[str, str], hashes=True)
def change_user(asked: Asked) -> dict[str, str]:
    """Another password, or closed and opened."""
    name, body = asked.path["name"], asked.body
    with asked.store.write() as transaction:
        if body.password:
            logins.give_password(transaction, offices.load(transaction), name, body.password, asked.now, asked.by)
        if body.disabled is not None:
            (logins.disable if body.disabled else logins.enable)(transaction, name, asked.now, asked.by)
    return done()


@operation("GET", "/office/log", RECORD, READ, gives=Log, queries=("before", "actor", "action", "check"))
def log(asked: Asked) -> Log:
    """The audit log, fifty entries at a time; check=yes examines the record from its beginning."""
    with asked.store.read() as transaction:
        actor = asked.query("actor")
        found = audit.page(
            transaction,
            as_number(asked.query("before")),
            50,
            actors=[actor] if actor else (),
            action=asked.query("action"),
        )
        teller = LogTeller(
            offices.load(transaction), {one.name: one.person for one in users.every(transaction)}, asked.lang
        )
        told = tuple(DeedView(**vars(one), by=teller.actor(one.actor), text=teller.tell(one)) for one in found)
        wrong = record.broken(transaction) if asked.query("check") == "yes" else []
        return Log(told, tuple(one.words.say(asked.lang) for one in wrong))
