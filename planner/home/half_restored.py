"""The mark in a home that was put in place while its rows, in a database elsewhere, were not yet sure to be there.

It names the end of the log's chain that the restore has written: a database that has it holds all of the restore.
"""

from __future__ import annotations

from pathlib import Path

from planner.home.whole_file import write_private

MARK = "restore-not-finished"


def put_mark(home: Path, count: int, digest: str) -> None:
    """Say that a restore is under way whose chain will end with so many entries and this digest."""
    write_private(home / MARK, f"{count} {digest}\n".encode())


def restore_under_way(home: Path) -> tuple[int, str] | None:
    """The end of the chain by which the restore is known; None where none is under way or was broken off.

    A mark that cannot be read is that of no chain.
    """
    try:
        count, digest = (home / MARK).read_text("ascii").split()
        return int(count), digest
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return 0, ""


def take_mark_away(home: Path) -> None:
    """The restore is whole. Raises OSError where the mark cannot be removed."""
    (home / MARK).unlink(missing_ok=True)
