"""The whole way of a clerk, by the command line and the site: import, plan, issue, 300 feeds; each step's share."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from planner.feeds.subscriptions import create
from planner.launch import ROOT
from planner.samples.district import sample
from planner.store import Store
from planner.store.roster import offices
from planner.workbook.write import write_workbook
from tests.fixtures.serving import served

MONTH, CLOCK, FEEDS = "2026-12", "2026-11-26T09:00", 300


def steps() -> Iterator[tuple[str, float]]:
    """(step, seconds), each command with the start of its process; `of it the search` is a part of the plan."""
    with TemporaryDirectory() as folder:
        book, home = Path(folder) / "office.xlsx", Path(folder) / "home"
        write_workbook(book, sample("district", 1, date(2026, 12, 1)))
        yield "import", _timed(lambda: _run(home, "import", str(book)))
        told: dict[str, Any] = {}
        yield "plan", _timed(lambda: told.update(_run(home, "plan", MONTH)))
        yield "of it the search", told["seconds"]["solve"]
        yield "publish", _timed(lambda: _run(home, "publish", MONTH, "--signed-by", "主任", "--reason", "首次印发"))
        addresses = _feeds(home)
        with served(home, CLOCK) as address:
            yield f"{len(addresses)} feeds, each for the first time", _timed(lambda: _fetch(address, addresses))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _run(home: Path, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "planner.commands", *arguments, "--home", str(home), "--json"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env={**os.environ, "DANGZHI_NOW": CLOCK})
    return dict(json.loads(done.stdout))


def _feeds(home: Path) -> list[str]:
    """A subscription each for so many people; making them is the officials' step, not the clerk's."""
    now = datetime.fromisoformat(CLOCK).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    with Store(home).write() as transaction:
        people = sorted(offices.load(transaction).people)[:FEEDS]
        return [
            f"/feed/{create(transaction, offices.load(transaction), 'person', who, '', now)[1]}.ics" for who in people
        ]


def _fetch(address: str, paths: list[str]) -> None:
    line = http.client.HTTPConnection(urlsplit(address).netloc)
    for path in paths:
        line.request("GET", path)
        answer = line.getresponse()
        body = answer.read()
        assert answer.status == 200, (path, answer.status)
        assert body.startswith(b"BEGIN:VCALENDAR")
