"""The public pages as a folder for an office's portal, written by the site in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from planner.errors import NotPossible
from planner.launch import ROOT
from planner.store import Store

SECONDS = 120
"""The longest that writing may take."""


def write_portal(store: Store, folder: Path) -> list[str]:
    """Write the folder; returns the names of its files.

    Raises NotPossible where the site fails, and leaves what was there; subprocess.TimeoutExpired where it is too slow.
    """
    environment = {**os.environ, "DANGZHI_HOME": str(store.home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "web.static_site", str(folder.absolute())],
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise NotPossible(f"公示页文件夹没有写成：{last}", f"the folder of public pages was not written: {last}")
    return done.stdout.split()
