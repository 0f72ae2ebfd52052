"""What a workbook would change, row by row, in the words of the workbook; first what it takes away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from planner.office.cells.choices import AbsenceState
from planner.office.clauses import EQUALS, PAIRS
from planner.office.office import FOREVER, SHEET_OF, Office
from planner.office.sheets import SHEETS, AbsenceRow, ClauseRow, KeptApartRow, LinkRow, Person, SheetRow, WorkbookSheet
from planner.words import Words
from planner.workbook.read import Import, paired
from planner.workbook.refs import Index
from planner.workbook.write import called, shown, typed_index

HARD = 0
"""The force of a clause that must hold."""


class TakenAway(StrEnum):
    """What a change takes from somebody or something."""

    EXEMPTION = "exemption"
    TENURE = "tenure"
    REFERENCE = "reference"
    RULE = "rule"


TAKEN_WORDS = {
    TakenAway.EXEMPTION: Words("去掉免排或请假"),
    TakenAway.TENURE: Words("去掉或缩短任职"),
    TakenAway.REFERENCE: Words("去掉与人员、单位等的关联"),
    TakenAway.RULE: Words("去掉或放宽规则"),
}


@dataclass(frozen=True)
class CellChange:
    """A cell that changes: its column in Chinese and English, what it says and what it would say; '' for empty."""

    column: str
    english: str
    old: str
    new: str


@dataclass(frozen=True)
class RowPreview:
    """A row that changes or goes: what it is called, what that takes away, and its cells that change."""

    row: str
    takes_away: tuple[TakenAway, ...]
    cells: tuple[CellChange, ...] = ()
    goes: bool = False


@dataclass(frozen=True)
class SheetPreview:
    """The rows of a sheet that are new, change, end, stay as they are; rows that take something away come first.

    `unnamed` are those that the file does not have though it has the sheet: they stay, unless rows are pruned; then
    those go that may, and the others stay with an end, which their cells say.
    """

    sheet: str
    english: str
    added: tuple[str, ...]
    changed: tuple[RowPreview, ...]
    ended: tuple[RowPreview, ...]
    untouched: tuple[str, ...]
    unnamed: tuple[RowPreview, ...]

    @property
    def same_in_file(self) -> tuple[str, ...]:
        """The untouched rows that the file has; the others are `unnamed`."""
        left_out = {one.row for one in self.unnamed}
        return tuple(one for one in self.untouched if one not in left_out)

    @property
    def losses(self) -> tuple[RowPreview, ...]:
        """The rows that end or change so that something is taken away."""
        return tuple(one for one in (*self.ended, *self.changed) if one.takes_away)


def preview_import(before: Office, result: Import) -> tuple[SheetPreview, ...]:
    """What an import does to each sheet that the file has, the sheets in their order."""
    first, then = typed_index(before), typed_index(result.office)
    return tuple(_sheet(sheet, (first, before), (then, result)) for sheet in SHEETS if sheet.zh in result.unnamed)


def _sheet(sheet: WorkbookSheet, old: tuple[Index, Office], new: tuple[Index, Import]) -> SheetPreview:
    (first, before), (then, result) = old, new
    rows = result.office.rows.get(sheet.zh, ())
    changed, ended, added, untouched = [], [], [], []
    indexes = first, then
    for was, now in paired(sheet, before.rows.get(sheet.zh, ()), rows):
        if now is None:
            ended += [_changed(sheet, was, None, indexes)] if was is not None else []
        elif was is None:
            added.append(called(then, sheet, now))
        elif was == now:
            untouched.append(called(then, sheet, now))
        else:
            changed.append(_changed(sheet, was, now, indexes))
    kept = set(rows)
    unnamed = [_changed(sheet, one.row, one.ending, indexes) for one in result.unnamed[sheet.zh] if one.row in kept]
    return SheetPreview(
        sheet.zh,
        sheet.en,
        tuple(added),
        _marked_first(changed),
        _marked_first(ended),
        tuple(untouched),
        _marked_first(unnamed),
    )


def _changed(sheet: WorkbookSheet, was: SheetRow, now: SheetRow | None, indexes: tuple[Index, Index]) -> RowPreview:
    """What becomes of a row; of one that goes no cells are told."""
    first, then = indexes
    cells = tuple(_cells(sheet, (first, was), (then, now))) if now is not None else ()
    return RowPreview(called(first, sheet, was), takes_away(was, now), cells, now is None)


def _cells(sheet: WorkbookSheet, old: tuple[Index, SheetRow], new: tuple[Index, SheetRow]) -> Iterator[CellChange]:
    for column in sheet.columns:
        was, now = (getattr(row, column.name) for _, row in (old, new))
        if was != now:
            names = column.metadata["zh"], column.metadata["en"][0]
            yield CellChange(*names, shown(old[0], column, was), shown(new[0], column, now))


def _marked_first(rows: list[RowPreview]) -> tuple[RowPreview, ...]:
    return tuple(sorted(rows, key=lambda one: not one.takes_away))


def takes_away(old: SheetRow, new: SheetRow | None) -> tuple[TakenAway, ...]:
    """What the change of a row takes away, or its end where `new` is None."""
    found = {
        TakenAway.EXEMPTION: _exemption(old, new),
        TakenAway.TENURE: isinstance(old, Person) and _tenure(old, new),
        TakenAway.REFERENCE: _reference(old, new),
        TakenAway.RULE: isinstance(old, ClauseRow | KeptApartRow) and _rule(old, new),
    }
    return tuple(one for one, so in found.items() if so)


def _exemption(old: SheetRow, new: SheetRow | None) -> bool:
    """Whether somebody is exempt from fewer shifts, or away no longer."""
    if isinstance(old, AbsenceRow):
        left = new is not None and getattr(new, "state", None) != AbsenceState.WITHDRAWN
        return not left and old.state != AbsenceState.WITHDRAWN
    return isinstance(old, Person) and bool({*old.exempt} - {*(new.exempt if isinstance(new, Person) else ())})


def _tenure(old: Person, new: SheetRow | None) -> bool:
    """Whether a term ends, is shorter, or loses a date by which it began or ended."""
    if not isinstance(new, Person):
        return True
    emptied = any(was and not now for was, now in ((old.start, new.start), (old.end, new.end)))
    later = (new.start or date.min) > (old.start or date.min)
    return emptied or later or (new.end or FOREVER) < (old.end or FOREVER)


def _reference(old: SheetRow, new: SheetRow | None) -> bool:
    """Whether somebody or something is named no longer: dropped from a list, emptied, or gone with a link."""
    if new is None:
        return isinstance(old, LinkRow)
    columns = [one for one in SHEET_OF[type(old)].columns if not one.metadata["required"]]
    named = [one.name for one in columns if one.metadata["kind"].refers]
    return any(_lost(getattr(old, name), getattr(new, name, None)) for name in named)


def _lost(was: Any, now: Any) -> bool:
    return bool({*was} - {*(now or ())}) if isinstance(was, tuple) else bool(was) and not now


def _rule(old: ClauseRow | KeptApartRow, new: SheetRow | None) -> bool:
    """Whether a clause, or a pair kept apart, goes, holds for fewer days, need not hold, or loses a parameter."""
    if not isinstance(new, ClauseRow | KeptApartRow):
        return True
    later = (new.start or date.min) > (old.start or date.min)
    if later or (new.end or FOREVER) < (old.end or FOREVER):
        return True
    if not isinstance(old, ClauseRow) or not isinstance(new, ClauseRow):
        return False
    return (old.force == HARD) > (new.force == HARD) or bool(_named(old) - _named(new))


def _named(row: ClauseRow) -> set[str]:
    """The names of the parameters that a clause gives."""
    return {EQUALS.split(part.strip())[0].strip() for part in PAIRS.split(row.parameters) if part.strip()}
