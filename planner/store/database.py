"""The database of an office: its schema, kept by migrations, and its transactions, alike on every engine."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError

from planner.home import had_store, half_restored, private
from planner.home.trouble import Trouble, Unreadable
from planner.settings import database_address
from planner.store.connection import opening
from planner.store.connection.commits import Commits
from planner.store.connection.driver_faults import trouble_of
from planner.store.copies.head import has_entry
from planner.store.engines.choice import engine_named
from planner.store.engines.engine import refuse_unkept
from planner.store.schema.migrating import SchemaAge, age_of, kept_revision, revision_of, upgrade_after_copy


class Transaction:
    """One transaction: everything in it happens, or nothing if it ends with an exception."""

    def __init__(self, connection: Connection, home: Path) -> None:
        self.connection = connection
        self.home = home
        self.marks: dict[str, str] = {}
        """Name of a part of the store → its mark, as this transaction has read it (see `cache`)."""
        self.touched: set[tuple[str, str]] = set()
        """Kind and key of what was written and the record does not have yet (see `record`)."""
        self.doubts: list[str] = []
        """Kind and key of what was about to be written and was not as the record has it."""
        self.at_end: list[Callable[[Transaction], None]] = []
        """What is still to be done in it before it is committed."""
        self.afterwards: list[Callable[[], None]] = []
        """What is to be done once it is committed."""


class Store:
    """The data of one office: in the folder `home`, or where `url`, else DATABASE_URL, names a database.

    A new home gets a new store. Raises Unreadable where a store that was there is gone, empty or damaged, is newer than
    the program, or does not answer; where it can only be read, writing raises it. `mended` is what stood open in the
    home.
    """

    def __init__(self, home: Path, url: str | None = None) -> None:
        self.home = home
        self.url = url or database_address(home)
        self.mended = private.enter_home(home)
        place = make_url(self.url)
        self._name = _name(place, home)
        self._kind = engine_named(place)
        self._opened = _open(place, self._name, home)
        refuse_unkept(self.engine)
        self.commits = Commits(home)
        try:
            with self._in_words():
                self._migrate()
        except Unreadable:
            self.close()
            raise
        if self.writable:
            self._note()

    @property
    def engine(self) -> Engine:
        """The engine whose connections are the store's."""
        return self._opened.engine

    @property
    def writable(self) -> bool:
        """Whether anything can be written; a store on a full or read-only disk is only read."""
        return self._opened.only_read is None

    @contextlib.contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction that writes: writers come one by one, each seeing all that was committed before it.

        Raises Unreadable where the store cannot be written, and nothing has happened then.
        """
        if self._opened.only_read is not None:
            raise Unreadable(self._opened.only_read, self._where, self.home)
        with self._in_words():
            with self._kind.transaction(self.engine, writes=True) as connection:
                self._not_outgrown(connection)
                transaction = Transaction(connection, self.home)
                yield transaction
                for last in transaction.at_end:
                    last(transaction)
                number = self.commits.begin()
            self.commits.end(number)
            for then in transaction.afterwards:
                then()

    @contextlib.contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that only reads: all of it sees the store as it was at one moment.

        Raises Unreadable where the store does not answer.
        """
        with self._in_words(), self._kind.transaction(self.engine, writes=False) as connection:
            yield Transaction(connection, self.home)

    def damage(self) -> Unreadable | None:
        """What is wrong with the file of the store, by a look at every page of it; None for a sound one."""
        return opening.damage(self._opened, self.home)

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        """What a driver says of a store that does not answer becomes Unreadable; its word on a row stays as it is."""
        try:
            opening.check_place(self._opened, self.home)
            yield
        except IntegrityError:
            raise
        except DBAPIError as cause:
            wrong = trouble_of(cause, self.engine.url)
            if wrong is None:
                raise
            if wrong in (Trouble.DAMAGED, Trouble.SERVER_DAMAGED):
                self._look_for_newer()
            raise Unreadable(wrong, self._where, self.home) from cause

    def _not_outgrown(self, connection: Connection) -> None:
        """Raise Unreadable where a newer program has migrated the store since this one opened it."""
        if age_of(kept_revision(connection)) is SchemaAge.NEWER:
            raise Unreadable(Trouble.NEWER, self._where, self.home)

    def _look_for_newer(self) -> None:
        """The same where something is missed that the schema should have, if the store still says what schema it is."""
        with contextlib.suppress(DBAPIError), self._kind.transaction(self.engine, writes=False) as connection:
            self._not_outgrown(connection)

    @property
    def _where(self) -> str:
        return str(self._opened.file or self._name)

    @property
    def file(self) -> Path | None:
        """The file that holds the data; None where a server does."""
        return self._opened.file

    def close(self) -> None:
        """Let go of every connection."""
        self._opened.close()

    def _note(self) -> None:
        """Note that the store stands, so that it is never made anew; on a full disk the next start does."""
        with contextlib.suppress(OSError):
            had_store.note_made(self.home, self._name)

    def _migrate(self) -> None:
        """Bring the schema up to date as one writer in one transaction: killed at any moment, it is old or new."""
        with self._kind.transaction(self.engine, writes=False) as connection:
            if self._current(connection):
                return
        if self._opened.only_read is not None:
            raise Unreadable(self._opened.only_read, self._where, self.home)
        with self._kind.transaction(self.engine, writes=True) as connection:
            if not self._current(connection):
                upgrade_after_copy(connection, self.home)

    def _current(self, connection: Connection) -> bool:
        """Whether the schema is of this program. Raises Unreadable for a newer one, and for none where one has been."""
        self._look_at_mark(connection)
        age = age_of(revision_of(connection))
        if age is SchemaAge.NEWER:
            raise Unreadable(Trouble.NEWER, self._where, self.home)
        if age is SchemaAge.NONE and had_store.had(self.home, self._name):
            raise Unreadable(Trouble.EMPTY if self.file else Trouble.SERVER_EMPTY, self._where, self.home)
        return age is SchemaAge.CURRENT

    def _look_at_mark(self, connection: Connection) -> None:
        """Raise Unreadable where a restore was broken off before its rows were there; where they are, it is done."""
        mark = half_restored.restore_under_way(self.home)
        if mark is None:
            return
        if not has_entry(connection, *mark):
            raise Unreadable(Trouble.HALF_RESTORED, self._where, self.home)
        with contextlib.suppress(OSError):
            half_restored.take_mark_away(self.home)


def _name(place: URL, home: Path) -> str:
    """What a home calls a store: its file, from the home if it lies there, or server and database."""
    if place.get_backend_name() != "sqlite":
        return f"{place.get_backend_name()}://{place.host or 'localhost'}:{place.port or ''}/{place.database}"
    file = Path(place.database or "").resolve()
    return str(file.relative_to(home.resolve())) if file.is_relative_to(home.resolve()) else str(file)


def _open(place: URL, name: str, home: Path) -> opening.OpenedStore:
    if place.get_backend_name() != "sqlite":
        return opening.open_server(place)
    return opening.open_sqlite(place, home, was_there=had_store.had(home, name))
