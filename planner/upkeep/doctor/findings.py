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
    Check.STORE: Words("数据库", "store"),
    Check.SCHEMA: Words("数据版本", "migrations"),
    Check.CHAIN: Words("操作日志", "log"),
    Check.SEALED: Words("密封内容", "sealed"),
    Check.CLOCK: Words("时间", "clock"),
    Check.WORKER: Words("后台", "worker"),
    Check.PERMISSIONS: Words("权限", "permissions"),
    Check.FOLDERS: Words("文件夹", "folders"),
    Check.DISK: Words("磁盘", "disk"),
    Check.FONTS: Words("字体", "fonts"),
    Check.BACKUP: Words("备份", "backup"),
    Check.SETTINGS: Words("设置", "settings"),
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


def fine(check: Check, zh: str, en: str) -> Diagnosis:
    """A thing that is as it should be."""
    return Diagnosis(check, Soundness.FINE, Words(zh, en))


def wrong(check: Check, said: Words, cure: Words) -> Diagnosis:
    """A thing that is wrong, with its cure."""
    return Diagnosis(check, Soundness.WRONG, said, cure)


def unseen(check: Check) -> Diagnosis:
    """A thing that cannot be looked at while another is wrong."""
    return Diagnosis(
        check, Soundness.UNSEEN, Words("数据库打不开，没有检查", "not looked at: the store cannot be used")
    )
