"""Why a server of PostgreSQL lets nobody in, as its SQLSTATE, which libpq gives only to whoever asks for it beforehand.

The driver has the server's sentence alone, in the server's language; so one more connection is tried, with libpq told
to give codes instead of sentences.
"""

from __future__ import annotations

import ctypes
import re
import select
import sys
import time
from collections.abc import Callable
from functools import cache

from psycopg import pq
from psycopg.conninfo import make_conninfo
from psycopg.pq.abc import PGconn
from sqlalchemy.engine import URL

CODES_ONLY = 3
"""libpq's PQERRORS_SQLSTATE."""
CODE = re.compile(rb": +([0-9A-Z]{5})$")
PASSWORD_WANTED = "28P01"
SECONDS = 3.0
"""So long the second try may take."""


def refusal_code(url: URL) -> str:
    """The code with which the server of an address refuses a connection; '' where it lets in, or gives no answer.

    '' also where this system's libpq cannot be reached.
    """
    tell_codes = _verbosity()
    if tell_codes is None:
        return ""
    connection: PGconn = pq.PGconn.connect_start(make_conninfo(**_arguments(url)).encode())
    try:
        tell_codes(connection.pgconn_ptr, CODES_ONLY)  # type: ignore[attr-defined]
        if not _failed(connection):
            return ""
        if connection.needs_password:
            return PASSWORD_WANTED
        lines = connection.error_message.strip().splitlines()
        found = CODE.search(lines[-1]) if lines else None
        return found[1].decode() if found else ""
    finally:
        connection.finish()


def _arguments(url: URL) -> dict[str, str]:
    """What libpq calls the parts of an address."""
    named = url.translate_connect_args(username="user", database="dbname")
    query = {name: ",".join(one) if isinstance(one, tuple) else one for name, one in url.query.items()}
    return {name: str(value) for name, value in {**named, **query}.items()}


def _failed(connection: PGconn) -> bool:
    """Wait until a connection is made or refused; whether it was refused in the time that there is."""
    until = time.monotonic() + SECONDS
    while (left := until - time.monotonic()) > 0:
        status = connection.connect_poll()
        if status in (pq.PollingStatus.OK, pq.PollingStatus.FAILED):
            return bool(status == pq.PollingStatus.FAILED)
        waiting = [connection.socket]
        reads = status == pq.PollingStatus.READING
        select.select(waiting if reads else [], [] if reads else waiting, [], left)
    return False


@cache
def _verbosity() -> Callable[[int | None, int], int] | None:
    """libpq's PQsetErrorVerbosity, from the very library that the driver has loaded; None where it cannot be found."""
    try:
        found = ctypes.CDLL(sys.modules[pq.PGconn.__module__].__file__).PQsetErrorVerbosity
    except (OSError, AttributeError, KeyError):
        return None
    found.argtypes, found.restype = [ctypes.c_void_p, ctypes.c_int], ctypes.c_int
    return found
