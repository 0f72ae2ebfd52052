"""Festival papers: the rosters of a holiday apart from the months, and the report sent up before it (报备表)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from planner.office.ids import as_unit
from planner.office.office import Office
from planner.paper.sheet import Imprint, Page, PaperSheet
from planner.paper.sheets.imprint import DutyMonth, below_title, sources
from planner.paper.sheets.layout import duty_page
from planner.problem.festivals import LONG, Festival
from planner.roster.entered_afterwards import days_marked
from planner.roster.lines import Holder, Line
from planner.words import WEEKDAYS


def festival_sheets(
    office: Office,
    festival: Festival,
    lines: Sequence[Line],
    imprints: Mapping[str, Imprint],
    codes: Mapping[DutyMonth, str],
) -> list[PaperSheet]:
    """A sheet for each duty with lines in the festival, with its own of the `codes`."""
    found = []
    for duty in office.duties.values():
        mine = [line for line in lines if line.slot.duty == duty.id]
        if mine:
            one = imprints[duty.id]
            found.append(
                PaperSheet(
                    f"{festival.name}{duty.name}",
                    f"{office.settings['单位名称']}{festival.last.year}年{festival.name}假期{duty.name}安排表",
                    duty_page(office, duty.id, mine),
                    below_title(one),
                    one.locked,
                    days_marked(mine),
                    margin=f"校验码 {sources(mine, codes)}",
                    date=one.date,
                )
            )
    return found


def report_sheet(
    office: Office,
    festival: Festival,
    lines: Sequence[Line],
    imprints: Mapping[str, Imprint],
    codes: Mapping[DutyMonth, str],
) -> PaperSheet:
    """A row for each place and day of the duties that somebody leads round the clock, with their `codes`.

    What the store does not know stays empty, to be filled in by hand.
    """
    header = (
        "单位",
        "日期",
        "带班领导",
        "职务",
        "办公电话",
        "手机",
        "值班人员",
        "职务",
        "办公电话",
        "手机",
        "值班电话",
        "传真",
        "主要负责同志在岗情况",
    )
    led = {line.slot.duty for line in lines if line.slot.hold == "shared" and line.end - line.start >= LONG}
    kept = [line for line in lines if line.slot.duty in led]
    days = [festival.first + timedelta(days=number) for number in range((festival.last - festival.first).days + 1)]
    running = sorted(
        ((day, line) for day in days for line in kept if line.on(day)), key=lambda one: _place(office, *one)
    )
    rows = tuple(
        _row(office, some[0][0], [line for _, line in some])
        for some in (list(group) for _, group in groupby(running, key=lambda one: _place(office, *one)))
    )
    mine = [imprints[duty] for duty in sorted(led)]
    one = next((one for one in mine if one.locked), mine[0] if mine else Imprint(""))
    return PaperSheet(
        f"{festival.name}报备表",
        f"{festival.last.year}年{festival.name}假期值班安排报备表",
        Page(header, (18, 13, 10, 18, 14, 14, 14, 18, 14, 14, 14, 12, 14), rows),
        below_title(one),
        one.locked,
        days_marked(kept),
        margin=f"校验码 {sources(kept, codes)}",
        date=one.date,
    )


def _place(office: Office, day: date, line: Line) -> tuple[tuple[int, int], str, date, int]:
    """Sort key of a line on a day: the office itself, then towns by rank; then days, then duties in office order."""
    rank = office.rank.get(as_unit(line.site), (10**9, 0)) if line.site else (-1, 0)
    return rank, line.site, day, list(office.duties).index(line.slot.duty)


def _row(office: Office, day: date, some: list[Line]) -> tuple[str, ...]:
    """The row of a place on a day: people in charge, then all others on duty, units among these."""
    line = some[0]
    unit, duty = office.units.get(line.site), office.duties[line.slot.duty]
    led = [line for line in some if line.slot.hold == "shared" and line.slot.kind == "person"]
    leaders = [one for line in led for one in line.people]
    staff = [one for line in some if line not in led and line.slot.hold != "on_call" for one in line.people]
    return (
        unit.name if unit else office.settings["单位名称"],
        f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}",
        *_columns(leaders),
        *_columns(staff),
        (unit.phone if unit else "") or duty.phone,
        "",
        "",
    )


def _columns(people: list[Holder]) -> tuple[str, str, str, str]:
    """The names, titles, office telephones and mobiles of some people, one person a line in each of the four texts."""
    return tuple("\n".join(get(one) for one in people) for get in GET)  # type: ignore[return-value]


GET: tuple[Callable[[Holder], str], ...] = (
    lambda one: one.name,
    lambda one: one.title,
    lambda one: one.office_phone,
    lambda one: one.mobile,
)
