"""The handover log: who hands over to whom, the names filled in, the rest to be written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from planner.office.office import Office
from planner.paper.sheet import Imprint, Page, PaperSheet
from planner.paper.sheets.imprint import below_title, margin
from planner.roster.entered_afterwards import days_marked
from planner.roster.lines import Line, day_span, joined_names, times

HEADER, WIDTHS = (
    (
        "日期",
        "星期",
        "班次",
        "带班领导",
        "值班人员",
        "值班情况和交办事项",
        "交班人（签字）",
        "接班人（签字）",
        "交接时间",
    ),
    (10, 6, 16, 14, 18, 48, 16, 16, 12),
)


def handover_sheets(
    office: Office, month: str, lines: Sequence[Line], imprints: dict[str, Imprint], running: Sequence[Line]
) -> list[PaperSheet]:
    """A log for each duty whose shifts follow one another, one relieving the other, at one place.

    `running` are lines of earlier months that still run: they stand at the top, and their leaders lead on.
    """
    year, number = month.split("-")
    found = []
    for duty in office.duties.values():
        mine = [line for line in lines if line.slot.duty == duty.id]
        if _relayed(mine):
            one, before = imprints[duty.id], [line for line in running if line.slot.duty == duty.id]
            found.append(
                PaperSheet(
                    f"{duty.name}交接",
                    f"{office.settings['单位名称']}{year}年{int(number)}月{duty.name}交接班记录",
                    Page(HEADER, WIDTHS, _rows([*before, *mine])),
                    below_title(one),
                    one.locked,
                    days_marked([*before, *mine]),
                    margin=margin(mine, one),
                    date=one.date,
                )
            )
    return found


def _relayed(lines: Sequence[Line]) -> bool:
    """Whether some full post of a person, not at a site, begins at the moment at which another ends."""
    full = [line for line in lines if line.slot.hold == "full" and line.slot.kind == "person" and not line.slot.site]
    return bool({line.slot.start for line in full} & {line.slot.end for line in full})


def _rows(lines: Sequence[Line]) -> tuple[tuple[str, ...], ...]:
    shifts = [list(some) for _, some in groupby(lines, key=lambda line: (line.slot.start, line.slot.shift))]
    worked = [some for some in shifts if any(line.slot.hold == "full" for line in some)]
    hands = [_on(some, "full") for some in worked]
    leading = [line for line in lines if line.slot.hold == "shared" and line.slot.kind == "person"]
    return tuple(
        (
            *day_span(some[0]),
            f"{some[0].slot.shift}\n{times(some[0])}",
            _on([line for line in leading if line.on(some[0].day)], "shared"),
            hands[at],
            "\n\n\n",
            hands[at],
            hands[at + 1] if at + 1 < len(hands) else "",
            "",
        )
        for at, some in enumerate(worked)
    )


def _on(some: Sequence[Line], hold: str) -> str:
    return "\n".join(joined_names(line.people, line.missing) for line in some if line.slot.hold == hold)
