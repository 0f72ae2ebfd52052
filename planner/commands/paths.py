"""Paths on the command line: each is looked at before anything is done, and one that cannot serve is said in words."""

from __future__ import annotations

import stat
from enum import Enum
from pathlib import Path
from typing import Any

import click

from planner.errors import Fault, Refused, fault
from planner.words import Words
from planner.workbook.opening.source import unreadable

SHOWN = 120
"""So much of a very long path is said, its end."""


class PathUse(Enum):
    """What a command does with a path."""

    READ_FILE = "read a file"
    READ = "read a file or a folder"
    WRITE_FILE = "write a file"
    WRITE_FOLDER = "write a folder"
    WRITE = "write a workbook, or a folder of .csv"


class PathType(click.ParamType[Path]):
    """A path for a use. What cannot serve, whatever it is, raises Refused: which path, why, and what to do."""

    name = "path"

    def __init__(self, use: PathUse, *, stream: bool = False) -> None:
        self.use = use
        self.stream = stream
        """Whether - means the standard input."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, looked at."""
        if isinstance(value, Path) or (self.stream and value == "-"):
            return Path(value)
        wrong = _wrong(str(value), self.use)
        if wrong is not None:
            raise Refused(wrong.at(file=said_path(str(value))))
        return Path(value)


READ_FILE, READ, WRITE_FILE, WRITE_FOLDER, WRITE_BOOK = (PathType(one) for one in PathUse)
READ_FILE_OR_STREAM = PathType(PathUse.READ_FILE, stream=True)


def said_path(text: str) -> str:
    """A path as a sentence names it: with nothing in it that cannot be shown, a very long one by its end."""
    shown = "".join(one if one.isprintable() else "�" for one in text)
    return shown if len(shown) <= SHOWN else f"…{shown[-SHOWN:]}"


def unclear_word(text: str) -> Fault | None:
    """What is wrong with a word of a command that no name, path or text can be; None for a clear one."""
    if "\0" not in text and not any("\ud800" <= one <= "\udfff" for one in text):
        return None
    return fault(
        Words("“%(said_path)s”里有不能用的字符（空字符，或者不是 UTF-8 编码的文字）", said_path=said_path(text)),
        Words("请改正后再试；是文件名的，请先给文件改名"),
    )


def _wrong(text: str, use: PathUse) -> Fault | None:
    """What is wrong with a path for a use; None where nothing is."""
    if not text.strip():
        return fault(Words("路径是空的"), Words("请写明文件或文件夹"))
    if use is PathUse.WRITE:
        use = PathUse.WRITE_FILE if text.lower().endswith(".xlsx") else PathUse.WRITE_FOLDER
    try:
        mode = Path(text).stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as cause:
        return unreadable(cause) if use in (PathUse.READ_FILE, PathUse.READ) else _no_place(Path(text), use)
    except (OSError, ValueError) as cause:
        return unreadable(cause)
    if stat.S_ISDIR(mode) and use in (PathUse.READ_FILE, PathUse.WRITE_FILE):
        return fault(Words("这是文件夹，不是文件"), Words("请写明文件名"))
    if not stat.S_ISREG(mode) and use is PathUse.READ_FILE:
        return fault(Words("这不是文件"), Words("请换成文件"))
    if not stat.S_ISDIR(mode) and use is PathUse.WRITE_FOLDER:
        return fault(Words("这不是文件夹"), Words("请换一个文件夹"))
    return None


def _no_place(path: Path, use: PathUse) -> Fault | None:
    """What is in the way of a file or folder that is not there yet; folders are made with those around them."""
    around = path.parent
    if use is PathUse.WRITE_FOLDER:
        around = next((one for one in path.parents if one.exists()), Path())
    if not around.exists():
        return fault(Words("没有文件夹 %(said_path)s", said_path=said_path(str(around))), Words("请先建立"))
    if not around.is_dir():
        return fault(
            Words("%(said_path)s 是文件，不是文件夹", said_path=said_path(str(around))), Words("请换一个文件夹")
        )
    return None
