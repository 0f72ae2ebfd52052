"""Columns: how a row class declares its headers, kinds of cell and defaults."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field
from typing import Any

from planner.office.cells.choices import AbsenceKind, AbsenceState, DayPart, SwapPolicy
from planner.office.cells.kinds import CellKind, ChoiceCell, DayCell, IdCell, ManyCell, NameCell, RefCell


def column(zh: str, kind: CellKind, en: str, *, default: Any = None, required: bool = False, note: str = "") -> Any:
    """A column as a dataclass field; all it says stands in the field's metadata.

    `en` holds the English headers with | between them, the first being the one shown; a `required` column has a star
    and no default; `note` is for the header's comment.
    """
    metadata = {"zh": zh, "kind": kind, "en": tuple(en.split("|")), "required": required, "note": note}
    return field(metadata=metadata, default=MISSING if required else default)


TEXT, NAME, ID, DAY, MANY = CellKind(), NameCell(), IdCell(), DayCell(), ManyCell()
PERSON, UNIT, DUTY = RefCell(refers=("person",)), RefCell(refers=("unit",)), RefCell(refers=("duty",))
SWAPS = ChoiceCell(
    (
        ("自行", SwapPolicy.FREE),
        ("报备", SwapPolicy.RECORD),
        ("审批", SwapPolicy.APPROVE),
        ("不得换班", SwapPolicy.NEVER),
    )
)
HOLDS = ChoiceCell((("专职", "full"), ("可兼", "shared"), ("听班", "on_call")))
FORMS = ChoiceCell((("值班", "duty"), ("接访", "reception"), ("上线", "air"), ("走访", "visit"), ("分点", "sites")))
ABSENCES = ChoiceCell(
    (
        ("休假", AbsenceKind.LEAVE),
        ("外出", AbsenceKind.TRIP),
        ("区内会议", AbsenceKind.MEETING),
        ("培训", AbsenceKind.TRAINING),
    )
)
STATES = ChoiceCell(
    (("已批", AbsenceState.APPROVED), ("拟请", AbsenceState.INTENDED), ("撤销", AbsenceState.WITHDRAWN))
)
PARTS = ChoiceCell((("全天", DayPart.DAY), ("上午", DayPart.AM), ("下午", DayPart.PM), ("晚上", DayPart.NIGHT)))


@dataclass(frozen=True)
class SheetRow:
    """A row of any sheet."""


@dataclass(frozen=True)
class NamedRow(SheetRow):
    """A row that others name: it has an id and a name."""

    id: str
    name: str
