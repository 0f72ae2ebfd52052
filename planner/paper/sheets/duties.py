"""A month on paper: one sheet a duty, in the order of the duty sheet."""

from __future__ import annotations

from collections.abc import Sequence

from planner.office.cells.choices import Publicity
from planner.office.office import Office
from planner.paper.sheet import FOOT, Imprint, PaperSheet
from planner.paper.sheets.imprint import below_title, margin
from planner.paper.sheets.layout import duty_page
from planner.roster.lines import Line


def duty_sheets(office: Office, month: str, lines: Sequence[Line], imprints: dict[str, Imprint]) -> list[PaperSheet]:
    """A sheet for each duty that has lines; `imprints` is duty id → imprint."""
    year, number = month.split("-")
    found = []
    for duty in office.duties.values():
        mine = [line for line in lines if line.slot.duty == duty.id]
        if mine:
            one = imprints[duty.id]
            found.append(
                PaperSheet(
                    duty.name,
                    f"{office.settings['单位名称']}{year}年{int(number)}月{duty.name}安排表",
                    duty_page(office, duty.id, mine),
                    below_title(one),
                    one.locked,
                    FOOT if duty.public != Publicity.NO else "",
                    margin(mine, one),
                    one.date,
                )
            )
    return found
