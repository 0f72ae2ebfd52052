"""What is looked at around a store: who may read the home, folders, room on the disk, fonts, nightly backups."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from planner.errors import NotPossible
from planner.paper.presses import fonts
from planner.settings import backup_folder, portal_folder
from planner.store.copies.archive import is_whole
from planner.store.copies.file_trouble import why_of
from planner.upkeep.doctor.findings import Check, Diagnosis, Soundness, fine, wrong
from planner.upkeep.nightly import NEVER, missed_night, nightly_backups
from planner.words import Words

OPEN = 0o077
"""What nobody but the owner of a home may do there."""
NAMED = 3
"""So many files are named at most."""
LEAST = 512 << 20
"""Bytes that should be free in any case."""
TIMES = 3
"""So many times the size of the home should be free: for a backup, its half-made file, and the store's journal."""
MEGABYTE = 1 << 20
SAMPLE = "值班表"


def look_at_permissions(home: Path) -> Diagnosis:
    """Whether anybody but its owner can look into the home."""
    if os.name == "nt":
        return fine(Check.PERMISSIONS, Words("由 Windows 管理"))
    there = [one for one in [home, *sorted(home.rglob("*"))] if not one.is_symlink() and one.exists()]
    standing_open = [one for one in there if one.stat().st_mode & OPEN]
    if not standing_open:
        return fine(Check.PERMISSIONS, Words("数据只有运行程序的帐号能看"))
    named = "、".join(str(one) for one in standing_open[:NAMED]) + ("…" if len(standing_open) > NAMED else "")
    return wrong(
        Check.PERMISSIONS,
        Words("%(count)s 处本机其他帐号也能看：%(named)s", count=len(standing_open), named=named),
        Words("请执行 chmod -R go= %(home)s", home=home),
    )


def look_at_folders(home: Path) -> Iterator[Diagnosis]:
    """Whether the program can write where it has to; a finding for each folder where it cannot."""
    places = {str(home): Words("数据文件夹")}
    places |= {portal_folder(): Words("公示文件夹 DANGZHI_PORTAL")}
    places |= {backup_folder(): Words("备份文件夹 DANGZHI_BACKUP")}
    found = [one for place, name in places.items() if place and (one := _written(Path(place), name))]
    yield from found or [fine(Check.FOLDERS, Words("都能写入"))]


def _written(folder: Path, name: Words) -> Diagnosis | None:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as cause:
        why = why_of(cause)
    return wrong(
        Check.FOLDERS,
        Words("%(name)s %(folder)s 不能写入：%(why)s", name=name, folder=folder, why=why),
        Words("请检查文件夹是否存在、是否已挂载，属主是不是运行程序的帐号"),
    )


def look_at_disk(home: Path) -> Diagnosis:
    """Whether there is room for the data to grow and to be backed up, where they lie and where backups go."""
    size = sum(one.stat().st_size for one in home.rglob("*") if one.is_file())
    need = max(LEAST, TIMES * size)
    for place in (home, Path(backup_folder() or home)):
        if place.is_dir() and (free := shutil.disk_usage(place).free) < need:
            return wrong(
                Check.DISK,
                Words(
                    "%(place)s 所在的磁盘只剩 %(free)s MB，至少要有 %(need)s MB",
                    place=place,
                    free=free // MEGABYTE,
                    need=need // MEGABYTE,
                ),
                Words("请清理磁盘或换大一点的磁盘"),
            )
    return fine(Check.DISK, Words("空间够用（至少 %(need)s MB）", need=need // MEGABYTE))


def look_at_fonts() -> Diagnosis:
    """Whether there is a Chinese font for PDFs."""
    try:
        font = fonts.chosen(SAMPLE)[0]
    except NotPossible:
        return wrong(
            Check.FONTS,
            Words("本机没有中文字体，出不了 PDF"),
            Words("请安装字体（apt-get install fonts-noto-cjk），或把字体文件放进 DANGZHI_FONTS 指定的文件夹"),
        )
    return fine(Check.FONTS, Words("PDF 用 %(name)s", name=font.path.name))


def look_at_backups(home: Path, now: datetime) -> Diagnosis:
    """Whether the last nightly backup is there, whole and of the last two nights."""
    folder = backup_folder()
    if not folder:
        return Diagnosis(
            Check.BACKUP,
            Soundness.NOTE,
            Words("没有设夜间备份"),
            Words("请用 DANGZHI_BACKUP 指定一个文件夹，最好在另一块磁盘上"),
        )
    last = next(reversed(nightly_backups(Path(folder))), None)
    said = _wrong_with(last, home, now)
    if said is None and last is not None:
        return fine(Check.BACKUP, Words("最近一份 %(name)s，完整", name=last.name))
    cure = Words("请看后台是否在运行、备份文件夹能不能写，并马上做一份：backup 文件名")
    return wrong(Check.BACKUP, said or NEVER, cure)


def _wrong_with(last: Path | None, home: Path, now: datetime) -> Words | None:
    """What is wrong with the nightly backups; None where the last is whole, of the last two nights, and none failed."""
    if last is not None and not is_whole(last):
        return Words("最近的夜间备份 %(name)s 不完整", name=last.name)
    missed = missed_night(home, now)
    return missed.why if missed else None
