"""A home is its own account's alone: folders 700, files 600 from the first byte, looked over at each start."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from planner.home.trouble import Trouble, Unreadable, of_file
from planner.launch import ROOT
from planner.words import Words, series

CLOSED = 0o077
"""What nobody but the owner may do."""
_usual = [0o022]
"""The mask with which the program was started, for what it writes outside a home."""


@dataclass(frozen=True)
class OpenPlaces:
    """What stood open in a home: paths that were closed, and those that belong to another account and stay open."""

    closed: tuple[Path, ...] = ()
    open_still: tuple[Path, ...] = ()

    def counted(self) -> Words | None:
        """How many places stood open, in words; None for a home as it should be."""
        closed, still = len(self.closed), len(self.open_still)
        if not closed and not still:
            return None
        return Words(
            "%(closed)s 处已改为仅限本帐号%(text)s",
            closed=closed,
            text=(Words("，%(still)s 处仍须改归本帐号", still=still) if still else ""),
        )

    def sentences(self) -> list[Words]:
        """What was found, in words; nothing for a home as it should be."""
        found = []
        if self.closed:
            found.append(
                Words(
                    "数据文件夹里有 %(count)s 处本机其他帐号也能看到，已改为仅限本帐号：%(named)s",
                    count=len(self.closed),
                    named=_named(self.closed),
                )
            )
        if self.open_still:
            found.append(
                Words(
                    "数据文件夹里有 %(count)s 处属于另一个帐号，无法收紧：%(named)s。请把它们改归本帐号",
                    count=len(self.open_still),
                    named=_named(self.open_still),
                )
            )
        return found


def _named(paths: tuple[Path, ...]) -> Words:
    """The first few of some paths, and that there are more."""
    some = series(paths[:3])
    return Words("%(some)s等", some=some) if len(paths) > 3 else some


def close_to_others() -> None:
    """From now on whatever this process makes is its own account's alone; every program begins with it."""
    before = os.umask(CLOSED)
    if before != CLOSED:
        _usual[0] = before


def as_usual(path: Path, home: Path) -> None:
    """Give a file or folder that a command wrote where it was told to the mode that its user's have.

    Nothing for one in the home, and for what is neither.
    """
    if (path.is_file() or path.is_dir()) and not path.resolve().is_relative_to(home.resolve()):
        with suppress(OSError):
            path.chmod((0o777 if path.is_dir() else 0o666) & ~_usual[0])


def enter_home(home: Path) -> OpenPlaces:
    """Make a home, or look it over and close what stands open; returns what was mended.

    Raises Unreadable where it is no folder, one that others need, or closed to this account.
    """
    close_to_others()
    try:
        home.mkdir(parents=True, exist_ok=True)
        if _for_others_too(home):
            raise Unreadable(Trouble.SHARED, home, home)
        os.scandir(home).close()
    except (FileExistsError, NotADirectoryError):
        raise Unreadable(Trouble.NO_FOLDER, home, home) from None
    except PermissionError:
        raise Unreadable(Trouble.NO_RIGHT, home, home) from None
    except OSError as cause:
        raise Unreadable(of_file(cause), home, home) from None
    return OpenPlaces() if os.name == "nt" else _look_over(home)


def _for_others_too(home: Path) -> bool:
    """Whether a folder is one that must stay open: for temporary files, or around the program or people's folders."""
    place = home.resolve()
    within = [Path(sys.prefix).resolve(), ROOT, *Path.home().resolve().parents]
    return bool(home.stat().st_mode & stat.S_ISVTX) or any(place == one or place in one.parents for one in within)


def _look_over(home: Path) -> OpenPlaces:
    closed, still = [], []
    for place, folders, files in os.walk(home, topdown=True):
        for path in ([home] if Path(place) == home else []) + [Path(place) / one for one in (*folders, *files)]:
            with suppress(FileNotFoundError):  # another process has just put it away
                mode = path.lstat().st_mode
                if stat.S_ISLNK(mode) or not mode & CLOSED:
                    continue
                try:
                    path.chmod(stat.S_IMODE(mode) & ~CLOSED)
                    closed.append(path)
                except OSError:
                    still.append(path)
    return OpenPlaces(tuple(closed), tuple(still))
