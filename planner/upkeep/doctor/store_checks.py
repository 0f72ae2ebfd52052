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
    opens = fine(Check.STORE, Words("能打开，没有损坏"))
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
            return fine(Check.SCHEMA, Words("%(revision)s，与程序一致", revision=revision))
        case SchemaAge.NEWER:
            return wrong(
                Check.SCHEMA,
                Words(
                    "数据已由更新版本的程序升级过（%(revision)s，本程序到 %(newest)s）",
                    revision=revision,
                    newest=newest(),
                ),
                Words("请换回新版本的程序"),
            )
        case SchemaAge.OLDER | SchemaAge.NONE:
            return wrong(
                Check.SCHEMA,
                Words(
                    "数据还是旧版本（%(revision)s，本程序用 %(newest)s）",
                    revision=revision or Words("空"),
                    newest=newest(),
                ),
                Words("请重新启动 serve：程序会先自动备份，再升级数据"),
            )


def _chain(transaction: Transaction) -> Diagnosis:
    broken = [one.words for one in record.broken(transaction)]
    if not broken:
        return fine(Check.CHAIN, Words("完整，没有被改动过"))
    more = "…" if len(broken) > NAMED else ""
    return wrong(
        Check.CHAIN,
        Words.given(
            "；".join(one.zh for one in broken[:NAMED]) + more, "; ".join(one.en for one in broken[:NAMED]) + more
        ),
        Words("请先把整个文件夹复制留存，运行 verify 看清楚，再从改动之前的备份恢复"),
    )


def _clock(transaction: Transaction, zone: str) -> Iterator[Diagnosis]:
    behind = max((_ahead(transaction, zone), _sign_ahead(transaction), _server(transaction)))
    if behind <= APART:
        yield fine(Check.CLOCK, Words("与已有的记录不矛盾"))
        return
    minutes = int(behind.total_seconds() // 60)
    yield wrong(
        Check.CLOCK,
        Words("本机时间与已有的记录相差约 %(minutes)s 分钟，可能没有校准", minutes=minutes),
        Words("请校准本机时间（如 timedatectl set-ntp true，内网用本单位的时间服务器）"),
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
        return fine(Check.WORKER, Words("在运行"))
    seen = last_sign(transaction)
    when = f"{seen.astimezone():%Y-%m-%d %H:%M}" if seen else ""
    return wrong(
        Check.WORKER,
        (Words("没有在运行（最近一次 %(when)s）", when=when) if when else Words("没有在运行，也从未运行过")),
        Words("请启动 serve，或另起 python3 -m planner worker；排班、提醒和夜间备份都靠它"),
    )


def _no_store(home: Path) -> Diagnosis:
    return wrong(
        Check.STORE,
        Words("%(home)s 里没有数据库，或数据库是空的", home=home),
        Words(
            "请核对 DANGZHI_HOME 或 --home 写得对不对；原来有数据的，请把文件夹改名留存，再用 restore 恢复最近的备份"
        ),
    )


def _damaged(home: Path) -> Diagnosis:
    return wrong(
        Check.STORE,
        Words("%(home)s 里的数据库已损坏", home=home),
        Words("请停下程序，把整个文件夹改名留存，再用 restore 恢复最近的备份"),
    )


def _no_answer(trouble: Trouble, url: str, home: Path) -> Diagnosis:
    return wrong(Check.STORE, *trouble.cause_and_cure(make_url(url).render_as_string(hide_password=True), home))
