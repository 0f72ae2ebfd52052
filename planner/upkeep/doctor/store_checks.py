"""What is looked at in a store: whether it opens, its schema, its log, the clock beside it, and the worker's sign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from planner.clock import OFFICIAL, now
from planner.errors import Refused
from planner.home.half_restored import restore_under_way
from planner.home.trouble import Trouble
from planner.store import Transaction, Unreadable, audit, record
from planner.store.copies.head import has_entry
from planner.store.roster import offices
from planner.store.schema.migrating import SchemaAge, age_of, newest, revision_of
from planner.upkeep.doctor.findings import Check, Diagnosis, fine, unseen, wrong
from planner.upkeep.doctor.sealed_checks import look_at_sealed
from planner.upkeep.doctor.store_look import Damaged, NoAnswer, NoStore, store_look
from planner.upkeep.worker_beat import is_alive, last_sign
from planner.words import Words

APART = timedelta(minutes=5)
"""So far a clock may be off."""
NAMED = 5
"""So many things that do not hold are named at most."""
INSIDE = (Check.SCHEMA, Check.CHAIN, Check.SEALED, Check.CLOCK, Check.WORKER)
"""What can only be looked at in a store that opens."""


def look_at_store(home: Path, url: str) -> tuple[list[Diagnosis], str]:
    """What is found in a store, and the time zone of its office, China's official time where that cannot be read."""
    try:
        with store_look(url) as connection:
            try:
                return _inside(connection, home, url)
            except Unreadable as cause:
                raise Damaged from cause
    except NoStore:
        found = _no_store(home)
    except Damaged:
        found = _damaged(home)
    except NoAnswer as cause:
        found = _no_answer(cause.trouble, url, home)
    return [found, *map(unseen, INSIDE)], OFFICIAL


def _inside(connection: Connection, home: Path, url: str) -> tuple[list[Diagnosis], str]:
    mark = restore_under_way(home)
    if mark is not None and not has_entry(connection, *mark):
        where = make_url(url).render_as_string(hide_password=True)
        half = wrong(Check.STORE, *Trouble.HALF_RESTORED.cause_and_cure(where, home))
        return [half, *map(unseen, INSIDE)], OFFICIAL
    opens = fine(Check.STORE, "能打开，没有损坏", "opens and is not damaged")
    schema = _schema(revision_of(connection))
    if schema.cure is not None:
        return [opens, schema, *map(unseen, INSIDE[1:])], OFFICIAL
    transaction = Transaction(connection, home)
    office = offices.load(transaction)
    zone = str(office.zone)
    looks = [_chain(transaction), look_at_sealed(transaction, office), *_clock(transaction, zone), _worker(transaction)]
    return [opens, schema, *looks], zone


def _schema(revision: str) -> Diagnosis:
    match age_of(revision):
        case SchemaAge.CURRENT:
            return fine(Check.SCHEMA, f"{revision}，与程序一致", f"{revision}, that of the program")
        case SchemaAge.NEWER:
            return wrong(
                Check.SCHEMA,
                Words(
                    f"数据已由更新版本的程序升级过（{revision}，本程序到 {newest()}）",
                    f"a newer program has upgraded the data ({revision}, this one knows {newest()})",
                ),
                Words("请换回新版本的程序", "go back to the newer program"),
            )
        case SchemaAge.OLDER | SchemaAge.NONE:
            return wrong(
                Check.SCHEMA,
                Words(
                    f"数据还是旧版本（{revision or '空'}，本程序用 {newest()}）",
                    f"the data are of an older version ({revision or 'none'}, this program works with {newest()})",
                ),
                Words(
                    "请重新启动 serve：程序会先自动备份，再升级数据",
                    "start serve again: the program makes a backup of its own first, then upgrades the data",
                ),
            )


