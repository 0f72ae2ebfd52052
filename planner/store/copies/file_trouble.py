"""Why a file could not be read or written, in the words of both languages."""

from __future__ import annotations

import errno

from planner.words import Words

FULL = Words("磁盘已满")
CLOSED = Words("没有权限")
WHY = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: Words("文件超过允许的大小"),
    errno.EACCES: CLOSED,
    errno.EPERM: CLOSED,
    errno.EROFS: Words("磁盘是只读的"),
    errno.ENOENT: Words("没有这个文件或文件夹"),
    errno.ENOTDIR: Words("路径中有一段不是文件夹"),
    errno.EISDIR: Words("这是一个文件夹，不是文件"),
    errno.EIO: Words("磁盘读写出错"),
    errno.ENAMETOOLONG: Words("文件名太长"),
}
"""Number of an error of the system → what it means."""


def why_of(cause: OSError) -> Words:
    """What an error of the system means; its own words where it is a rare one."""
    said = cause.strerror or str(cause)
    return WHY.get(cause.errno or 0, Words.same(said))
