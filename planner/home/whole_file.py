"""Files written whole or not at all: a half-written one never takes a name that somebody reads."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PRIVATE = 0o600


@contextmanager
def written_whole(file: Path, mode: int | None = None) -> Iterator[Path]:
    """A path beside `file`, of the same suffix, that takes its place at the end of the block and goes on a fault.

    With a mode the file has it from its first byte; without one it has what is usual for whoever runs the program. A
    file that is a device, or a folder, is written as it is.
    """
    if file.exists() and not file.is_file():
        yield file
        return
    target = file.resolve()
    half = target.with_name(f".{os.getpid()}-{secrets.token_hex(4)}{target.suffix}")
    try:
        if mode is not None:
            os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
        yield half
        with half.open("rb") as whole:
            os.fsync(whole.fileno())  # some disks say only here that they are full
        half.replace(target)
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def write_private(file: Path, data: bytes) -> None:
    """Write a file that nobody but the office's own account reads. Raises OSError, and leaves what was there."""
    with written_whole(file, PRIVATE) as half, half.open("wb") as stream:
        stream.write(data)


def for_everybody(folder: Path) -> None:
    """Let everybody read a folder that is written to be published, with all in it."""
    for place, _, names in os.walk(folder):
        os.chmod(place, 0o755)
        for name in names:
            os.chmod(Path(place) / name, 0o644)
