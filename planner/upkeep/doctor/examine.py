"""All that is looked at, in order."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from planner.clock import now
from planner.errors import Refused
from planner.settings import database_address
from planner.upkeep.doctor.findings import Check, Diagnosis, unseen
from planner.upkeep.doctor.place_checks import (
    look_at_backups,
    look_at_disk,
    look_at_folders,
    look_at_fonts,
    look_at_permissions,
)
from planner.upkeep.doctor.setting_checks import look_at_settings
from planner.upkeep.doctor.store_checks import look_at_store

AROUND = (Check.PERMISSIONS, Check.FOLDERS, Check.DISK)
"""What can only be looked at where there is a home."""


def examine_home(home: Path) -> list[Diagnosis]:
    """Everything that is found; nothing is changed, made or mended."""
    inside, zone = look_at_store(home, database_address(home))
    around = (
        [look_at_permissions(home), *look_at_folders(home), look_at_disk(home)]
        if home.is_dir()
        else [unseen(one) for one in AROUND]
    )
    return [*inside, *around, look_at_fonts(), look_at_backups(home, _moment(zone)), *look_at_settings()]


def _moment(zone: str) -> datetime:
    """Now in a zone, by the clock on the wall where DANGZHI_NOW cannot be read."""
    try:
        return now(zone)
    except Refused:
        return datetime.now(UTC)
