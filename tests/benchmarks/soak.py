"""A day's traffic for half an hour, by name: who does what, what went wrong, and what the site holds of the machine."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from planner.feeds import subscriptions
from planner.store import Store
from planner.store.roster import offices, versions
from tests.benchmarks.site import NOW, district, paths
from tests.benchmarks.visitor import Visitor
from tests.fixtures.serving import gunicorn_served, served

PAUSE = 0.1
"""Seconds that everybody waits between two pages."""
SAMPLES = 12
CALL = re.compile(r'action="(/me/call/\d+/close)"')
SERVERS = {"serve": served, "gunicorn": gunicorn_served}


@dataclass(frozen=True)
class Held:
    """What a site holds: minutes since it began, MiB of its processes' own memory, their descriptors."""

    minute: float
    memory: float
    descriptors: int


@dataclass(frozen=True)
class Soaked:
    """What came of it: (who, status) → how often, and what was held from time to time."""

    counts: dict[tuple[str, int], int]
    held: tuple[Held, ...]

    @property
    def requests(self) -> int:
        """How many answers there were."""
        return sum(self.counts.values())

    @property
    def wrong(self) -> dict[tuple[str, int], int]:
        """Those that were not given well."""
        return {key: count for key, count in self.counts.items() if key[1] != 200}


def soaked(server: str, minutes: float) -> Soaked:
    """Let residents, calendars, officials and a clerk go about their work for some minutes."""
    os.environ["DANGZHI_PROXIES"] = "1"
    counts: Counter[tuple[str, int]] = Counter()
    over = threading.Event()
    home = district()
    people = _people(home)
    with SERVERS[server](home, f"{NOW:%Y-%m-%dT%H:%M}") as site:
        threads = [
            threading.Thread(target=_live, args=(name, turn(site, number), counts, over))
            for number, (name, turn) in enumerate(people)
        ]
        for thread in threads:
            thread.start()
        held = tuple(_sampled(minutes))
        over.set()
        for thread in threads:
            thread.join()
    return Soaked(dict(counts), held)


def _live(name: str, turn: Iterator[int], counts: Counter[tuple[str, int]], over: threading.Event) -> None:
    for status in turn:
        counts[name, status] += 1
        if over.wait(PAUSE):
            return


Turn = Callable[[str, int], Iterator[int]]


def _people(home: Path) -> list[tuple[str, Turn]]:
    store = Store(home)
    with store.write() as transaction:
        office = offices.load(transaction)
        _, token = subscriptions.create(transaction, office, "public", "", "", NOW)
    with store.read() as transaction:
        pairs = sorted(one for one in versions.in_force(transaction).pairs if one[0].startswith("RX|RX-1"))
    store.close()
    open_to = paths()
    return [
        *[("resident", _reader(open_to[""], ""))] * 2,
        ("calendar", _reader((f"/feed/{token}.ics", "/feed/public.ics"), "")),
        ("official", _reader(open_to["official"], "official")),
        ("official who swaps", _swapper(pairs)),
        ("clerk", _reader(open_to["clerk"], "clerk")),
        ("whoever forgets the password", _guesser),
    ]


def _reader(open_to: tuple[str, ...], name: str) -> Turn:
    """Somebody who opens pages, and comes in anew after fifty of them."""

    def turn(site: str, number: int) -> Iterator[int]:
        rng, one = Random(number), Visitor(site, f"10.4.0.{number + 1}")
        for count in range(10**9):
            if name and count % 50 == 0:
                if count:
                    yield one.post("/logout", "/me/account")[0]
                yield one.log_in(name)
            yield one.get(rng.choice(open_to))[0]

    return turn


def _swapper(pairs: list[tuple[str, str]]) -> Turn:
    """An official who calls a slot out, and takes the call back."""

    def turn(site: str, number: int) -> Iterator[int]:
        one = Visitor(site, f"10.4.0.{number + 1}")
        yield one.log_in("official")
        mine = pairs[0][1]
        slot = next(slot for slot, who in pairs if who == mine)
        while True:
            yield one.get(f"/me/swap/{urllib.parse.quote(slot)}?who={mine}")[0]
            status, page = one.post("/me/call", "/me", slot=slot, who=mine)
            yield status
            if found := CALL.search(page):
                yield one.post(found[1], "/me")[0]

    return turn


def _guesser(site: str, number: int) -> Iterator[int]:
    one = Visitor(site, f"10.4.0.{number + 1}")
    while True:
        status = one.log_in("nobody", "a password that is wrong")
        yield 200 if status in (401, 429) else status
        time.sleep(1)


def _sampled(minutes: float) -> Iterator[Held]:
    began = time.monotonic()
    for number in range(SAMPLES + 1):
        until = began + minutes * 60 * number / SAMPLES
        time.sleep(max(0.0, until - time.monotonic()))
        yield Held((time.monotonic() - began) / 60, *_holding(os.getpid()))


def _holding(root: int) -> tuple[float, int]:
    """(MiB of memory that is theirs alone, descriptors) of all processes that descend from one."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(pid): int(parent) for pid, parent in (row.split() for row in listed.splitlines())}
    memory, descriptors = 0.0, 0
    for pid in parents:
        above = pid
        while above in parents and above != root:
            above = parents[above]
        if above == root and pid != root:
            with suppress(OSError):
                rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                memory += sum(int(row.split()[1]) for row in rows if row.startswith("Private_")) / 1024
                descriptors += len(os.listdir(f"/proc/{pid}/fd"))
    return memory, descriptors
