"""The schema of a store and its migrations: all that are needed in one transaction, after a copy, or none."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect

from planner.clock import instant
from planner.errors import NotPossible
from planner.settings import settings_in_force
from planner.store.copies.archive import write_copy
from planner.store.copies.file_trouble import why_of
from planner.words import Words

MIGRATIONS = Path(__file__).parent.parent / "migrations"
NONE = ""
"""The revision of a database that no migration has touched."""


class SchemaAge(StrEnum):
    """What a schema is to this program."""

    NONE = "none"
    """There is no schema yet."""
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"
    """This program does not know it."""


@cache
def revisions() -> tuple[str, ...]:
    """All migrations that this program brings, the oldest first: 0001, 0002 …"""
    return tuple(sorted(one.name[:4] for one in (MIGRATIONS / "versions").glob("[0-9]*.py")))


def newest() -> str:
    """The revision that this program works with."""
    return revisions()[-1]


def revision_of(connection: Connection) -> str:
    """The revision of a database; NONE for one without a schema."""
    return kept_revision(connection) if inspect(connection).has_table("alembic_version") else NONE


def kept_revision(connection: Connection) -> str:
    """The revision that a schema says it is of; raises DBAPIError where there is no schema."""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or NONE)


def age_of(revision: str) -> SchemaAge:
    """What the schema of a revision is to this program."""
    if revision == NONE:
        return SchemaAge.NONE
    if revision == newest():
        return SchemaAge.CURRENT
    return SchemaAge.OLDER if revision in revisions() else SchemaAge.NEWER


def upgrade(connection: Connection, revision: str, home: Path) -> None:
    """Migrate up to a revision within the transaction of the connection; keys that it needs are those of `home`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes.update(connection=connection, home=home)
    command.upgrade(config, revision)


def upgrade_after_copy(connection: Connection, home: Path) -> None:
    """Bring the schema up to date within the transaction of the connection; an older one is copied into `home` first.

    Raises NotPossible where the store cannot be copied.
    """
    found = revision_of(connection)
    if age_of(found) is SchemaAge.OLDER:
        _copy_first(connection, home, found)
    upgrade(connection, newest(), home)


def _copy_first(connection: Connection, home: Path, found: str) -> None:
    moment = instant()
    file = home / f"before-upgrade-{found}-{moment:%Y%m%dT%H%M%S%f}.zip"
    try:
        write_copy(
            file,
            connection,
            found,
            moment,
            uploads=home / "uploads",
            settings=settings_in_force(),
            replace=True,  # of an upgrade at the same moment that was killed
        )
    except OSError as cause:
        raise NotPossible(
            Words("升级前的备份没有写成（%(why_of)s），数据没有动：请腾出磁盘空间，再启动一次", why_of=why_of(cause))
        ) from None
