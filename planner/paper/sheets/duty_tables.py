"""Tables of duties by day, and by day and site: a column for each post, what lasts shown on each day it runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from constraints.problem.problem import AssigneeKind, Hold
from planner.calendar.lunar import lunar_words
from planner.office.ids import Tag, as_unit, untagged
from planner.office.office import Office
from planner.paper.sheet import Page
from planner.paper.sheets.line_cells import each, holders, notes
from planner.roster.lines import Line, day_span, in_office_order, joined_names, times
from planner.roster.turn_text import on_paper


@dataclass(frozen=True)
class PostColumn:
    """A post as a column; of people in charge 职务 and 手机 follow."""

    shift: str
    post: str
    hold: Hold
    assignee: AssigneeKind

    @property
    def led(self) -> bool:
        """Whether people in charge stand in it."""
        return self.hold == "shared" and self.assignee == "person"

    def holds(self, line: Line) -> bool:
        """Whether a line stands in it."""
        return self == _column(line)

    def cells(self, day: date, some: Sequence[Line], first: date) -> list[str]:
        """The cells of a row of a day: who begins then, else who still runs; `first` is the day of the first row.

        What lasts longer than its row says from when to when, where it stands first.
        """
        mine = [line for line in some if self.holds(line)]
        shown = [line for line in mine if line.day == day] or mine
        names = joined_names(holders(shown), sum(line.missing for line in shown))
        spans = {day_span(line)[0] for line in shown if line.lasting and (line.day == day or day == first)}
        if names and spans and not _one_span(some, day):
            names += f"（{'、'.join(sorted(spans))}）"
        people = holders(shown)
        return [names, *([each(people, lambda one: one.title), each(people, lambda one: one.mobile)] * self.led)]


def _column(line: Line) -> PostColumn:
    return PostColumn(line.slot.shift, line.slot.post, line.slot.hold, line.slot.kind)


def _one_span(some: Sequence[Line], day: date) -> bool:
    """Whether all that begins on a day lasts more than a day, from and to the same days, so that the row says it."""
    begun = [line for line in some if line.day == day]
    return all(line.lasting for line in begun) and len({day_span(line) for line in begun}) == 1


def _columns(office: Office, duty: str, lines: Sequence[Line]) -> tuple[list[PostColumn], list[str], list[int]]:
    """The columns, their headers and widths, in the order of the post sheet."""
    columns = list(dict.fromkeys(map(_column, in_office_order(office, duty, lines))))
    several = len({one.shift for one in columns}) > 1
    header, widths = list[str](), list[int]()
    for one in columns:
        header += [f"{one.shift}{one.post}" if several else one.post, *["职务", "手机"] * one.led]
        widths += [14 if one.led else 22, *[20, 14] * one.led]
    return columns, header, widths


def _days(lines: Sequence[Line]) -> Iterator[tuple[date, list[Line], tuple[str, str]]]:
    """Each day on which something begins, what runs then, and the day in words: both ends where all of it lasts."""
    for day in sorted({line.day for line in lines}):
        some = [line for line in lines if line.on(day)]
        begun = [line for line in some if line.day == day]
        words = day_span(begun[0]) if _one_span(some, day) else day_span(begun[0], whole=False)
        yield day, some, words


def duty_table(office: Office, duty: str, lines: Sequence[Line]) -> Page:
    """日期 | 星期 | 农历 | each post, those in charge with 职务 and 手机 | 值班电话 | 轮值 if there is any to tell."""
    columns, header, widths = _columns(office, duty, lines)
    phone = office.duties[duty].phone if duty in office.duties else ""
    days = list(_days(lines))
    told = any(on_paper(office, line) for line in lines)
    rows = (
        (
            *words,
            lunar_words(day),
            *(cell for one in columns for cell in one.cells(day, some, days[0][0])),
            phone,
            *[_turns(office, [line for line in some if line.day == day])] * told,
        )
        for day, some, words in days
    )
    return Page(
        ("日期", "星期", "农历", *header, "值班电话", *["轮值"] * told),
        (10, 6, 10, *widths, 16, *[30] * told),
        tuple(rows),
    )


def _turns(office: Office, begun: Sequence[Line]) -> str:
    """Whose turn it is on the posts of a day, where that is not plain; with the post where there are several."""
    said = [(line.slot.post, words) for line in begun if (words := on_paper(office, line))]
    several = len({line.slot.post for line in begun}) > 1
    return "\n".join(dict.fromkeys(f"{post}{words}" if several else words for post, words in said))


def site_table(office: Office, duty: str, lines: Sequence[Line]) -> Page:
    """日期 | 星期 | 镇街 | 村（社区） | 时间 | each post | 值班电话 | 备注, by day, then in rank order of the towns."""
    columns, header, widths = _columns(office, duty, lines)
    villages = any(untagged(line.slot.site)[0] is Tag.VILLAGE for line in lines)
    rows = []
    for site in sorted({line.slot.site for line in lines}, key=lambda site: _rank(office, site)):
        mine = [line for line in lines if line.slot.site == site]
        town = office.units.get(town_of(office, mine[0]))
        phone = (town.phone if town else "") or (office.duties[duty].phone if duty in office.duties else "")
        days = list(_days(mine))
        for day, some, words in days:
            place = (office.name(as_unit(town.id)) if town else "", *([office.name(site)] * villages))
            begun = [line for line in some if line.day == day]
            spans = "\n".join(dict.fromkeys(times(line) for line in in_office_order(office, duty, begun)))
            cells = (cell for one in columns for cell in one.cells(day, some, days[0][0]))
            rows.append((day, (*words, *place, spans, *cells, phone, notes(office, begun))))
    rows.sort(key=lambda row: row[0])
    return Page(
        ("日期", "星期", "镇街", *["村（社区）"] * villages, "时间", *header, "值班电话", "备注"),
        (10, 6, 16, *[16] * villages, 13, *widths, 14, 12),
        tuple(cells for _, cells in rows),
    )


def _rank(office: Office, site: str) -> tuple[tuple[int, int], str]:
    tag, id = untagged(site)
    town = office.villages[id].town if tag is Tag.VILLAGE and id in office.villages else id
    return office.rank.get(as_unit(town), (10**9, 0)), site


def town_of(office: Office, line: Line) -> str:
    """The id of the town that a line's site lies in, or is."""
    tag, id = untagged(line.slot.site)
    return office.villages[id].town if tag is Tag.VILLAGE and id in office.villages else id
