"""Why a file could not be read or written, in the words of both languages."""

from __future__ import annotations

import errno

from planner.words import Words

FULL = Words("磁盘已满", "the disk is full")
CLOSED = Words("没有权限", "permission is missing")
WHY = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: Words("文件超过允许的大小", "the file is larger than allowed"),
    errno.EACCES: CLOSED,
    errno.EPERM: CLOSED,
    errno.EROFS: Words("磁盘是只读的", "the disk can only be read"),
    errno.ENOENT: Words("没有这个文件或文件夹", "there is no such file or folder"),
    errno.ENOTDIR: Words("路径中有一段不是文件夹", "a part of the path is no folder"),
    errno.EISDIR: Words("这是一个文件夹，不是文件", "it is a folder, not a file"),
    errno.EIO: Words("磁盘读写出错", "the disk has failed"),
    errno.ENAMETOOLONG: Words("文件名太长", "the name is too long"),
}
"""Number of an error of the system → what it means."""


def why_of(cause: OSError) -> Words:
    """What an error of the system means; its own words where it is a rare one."""
    said = cause.strerror or str(cause)
    return WHY.get(cause.errno or 0, Words(said, said))
