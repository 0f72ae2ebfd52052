"""A file as its bytes: read once and into memory, so that nothing can hang, vanish or change while it is read."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from planner.errors import Fault, Refused, fault

MAX_BYTES = 60 << 20
"""Limit in bytes of a file."""
SORTS = (
    (stat.S_ISFIFO, "管道", "a pipe"),
    (stat.S_ISSOCK, "套接字", "a socket"),
    (lambda mode: stat.S_ISCHR(mode) or stat.S_ISBLK(mode), "设备", "a device"),
)
REASONS = {
    errno.ENOENT: ("找不到文件", "there is no such file"),
    errno.EACCES: ("没有读取权限", "reading it is not permitted"),
    errno.EPERM: ("没有读取权限", "reading it is not permitted"),
    errno.ELOOP: ("快捷方式指向自己", "the link leads to itself"),
    errno.ENOTDIR: ("找不到文件", "there is no such file"),
    errno.EISDIR: ("这是文件夹，不是文件", "this is a folder, not a file"),
    errno.ENXIO: ("这不是文件", "this is not a file"),
    errno.ENAMETOOLONG: ("文件名太长", "the name is too long"),
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
    for is_sort, zh, en in SORTS:
        if is_sort(mode):
            raise Refused(fault(f"这是{zh}，不是文件", f"this is {en}, not a file", "请换成文件", "hand in a file"))
    wrong = _wrong_size(len(data))
    if wrong:
        raise Refused(wrong)
    return data


def unreadable(cause: OSError | ValueError) -> Fault:
    """The fault of a file or folder that the system does not open."""
    number = cause.errno or 0 if isinstance(cause, OSError) else 0
    zh, en = REASONS.get(number, ("打不开文件", "the file cannot be opened"))
    return fault(zh, en, "请检查路径和权限", "check the path and the permissions")


def _wrong_size(size: int) -> Fault | None:
    if not size:
        return fault("文件是空的", "the file is empty", "请重新保存后再导入", "save it again and import that")
    if size > MAX_BYTES:
        return fault(
            f"文件超过 {MAX_BYTES >> 20} MiB",
            f"the file is larger than {MAX_BYTES >> 20} MiB",
            "请删去无关的工作表后再导入",
            "remove sheets that do not belong to it",
        )
    return None
