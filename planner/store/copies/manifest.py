"""What a copy says of itself: when, of which schema, with which settings, and each file in it with its digest."""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec

from planner.errors import NotPossible
from planner.settings import SettingInForce
from planner.store.copies.head import ChainHead
from planner.words import Words

FORMAT = 1
"""The form of the file; a program refuses one that is newer than it knows."""
ROWS, UPLOADS = "rows/", "uploads/"
NAME = re.compile(r"rows/[a-z_]{1,60}\.jsonl|uploads/[A-Za-z0-9][A-Za-z0-9._-]{0,120}")
"""What a file in a copy may be called: nothing that could leave its folder."""


@dataclass(frozen=True)
class Member:
    """A file in a copy: its name, SHA-256 in hex, its bytes, and its rows where it has any."""

    name: str
    digest: str
    size: int
    rows: int = 0


@dataclass(frozen=True)
class Manifest:
    """A copy: its format, the moment (ISO), engine and schema of its database, the log's end, settings, files."""

    format: int
    made_at: str
    engine: str
    schema: str
    head: ChainHead
    settings: tuple[SettingInForce, ...]
    members: tuple[Member, ...]


class _Form(msgspec.Struct):
    format: int


def manifest_bytes(manifest: Manifest) -> bytes:
    """The manifest as it stands in the file."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


def read_manifest(data: bytes, file: str) -> Manifest:
    """The manifest of a copy. Raises NotPossible for one of a newer program, or that cannot be read."""
    try:
        newer = msgspec.json.decode(data, type=_Form).format > FORMAT
        found = None if newer else msgspec.json.decode(data, type=Manifest)
    except msgspec.MsgspecError:
        raise not_whole(file) from None
    if found is None:
        raise newer_copy(file)
    names = [one.name for one in found.members]
    if len(names) != len(set(names)) or not all(map(NAME.fullmatch, names)):
        raise not_whole(file)
    return found


def newer_copy(file: str) -> NotPossible:
    """The refusal of a copy that a newer program made."""
    return NotPossible(
        Words("%(file)s 是更新版本的程序做的备份，本程序不认识：请先把程序升级到做备份时的版本，再恢复", file=file)
    )


def not_whole(file: str) -> NotPossible:
    """The refusal of a file that is not the copy that was once written."""
    return NotPossible(
        Words(
            "%(file)s 不是完整的备份：文件缺了一截、被改动过，或者根本不是本程序的备份。什么也没有恢复，请换一份备份",
            file=file,
        )
    )
