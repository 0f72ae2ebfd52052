"""A month on paper: one sheet a duty, in the order of the duty sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.office.cells.choices import Publicity
from planner.office.office import Office
from planner.paper.sheet import FOOT, Imprint, PaperSheet
from planner.paper.sheets.imprint import below_title, margin
from planner.paper.sheets.layout import duty_page
from planner.roster.entered_afterwards import days_marked
from planner.roster.lines import Line

RUNNING = "月初仍在值的班次由上月排定，以上月印发的表为准。"


def duty_sheets(
    office: Office,
    month: str,
    lines: Sequence[Line],
    imprints: Mapping[str, Imprint],
    running: Sequence[Line],
    carried: Mapping[str, tuple[Imprint, str]],
) -> list[PaperSheet]:
    """A sheet for each duty that has lines; `imprints` is duty id → imprint.

    `running` are lines of earlier months that still run: they stand at the top, and alone where a duty has no others.
    Such a sheet has the imprint and the foot of the version behind it, which `carried` has by duty id.
    """
    year, number = month.split("-")
    found = []
    for duty in office.duties.values():
        mine = [line for line in lines if line.slot.duty == duty.id]
        before = [line for line in running if line.slot.duty == duty.id]
        shown = [*before, *mine]
        if shown:
            one, foot = (imprints[duty.id], margin(mine, imprints[duty.id])) if mine else carried[duty.id]
            said = RUNNING * bool(before), days_marked(shown), FOOT * (duty.public != Publicity.NO)
            found.append(
                PaperSheet(
                    duty.name,
                    f"{office.settings['单位名称']}{year}年{int(number)}月{duty.name}安排表",
                    duty_page(office, duty.id, shown),
                    below_title(one),
                    one.locked,
                    "　".join(filter(None, said)),
                    foot,
                    one.date,
                )
            )
    return found
