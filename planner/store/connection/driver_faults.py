"""What a driver says of a store that does not answer, as what is wrong: by codes, never by wording."""

from __future__ import annotations

import sqlite3

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from planner.home.trouble import Trouble
from planner.store.engines.refusal_code import refusal_code

PRIMARY = 0xFF
"""SQLite's extended result codes have the primary one in their lowest byte (sqlite.org/rescode.html)."""
BY_CODE = {
    sqlite3.SQLITE_BUSY: Trouble.LOCKED,
    sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_PERM: Trouble.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Trouble.READ_ONLY,
    sqlite3.SQLITE_IOERR: Trouble.DISK,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
    sqlite3.SQLITE_ERROR: Trouble.DAMAGED,  # a table or column that the schema must have is not there
}
"""Primary result code of SQLite → what is wrong."""
NO_ANSWER = "08001"
"""PostgreSQL's code for a connection that a client could not make."""
FULL_CODES = (sqlite3.SQLITE_IOERR_SHMSIZE,)
"""Extended codes by which SQLite says that the disk is full."""
BY_STATE = {
    "08": Trouble.AWAY,  # connection exceptions
    "28": Trouble.REFUSED,  # account, password, or where from
    "3D": Trouble.NO_DATABASE,
    "40": Trouble.CONFLICT,  # deadlocks, what could not be serialised
    "53": Trouble.SHORT,  # too little of something
    "54": Trouble.SHORT,  # beyond a limit
    "57": Trouble.AWAY,  # ended by whoever runs the server
    "58": Trouble.SERVER_BROKEN,
    "XX": Trouble.SERVER_DAMAGED,
    "25006": Trouble.SERVER_READ_ONLY,
    "25P03": Trouble.CUT_OFF,  # idle for too long in a transaction
    "3F000": Trouble.SERVER_DAMAGED,  # no such schema
    "42501": Trouble.NO_GRANT,
    "42703": Trouble.SERVER_DAMAGED,  # no such column
    "42P01": Trouble.SERVER_DAMAGED,  # no such table
    "53100": Trouble.SERVER_FULL,
    "53300": Trouble.CROWDED,
    "55000": Trouble.REFUSED,  # a database that takes no connections
    "55P03": Trouble.SERVER_LOCKED,
    "57014": Trouble.CANCELLED,
    "57P01": Trouble.CUT_OFF,
    "57P02": Trouble.CUT_OFF,
    "57P03": Trouble.STARTING,
    "57P05": Trouble.CUT_OFF,  # idle for too long
    "XX000": Trouble.SERVER_BROKEN,  # it names no cause
}
"""PostgreSQL's SQLSTATE, or the class in its first two letters → what is wrong (PostgreSQL manual, appendix A)."""


def trouble_of(cause: DBAPIError, url: URL) -> Trouble | None:
    """What is wrong by a driver's exception, of a store with this address; None for one that is a fault of the program.

    PostgreSQL's driver has no code for a connection that was never made: then it is asked for once more.
    """
    driver = cause.orig
    if isinstance(driver, sqlite3.Error):
        code = getattr(driver, "sqlite_errorcode", None)
        if code is None:  # text in the file that is no text; all else without a code is misuse of the driver
            return Trouble.DAMAGED if type(driver) is sqlite3.OperationalError else None
        return Trouble.FULL if code in FULL_CODES else BY_CODE.get(code & PRIMARY)
    state = getattr(driver, "sqlstate", "")
    if state is None and cause.connection_invalidated:  # it had been made, and broke off
        return Trouble.CUT_OFF
    if state is None:
        state = refusal_code(url) or NO_ANSWER
    return BY_STATE.get(state) or BY_STATE.get(state[:2])
