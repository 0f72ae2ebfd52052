"""A home that is built in a folder beside its place, and takes that place in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from planner.errors import NotPossible
from planner.home.half_restored import restore_under_way
from planner.store.copies.placing import fix_names
from planner.words import Words

ASIDE = ".restoring-"
"""How the name of a folder begins in which a home is being built, beside it."""


def only_empty(home: Path) -> None:
    """Raise NotPossible for a home that holds anything, unless a restore that was broken off has left it."""
    if home.is_dir() and any(home.iterdir()) and restore_under_way(home) is None:
        raise NotPossible(
            Words("%(home)s 里已有内容，没有恢复：只能恢复到空文件夹，请先把它改名留存，再恢复一次", home=home)
        )
    if os.path.ismount(home):
        raise NotPossible(
            Words(
                "%(home)s 是挂载点，不能整个替换，没有恢复：请用它下面的一个子文件夹作数据文件夹，再恢复一次", home=home
            )
        )


@contextmanager
def built_aside(home: Path) -> Iterator[Path]:
    """A folder beside the home in which it is built; what a killed restore of this home left goes first."""
    home.parent.mkdir(parents=True, exist_ok=True)
    mine = f"{ASIDE}{home.name}-"
    for left in home.parent.glob(f"{mine}*"):
        if not _lives(left.name.removeprefix(mine).partition("-")[0]):
            shutil.rmtree(left, ignore_errors=True)
    aside = Path(mkdtemp(prefix=f"{mine}{os.getpid()}-", dir=home.parent))
    try:
        yield aside
    finally:
        for one in (aside, _broken_off(aside)):
            shutil.rmtree(one, ignore_errors=True)


def _broken_off(aside: Path) -> Path:
    """Where what an earlier restore has left is put; whoever clears up takes it for a part of this one."""
    return aside.with_name(f"{aside.name}-before")


def _lives(process: str) -> bool:
    """Whether the process of a number still runs, as far as this system tells."""
    if os.name == "nt" or not process.isdecimal():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def put_in_place(aside: Path, home: Path) -> None:
    """Let the folder be the home, in one step; it belongs to whom the empty home belonged to.

    What a restore that was broken off had left there goes.
    """
    for one in [aside, *aside.rglob("*")]:
        one.chmod(0o700 if one.is_dir() else 0o600)
        if home.is_dir() and hasattr(os, "chown"):
            os.chown(one, home.stat().st_uid, home.stat().st_gid)
        if one.is_dir():
            fix_names(one)
    if restore_under_way(home) is not None:
        home.rename(_broken_off(aside))
    aside.rename(home)
    fix_names(home.parent)
