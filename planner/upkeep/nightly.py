"""A backup every night into the folder that DANGZHI_BACKUP names: the last fourteen stay, a failure is told."""

from __future__ import annotations

import re
import sys
import threading
import time
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from planner.errors import NotPossible
from planner.settings import backup_folder
from planner.store import Store, Unreadable, audit
from planner.store.copies.archive import is_whole
from planner.store.copies.file_trouble import why_of
from planner.store.copies.placing import HALF, placed
from planner.store.roster.office_clock import office_now
from planner.upkeep.backup import back_up
from planner.words import Words

KEPT = 14
"""So many nightly backups stay."""
BEGINS = timedelta(hours=2)
"""A night's backup is due from two o'clock on, by the office's clock."""
LOOK = 30.0
"""Seconds between two looks at the clock."""
RETRY = 600.0
"""Seconds after which a backup that failed is tried again."""
NAME = re.compile(r"dangzhi-\d{4}-\d{2}-\d{2}\.zip")
LEFT = re.compile(rf"\.{NAME.pattern}\.\d+-[0-9a-f]+{re.escape(HALF)}")
"""What a nightly backup that was killed leaves."""
LEFT_SECONDS = 86_400
"""So old it is of nobody who is still writing."""
STATUS = "backup-status.json"
"""The file in a home that says how the last night went."""


@dataclass(frozen=True)
class NightlyStatus:
    """How the last attempt at a nightly backup went: its moment (ISO), its file, and what was wrong, '' for nothing."""

    at: str
    file: str
    wrong_zh: str = ""
    wrong_en: str = ""

    @property
    def wrong(self) -> Words | None:
        """What was wrong, in words; None where it was made."""
        return Words.given(self.wrong_zh, self.wrong_en) if self.wrong_zh else None


def watch_nights(store: Store, stopped: threading.Event) -> None:
    """Make the backup of each night, until told to stop; at once where that of this night is missing."""
    while not stopped.is_set():
        folder = backup_folder()
        done = not folder or attempt(store, Path(folder))
        stopped.wait(LOOK if done else RETRY)


def attempt(store: Store, folder: Path) -> bool:
    """Make this night's backup unless it is there; whether it is there now. A failure is told and raises nothing."""
    try:
        now = office_now(store)
        made = tonight(store, folder, now)
        before = last_status(store.home)
        if made is not None or (before is not None and before.wrong is not None):
            _note(store.home, NightlyStatus(now.isoformat(), str(made or folder)))
        return True
    except (NotPossible, Unreadable, OSError) as cause:
        _tell(store, folder, cause)
        return False


def night_of(now: datetime) -> date:
    """The date by which the night is called that was last due at a moment."""
    return (now - BEGINS).date()


def tonight(store: Store, folder: Path, now: datetime) -> Path | None:
    """Make the backup of a night, read it back, then let the oldest go; None where it is there already.

    Raises NotPossible where it cannot be made; then no older one goes.
    """
    file = folder / f"dangzhi-{night_of(now)}.zip"
    if file.exists():
        return None
    if not folder.is_dir():
        raise NotPossible(
            Words(
                "备份文件夹 %(folder)s 不存在（没有挂载？），夜间备份没有做：请建立或挂载它，程序会自动再试",
                folder=folder,
            )
        )
    _clear_up(folder)
    try:
        back_up(store, file, now)
    except NotPossible:
        if is_whole(file):  # another worker was faster
            return None
        raise
    if not is_whole(file):
        file.unlink(missing_ok=True)
        raise NotPossible(Words("夜间备份 %(file)s 写完后读回来不完整，旧的备份都留着：请检查这块磁盘", file=file))
    let_old_ones_go(folder, file)
    return file


def _clear_up(folder: Path) -> None:
    """Remove what nights of long ago left half-made."""
    for left in folder.iterdir():
        if LEFT.fullmatch(left.name) and time.time() - left.stat().st_mtime > LEFT_SECONDS:
            left.unlink(missing_ok=True)


def nightly_backups(folder: Path) -> list[Path]:
    """The nightly backups in a folder, the oldest first; nothing else that lies there."""
    return sorted(one for one in folder.iterdir() if _is_nightly(one)) if folder.is_dir() else []


def _is_nightly(file: Path) -> bool:
    try:
        return NAME.fullmatch(file.name) is not None and night_in(file) is not None
    except ValueError:
        return False


def night_in(file: Path) -> date:
    """The night of a nightly backup. Raises ValueError where its name holds no day."""
    return date.fromisoformat(file.stem.removeprefix("dangzhi-"))


def let_old_ones_go(folder: Path, made: Path) -> None:
    """Remove all but the last backups; `made`, which was read back, stays whatever the others are called."""
    for old in nightly_backups(folder)[:-KEPT]:
        if old != made:
            old.unlink(missing_ok=True)


def last_status(home: Path) -> NightlyStatus | None:
    """How the last attempt went; None where there was none."""
    try:
        return msgspec.json.decode((home / STATUS).read_bytes(), type=NightlyStatus)
    except (OSError, msgspec.MsgspecError):
        return None


NEVER = Words("还没有做过夜间备份")


@dataclass(frozen=True)
class MissedNight:
    """A night whose backup is not there, as far as anybody knows which (None), and why."""

    night: date | None
    why: Words


def missed_night(home: Path, now: datetime) -> MissedNight | None:
    """What is wrong with the nightly backups at a moment, by their names and the last attempt; None for nothing."""
    status, folder = last_status(home), backup_folder()
    if status is not None and status.wrong is not None:
        return MissedNight(night_of(datetime.fromisoformat(status.at)), status.wrong)
    if not folder:
        return None
    last = next(reversed(nightly_backups(Path(folder))), None)
    if last is None:
        return MissedNight(None, NEVER)
    if (night_of(now) - night_in(last)).days <= 1:
        return None
    return MissedNight(night_of(now), Words("最近的夜间备份是 %(name)s，已过期", name=last.name))


def _note(home: Path, status: NightlyStatus) -> None:
    with placed(home / STATUS, replace=True) as stream:
        stream.write(msgspec.json.encode(status))


def _tell(store: Store, folder: Path, cause: Exception) -> None:
    """Say what was wrong on stderr and in the file, and once for each trouble in the log."""
    words = _words(cause)
    print(f"{words.zh} / {words.en}", file=sys.stderr)
    before = last_status(store.home)
    try:
        now = office_now(store)
        _note(store.home, NightlyStatus(now.isoformat(), str(folder), words.zh, words.en))
        if before is None or before.wrong is None:
            with store.write() as transaction:
                audit.record(transaction, now, audit.CLOCK, "backup failed", {"cause": asdict(words)})
    except (OSError, Unreadable):
        return  # the disk or the store is what is wrong; stderr has it


def _words(cause: Exception) -> Words:
    if isinstance(cause, NotPossible):
        return cause.words
    if isinstance(cause, OSError):
        why = why_of(cause)
        return Words("夜间备份没有做成：%(why)s", why=why)
    return Words("数据库读不出来，夜间备份没有做成")
