"""A file as its bytes: read once and into memory, so that nothing can hang, vanish or change while it is read."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from planner.errors import Fault, Refused, fault
from planner.words import Words

MAX_BYTES = 60 << 20
"""Limit in bytes of a file."""
SORTS = (
    (stat.S_ISFIFO, Words("管道")),
    (stat.S_ISSOCK, Words("套接字")),
    (lambda mode: stat.S_ISCHR(mode) or stat.S_ISBLK(mode), Words("设备")),
)
REASONS = {
    errno.ENOENT: Words("找不到文件"),
    errno.EACCES: Words("没有读取权限"),
    errno.EPERM: Words("没有读取权限"),
    errno.ELOOP: Words("快捷方式指向自己"),
    errno.ENOTDIR: Words("找不到文件"),
    errno.EISDIR: Words("这是文件夹，不是文件"),
    errno.ENXIO: Words("这不是文件"),
    errno.ENAMETOOLONG: Words("文件名太长"),
}


def bytes_of(path: Path) -> bytes:
    """The whole file; raises Refused for what is no file, cannot be read, is empty or too large."""
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(file, "rb") as stream:
            mode = os.fstat(file).st_mode
            data = stream.read(MAX_BYTES + 1) if stat.S_ISREG(mode) else b""
    except (OSError, ValueError) as cause:
        raise Refused(unreadable(cause)) from None
    for is_sort, what in SORTS:
        if is_sort(mode):
            raise Refused(fault(Words("这是%(what)s，不是文件", what=what), Words("请换成文件")))
    wrong = _wrong_size(len(data))
    if wrong:
        raise Refused(wrong)
    return data


def unreadable(cause: OSError | ValueError) -> Fault:
    """The fault of a file or folder that the system does not open."""
    number = cause.errno or 0 if isinstance(cause, OSError) else 0
    return fault(REASONS.get(number, Words("打不开文件")), Words("请检查路径和权限"))


def _wrong_size(size: int) -> Fault | None:
    if not size:
        return fault(Words("文件是空的"), Words("请重新保存后再导入"))
    if size > MAX_BYTES:
        return fault(
            Words("文件超过 %(max_bytes)s MiB", max_bytes=MAX_BYTES >> 20), Words("请删去无关的工作表后再导入")
        )
    return None
