"""What a look at one thing comes to: fine, a note, wrong with its cure, or not looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.words import Words


class Check(StrEnum):
    """The things that are looked at, in order."""

    STORE = "store"
    SCHEMA = "schema"
    CHAIN = "chain"
    SEALED = "sealed"
    CLOCK = "clock"
    WORKER = "worker"
    PERMISSIONS = "permissions"
    FOLDERS = "folders"
    DISK = "disk"
    FONTS = "fonts"
    BACKUP = "backup"
    SETTINGS = "settings"


NAMES: dict[Check, Words] = {
    Check.STORE: Words("数据库"),
    Check.SCHEMA: Words("数据版本"),
    Check.CHAIN: Words("操作日志"),
    Check.SEALED: Words("密封内容"),
    Check.CLOCK: Words.meaning("check", "时间"),
    Check.WORKER: Words("后台"),
    Check.PERMISSIONS: Words.meaning("check", "权限"),
    Check.FOLDERS: Words("文件夹"),
    Check.DISK: Words("磁盘"),
    Check.FONTS: Words("字体"),
    Check.BACKUP: Words("备份"),
    Check.SETTINGS: Words.meaning("check", "设置"),
}


class Soundness(StrEnum):
    """How something stands."""

    FINE = "fine"
    NOTE = "note"
    """Nothing is wrong, but somebody should know."""
    WRONG = "wrong"
    UNSEEN = "unseen"
    """It was not looked at, since what it rests on is wrong."""


@dataclass(frozen=True)
class Diagnosis:
    """What a look at one thing came to, and how it is mended; no cure where nothing is wrong."""

    check: Check
    soundness: Soundness
    said: Words
    cure: Words | None = None


def fine(check: Check, said: Words) -> Diagnosis:
    """A thing that is as it should be."""
    return Diagnosis(check, Soundness.FINE, said)


def wrong(check: Check, said: Words, cure: Words) -> Diagnosis:
    """A thing that is wrong, with its cure."""
    return Diagnosis(check, Soundness.WRONG, said, cure)


def unseen(check: Check) -> Diagnosis:
    """A thing that cannot be looked at while another is wrong."""
    return Diagnosis(check, Soundness.UNSEEN, Words("数据库打不开，没有检查"))
