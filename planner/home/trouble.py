"""What can be wrong with an office's folder or store: cause and cure in words, with the place and, for pages, without.

Nobody who is told one of these has lost or changed anything by asking.
"""

from __future__ import annotations

import errno
from enum import Enum
from pathlib import Path

from planner.home import server_words
from planner.home.server_words import ASK, LOOK
from planner.words import Words

RESTORE = Words(
    "请用最近的备份恢复：先把文件夹 {home} 改名留存，再执行 python3 -m planner restore 备份文件 --home {home}"
)
SHOWN = 300
"""How many letters of a place are said."""


class Trouble(Enum):
    """One thing that can be wrong: what has happened, with `{where}` and `{home}`, and how to mend it."""

    GONE = (
        Words("数据库 {where} 不见了。这里原来存有本单位的数据，程序没有另建空库顶替"),
        RESTORE,
        Words("数据库文件不见了"),
        ASK,
    )
    EMPTY = (
        Words("数据库 {where} 被清空了。这里原来存有本单位的数据，程序没有另建空库顶替"),
        RESTORE,
        Words("数据库文件被清空了"),
        ASK,
    )
    DAMAGED = (Words("数据库 {where} 已损坏，内容读不出来。程序没有改动它"), RESTORE, Words("数据库文件已损坏"), ASK)
    LOCKED = (
        Words("数据库 {where} 一直被另一个程序占用，等不到。没有改动任何数据"),
        Words("请先关闭占用它的程序（如数据库查看工具、备份软件），再试一次"),
        Words("数据库正被另一个程序占用，没有改动任何数据"),
        Words("请稍后再试"),
    )
    NEWER = (
        Words("数据库 {where} 是较新版本的当值程序建立的，现在运行的版本较旧，不能打开。没有改动任何数据"),
        Words("请改用较新的版本"),
        Words("数据库是较新版本的程序建立的，不能打开"),
        LOOK,
    )
    HALF_RESTORED = (
        Words("{home} 的恢复还没有做完：文件已经放好，数据库 {where} 里还没有内容"),
        Words(
            "恢复如果还在进行，请等它结束；已经中断的，请再执行一次 python3 -m planner restore 备份文件 --home {home}"
        ),
        Words("数据正在从备份恢复，还没有做完"),
        Words("请稍后再试；一直这样，请联系管理当值程序的同志"),
    )
    FULL = (
        Words("磁盘已满，{where} 写不进去。这一步没有办成，已印发的值班表不受影响"),
        Words("请清出磁盘空间，再试一次"),
        Words("磁盘已满，这一步没有办成"),
        Words("请联系管理当值程序的同志清出磁盘空间，再试一次"),
    )
    READ_ONLY = (
        Words("{where} 只能读、不能写。这一步没有办成，已印发的值班表不受影响"),
        Words("请检查磁盘是不是成了只读、文件夹是不是属于运行程序的帐号，再试一次"),
        Words("数据只能读、不能写，这一步没有办成"),
        LOOK,
    )
    DISK = (
        Words("读写 {where} 时磁盘出错。这一步没有办成"),
        Words("请检查磁盘是否已满、超出限额或有故障，再试一次"),
        Words("读写磁盘出错，这一步没有办成"),
        LOOK,
    )
    AWAY = server_words.AWAY
    STARTING = server_words.STARTING
    NO_DATABASE = server_words.NO_DATABASE
    REFUSED = server_words.REFUSED
    CROWDED = server_words.CROWDED
    CUT_OFF = server_words.CUT_OFF
    CANCELLED = server_words.CANCELLED
    CONFLICT = server_words.CONFLICT
    SHORT = server_words.SHORT
    NO_GRANT = server_words.NO_GRANT
    SERVER_LOCKED = server_words.LOCKED
    SERVER_FULL = server_words.FULL
    SERVER_READ_ONLY = server_words.READ_ONLY
    SERVER_EMPTY = server_words.EMPTY
    SERVER_DAMAGED = server_words.DAMAGED
    SERVER_BROKEN = server_words.BROKEN
    LONG_NAME = (
        Words("文件名太长，不能用：{where}"),
        Words("请换一个短些的名字"),
        Words("文件名太长"),
        Words("请换一个短些的名字"),
    )
    NO_PLACE = (
        Words("{where} 打不开也写不进：路径中有一段没有、不是文件夹，或者它本身是文件夹。这一步没有办成"),
        Words("请检查路径，再试一次"),
        Words("有一个文件或文件夹找不到，这一步没有办成"),
        LOOK,
    )
    NO_FOLDER = (
        Words("{where} 不是文件夹，不能存放数据"),
        Words("请用 --home 另指定一个文件夹"),
        Words("存放数据的文件夹打不开"),
        LOOK,
    )
    NO_RIGHT = (
        Words("{where} 属于另一个帐号，这个帐号无权打开"),
        Words("请换用运行当值程序的帐号，再试一次"),
        Words("存放数据的文件夹打不开"),
        LOOK,
    )
    SHARED = (
        Words("{where} 是公用的文件夹，还放着别的东西，不能专门用来存放数据"),
        Words("请用 --home 另指定一个文件夹"),
        Words("存放数据的文件夹打不开"),
        LOOK,
    )

    @property
    def at_start_only(self) -> bool:
        """Whether it can only come of how the program was started, so that waiting does not mend it."""
        return self in (Trouble.NO_FOLDER, Trouble.NO_RIGHT, Trouble.SHARED)

    def words(self, where: str, home: Path) -> Words:
        """Cause and cure, with the place, of which the end is left out where it is very long."""
        return _joined(*self.cause_and_cure(where, home))

    def cause_and_cure(self, where: str, home: Path) -> tuple[Words, Words]:
        """The same one by one, without their full stops."""
        cause, cure, _, _ = self.value
        places = {"where": where if len(where) <= SHOWN else where[:SHOWN] + "…", "home": str(home)}
        return _placed(cause, places), _placed(cure, places)

    @property
    def without_place(self) -> Words:
        """Cause and cure for a page that anybody may see."""
        _, _, cause, cure = self.value
        return _joined(cause, cure)


def _placed(words: Words, places: dict[str, str]) -> Words:
    return Words.given(words.zh.format(**places), words.en.format(**places))


def _joined(cause: Words, cure: Words) -> Words:
    return Words("%(cause)s。%(cure)s。", cause=cause, cure=cure)


class Unreadable(Exception):
    """Raised where the store, or a file of the office's, does not answer: what is wrong, and the same in words."""

    def __init__(self, trouble: Trouble, where: str | Path, home: Path) -> None:
        self.trouble = trouble
        self.words = trouble.words(str(where), home)
        super().__init__(self.words.en)


FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_PLACE = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP)
READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


def of_file(cause: OSError) -> Trouble:
    """What is wrong where a file could not be written."""
    if cause.errno == errno.ENAMETOOLONG:
        return Trouble.LONG_NAME
    if cause.errno in NO_PLACE:
        return Trouble.NO_PLACE
    return Trouble.FULL if cause.errno in FULL else Trouble.READ_ONLY if cause.errno in READ_ONLY else Trouble.DISK
