"""Whether a workbook is safe to open, before anything reads it whole."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Sequence

from planner.errors import Fault, fault
from planner.words import Words
from planner.workbook.opening.kinds import DAMAGED, RESAVE

MAX_UNPACKED = 400 << 20
MAX_PART = 250 << 20
MAX_RATIO = 200
MAX_MEMBERS = 10_000
"""Limits: bytes unpacked, bytes of one part, how often larger a part may become by unpacking, number of parts."""


def unsafe(members: Sequence[zipfile.ZipInfo]) -> Fault | None:
    """What a workbook should not carry; None for a safe one."""
    names = [one.filename for one in members]
    if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names):
        return fault(Words("工作簿内有越界路径"), RESAVE)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return fault(Words("工作簿含有宏"), Words("请另存为不含宏的 .xlsx"))
    if any(name.lower().startswith("xl/externallinks/") for name in names):
        return fault(Words("工作簿引用了别的文件"), Words("请在“数据—编辑链接”中断开链接后保存"))
    if any(one.flag_bits & 1 for one in members):
        return fault(Words("工作簿加了密码"), Words("请去掉密码后保存"))
    if max(Counter(name.lower() for name in names).values(), default=0) > 1:
        return DAMAGED
    return _too_large(members)


def _too_large(members: Sequence[zipfile.ZipInfo]) -> Fault | None:
    bomb = any(one.file_size > 1 << 20 and one.file_size > MAX_RATIO * max(1, one.compress_size) for one in members)
    if (
        bomb
        or len(members) > MAX_MEMBERS
        or sum(one.file_size for one in members) > MAX_UNPACKED
        or any(one.file_size > MAX_PART for one in members)
    ):
        return fault(Words("工作簿解压后过大"), Words("请新建工作簿，只粘贴需要的数据"))
    return None
