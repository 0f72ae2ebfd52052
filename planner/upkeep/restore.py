"""A backup's way back: built aside, verified, and only then the home.

A kill leaves an empty home or a whole one. Where the rows lie in a database elsewhere, the home comes first, with a
mark that whoever opens the store looks at: without the rows it is told, and can be restored into again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError

from planner.access.handed_out import tokens
from planner.clock import now
from planner.errors import NotPossible
from planner.home.half_restored import put_mark, restore_under_way, take_mark_away
from planner.home.trouble import Trouble, Unreadable
from planner.issuing.verify import verify
from planner.store import Transaction, audit, record
from planner.store.connection.driver_faults import trouble_of
from planner.store.copies.archive import Copy, opened
from planner.store.copies.file_trouble import why_of
from planner.store.copies.head import ChainHead, chain_head, has_entry
from planner.store.copies.manifest import ROWS, UPLOADS, Manifest, newer_copy, not_whole
from planner.store.copies.rows import rows_in, tables_of
from planner.store.engines.choice import connected
from planner.store.record import Head, anchor_file
from planner.store.roster import offices
from planner.store.schema.migrating import SchemaAge, age_of, newest, upgrade
from planner.upkeep.built_aside import built_aside, only_empty, put_in_place
from planner.upkeep.sealing_key import key_put_back
from planner.words import Words

OF_THE_PLACE = (Trouble.FULL, Trouble.DISK, Trouble.READ_ONLY, Trouble.LOCKED)
"""What is wrong with the folder that a backup is restored into, not with the backup."""


@dataclass(frozen=True)
class Restored:
    """What was restored: what the backup said of itself, how many rows and uploads went in, and the record's head then.

    That head is kept in DANGZHI_ANCHOR, if that names a file: it shows later that there was a restore.
    """

    manifest: Manifest
    rows: int
    uploads: int
    head: Head


def restore_backup(file: Path, home: Path, url: str, actor: str, key: Path | None = None) -> Restored:
    """Restore a backup into a home that is not there or empty, and a database (`url`) that is empty.

    `key` is a file with the sealing key. Raises NotPossible where home or database holds anything, the backup is cut,
    changed, newer than the program, or does not verify, Unreadable where the disk or the database takes no more: then
    nothing was restored.
    """
    home = home.resolve()
    only_empty(home)
    try:
        with opened(file) as copy:
            if age_of(copy.manifest.schema) is SchemaAge.NEWER:
                raise newer_copy(file.name)
            return _built(copy, file.name, home, url, actor, key)
    except OSError as cause:
        why = why_of(cause)
        raise NotPossible(
            Words(
                "没有恢复（%(filename)s：%(why)s）：请检查文件、磁盘空间和文件夹权限，再恢复一次",
                filename=cause.filename or file,
                why=why,
            )
        ) from None


def _built(copy: Copy, name: str, home: Path, url: str, actor: str, key: Path | None) -> Restored:
    with built_aside(home) as aside:
        uploads = _put_uploads(copy, aside)
        if key is not None:
            key_put_back(aside, key)
        place = _while_built(url, home, aside)
        kind, engine = connected(place)
        try:
            with kind.transaction(engine, writes=True) as connection:
                _not_done_already(connection, home)
                rows, head = _filled(connection, copy, name, (aside, actor))
                if place == url:
                    _in_place_before_rows(connection, aside, home)
            _into_one_file(engine)
        except DBAPIError as cause:
            raise _does_not_fit(cause, engine, home) from cause
        finally:
            engine.dispose()
        if place == url:
            take_mark_away(home)
        else:
            put_in_place(aside, home)
    anchor_file.keep_head(head)
    return Restored(copy.manifest, rows, uploads, head)


def _not_done_already(connection: Connection, home: Path) -> None:
    """Raise NotPossible where a restore that was broken off had brought in all of its rows: nothing is missing then."""
    mark = restore_under_way(home)
    if mark is not None and has_entry(connection, *mark):
        take_mark_away(home)
        raise NotPossible(Words("%(home)s 上次的恢复已经全部做完，不必再恢复，现在就可以启动", home=home))


def _in_place_before_rows(connection: Connection, aside: Path, home: Path) -> None:
    """Put a home in place whose rows lie elsewhere, marked, so that it is known for half a one until they are there.

    After them, a kill in between would leave rows without their uploads, and nobody who knows of these.
    """
    head = chain_head(connection)
    put_mark(aside, head.count, head.digest)
    put_in_place(aside, home)


def _while_built(url: str, home: Path, aside: Path) -> str:
    """The address of the database while the home is built: a file that lies in the home is made aside with it."""
    place = make_url(url)
    file = Path(place.database or "").resolve()
    if place.get_backend_name() != "sqlite" or not file.is_relative_to(home):
        return url
    return f"sqlite:///{aside / file.relative_to(home)}"


def _put_uploads(copy: Copy, aside: Path) -> int:
    found = [one for one in copy.manifest.members if one.name.startswith(UPLOADS)]
    for one in found:
        target = aside / one.name
        target.parent.mkdir(mode=0o700, exist_ok=True)
        with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(copy.data(one))
            stream.flush()
            os.fsync(stream.fileno())
    return len(found)


def _filled(connection: Connection, copy: Copy, name: str, into: tuple[Path, str]) -> tuple[int, Head]:
    """Fill an empty database within one transaction, bring it up to this program, and verify it.

    Returns how many rows came in, and the head of the record that tells of the restore.

    `into` are the folder in which the home is built, and who restores.
    """
    home, actor = into
    if inspect(connection).get_table_names():
        raise NotPossible(Words("DATABASE_URL 指向的数据库里已有内容，没有恢复：请新建一个空数据库，再恢复一次"))
    upgrade(connection, copy.manifest.schema, home)
    rows = _put_rows(connection, copy, name)
    if chain_head(connection) != copy.manifest.head:
        raise not_whole(name)
    if copy.manifest.schema != newest():
        upgrade(connection, newest(), home)
    return rows, _verified(Transaction(connection, home), copy.manifest.head, actor)


def _put_rows(connection: Connection, copy: Copy, name: str) -> int:
    listed = {one.name: one for one in copy.manifest.members if one.name.startswith(ROWS)}
    done = 0
    for table in tables_of(connection):
        member = listed.pop(f"{ROWS}{table.name}.jsonl", None)
        if member is None:
            raise not_whole(name)
        connection.execute(table.delete())  # what migrations put into a new store
        rows = rows_in(connection, table, copy.lines(member))
        if rows != member.rows:
            raise not_whole(name)
        done += rows
    if listed:
        raise not_whole(name)
    return done


def _verified(transaction: Transaction, head: ChainHead, actor: str) -> Head:
    """Verify all that was issued and the chain, then note the restore in it, as its next entry; gives its head."""
    office = offices.load(transaction)
    wrong = verify(transaction, office)
    if wrong:
        zh, en = "；".join(one.zh for one in wrong[:5]), "; ".join(one.en for one in wrong[:5])
        raise NotPossible(Words("备份里的数据核对不过，没有恢复：%(zh)s。请换一份更早的备份", zh=zh, en=en))
    return note_restore(transaction, head, now(str(office.zone)), actor)


def note_restore(transaction: Transaction, head: ChainHead, moment: datetime, actor: str) -> Head:
    """Say in the log and in the record that the store came from a backup whose log ended with this head; end tokens.

    Gives the head of the row that says so, as it is kept outside the store.
    """
    told = record.restored(transaction, record.head(transaction), moment)
    audit.record(
        transaction, moment, actor, "restore", {"entries": head.count, "digest": head.digest, "until": head.when}
    )
    tokens.end_every_token(transaction, moment)
    record.cover_touched(transaction)
    return replace(told, restored=True)


def _into_one_file(engine: Engine) -> None:
    """Bring all of a SQLite store into its file, so that it can be moved."""
    if engine.url.get_backend_name() == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _does_not_fit(cause: DBAPIError, engine: Engine, home: Path) -> NotPossible | Unreadable:
    """The refusal where a database does not answer, or does not take a row, or the disk takes no more."""
    trouble = None if isinstance(cause, IntegrityError) else trouble_of(cause, engine.url)
    if trouble in OF_THE_PLACE:
        return Unreadable(trouble, home, home)
    if trouble is Trouble.CUT_OFF:
        return NotPossible(
            Words(
                "与数据库 %(render_as_string)s 的连接中途断了，恢复不一定做完。请把同样的 restore "
                "再执行一次：没有做完的会重做，已经做完的会说明",
                render_as_string=engine.url.render_as_string(hide_password=True),
            )
        )
    if trouble is not None:
        why, cure = trouble.cause_and_cure(engine.url.render_as_string(hide_password=True), home)
        return NotPossible(Words("没有恢复：%(why)s。%(cure)s", why=why, cure=cure))
    said = str(cause.orig).strip().splitlines()[0]
    return NotPossible(Words("数据库不接受备份里的内容，没有恢复：%(said)s", said=said))
