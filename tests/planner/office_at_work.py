"""A small invented office in a store of its own, planned and issued, for tests that begin there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from zoneinfo import ZoneInfo

from constraints.solve import Effort
from planner.issuing.publish import Order, publish
from planner.office.office import Office
from planner.planning.plan import Ask, plan
from planner.problem.period import Period
from planner.samples.district import sample
from planner.store import Store
from planner.store.roster import offices

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 25, 9, tzinfo=ZONE)
MONTH = "2026-12"
REPEATABLE = Effort(30, repeatable=True)


def store_with(home: Path, office: Office) -> Store:
    """A store that holds an office."""
    store = Store(home)
    with store.write() as unit:
        offices.save(unit, offices.load(unit), office)
    return store


def planned(store: Store, month: str = MONTH, now: datetime = NOW, duties: tuple[str, ...] | None = None, **more):
    """Plan a month."""
    return plan(store, Ask(Period.month(month, duties), REPEATABLE, **more), now, "zh")


def issued(store: Store, month: str = MONTH, now: datetime = NOW, **more):
    """Issue the draft of a month."""
    return publish(store, month, Order("主任", "云办发1号", "测试", **more), now, "test", "zh")


@cache
def _first() -> Path:
    """The home of an office whose December is issued; made once a process."""
    home = Path(mkdtemp(prefix="dangzhi-")) / "home"
    store = store_with(home, sample("small", 1, date(2026, 12, 1)))
    planned(store)
    issued(store)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return home


def issued_home(path: Path) -> Path:
    """A copy of that home."""
    shutil.copytree(_first(), path)
    return path


def run(home: Path, *arguments: str, now: str = "2026-11-25T09:00", **environment: str) -> subprocess.CompletedProcess[str]:
    """A command as a person runs it."""
    return subprocess.run(
        [sys.executable, "-m", "planner.commands", *arguments, "--home", str(home)], capture_output=True, text=True,
        env={**os.environ, "DANGZHI_NOW": now, "LANG": "zh_CN.UTF-8", "LC_ALL": "", **environment},
    )