def _chain(transaction: Transaction) -> Diagnosis:
    broken = [one.words for one in record.broken(transaction)]
    if not broken:
        return fine(Check.CHAIN, "完整，没有被改动过", "whole, nothing was changed")
    more = "…" if len(broken) > NAMED else ""
    return wrong(
        Check.CHAIN,
        Words("；".join(one.zh for one in broken[:NAMED]) + more, "; ".join(one.en for one in broken[:NAMED]) + more),
        Words(
            "请先把整个文件夹复制留存，运行 verify 看清楚，再从改动之前的备份恢复",
            "keep a copy of the whole folder, see what verify says, then restore a backup of before the change",
        ),
    )


def _clock(transaction: Transaction, zone: str) -> Iterator[Diagnosis]:
    behind = max((_ahead(transaction, zone), _sign_ahead(transaction), _server(transaction)))
    if behind <= APART:
        yield fine(Check.CLOCK, "与已有的记录不矛盾", "does not contradict what is recorded")
        return
    minutes = int(behind.total_seconds() // 60)
    yield wrong(
        Check.CLOCK,
        Words(
            f"本机时间与已有的记录相差约 {minutes} 分钟，可能没有校准",
            f"the clock of this machine differs from what is recorded by about {minutes} minutes",
        ),
        Words(
            "请校准本机时间（如 timedatectl set-ntp true，内网用本单位的时间服务器）",
            "set the clock of this machine (timedatectl set-ntp true, or the time server of the office)",
        ),
    )


def _ahead(transaction: Transaction, zone: str) -> timedelta:
    """How far the last entry of the log lies ahead of now."""
    last = next(iter(audit.page(transaction, 0, 1)), None)
    try:
        return datetime.fromisoformat(last.at) - now(zone) if last else timedelta()
    except (Refused, ValueError, TypeError):
        return timedelta()  # what the settings say of it is another finding


def _sign_ahead(transaction: Transaction) -> timedelta:
    """How far the worker's last sign lies ahead of the clock on the wall."""
    seen = last_sign(transaction)
    return seen - datetime.now(UTC) if seen else timedelta()


def _server(transaction: Transaction) -> timedelta:
    """How far the clock of a database server is from this machine's, either way."""
    if transaction.connection.dialect.name == "sqlite":
        return timedelta()
    told: datetime = transaction.connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    return abs(told - datetime.now(UTC))


def _worker(transaction: Transaction) -> Diagnosis:
    if is_alive(transaction):
        return fine(Check.WORKER, "在运行", "runs")
    seen = last_sign(transaction)
    when = f"{seen.astimezone():%Y-%m-%d %H:%M}" if seen else ""
    return wrong(
        Check.WORKER,
        Words(
            f"没有在运行（最近一次 {when}）" if when else "没有在运行，也从未运行过",
            f"none runs (last seen {when})" if when else "none runs, and none ever did",
        ),
        Words(
            "请启动 serve，或另起 python3 -m planner worker；排班、提醒和夜间备份都靠它",
            "start serve, or python3 -m planner worker beside it: plans, reminders and nightly backups rest on it",
        ),
    )


def _no_store(home: Path) -> Diagnosis:
    return wrong(
        Check.STORE,
        Words(f"{home} 里没有数据库，或数据库是空的", f"there is no database in {home}, or an empty one"),
        Words(
            "请核对 DANGZHI_HOME 或 --home 写得对不对；原来有数据的，请把文件夹改名留存，再用 restore 恢复最近的备份",
            "see whether DANGZHI_HOME or --home is right; if there were data, rename the folder to keep it and restore "
            "the last backup",
        ),
    )


def _damaged(home: Path) -> Diagnosis:
    return wrong(
        Check.STORE,
        Words(f"{home} 里的数据库已损坏", f"the database in {home} is damaged"),
        Words(
            "请停下程序，把整个文件夹改名留存，再用 restore 恢复最近的备份",
            "stop the program, rename the whole folder to keep it, and restore the last backup",
        ),
    )


def _no_answer(trouble: Trouble, url: str, home: Path) -> Diagnosis:
    return wrong(Check.STORE, *trouble.cause_and_cure(make_url(url).render_as_string(hide_password=True), home))
