"""A file that appears whole or not at all, readable by its owner alone from its first byte."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from planner.errors import NotPossible
from planner.words import Words

HALF = ".part"


@contextlib.contextmanager
def placed(file: Path, *, replace: bool) -> Iterator[BinaryIO]:
    """A file to write: it is flushed to the disk and takes its name once the block is over, never in an exception.

    Raises NotPossible where there is a file of the name that must not be replaced, OSError where it cannot be written.
    """
    if file.exists() and not replace:
        raise _is_there(file)
    half = file.with_name(f".{file.name}.{os.getpid()}-{secrets.token_hex(4)}{HALF}")
    descriptor = os.open(half, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _name(half, file, replace=replace)
        fix_names(file.parent)
    finally:
        half.unlink(missing_ok=True)


def _name(half: Path, file: Path, *, replace: bool) -> None:
    if replace:
        half.replace(file)
        return
    try:
        os.link(half, file)  # unlike a rename, it never takes the place of a file that came meanwhile
    except FileExistsError:
        raise _is_there(file) from None
    except OSError:  # a file system without links
        half.rename(file)


def fix_names(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can do that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _is_there(file: Path) -> NotPossible:
    return NotPossible(Words("已有文件 %(name)s，没有覆盖：请换一个文件名，确实要覆盖请加 --yes", name=file.name))
