"""The public pages as a folder for an office's portal, written by the site in a process of its own."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

from planner.errors import NotPossible
from planner.launch import ROOT
from planner.store import Store
from planner.store.roster import offices
from planner.words import Words

SECONDS = 120
"""The longest that writing may take."""
SAID = 3
"""How the process that writes ends when it has said in words, as JSON on its standard output, why it could not."""
PAGES = re.compile(r"(index|month-\d{4}-\d{2})(\.en)?\.html|.+\.(ics|css|js|woff2?|svg|png|ico)")
"""The names of the files that such a folder holds."""
NAMED = 3
"""So many names of what else lies in a folder are told."""


def write_portal(store: Store, folder: Path) -> list[str]:
    """Write the folder; returns the names of its files.

    Raises Unreadable where the store does not answer, NotPossible where the folder holds anything but such pages, or
    the site fails, and leaves what was there; subprocess.TimeoutExpired where it is too slow.
    """
    refuse_other_folder(folder)
    with store.read() as transaction:
        offices.load(transaction)
    environment = {**os.environ, "DANGZHI_HOME": str(store.home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "web.static_site", str(folder.absolute())],
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    if done.returncode == SAID:
        raise NotPossible(Words.given(**json.loads(done.stdout)))
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise NotPossible(Words("公示页文件夹没有写成：%(last)s", last=last))
    return done.stdout.split()


def refuse_other_folder(folder: Path) -> None:
    """Raise NotPossible for a place that holds anything but public pages: it is written anew as a whole.

    One that is not there, or empty, may be written. Raises OSError for a path that cannot be.
    """
    if not os.path.lexists(folder):
        return
    if not stat.S_ISDIR(folder.stat().st_mode):
        raise NotPossible(Words("%(folder)s 不是文件夹，公示页没有写，原来的没有动：请另写一个文件夹", folder=folder))
    others = [one.name for one in sorted(folder.iterdir()) if one.is_dir() or not PAGES.fullmatch(one.name)]
    if os.path.ismount(folder) or others:
        said = "、".join(others[:NAMED]) + ("等" if len(others) > NAMED else "")
        named = ", ".join(others[:NAMED]) + (" and others" if len(others) > NAMED else "")
        raise NotPossible(
            Words(
                "文件夹 %(folder)s 里%(text)s，公示页要整个替换它，所以没有动：请另写一个空的文件夹",
                folder=folder,
                text=(Words("还有别的东西（%(said)s）", said=said, named=named) if others else Words("挂着磁盘")),
            )
        )
